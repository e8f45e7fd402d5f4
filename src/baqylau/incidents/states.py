"""The states of an incident, and every way from one to another, as one table.

`docs/reference/incident-states.md` is drawn from `TRANSITIONS`; `apply` obeys nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from baqylau.incidents.terms import DEFAULT_TERMS, Terms
from baqylau.platform.refusal import Refusal

State = Literal["pending", "open", "acknowledged", "in_hand", "closed"]
Action = Literal[
    "promote", "absorb", "lapse", "clear", "escalate",
    "acknowledge", "take", "hand_over", "release", "note", "close", "shelve", "unshelve", "call", "undo",
]  # fmt: skip
Need = Literal["note", "disposition", "new_owner", "ownership", "target", "until", "call"]
Disposition = Literal[
    "breach_confirmed", "permitted", "explained", "technical", "false_alarm", "test",
    "merged", "lapsed", "cleared",
]  # fmt: skip

STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)

SYSTEM = "system"
BY_SYSTEM = frozenset({SYSTEM})
WATCHING = frozenset({"operator", "officer", "supervisor"})
DECIDING = frozenset({"officer", "supervisor"})

HELD: tuple[State, ...] = ("acknowledged", "in_hand")
ALIVE: tuple[State, ...] = ("open", *HELD)

LONGEST_SHELF_MS = 12 * 3_600_000
"""A shift: nobody shelves for the next one."""

OFFICER_DISPOSITIONS: tuple[Disposition, ...] = (
    "breach_confirmed", "permitted", "explained", "technical", "false_alarm", "test",
)  # fmt: skip
"""What a person may close an incident with; merged, lapsed and cleared are the system's own."""

SYSTEM_DISPOSITION: dict[str, Disposition] = {"absorb": "merged", "lapse": "lapsed", "clear": "cleared"}


@dataclass(frozen=True, slots=True)
class Transition:
    """`who`: roles that may, or the system itself. `needs`: what must come with it.

    note: words. disposition: one of OFFICER_DISPOSITIONS, with words as its reason. new_owner: a login.
    ownership: the actor owns the incident or is a supervisor. target: the incident it goes up in.
    until: when a shelved incident is back. call: what came of a telephone call.
    """

    source: State
    action: Action
    target: State
    who: frozenset[str]
    needs: frozenset[Need] = frozenset()


def _needs(*needs: Need) -> frozenset[Need]:
    return frozenset(needs)


TRANSITIONS: tuple[Transition, ...] = (
    Transition("pending", "promote", "open", BY_SYSTEM),
    Transition("pending", "absorb", "closed", BY_SYSTEM, _needs("target", "note")),
    Transition("pending", "lapse", "closed", BY_SYSTEM, _needs("note")),
    Transition("pending", "acknowledge", "acknowledged", WATCHING),
    Transition("open", "absorb", "closed", BY_SYSTEM, _needs("target", "note")),
    Transition("open", "clear", "closed", BY_SYSTEM, _needs("note")),
    Transition("open", "escalate", "open", BY_SYSTEM | WATCHING),
    Transition("open", "acknowledge", "acknowledged", WATCHING),
    Transition("open", "note", "open", WATCHING, _needs("note")),
    Transition("acknowledged", "take", "in_hand", DECIDING),
    Transition("acknowledged", "hand_over", "acknowledged", WATCHING, _needs("new_owner", "ownership")),
    Transition("acknowledged", "release", "open", WATCHING, _needs("note", "ownership")),
    Transition("acknowledged", "note", "acknowledged", WATCHING, _needs("note")),
    Transition("acknowledged", "close", "closed", DECIDING, _needs("disposition", "note", "ownership")),
    Transition("in_hand", "take", "in_hand", DECIDING),
    Transition("in_hand", "hand_over", "in_hand", DECIDING, _needs("new_owner", "ownership")),
    Transition("in_hand", "release", "open", DECIDING, _needs("note", "ownership")),
    Transition("in_hand", "note", "in_hand", WATCHING, _needs("note")),
    Transition("in_hand", "close", "closed", DECIDING, _needs("disposition", "note", "ownership")),
    Transition("closed", "note", "closed", WATCHING, _needs("note")),
    *(Transition(state, "escalate", state, WATCHING) for state in HELD),
    *(Transition(state, "shelve", state, WATCHING, _needs("until", "note")) for state in ALIVE),
    *(Transition(state, "unshelve", state, WATCHING) for state in ALIVE),
    *(Transition(state, "call", state, WATCHING, _needs("call")) for state in ALIVE),
)

