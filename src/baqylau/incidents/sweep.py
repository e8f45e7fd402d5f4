"""All silences looked over at once: mass silence is recognised before anyone is shown a single one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from baqylau.incidents.blind import Member, Silence, joining, mass, stragglers
from baqylau.incidents.coverage import Spot, explained_until_ms
from baqylau.incidents.instants import instant, milliseconds
from baqylau.incidents.rows import (
    QUERIES,
    Connection,
    cases_of,
    fresh_ids,
    incident_of,
    rows_of,
)
from baqylau.incidents.scopes import Scope, everybody, likeliest_first
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
    masses = [one for one in found if one.person_id is None]
    scopes = await _scopes(connection, masses, silent, now_ms, terms)
    for one in masses:
        await _follow(connection, one, silent, scopes[one.scope], now_ms, terms)
    for scope in likeliest_first(list(scopes.values())):
        await _recognise(connection, silent, scope, now_ms, terms)
    await _promote(connection, silent, now_ms, terms)


async def _scopes(
    connection: Connection, masses: Sequence[Incident], silent: dict[int, Incident], now_ms: int, terms: Terms
) -> dict[str | None, Scope]:
    """Everybody, and each narrower scope that may be blind or of which a mass incident goes on."""
    people = [one.person_id for one in silent.values() if one.person_id is not None]
    living = [one.scope for one in masses if one.scope is not None]
    monitored = (await rows_of(connection, "monitored", now=instant(now_ms)))[0]["people"]
    scopes: dict[str | None, Scope] = {None: everybody(monitored, people)}
    scopes.update({name: Scope(name, 0, frozenset()) for name in living})
    if living or len(people) >= terms.blind.people:
        asked = {"now": instant(now_ms), "silent": people, "people": terms.blind.people, "living": living}
        for row in await rows_of(connection, "scopes", **asked):
            scopes[row["scope"]] = Scope(row["scope"], row["monitored"], frozenset(row["silent"]))
    return scopes


def _is_lone_silence(incident: Incident) -> bool:
    untouched = incident.cause == SILENCE and incident.state in ("pending", "open")
    return untouched and incident.cleared_ms is None and incident.groundless_ms is None


def _silences(silent: dict[int, Incident], scope: Scope) -> list[Silence]:
    return [
        Silence(one.incident_id, one.person_id, one.decided_ms)
        for one in silent.values()
        if one.person_id is not None and one.person_id in scope.silent
    ]


async def _follow(
    connection: Connection,
    whole: Incident,
    silent: dict[int, Incident],
    scope: Scope,
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
        joined = joining(members, _silences(silent, scope), scope.monitored, scope.terms(terms.blind))
        if joined:
            await _absorb(connection, whole, joined, silent, now_ms, terms)
            return
    closed = whole.state == "closed"
    left = stragglers(members, closed, scope.monitored, now_ms, scope.terms(terms.blind))
    if left:
        await _split(connection, whole, left, now_ms, terms)


async def _recognise(
    connection: Connection, silent: dict[int, Incident], scope: Scope, now_ms: int, terms: Terms
) -> None:
    together = mass(_silences(silent, scope), scope.monitored, scope.terms(terms.blind))
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
        scope=scope.name,
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
            raise RuntimeError(f"the table of states has no way to absorb an incident: {closed.refusal}")
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
    due = [one for one in silent.values() if one.state == "pending" and _is_due(one, now_ms, terms)]
    usual = await _usual(connection, due, now_ms, terms)
    for one in due:
        if one.incident_id in usual:
            profile_id, until_ms = usual[one.incident_id]
            waiting = replace(one, version=one.version + 1, pending_until_ms=until_ms)
            outcome.changed[one.incident_id] = waiting
            outcome.look.add(one.incident_id)
            detail = {"profile": profile_id, "until_ms": until_ms}
            outcome.events.append(_event(waiting, "known_place", one.state, now_ms, detail=detail))
            continue
        opened = apply(one, Request("promote"), THE_SYSTEM, now_ms, terms)
        if isinstance(opened, Refused):
            raise RuntimeError(f"the table of states has no way to open an incident: {opened.refusal}")
        outcome.changed[one.incident_id] = opened
        outcome.look.add(one.incident_id)
        outcome.events.append(_event(opened, "promote", one.state, now_ms))
    await write(connection, outcome, now_ms)


def _is_due(incident: Incident, now_ms: int, terms: Terms) -> bool:
    """A silence that goes on until it is severe is shown, whatever place explained it so far."""
    severe = incident.severity == "high" and now_ms >= incident.decided_ms + terms.silence_pending_ms
    return severe or (incident.pending_until_ms or 0) <= now_ms


async def _usual(
    connection: Connection, due: Sequence[Incident], now_ms: int, terms: Terms
) -> dict[int, tuple[int, int]]:
    """By incident: the confirmed place that explains the silence for longer than now, and until when it does.

    A severe silence is never explained.
    """
    asked = [one for one in due if one.severity != "high"]
    if not asked:
        return {}
    since = {one.incident_id: one.began_ms for one in asked}
    rows = await rows_of(
        connection,
        "known_spots",
        incidents=list(since),
        people=[one.person_id for one in asked],
        since=[instant(each) for each in since.values()],
        now=instant(now_ms),
    )
    usual: dict[int, tuple[int, int]] = {}
    for row in rows:
        until_ms = explained_until_ms(_spot(row), since[row["incident_id"]], terms.coverage)
        if until_ms > now_ms and _spot(row).holds(row["last_lat"], row["last_lon"]):
            usual.setdefault(row["incident_id"], (row["profile_id"], until_ms))
    return usual


def _spot(row: dict[str, Any]) -> Spot:
    return Spot(
        row["lat"],
        row["lon"],
        row["radius_m"],
        row["losses"],
        row["longest_s"] * 1000,
        milliseconds(row["first_at"]),
        milliseconds(row["last_at"]),
    )


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
