"""The first screen in one call, and the two lists behind its counters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from psycopg.rows import DictRow
from pydantic import BaseModel, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.recording import Record, records
from baqylau.console.routes.shapes import IncidentBrief, PersonName
from baqylau.incidents.instants import instant
from baqylau.platform.postgres import load_queries

router = APIRouter(prefix="/api/watch", tags=["watch"])

QUERIES = load_queries("baqylau.console.routes", "watch.sql")
MOST_INCIDENTS = 1000
SHIFT = timedelta(hours=12)

Reader = Annotated[Account, require("incidents.read")]
Most = Annotated[int, Query(ge=1, le=1000)]


class Counters(BaseModel):
    """People, and open incidents by priority ("1" to "4")."""

    ordered_not_monitored: int = Field(description="an order binds them and they wear nothing")
    being_fitted: int = Field(description="they wear nothing but what is still being fitted")
    monitored: int
    non_reporting: int
    blind: int = Field(description="people of a mass silence that goes on")
    by_priority: dict[str, int]
    unacknowledged: dict[str, int]


class MyShift(BaseModel):
    login: str
    mine: int = Field(description="incidents that the account owns")
    acknowledged_12h: int
    closed_12h: int
    handed_to_me: int = Field(description="handovers that wait to be accepted")


class WatchPicture(BaseModel):
    """seq: what to give the live socket as `after`, so that nothing falls between the two."""

    now: datetime
    seq: int
    incidents: list[IncidentBrief]
    more: bool
    counters: Counters
    shift: MyShift


class NotMonitored(BaseModel):
    person: PersonName
    office_id: int
    order_number: str
    ordered_from: datetime
    standing: Literal["not_fitted", "being_fitted"]
    fitting_since: datetime | None
    days_waiting: int = Field(description="whole days since the order began to bind")


class NotMonitoredList(BaseModel):
    people: list[NotMonitored]
    more: bool


class NonReporting(BaseModel):
    person: PersonName
    office_id: int
    device_id: int | None
    identity: str | None
    heard_at: datetime | None
    since: datetime


class NonReportingList(BaseModel):
    people: list[NonReporting]
    more: bool


async def named(database: Connection, name: str, **values: Any) -> list[DictRow]:
    """The rows of a statement of watch.sql."""
    cursor = await database.execute(QUERIES[name], values)
    return await cursor.fetchall()


def brief(row: DictRow) -> IncidentBrief:
    return IncidentBrief(**row, person=None if row["person_id"] is None else PersonName(**row))


def now_of(request: Request) -> datetime:
    now_ms: int = request.app.state.console.clock.now_ms()
    return instant(now_ms)


@router.get("")
async def watch(
    request: Request,
    account: Reader,
    database: Database,
    record: Annotated[Record, records("read", "incident")],
) -> WatchPicture:
    """Open incidents, most urgent and then longest waiting first, and what must not be forgotten."""
    now = now_of(request)
    # Taken before the incidents are read: what changes meanwhile is then told twice rather than never.
    seq = request.app.state.live.log.seq
    seen = {"now": now, "account_office": account.office_id}
    found = await named(database, "watched_incidents", **seen, person_id=None, limit=MOST_INCIDENTS + 1)
    page = found[:MOST_INCIDENTS]
    record.saw(row["person_id"] for row in page)
    return WatchPicture(
        now=now,
        seq=seq,
        incidents=[brief(row) for row in page],
        more=len(found) > MOST_INCIDENTS,
        counters=await _counters(database, seen),
        shift=await _shift(database, account, now),
    )


async def _counters(database: Connection, seen: dict[str, Any]) -> Counters:
    (standing,) = await named(database, "standing", **seen)
    grouped = await named(database, "by_priority", **seen)
    by_priority = dict.fromkeys("1234", 0) | {str(row["priority"]): row["incidents"] for row in grouped}
    waiting = dict.fromkeys("1234", 0) | {str(row["priority"]): row["unacknowledged"] for row in grouped}
    return Counters(**standing, by_priority=by_priority, unacknowledged=waiting)


async def _shift(database: Connection, account: Account, now: datetime) -> MyShift:
    (mine,) = await named(database, "my_shift", login=account.login, since=now - SHIFT)
    return MyShift(login=account.login, **mine)


@router.get("/not-monitored")
async def not_monitored(
    request: Request,
    account: Reader,
    database: Database,
    record: Annotated[Record, records("read", "person")],
    limit: Most = 500,
) -> NotMonitoredList:
    """Who is ordered to be monitored and is not fitted, or not to the end; who waits longest first."""
    seen = {"now": now_of(request), "account_office": account.office_id}
    found = await named(database, "not_monitored", **seen, limit=limit + 1)
    record.saw(row["person_id"] for row in found[:limit])
    people = [NotMonitored(**row, person=PersonName(**row)) for row in found[:limit]]
    return NotMonitoredList(people=people, more=len(found) > limit)


@router.get("/non-reporting")
async def non_reporting(
    request: Request,
    account: Reader,
    database: Database,
    record: Annotated[Record, records("read", "person")],
    limit: Most = 500,
) -> NonReportingList:
    """Whose device is silent over the threshold, the longest first; it leaves the list by speaking alone."""
    seen = {"now": now_of(request), "account_office": account.office_id}
    found = await named(database, "non_reporting", **seen, limit=limit + 1)
    record.saw(row["person_id"] for row in found[:limit])
    people = [NonReporting(**row, person=PersonName(**row)) for row in found[:limit]]
    return NonReportingList(people=people, more=len(found) > limit)
