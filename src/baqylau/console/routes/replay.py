"""All fixes of a span with why the rules used each or not: to scrub through, and as files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AwareDatetime, BaseModel

from baqylau.console.access import Account, Language, require
from baqylau.console.base_map import BaseMap
from baqylau.console.database import Connection, Database, first, rows
from baqylau.console.paper_making import drawn, maker, on_paper, paper_language, pdf_answer
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens
from baqylau.console.tracks.files import as_csv, as_geojson, as_gpx
from baqylau.console.tracks.fixes import QUERIES, Fixes, read_fixes
from baqylau.console.tracks.paper import track_paper
from baqylau.console.tracks.track import WholeTrack
from baqylau.incidents.figures import in_force
from baqylau.incidents.instants import milliseconds
from baqylau.papers.document import Document
from baqylau.papers.plan import Ground
from baqylau.papers.track import track_document, track_frame
from baqylau.register.place import Place
from baqylau.register.store import supervised_person
from baqylau.rules.programme import compile_programme

router = APIRouter(prefix="/api/people/{person_id}/track", tags=["positions"])

LONGEST = timedelta(days=31)
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Begins = Annotated[AwareDatetime, Query(alias="from")]
Ends = Annotated[AwareDatetime, Query(alias="to")]
Reader = Annotated[Account, require("track.read")]
Format = Literal["gpx", "csv", "geojson", "pdf"]

_WRITERS: dict[str, tuple[str, Callable[[WholeTrack], str]]] = {
    "gpx": ("application/gpx+xml", as_gpx),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "geojson": ("application/geo+json", as_geojson),
}


class WornDevice(BaseModel):
    device_id: int
    identity: str


class ReplayColumns(BaseModel):
    """One list a column, a fix an index. source, device, reason: indices of the lists beside them."""

    time_ms: list[int]
    lat: list[float]
    lon: list[float]
    accuracy_m: list[float | None]
    circle_m: list[float]
    speed_kmh: list[float | None]
    source: list[int]
    device: list[int]
    valid: list[int]
    archived: list[int]
    lag_s: list[float]
    reason: list[int]


class ReplayZone(BaseModel):
    condition: str
    kind: Literal["curfew", "exclusion", "inclusion", "attendance"]
    from_ms: int
    to_ms: int | None
    place: Place
    warning_m: float | None


class ReplayFinding(BaseModel):
    finding_id: str
    kind: str
    severity: str
    condition: str | None
    began_ms: int
    ended_ms: int | None
    withdrawn: bool


class Replay(BaseModel):
    """Times in milliseconds since the epoch, UTC. gaps: without a fix that the rules use for longer than gap_s."""

    person_id: int
    from_ms: int
    to_ms: int
    periods: list[tuple[int, int]]
    count: int
    devices: list[WornDevice]
    sources: list[str]
    reasons: list[str]
    columns: ReplayColumns
    gaps: list[tuple[int, int]]
    gap_s: float
    zones: list[ReplayZone]
    findings: list[ReplayFinding]


@router.get("/replay", response_class=Response, responses={200: {"model": Replay}})
async def replay(
    person_id: Id,
    account: Reader,
    database: Database,
    _record: Annotated[Record, opens("track")],
    begins: Begins,
    ends: Ends,
) -> Response:
    """Every fix in [from, to) where an order needed positions, valid or not, as columns."""
    track = await _track(database, account, person_id, begins, ends)
    body = await asyncio.to_thread(lambda: msgspec.json.encode(track.shown()))
    return Response(body, media_type="application/json")


@router.get("/export", response_class=Response)
async def export(
    person_id: Id,
    request: Request,
    account: Reader,
    database: Database,
    _record: Annotated[Record, opens("track", "export")],
    begins: Begins,
    ends: Ends,
    format: Format = "csv",
    language: Annotated[Language | None, Query(description="Of the PDF; else the installation's.")] = None,
) -> Response:
    """The same as a file: CSV and GeoJSON with every fix and its reason, GPX with those that the rules use.

    PDF is the paper for a court; its foot has the SHA-256 of the CSV file of the same span.
    """
    track = await _track(database, account, person_id, begins, ends)
    name = f"track-{person_id}-{begins:%Y%m%dT%H%M}-{ends:%Y%m%dT%H%M}"
    if format == "pdf":
        body = await _paper(
            request, database, account, track, (milliseconds(begins), milliseconds(ends)), language
        )
        return pdf_answer(body, name)
    kind, write = _WRITERS[format]
    written = await asyncio.to_thread(write, track)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return Response(written, media_type=kind, headers=headers)


async def _paper(
    request: Request,
    database: Connection,
    account: Account,
    track: WholeTrack,
    span: tuple[int, int],
    language: Language | None,
) -> bytes:
    spoken = await paper_language(database, account, language)
    known = await on_paper(database, account, track.person_id, spoken)
    zones = [one.order.timezone for one in track.versions if one.in_force_from_ms < span[1]]
    made = maker(request, account, known.maker, zones[-1] if zones else known.zone)

    base_map: BaseMap = request.app.state.console.base_map

    def document() -> Document:
        paper = track_paper(track, span, known.whom, known.office)
        frame = track_frame(paper)
        ground = Ground() if frame is None else base_map.ground(frame, spoken)
        return track_document(paper, ground, made, spoken)

    return await drawn(request, document)


async def _track(
    database: Connection, account: Account, person_id: int, begins: datetime, ends: datetime
) -> WholeTrack:
    if not begins < ends <= begins + LONGEST:
        raise Problem(422, "span_too_long", days=LONGEST.days)
    if await first(database, "person_seen", person_id=person_id, account_office=account.office_id) is None:
        raise Problem(404, "no_person", person_id=person_id)
    span: dict[str, Any] = {"person_id": person_id, "from": begins, "to": ends}
    periods = await rows(database, "periods_with_positions", **span)
    if not periods:
        raise Problem(403, "positions_not_ordered", more={"because": "not_ordered"})
    fixes = await read_fixes(database, person_id, [(one["begins"], one["ends"]) for one in periods])
    person = await supervised_person(database, person_id)
    if person is None:
        raise Problem(404, "no_person", person_id=person_id)
    thresholds = (await in_force(database)).thresholds
    return WholeTrack(
        person_id,
        [(milliseconds(one["begins"]), milliseconds(one["ends"])) for one in periods],
        fixes,
        compile_programme(person_id, person.versions, person.worn, thresholds, person.devices),
        person.versions,
        await _devices(database, fixes),
        await (await database.execute(QUERIES["findings_between"], span)).fetchall(),
    )


async def _devices(database: Connection, fixes: Fixes) -> list[dict[str, Any]]:
    devices = sorted(set(fixes["device_id"].tolist()))
    return await (await database.execute(QUERIES["devices_named"], {"devices": devices})).fetchall()