_BY_STEP: dict[tuple[str, str], Transition] = {(one.source, one.action): one for one in TRANSITIONS}


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing to be looked at. person_id None: a mass incident, of everybody or of those in `scope`
    (`baqylau.incidents.scopes`). Times in milliseconds since the epoch.

    priority: 1 is the most urgent of 4. escalation: how often nobody answered in time.
    cleared_ms: when the last of its grounds ended. groundless_ms: when the last of them was withdrawn.
    """

    incident_id: int
    person_id: int | None
    cause: str
    condition: str | None
    kind: str
    severity: str
    priority: int
    state: State
    version: int
    began_ms: int
    decided_ms: int
    pending_until_ms: int | None = None
    opened_ms: int | None = None
    acknowledged_ms: int | None = None
    closed_ms: int | None = None
    cleared_ms: int | None = None
    groundless_ms: int | None = None
    owner: str | None = None
    disposition: str | None = None
    reason: str | None = None
    escalation: int = 0
    escalate_ms: int | None = None
    merged_into: int | None = None
    shelved_until_ms: int | None = None
    shelved_by: str | None = None
    shelved_reason: str | None = None
    shelved_priority: int | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a login with its role, or the system."""

    login: str
    role: str


THE_SYSTEM = Actor(SYSTEM, SYSTEM)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants done. seen_version: the version they looked at; None only for the system."""

    action: str
    seen_version: int | None = None
    note: str | None = None
    disposition: str | None = None
    new_owner: str | None = None
    target: int | None = None
    until_ms: int | None = None
    call: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why not. stale: it changed meanwhile. state: no such step from here. role: not for this role.
    missing: something must come with it."""

    because: Literal["stale", "state", "role", "missing"]
    refusal: Refusal


def stale(version: int, seen_version: int | None) -> Refused:
    """Somebody else was quicker, or no version was named."""
    seen = "" if seen_version is None else seen_version
    return Refused("stale", Refusal("incident_stale", version=version, seen_version=seen))


def apply(
    incident: Incident, request: Request, actor: Actor, now_ms: int, terms: Terms = DEFAULT_TERMS
) -> Incident | Refused:
    """The incident after the step, its version one higher, or the reason why the step is not taken."""
    if actor.role != SYSTEM and request.seen_version != incident.version:
        return stale(incident.version, request.seen_version)
    step = _BY_STEP.get((incident.state, request.action))
    if step is None:
        return Refused("state", Refusal("incident_no_step", state=incident.state, action=request.action))
    if actor.role not in step.who:
        return Refused(
            "role",
            Refusal("incident_role", action=request.action, roles=sorted(step.who), role=actor.role),
        )
    missing = _missing(step, incident, request, actor) or _wrong_shelf(step, incident, request, now_ms)
    if missing:
        return Refused("missing", missing)
    return _moved(incident, step, request, actor, now_ms, terms)


def _missing(step: Transition, incident: Incident, request: Request, actor: Actor) -> Refusal | None:
    if "ownership" in step.needs and actor.role != "supervisor" and incident.owner != actor.login:
        return Refusal("needs_ownership", action=step.action, owner=incident.owner or "")
    if "disposition" in step.needs and request.disposition not in OFFICER_DISPOSITIONS:
        return Refusal("needs_disposition", action=step.action, dispositions=OFFICER_DISPOSITIONS)
    if "note" in step.needs and not (request.note or "").strip():
        return (
            Refusal("needs_reason", action="close")
            if step.action == "close"
            else Refusal("needs_note", action=step.action)
        )
    if "new_owner" in step.needs and not request.new_owner:
        return Refusal("needs_new_owner", action=step.action)
    if "target" in step.needs and request.target is None:
        return Refusal("needs_target", action=step.action)
    if "call" in step.needs and not request.call:
        return Refusal("needs_call", action=step.action)
    return None


