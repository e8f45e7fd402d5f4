"""Incidents: the list, one whole, and the steps."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from psycopg.rows import DictRow

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database, first, rows
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, records
from baqylau.console.routes.shapes import (
    FindingShown,
    HistoryLine,
    IncidentBrief,
    IncidentPage,
    IncidentWhole,
    PersonName,
    Step,
    Told,
    Unheard,
)
from baqylau.incidents import states
from baqylau.incidents.figures import in_force
from baqylau.incidents.instants import instant
from baqylau.incidents.rows import incident_of
from baqylau.incidents.states import STATES, WATCHING, Actor, Refused
from baqylau.incidents.store import act, read_locked
from baqylau.incidents.undo import UNDO_S, last_step
from baqylau.platform.clock import Clock

router = APIRouter(tags=["incidents"])

Reader = Annotated[Account, require("incidents.read")]
Doer = Annotated[Account, require("incidents.act")]
Taken = Literal["acknowledge", "take", "hand_over", "release", "note", "close"]
_ETAG = re.compile(r'^(?:W/)?"?(\d+)"?$')
_CURSOR = re.compile(r"^([1-4])\.(\d+)$")


@router.get("/api/incidents")
async def list_incidents(
    account: Reader,
    database: Database,
    record: Annotated[Record, records("read", "incident")],
    state: Annotated[list[states.State] | None, Query(description="default: all but closed")] = None,
    person_id: int | None = None,
    priority: Annotated[int | None, Query(ge=1, le=4, description="this priority or more urgent")] = None,
    cause: Annotated[str | None, Query(description="family of causes, such as tamper")] = None,
    owner: str | None = None,
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> IncidentPage:
    """The most urgent first, among equals the newest."""
    after_priority, after_id = _place(after)
    found = await rows(
        database,
        "list_incidents",
        states=state or [one for one in STATES if one != "closed"],
        person_id=person_id,
        priority=priority,
        cause=cause,
        owner=owner,
        after_priority=after_priority,
        after_id=after_id,
        account_office=account.office_id,
        limit=limit + 1,
    )
    page = [_brief(row) for row in found[:limit]]
    record.saw(row["person_id"] for row in found[:limit])
    more = len(found) > limit
    return IncidentPage(incidents=page, next=f"{page[-1].priority}.{page[-1].incident_id}" if more else None)


def _place(cursor: str | None) -> tuple[int | None, int | None]:
    if cursor is None:
        return None, None
    found = _CURSOR.match(cursor)
    if found is None:
        raise Problem(422, "page_cursor")
    return int(found[1]), int(found[2])


def _person(row: DictRow) -> PersonName | None:
    return None if row["person_id"] is None else PersonName(**row)


def _brief(row: DictRow) -> IncidentBrief:
    return IncidentBrief(**row, person=_person(row))


async def seen_row(database: Connection, account: Account, incident_id: int) -> DictRow:
    """The incident, if the account may see it. Raises Problem 404."""
    row = await first(database, "one_incident", incident_id=incident_id, account_office=account.office_id)
    if row is None:
        raise Problem(404, "no_incident", incident_id=incident_id)
    return row


@router.get("/api/incidents/{incident_id}")
async def read_incident(
    incident_id: int,
    account: Reader,
    database: Database,
    record: Annotated[Record, records("read", "incident")],
    request: Request,
    response: Response,
) -> IncidentWhole:
    """With its history, the findings it rests on, whom we told, and what the account may do next."""
    clock = request.app.state.console.clock
    whole = await whole_incident(database, account, await seen_row(database, account, incident_id), clock)
    record.saw(one.person_id for one in whole.unheard)
    response.headers["ETag"] = f'"{whole.version}"'
    return whole


async def whole_incident(database: Connection, account: Account, row: DictRow, clock: Clock) -> IncidentWhole:
    """The incident with all that belongs to it, and what this account may do next."""
    key = {"incident_id": row["incident_id"]}
    seen = key | {"account_office": account.office_id}
    return IncidentWhole(
        **row,
        person=_person(row),
        steps=states.steps_for(incident_of(row), Actor(account.login, account.role)),
        undo_until=await _undo_until(database, account, row, clock),
        because=[FindingShown(**one) for one in await rows(database, "grounds", **seen)],
        history=[HistoryLine(**one) for one in await rows(database, "history", **key)],
        notifications=[Told(**one) for one in await rows(database, "told", **key)],
        unheard=[Unheard(**one) for one in await rows(database, "people_of_mass", **seen)],
    )


async def _undo_until(database: Connection, account: Account, row: DictRow, clock: Clock) -> datetime | None:
    last = await last_step(database, row["incident_id"])
    if last is None or last.version != row["version"] or last.actor != account.login:
        return None
    lasts_ms = UNDO_S * 1000 / clock.real_seconds(1000)
    until_ms = last.taken_ms + round(lasts_ms)
    return instant(until_ms) if clock.now_ms() <= until_ms else None


@router.post(
    "/api/incidents/{incident_id}/{action}",
    responses={
        409: {"description": "It changed since, or has no such step; `current` is the incident as it is now"},
        428: {"description": "Neither `version` nor If-Match was given"},
    },
)
async def take_step(
    incident_id: int,
    action: Taken,
    account: Doer,
    database: Database,
    _record: Annotated[Record, records("decision", "incident")],
    request: Request,
    response: Response,
    step: Step,
    if_match: Annotated[str | None, Header()] = None,
) -> IncidentWhole:
    """Takes a step on condition that the incident is still as the officer saw it."""
    row = await seen_row(database, account, incident_id)
    wanted = states.Request(
        action, _seen(step.version, if_match), step.note, step.disposition, step.new_owner
    )
    if step.new_owner is not None:
        await _check_owner(database, step.new_owner, row)
    incident = await read_locked(database, incident_id)
    if incident is None:
        raise Problem(404, "no_incident", incident_id=incident_id)
    clock = request.app.state.console.clock
    terms = (await in_force(database)).terms
    after = await act(database, incident, wanted, Actor(account.login, account.role), clock.now_ms(), terms)
    if isinstance(after, Refused):
        await refuse_step(database, account, incident_id, after, clock)
    response.headers["ETag"] = f'"{incident.version + 1}"'
    return await whole_incident(database, account, await seen_row(database, account, incident_id), clock)


def _seen(version: int | None, if_match: str | None) -> int:
    if version is not None:
        return version
    found = _ETAG.match(if_match or "")
    if found is None:
        raise Problem(428, "version_missing")
    return int(found[1])


async def _check_owner(database: Connection, login: str, row: DictRow) -> None:
    owner = await first(
        database, "possible_owner", login=login, office_id=row["office_id"], person_id=row["person_id"]
    )
    if owner is None or owner["role"] not in WATCHING:
        raise Problem(422, "owner_unknown", login=login)


async def refuse_step(
    database: Connection, account: Account, incident_id: int, refused: Refused, clock: Clock
) -> None:
    """Raises the Problem that says why the step was not taken; 409 shows the incident as it is now."""
    status = {"stale": 409, "state": 409, "role": 403, "missing": 422}[refused.because]
    if status != 409:
        raise Problem(status, refused.refusal, more={"because": refused.because})
    current = await whole_incident(database, account, await seen_row(database, account, incident_id), clock)
    raise Problem(
        409, refused.refusal, more={"because": refused.because, "current": current.model_dump(mode="json")}
    )
