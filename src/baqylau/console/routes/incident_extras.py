"""Further steps with an incident: off the queue for a time, a call, a person's escalation, the last step taken back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi import Request as HttpRequest
from psycopg.errors import UniqueViolation
from pydantic import BaseModel, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database, rows
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, records
from baqylau.console.routes.incidents import refuse_step, seen_row, whole_incident
from baqylau.console.routes.language import installation_language
from baqylau.console.routes.shapes import CallNoted, IncidentWhole, PlainStep, Shelving
from baqylau.incidents.channels import with_stored
from baqylau.incidents.figures import in_force
from baqylau.incidents.notify import channels_from, tell
from baqylau.incidents.states import WATCHING, Actor, Incident, Refused, Request
from baqylau.incidents.store import act, read_locked
from baqylau.incidents.undo import take_back
from baqylau.platform.instants import from_datetime

router = APIRouter(prefix="/api/incidents/{incident_id}", tags=["incidents"])


class PossibleOwner(BaseModel):
    login: str
    role: str
    office: str | None = Field(description="code; null: the whole republic")


Doer = Annotated[Account, require("incidents.act")]
Kept = Annotated[Record, records("decision", "incident")]


@router.get("/owners")
async def list_owners(
    incident_id: int,
    account: Doer,
    database: Database,
    _record: Annotated[Record, records("read", "incident")],
) -> list[PossibleOwner]:
    """To whom the incident can be handed over: those who would see it; without whoever has it."""
    row = await seen_row(database, account, incident_id)
    found = await rows(
        database,
        "possible_owners",
        roles=list(WATCHING),
        owner=row["owner"],
        office_id=row["office_id"],
        person_id=row["person_id"],
    )
    return [PossibleOwner(**one) for one in found]


@router.post("/shelve")
async def shelve(
    incident_id: int, body: Shelving, account: Doer, database: Database, _record: Kept, http: HttpRequest
) -> IncidentWhole:
    """Off the queue until then, for a reason; back at once if it becomes more urgent."""
    wanted = Request("shelve", body.version, body.note, until_ms=from_datetime(body.until))
    await _step(database, account, incident_id, wanted, http)
    return await whole_incident(
        database, account, await seen_row(database, account, incident_id), http.app.state.console.clock
    )


@router.post("/unshelve")
async def unshelve(
    incident_id: int, body: PlainStep, account: Doer, database: Database, _record: Kept, http: HttpRequest
) -> IncidentWhole:
    """Back on the queue before its time."""
    await _step(database, account, incident_id, Request("unshelve", body.version, body.note), http)
    return await whole_incident(
        database, account, await seen_row(database, account, incident_id), http.app.state.console.clock
    )


@router.post("/call")
async def call(
    incident_id: int, body: CallNoted, account: Doer, database: Database, _record: Kept, http: HttpRequest
) -> IncidentWhole:
    """Who was called and what came of it, in the incident's history."""
    wanted = Request("call", body.version, body.note, call=body.call.model_dump())
    await _step(database, account, incident_id, wanted, http)
    return await whole_incident(
        database, account, await seen_row(database, account, incident_id), http.app.state.console.clock
    )


@router.post("/escalate")
async def escalate(
    incident_id: int, body: PlainStep, account: Doer, database: Database, _record: Kept, http: HttpRequest
) -> IncidentWhole:
    """A person calls for more people: one level up, and the same are told as when nobody answers in time."""
    after = await _step(database, account, incident_id, Request("escalate", body.version, body.note), http)
    settings = http.app.state.console.settings
    spoken = await installation_language(http, database)
    channels = await with_stored(database, channels_from(settings.notification_urls, spoken))
    await tell(database, after, "escalated", channels, http.app.state.console.clock.now_ms())
    return await whole_incident(
        database, account, await seen_row(database, account, incident_id), http.app.state.console.clock
    )


@router.post("/undo")
async def undo(
    incident_id: int, body: PlainStep, account: Doer, database: Database, _record: Kept, http: HttpRequest
) -> IncidentWhole:
    """Takes the account's own last step back within ten seconds, if nothing else has happened meanwhile."""
    incident = await _locked(database, account, incident_id)
    actor = Actor(account.login, account.role)
    try:
        after = await take_back(database, incident, body.version, actor, http.app.state.console.clock)
    except UniqueViolation as cause:
        raise Problem(409, "cause_opened_anew") from cause
    if isinstance(after, Refused):
        await refuse_step(database, account, incident_id, after, http.app.state.console.clock)
    return await whole_incident(
        database, account, await seen_row(database, account, incident_id), http.app.state.console.clock
    )


async def _step(
    database: Connection, account: Account, incident_id: int, wanted: Request, http: HttpRequest
) -> Incident:
    incident = await _locked(database, account, incident_id)
    now_ms = http.app.state.console.clock.now_ms()
    terms = (await in_force(database)).terms
    after = await act(database, incident, wanted, Actor(account.login, account.role), now_ms, terms)
    if isinstance(after, Refused):
        await refuse_step(database, account, incident_id, after, http.app.state.console.clock)
        raise Problem(409, after.refusal)
    return after


async def _locked(database: Connection, account: Account, incident_id: int) -> Incident:
    await seen_row(database, account, incident_id)
    incident = await read_locked(database, incident_id)
    if incident is None:
        raise Problem(404, "no_incident", incident_id=incident_id)
    return incident
