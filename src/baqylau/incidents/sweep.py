"""All silences looked over at once: mass silence is recognised before anyone is shown a single one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from baqylau.incidents.blind import Member, Silence, joining, mass, stragglers
from baqylau.incidents.instants import instant, milliseconds
from baqylau.incidents.rows import (
    QUERIES,
    Connection,
    cases_of,
    fresh_ids,
    incident_of,
    rows_of,
)
from baqylau.incidents.states import THE_SYSTEM, Incident, Refused, Request, apply
from baqylau.incidents.store import write
from baqylau.incidents.terms import DEFAULT_TERMS, Terms
from baqylau.incidents.triage import MASS_SILENCE, SILENCE, Event, Outcome, take


@dataclass(frozen=True, slots=True)
class _Stored:
    """A finding read back from its table; times in milliseconds since the epoch."""

    finding_id: str
    person_id: int
    condition: str | None
    kind: str
    severity: str
    began_ms: int
    decided_ms: int
    ended_ms: int | None
    withdrawn_ms: int | None


async def sweep(connection: Connection, now_ms: int, terms: Terms = DEFAULT_TERMS) -> None:
    """Files silences in mass incidents, gives stragglers their own again, opens what has waited long enough.

    Runs in the caller's transaction; a second one at the same time does nothing.
    """
    if not (await rows_of(connection, "sweep_needed"))[0]["needed"]:
        return
    if not (await rows_of(connection, "sweep_lock"))[0]["mine"]:
        return
    since = instant(now_ms - terms.blind.window_ms)
    found = [incident_of(row) for row in await rows_of(connection, "sweep_incidents", since=since)]
    silent = {one.incident_id: one for one in found if _is_lone_silence(one)}
    monitored = (await rows_of(connection, "monitored", now=instant(now_ms)))[0]["people"]
    for one in found:
        if one.person_id is None:
            await _follow(connection, one, silent, monitored, now_ms, terms)
    await _recognise(connection, silent, monitored, now_ms, terms)
    await _promote(connection, silent, now_ms, terms)


def _is_lone_silence(incident: Incident) -> bool:
    untouched = incident.cause == SILENCE and incident.state in ("pending", "open")
    return untouched and incident.cleared_ms is None and incident.groundless_ms is None


def _silences(silent: dict[int, Incident]) -> list[Silence]:
    return [
        Silence(one.incident_id, one.person_id, one.decided_ms)
        for one in silent.values()
        if one.person_id is not None
    ]


async def _follow(
    connection: Connection,
    whole: Incident,
    silent: dict[int, Incident],
    monitored: int,
    now_ms: int,
    terms: Terms,
) -> None:
    """One mass incident: who joins it, and who needs an incident of their own again."""
    rows = await rows_of(connection, "members", incident_id=whole.incident_id)
    members = [
        Member(row["person_id"], milliseconds(row["silent_since"]), milliseconds(row["back_at"]))
        for row in rows
    ]
    if whole.state != "closed":
        joined = joining(members, _silences(silent), monitored, terms.blind)
        if joined:
            await _absorb(connection, whole, joined, silent, now_ms, terms)
            return
    left = stragglers(members, whole.state == "closed", monitored, now_ms, terms.blind)
    if left:
        await _split(connection, whole, left, now_ms, terms)


async def _recognise(
    connection: Connection, silent: dict[int, Incident], monitored: int, now_ms: int, terms: Terms
) -> None:
    together = mass(_silences(silent), monitored, terms.blind)
    if not together:
        return
    whole = Incident(
        (await fresh_ids(connection, 1))[0],
        None,
        MASS_SILENCE,
        None,
        MASS_SILENCE,
        "critical",
        1,
        "open",
        1,
        min(silent[one.incident_id].began_ms for one in together),
        now_ms,
        opened_ms=now_ms,
        escalate_ms=now_ms + terms.escalate_after_ms[1],
    )
    await _absorb(connection, whole, together, silent, now_ms, terms, fresh=True)


async def _absorb(
    connection: Connection,
    whole: Incident,
    joined: Sequence[Silence],
    silent: dict[int, Incident],
    now_ms: int,
    terms: Terms,
    *,
    fresh: bool = False,
) -> None:
    outcome = Outcome()
    after = whole if fresh else replace(whole, version=whole.version + 1, cleared_ms=None, groundless_ms=None)
    (outcome.created if fresh else outcome.changed)[whole.incident_id] = after
    detail = {"people": sorted(one.person_id for one in joined)}
    action = "create" if fresh else "join"
    outcome.events.append(_event(after, action, None if fresh else whole.state, now_ms, detail=detail))
    if fresh:
        outcome.look.add(whole.incident_id)
    note = f"one of many silent at once: see incident {whole.incident_id}"
    for one in joined:
        lone = silent.pop(one.incident_id)
        closed = apply(
            lone, Request("absorb", note=note, target=whole.incident_id), THE_SYSTEM, now_ms, terms
        )
        if isinstance(closed, Refused):
            raise RuntimeError(f"the table of states has no way to absorb an incident: {closed.words}")
        outcome.changed[closed.incident_id] = closed
        outcome.events.append(_event(closed, "absorb", lone.state, now_ms, note=note))
    await write(connection, outcome, now_ms)
    await connection.execute(
        QUERIES["move_grounds"],
        {"target": whole.incident_id, "sources": [one.incident_id for one in joined]},
    )
    await connection.execute(
        QUERIES["join_mass"],
        {
            "incident_id": whole.incident_id,
            "now": instant(now_ms),
            "people": [one.person_id for one in joined],
            "since": [instant(one.decided_ms) for one in joined],
        },
    )


async def _split(
    connection: Connection, whole: Incident, left: Sequence[Member], now_ms: int, terms: Terms
) -> None:
    """Those still silent get incidents of their own, which wait as new ones do."""
    people = [one.person_id for one in left]
    rows = await rows_of(connection, "grounds_of_members", mass=whole.incident_id, people=people)
    findings = [_stored(row) for row in rows]
    living = await rows_of(
        connection,
        "lock_for_findings",
        known=[],
        people=people,
        causes=[SILENCE] * len(people),
    )
    cases = await cases_of(connection, [incident_of(row) for row in living])
    numbers = await fresh_ids(connection, len(findings))
    outcome = take(findings, cases, iter(numbers), now_ms, terms)
    own = {finding.person_id: outcome.grounds[finding.finding_id][0] for finding in findings}
    after = replace(whole, version=whole.version + 1, cleared_ms=whole.cleared_ms or now_ms)
    outcome.changed[whole.incident_id] = after
    outcome.events.append(_event(after, "split", whole.state, now_ms, detail={"people": sorted(people)}))
    await write(connection, outcome, now_ms)
    await connection.execute(
        QUERIES["split_off"],
        {
            "mass": whole.incident_id,
            # Without a ground that stands there is nothing to open an incident for: they only leave the list.
            "people": people,
            "incidents": [own.get(person, whole.incident_id) for person in people],
        },
    )


def _stored(row: dict[str, object]) -> _Stored:
    times = {
        f"{name}_ms": milliseconds(row[f"{name}_at"])  # type: ignore[call-overload]
        for name in ("began", "decided", "ended", "withdrawn")
    }
    rest = {name: row[name] for name in ("finding_id", "person_id", "condition", "kind", "severity")}
    return _Stored(**rest, **times)  # type: ignore[arg-type]


async def _promote(connection: Connection, silent: dict[int, Incident], now_ms: int, terms: Terms) -> None:
    outcome = Outcome()
    for one in silent.values():
        if one.state != "pending" or (one.pending_until_ms or 0) > now_ms:
            continue
        opened = apply(one, Request("promote"), THE_SYSTEM, now_ms, terms)
        if isinstance(opened, Refused):
            raise RuntimeError(f"the table of states has no way to open an incident: {opened.words}")
        outcome.changed[one.incident_id] = opened
        outcome.look.add(one.incident_id)
        outcome.events.append(_event(opened, "promote", one.state, now_ms))
    await write(connection, outcome, now_ms)


def _event(
    after: Incident,
    action: str,
    from_state: str | None,
    now_ms: int,
    *,
    note: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> Event:
    return Event(
        after.incident_id,
        after.version,
        now_ms,
        THE_SYSTEM.login,
        action,
        from_state,
        after.state,
        note,
        detail or {},
    )
