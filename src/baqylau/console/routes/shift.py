"""How the watch is going, by its own log, and the handing over of it.

The figures are those of ISA-18.2 and EEMUA 191: arrivals per ten minutes, floods (more than ten in ten minutes),
stale incidents (open for more than a day), the causes that make most of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb
from pydantic import AwareDatetime, BaseModel, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.watch import now_of
from baqylau.incidents.instants import instant
from baqylau.platform.postgres import load_queries

router = APIRouter(prefix="/api/shift", tags=["shift"])

QUERIES = load_queries("baqylau.console.routes", "shift.sql")
SLOT_MS = 600_000
FLOOD = 10
SHIFT = timedelta(hours=12)
STALE = timedelta(hours=24)
LONGEST = timedelta(days=366)

Watcher = Annotated[Account, require("incidents.act")]
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class OperatorFigures(BaseModel):
    login: str
    acknowledged: int
    closed: int
    busiest_10min: int = Field(description="incidents this account handled in its busiest ten minutes")


class Flood(BaseModel):
    from_ms: int
    to_ms: int
    incidents: int


class Arrivals(BaseModel):
    total: int
    per_10min: list[tuple[int, int]] = Field(
        description="[time_ms, incidents]; slots without any are left out"
    )
    floods: list[Flood]


class StaleIncident(BaseModel):
    incident_id: int
    kind: str
    priority: int
    began_at: datetime
    owner: str | None


class CauseShare(BaseModel):
    cause: str
    incidents: int
    share: float


class FalseShare(BaseModel):
    kind: str
    closed: int
    false: int
    share: float


class Delay(BaseModel):
    median: float | None
    p95: float | None
    n: int


class ShiftFigures(BaseModel):
    """Delays in seconds from the opening of an incident."""

    begins: datetime
    ends: datetime
    operators: list[OperatorFigures]
    arrivals: Arrivals
    stale: list[StaleIncident]
    stale_count: int
    top_causes: list[CauseShare]
    false_share: list[FalseShare]
    to_acknowledge_s: Delay
    to_close_s: Delay


class HandoverBody(BaseModel):
    model_config = {"extra": "forbid"}

    to: str = Field(max_length=64, description="the login that takes over")
    note: str = Field("", max_length=4000)


class Handed(BaseModel):
    incident_id: int
    version: int
    priority: int
    kind: str
    person_id: int | None
    state: str
    owner: str | None
    began_at: datetime


class Handover(BaseModel):
    """sha256: over the canonical JSON of who, to whom, when, words and list, so that a print can be compared."""

    handover_id: int
    made_at: datetime
    from_login: str
    to_login: str
    note: str
    accepted_at: datetime | None
    sha256: str
    list: list[Handed]


class Successor(BaseModel):
    login: str
    role: str
    office: str | None = Field(description="code; null: the whole republic")


class HandoverList(BaseModel):
    handovers: list[Handover]


async def _named(database: Connection, name: str, **values: Any) -> list[DictRow]:
    cursor = await database.execute(QUERIES[name], values)
    return await cursor.fetchall()


@router.get("", dependencies=[impersonal("counts and delays of the watch, kinds and numbers of incidents")])
async def figures(
    request: Request,
    account: Annotated[Account, require("figures.read")],
    database: Database,
    begins: Annotated[
        AwareDatetime | None, Query(alias="from", description="default: twelve hours ago")
    ] = None,
    ends: Annotated[AwareDatetime | None, Query(alias="to", description="default: now")] = None,
    office_id: int | None = None,
) -> ShiftFigures:
    """The figures of the watch in [from, to)."""
    now = now_of(request)
    ends = ends or now
    begins = begins or ends - SHIFT
    if not begins < ends <= begins + LONGEST:
        raise Problem(422, "span_too_long", days=LONGEST.days)
    seen: dict[str, Any] = {"account_office": account.office_id, "office_id": office_id}
    span = seen | {"from": begins, "to": ends}
    stale = await _named(database, "stale", **seen, stale_before=now - STALE)
    (delays,) = await _named(database, "delays", **span)
    return ShiftFigures(
        begins=begins,
        ends=ends,
        operators=[OperatorFigures(**row) for row in await _named(database, "operators", **span)],
        arrivals=arrivals_of(await _named(database, "arrivals", **span)),
        stale=[StaleIncident(**row) for row in stale],
        stale_count=stale[0]["stale_count"] if stale else 0,
        top_causes=[CauseShare(**row) for row in await _named(database, "top_causes", **span)],
        false_share=[FalseShare(**row) for row in await _named(database, "false_share", **span)],
        to_acknowledge_s=_delay(delays, "acknowledge"),
        to_close_s=_delay(delays, "close"),
    )


def _delay(row: DictRow, name: str) -> Delay:
    return Delay(median=row[f"{name}_median"], p95=row[f"{name}_p95"], n=row[f"{name}_n"])


def arrivals_of(rows: Sequence[DictRow]) -> Arrivals:
    """Neighbouring slots of a flood are one flood (EEMUA 191: it begins above ten in ten minutes)."""
    floods: list[Flood] = []
    for row in rows:
        if row["incidents"] <= FLOOD:
            continue
        if floods and floods[-1].to_ms == row["time_ms"]:
            floods[-1].to_ms += SLOT_MS
            floods[-1].incidents += row["incidents"]
        else:
            begins_ms = row["time_ms"]
            floods.append(Flood(from_ms=begins_ms, to_ms=begins_ms + SLOT_MS, incidents=row["incidents"]))
    return Arrivals(
        total=sum(row["incidents"] for row in rows),
        per_10min=[(row["time_ms"], row["incidents"]) for row in rows],
        floods=floods,
    )


@router.get("/successors", dependencies=[impersonal("logins of colleagues who watch")])
async def list_successors(account: Watcher, database: Database) -> list[Successor]:
    """To whom the watch can be handed: those who watch in the offices above and below, but oneself."""
    values = {"login": account.login, "account_office": account.office_id}
    return [Successor(**row) for row in await _named(database, "successors", **values)]


@router.post("/handover", status_code=201)
async def hand_over(
    body: HandoverBody,
    request: Request,
    account: Watcher,
    database: Database,
    record: Annotated[Record, records("write", "handover")],
) -> Handover:
    """Signs the list of what is open now over to another account; it accepts it with a call of its own."""
    if not await _named(database, "watcher", login=body.to):
        raise Problem(422, "no_watcher", login=body.to)
    listed = await _named(database, "handed", account_office=account.office_id)
    entries = [Handed(**row).model_dump(mode="json") for row in listed]
    made_at = instant(request.app.state.console.clock.now_ms())
    signed = {
        "from": account.login, "to": body.to, "made_at": made_at.isoformat(), "note": body.note, "list": entries,
    }  # fmt: skip
    (row,) = await _named(
        database, "add_handover",
        office_id=account.office_id, made_at=made_at, from_login=account.login, to_login=body.to,
        note=body.note, list=Jsonb(entries), sha256=digest_of(signed),
    )  # fmt: skip
    record.made(row["handover_id"])
    record.saw(one["person_id"] for one in listed)
    return Handover(**row)


def digest_of(signed: dict[str, Any]) -> str:
    """SHA-256 in hex over JSON with sorted keys and without spaces."""
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@router.get("/handovers")
async def list_handovers(
    account: Watcher,
    database: Database,
    _record: Annotated[Record, records("read", "handover")],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> HandoverList:
    """The account's own, newest first; a supervisor's are those of the office."""
    found = await _named(
        database, "handovers",
        login=account.login, account_office=account.office_id, all=account.role == "supervisor", limit=limit,
    )  # fmt: skip
    return HandoverList(handovers=[Handover(**row) for row in found])


@router.post("/handovers/{handover_id}/accept")
async def accept(
    handover_id: Id,
    request: Request,
    account: Watcher,
    database: Database,
    _record: Annotated[Record, records("write", "handover")],
) -> Handover:
    """The watch is taken; once, and only by whom it was handed to."""
    found = await _named(
        database, "accept_handover", handover_id=handover_id, login=account.login, now=now_of(request)
    )
    if not found:
        raise Problem(409, "no_handover", handover_id=handover_id, login=account.login)
    return Handover(**found[0])
