"""Findings become incidents, officers move them on: the writes, each in its caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg.errors import UniqueViolation

from baqylau.incidents.instants import instant
from baqylau.incidents.rows import (
    QUERIES,
    Connection,
    add_events,
    announce,
    cases_of,
    columns,
    defer_looks,
    fresh_ids,
    incident_of,
    insert_incidents,
    link,
    rows_of,
    update_incidents,
)
from baqylau.incidents.states import THE_SYSTEM, Actor, Incident, Refused, Request, apply
from baqylau.incidents.terms import DEFAULT_TERMS, Terms
from baqylau.incidents.triage import Case, Event, Outcome, cause_of, take
from baqylau.incidents.undo import remember
from baqylau.rules.finding import Finding

ATTEMPTS = 5


async def take_in(
    connection: Connection, findings: Sequence[Finding], now_ms: int, terms: Terms = DEFAULT_TERMS
) -> None:
    """Files new, changed, ended and withdrawn findings in their incidents, in the caller's transaction.

    Taking the same findings in again changes nothing. What must follow later (telling people, escalating) is
    deferred as jobs in the same transaction, so neither can be without the other.
    """
    if not findings:
        return
    for _ in range(ATTEMPTS):
        # Plain SQL: psycopg's own block would commit, were this the first statement of the caller's transaction.
        await connection.execute("SAVEPOINT filing")
        if await _filed(connection, findings, now_ms, terms):
            await connection.execute("RELEASE SAVEPOINT filing")
            return
        # This gives the locks back as well, so that the next attempt takes them all in order.
        await connection.execute("ROLLBACK TO SAVEPOINT filing")
    raise RuntimeError(
        f"findings could not be filed in {ATTEMPTS} attempts: others kept moving their incidents"
    )


async def _filed(connection: Connection, findings: Sequence[Finding], now_ms: int, terms: Terms) -> bool:
    """False, with nothing to be kept, when a sweep moved or opened one of the incidents while we waited for it."""
    known = await _linked(connection, findings)
    cases = await _locked(connection, findings, known)
    if known and not await _linked(connection, findings) <= known:
        return False
    numbers = await fresh_ids(connection, _new_at_most(findings, cases))
    outcome = take(findings, cases, iter(numbers), now_ms, terms)
    try:
        await write(connection, outcome, now_ms)
    except UniqueViolation:
        return False
    return True


def _new_at_most(findings: Sequence[Finding], cases: Sequence[Case]) -> int:
    """Numbers are drawn for findings that no living incident knows; those of closed ones may come anew."""
    known = {each for one in cases if one.incident.state != "closed" for each in one.grounds}
    return sum(1 for finding in findings if finding.finding_id not in known)


async def _linked(connection: Connection, findings: Sequence[Finding]) -> set[int]:
    links = await rows_of(connection, "links", findings=[one.finding_id for one in findings])
    return {row["incident_id"] for row in links}


async def _locked(connection: Connection, findings: Sequence[Finding], known: set[int]) -> list[Case]:
    """The incidents concerned, locked in the order of their numbers."""
    rows = await rows_of(
        connection,
        "lock_for_findings",
        known=sorted(known),
        people=[one.person_id for one in findings],
        causes=[cause_of(one) for one in findings],
    )
    return await cases_of(connection, [incident_of(row) for row in rows])


async def write(connection: Connection, outcome: Outcome, now_ms: int) -> None:
    """Writes all that came of a batch, jobs and announcement included."""
    await insert_incidents(connection, outcome.created.values(), now_ms)
    await update_incidents(connection, outcome.changed.values())
    await link(connection, outcome.grounds)
    await add_events(connection, outcome.events)
    if outcome.returned:
        rows = [
            {"incident_id": mass, "person_id": person, "back_at": instant(back_ms)}
            for mass, person, back_ms in outcome.returned
        ]
        await connection.execute(QUERIES["returned"], columns(rows))
    await defer_looks(connection, outcome.look)
    await defer_looks(connection, outcome.raised - outcome.look, raised=True)
    await announce(connection, outcome.created.keys() | outcome.changed.keys())


async def read_locked(connection: Connection, incident_id: int) -> Incident | None:
    """The incident, locked until the transaction ends; None when there is none of that number."""
    rows = await rows_of(connection, "lock_incident", incident_id=incident_id)
    return incident_of(rows[0]) if rows else None


async def act(
    connection: Connection,
    incident: Incident,
    request: Request,
    actor: Actor,
    now_ms: int,
    terms: Terms = DEFAULT_TERMS,
) -> Incident | Refused:
    """Takes a step with an incident from `read_locked` and records it; a refused step writes nothing."""
    after = apply(incident, request, actor, now_ms, terms)
    if isinstance(after, Refused):
        return after
    detail = {
        name: value
        for name, value in (
            ("disposition", after.disposition if request.action == "close" else None),
            ("new_owner", request.new_owner),
            ("level", after.escalation if request.action == "escalate" else None),
            ("until_ms", request.until_ms),
            ("call", None if request.call is None else dict(request.call)),
        )
        if value is not None
    }
    event = Event(
        incident.incident_id,
        after.version,
        now_ms,
        actor.login,
        request.action,
        incident.state,
        after.state,
        request.note,
        detail,
    )
    await update_incidents(connection, [after])
    await add_events(connection, [event])
    if actor != THE_SYSTEM:
        await remember(connection, incident, after, request.action, actor, now_ms)
    # The timer that escalates sets the next one itself.
    by_timer = request.action == "escalate" and actor == THE_SYSTEM
    if not by_timer and after.escalate_ms not in (None, incident.escalate_ms):
        await defer_looks(connection, [incident.incident_id])
    await announce(connection, [incident.incident_id])
    return after
