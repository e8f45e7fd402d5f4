"""Where people are and were, as far as a court's condition needs it."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request
from psycopg.rows import DictRow
from pydantic import AwareDatetime

from baqylau.console.access import Account, require
from baqylau.console.database import Database, first, rows
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens
from baqylau.console.routes.shapes import SOURCES, Fix, LastHeard, LastPage, PersonName, Track
from baqylau.console.thinning import thinned
from baqylau.incidents.instants import instant
from baqylau.platform.refusal import sentence

router = APIRouter(tags=["positions"])

MOST_POSITIONS = 300_000


@router.get(
    "/api/people/{person_id}/track",
    responses={403: {"description": "No condition of the person's orders needs positions in that time"}},
)
async def read_track(
    person_id: int,
    account: Annotated[Account, require("track.read")],
    database: Database,
    record: Annotated[Record, opens("track")],
    begins: Annotated[AwareDatetime, Query(alias="from")],
    ends: Annotated[AwareDatetime, Query(alias="to")],
    points: Annotated[int, Query(ge=2, le=20_000)] = 500,
) -> Track:
    """The trail in [from, to), thinned to at most `points`, only where an order needed positions."""
    if begins >= ends:
        raise Problem(422, "from_before_to")
    if await first(database, "person_seen", person_id=person_id, account_office=account.office_id) is None:
        raise Problem(404, "no_person", person_id=person_id)
    span: dict[str, Any] = {"from": begins, "to": ends}
    periods = await rows(database, "periods_with_positions", person_id=person_id, **span)
    if not periods:
        raise Problem(403, "positions_not_ordered", more={"because": "not_ordered"})
    found = await rows(
        database,
        "track",
        person_id=person_id,
        begins=[one["begins"] for one in periods],
        ends=[one["ends"] for one in periods],
        limit=MOST_POSITIONS + 1,
    )
    if len(found) > MOST_POSITIONS:
        raise Problem(422, "too_many_positions", most=MOST_POSITIONS)
    record.note(points=len(found))
    kept, tolerance_m = await _thinned(found, points)
    return Track(
        person_id=person_id,
        periods=[(one["begins"], one["ends"]) for one in periods],
        given=len(kept),
        of=len(found),
        tolerance_m=round(tolerance_m, 2),
        points=[_fix(found[number]) for number in kept],
    )


async def _thinned(found: list[DictRow], points: int) -> tuple[list[int], float]:
    lats = np.array([one["lat"] for one in found], dtype=np.float64)
    lons = np.array([one["lon"] for one in found], dtype=np.float64)
    return await asyncio.to_thread(thinned, lats, lons, points)


def _fix(row: DictRow) -> Fix:
    return Fix(**{**row, "source": SOURCES[row["source"]]})


@router.get("/api/positions/last")
async def last_positions(
    request: Request,
    account: Annotated[Account, require("positions.read")],
    database: Database,
    record: Annotated[Record, opens("position")],
    person_id: int | None = None,
    after: Annotated[int, Query(description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> LastPage:
    """Of every device worn now; where only presence was ordered, when it was last heard and no position."""
    found = await rows(
        database,
        "last_positions",
        now=instant(request.app.state.console.clock.now_ms()),
        person_id=person_id,
        after=after,
        account_office=account.office_id,
        limit=limit + 1,
    )
    page = [_last(row) for row in found[:limit]]
    record.saw(row["person_id"] for row in found[:limit])
    return LastPage(positions=page, next=page[-1].activation_id if len(found) > limit else None)


def _last(row: DictRow) -> LastHeard:
    given = row["positions"] and row["happened_at"] is not None
    return LastHeard(
        activation_id=row["activation_id"],
        person=PersonName(**row),
        device_id=row["device_id"],
        identity=row["identity"],
        heard_at=row["heard_at"],
        position=_fix(row) if given else None,
        received_at=row["received_at"] if given else None,
        visible_at=row["visible_at"] if given else None,
        withheld=None if row["positions"] else sentence("positions_not_ordered", {}),
    )