def _wrong_shelf(step: Transition, incident: Incident, request: Request, now_ms: int) -> Refusal | None:
    if step.action == "unshelve" and incident.shelved_until_ms is None:
        return Refusal("needs_shelved", action=step.action)
    if step.action != "shelve" or (
        request.until_ms is not None and now_ms < request.until_ms <= now_ms + LONGEST_SHELF_MS
    ):
        return None
    return Refusal("needs_until", action=step.action)


def _moved(
    incident: Incident, step: Transition, request: Request, actor: Actor, now_ms: int, terms: Terms
) -> Incident:
    after = replace(incident, state=step.target, version=incident.version + 1)
    if step.action in ("note", "call"):
        return after
    if step.action in ("shelve", "unshelve"):
        return _shelved(after, request, actor, now_ms, terms)
    if step.action == "escalate":
        return _escalated(after, now_ms, terms)
    if step.target == "open":
        return _opened(after, now_ms, terms)
    if step.target == "closed":
        return _closed(after, step, request, now_ms)
    owner = request.new_owner if step.action == "hand_over" else actor.login
    acknowledged_ms = incident.acknowledged_ms if incident.acknowledged_ms is not None else now_ms
    opened_ms = incident.opened_ms if incident.opened_ms is not None else now_ms
    return replace(
        after,
        owner=owner,
        acknowledged_ms=acknowledged_ms,
        opened_ms=opened_ms,
        escalate_ms=None,
        pending_until_ms=None,
    )


def _shelved(incident: Incident, request: Request, actor: Actor, now_ms: int, terms: Terms) -> Incident:
    """Off the queue until then, or back on it: its escalation waits as long."""
    until_ms = request.until_ms
    escalate_ms = incident.escalate_ms
    if incident.state == "open" and escalate_ms is not None:
        escalate_ms = (now_ms if until_ms is None else until_ms) + terms.escalate_after_ms[incident.priority]
    return replace(
        incident,
        escalate_ms=escalate_ms,
        shelved_until_ms=until_ms,
        shelved_by=None if until_ms is None else actor.login,
        shelved_reason=None if until_ms is None else request.note,
        shelved_priority=None if until_ms is None else incident.priority,
    )


def _opened(incident: Incident, now_ms: int, terms: Terms) -> Incident:
    """Open, first or again: nobody owns it and its escalation starts from the lowest level."""
    opened_ms = incident.opened_ms if incident.opened_ms is not None else now_ms
    escalate_ms = None
    if incident.groundless_ms is None:
        escalate_ms = now_ms + terms.escalate_after_ms[incident.priority]
    return replace(
        incident,
        opened_ms=opened_ms,
        owner=None,
        acknowledged_ms=None,
        escalation=0,
        escalate_ms=escalate_ms,
        pending_until_ms=None,
    )


def _escalated(incident: Incident, now_ms: int, terms: Terms) -> Incident:
    level = min(incident.escalation + 1, terms.highest_level)
    goes_on = incident.state == "open" and level < terms.highest_level
    later = now_ms + terms.escalate_after_ms[incident.priority] if goes_on else None
    return replace(incident, escalation=level, escalate_ms=later)


def _closed(incident: Incident, step: Transition, request: Request, now_ms: int) -> Incident:
    return replace(
        _without_timers(incident),
        closed_ms=now_ms,
        disposition=SYSTEM_DISPOSITION.get(step.action) or request.disposition,
        reason=request.note,
        merged_into=request.target,
    )


def _without_timers(incident: Incident) -> Incident:
    return replace(
        incident,
        escalate_ms=None,
        pending_until_ms=None,
        shelved_until_ms=None,
        shelved_by=None,
        shelved_reason=None,
        shelved_priority=None,
    )


def steps_for(incident: Incident, actor: Actor) -> list[Action]:
    """The steps that this actor may take from here, given what they need."""
    return [
        one.action
        for one in TRANSITIONS
        if one.source == incident.state
        and actor.role in one.who
        and ("ownership" not in one.needs or actor.role == "supervisor" or incident.owner == actor.login)
        and (one.action != "unshelve" or incident.shelved_until_ms is not None)
    ]
