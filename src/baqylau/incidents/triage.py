"""From findings to incidents: one per person and cause, however many findings feed it. Pure.

A finding that ended or was withdrawn is written on its incident and never removes it. What then happens:

- a *pending* incident, which nobody has been shown yet, lapses: the system closes it and says why;
- an *open* one of a family that clears itself (battery, position, clock) is closed by the system, because its
  device works again and there is nothing left to decide;
- every other one stays for a person, a tamper above all: a strap that closes by itself may have been opened
  by somebody, and on a withdrawn finding somebody may already have acted. When all grounds are withdrawn the
  incident says so (`groundless_ms`), drops to the lowest priority and stops escalating;
- a *closed* one only notes it. Should the finding come to stand again, it is placed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from baqylau.incidents.states import THE_SYSTEM, Incident, Refused, Request, apply
from baqylau.incidents.terms import DEFAULT_TERMS, Terms

LOWEST_PRIORITY = 4
MASS_SILENCE = "mass_silence"


class Found(Protocol):
    """What triage reads of a finding (`baqylau.rules.finding.Finding`)."""

    @property
    def finding_id(self) -> str: ...
    @property
    def person_id(self) -> int: ...
    @property
    def condition(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def began_ms(self) -> int: ...
    @property
    def decided_ms(self) -> int: ...
    @property
    def ended_ms(self) -> int | None: ...
    @property
    def withdrawn_ms(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds of finding that are one cause.

    priorities: of each kind, 1 is the most urgent. by_condition: each condition is a cause of its own.
    waits: a new incident is pending at first. clears_itself: closed by the system when its grounds have ended
    before anyone took it up.
    """

    name: str
    priorities: Mapping[str, int]
    by_condition: bool = False
    waits: bool = False
    clears_itself: bool = False


FAMILIES: tuple[Family, ...] = (
    Family(
        "protection",
        {"protected_sos": 1, "protection_breached": 1, "protection_approach": 2},
        by_condition=True,
    ),
    Family("sos", {"sos": 1}),
    Family("exclusion", {"exclusion_entered": 1, "exclusion_approach": 2}, by_condition=True),
    Family("tamper", {"strap_opened": 1, "case_opened": 1, "tamper": 1, "unit_untrusted": 2}),
    Family(
        "curfew", {"curfew_absence": 2, "curfew_left_early": 3, "curfew_late_return": 3}, by_condition=True
    ),
    Family("territory", {"territory_left": 2}, by_condition=True),
    Family("protection_degraded", {"protection_degraded": 2}, by_condition=True, clears_itself=True),
    Family("jamming", {"jamming": 2}),
    Family("pair", {"pair_parted": 2}),
    Family("presence", {"presence_contradicted": 2}),
    Family("identity", {"identity_conflict": 2}),
    Family("silence", {"device_silent": 3}, waits=True),
    Family("attendance", {"attendance_missed": 3}, by_condition=True),
    Family(
        "alcohol",
        {"alcohol_confirmed": 1, "alcohol_positive": 2, "alcohol_no_second": 2, "alcohol_not_confirmed": 4},
        by_condition=True,
    ),
    Family(
        "breath",
        {"breath_refused": 2, "breath_missed": 3, "breath_incomplete": 3, "breath_not_asked": 4},
        by_condition=True,
    ),
    Family(
        "check_in",
        {
            "check_in_mismatch": 2,
            "check_in_refused": 2,
            "check_in_missed": 3,
            "check_in_incomplete": 3,
            "check_in_recorded": 4,
            "check_in_not_asked": 4,
        },
        by_condition=True,
    ),
    Family("position", {"position_lost": 3}, clears_itself=True),
    Family("mains", {"mains_lost": 3}, clears_itself=True),
    Family("battery", {"battery_critical": 3, "battery_low": 4}, clears_itself=True),
    Family("clock", {"clock_skewed": 4}, clears_itself=True),
    Family("messages", {"messages_lost": 4}, clears_itself=True),
)
"""Victims' zones and tampers before homes, homes before technical causes: the order in which load is shed."""

_AT_LEAST = {"critical": 1, "high": 2}

SILENCE = "silence"
_BY_KIND = {kind: family for family in FAMILIES for kind in family.priorities}
_BY_NAME = {family.name: family for family in FAMILIES}


def family_of(kind: str) -> Family:
    """A kind that the table does not name is a cause of its own, of middling priority: nothing is dropped."""
    return _BY_KIND.get(kind) or Family(kind, {kind: 3})


def priority_of(kind: str, severity: str) -> int:
    """The table's, or more urgent where the rules call it high or critical (a silence that goes on)."""
    return min(family_of(kind).priorities[kind], _AT_LEAST.get(severity, LOWEST_PRIORITY))


def cause_of(finding: Found) -> str:
    """`family` or `family:condition`; with the person it names the incident."""
    family = family_of(finding.kind)
    return f"{family.name}:{finding.condition}" if family.by_condition and finding.condition else family.name


@dataclass(frozen=True, slots=True)
class Ground:
    """A finding as its incident knows it; times in milliseconds since the epoch."""

    finding_id: str
    kind: str
    severity: str
    began_ms: int
    ended_ms: int | None
    withdrawn_ms: int | None


@dataclass(frozen=True, slots=True)
class NewIncident:
    """Nothing of this cause is open for this person."""

    cause: str


@dataclass(frozen=True, slots=True)
class AttachTo:
    """It belongs to an incident that there already is; `known`: as one of its grounds."""

    incident_id: int
    known: bool


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nobody has to look at it, and why."""

    because: str


Alive = Mapping[tuple[int, str], int]
"""Incidents that are not closed, by person and cause."""


def place(
    finding: Found, alive: Alive, known: Mapping[str, int] | None = None
) -> NewIncident | AttachTo | Ignore:
    """Where a finding goes. known: incidents by the findings they already have as grounds."""
    incident_id = (known or {}).get(finding.finding_id)
    if incident_id is not None:
        return AttachTo(incident_id, known=True)
    if finding.withdrawn_ms is not None:
        return Ignore("it was withdrawn before anyone heard of it")
    cause = cause_of(finding)
    incident_id = alive.get((finding.person_id, cause))
    return NewIncident(cause) if incident_id is None else AttachTo(incident_id, known=False)


@dataclass(frozen=True, slots=True)
class Event:
    """A line of an incident's history."""

    incident_id: int
    version: int
    happened_ms: int
    actor: str
    action: str
    from_state: str | None
    to_state: str
    note: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with all its grounds."""

    incident: Incident
    grounds: Mapping[str, Ground]


@dataclass(slots=True)
class Outcome:
    """What taking findings in leads to: whole incidents to write, grounds to link, history, timers.

    look: incidents for which a job must tell people or wait. raised: those that became more urgent.
    returned: (mass incident, person, when heard again; None: silent after all).
    """

    created: dict[int, Incident] = field(default_factory=dict)
    changed: dict[int, Incident] = field(default_factory=dict)
    grounds: dict[str, tuple[int, Ground]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    look: set[int] = field(default_factory=set)
    raised: set[int] = field(default_factory=set)
    returned: list[tuple[int, int, int | None]] = field(default_factory=list)


def ground_of(finding: Found) -> Ground:
    return Ground(
        finding.finding_id,
        finding.kind,
        finding.severity,
        finding.began_ms,
        finding.ended_ms,
        finding.withdrawn_ms,
    )


def take(
    findings: Sequence[Found],
    cases: Iterable[Case],
    fresh_ids: Iterator[int],
    now_ms: int,
    terms: Terms = DEFAULT_TERMS,
) -> Outcome:
    """Places each finding in turn and settles the incidents it touches.

    cases: every incident that knows one of the findings, and every living one of the same person and cause.
    fresh_ids: numbers for new incidents, at least one a finding.
    Taking the same findings in again changes nothing.
    """
    desk = _Desk(cases, terms, now_ms)
    for finding in findings:
        where = place(finding, desk.alive, desk.known)
        if isinstance(where, AttachTo) and where.known and desk.revives(finding, where.incident_id):
            desk.attach(finding, where.incident_id)
            where = place(finding, desk.alive)
        if isinstance(where, NewIncident):
            desk.create(finding, where.cause, next(fresh_ids))
        elif isinstance(where, AttachTo):
            desk.attach(finding, where.incident_id)
    return desk.outcome


class _Desk:
    """The incidents being worked on while one batch of findings is taken in."""

    def __init__(self, cases: Iterable[Case], terms: Terms, now_ms: int) -> None:
        self.terms = terms
        self.now_ms = now_ms
        self.outcome = Outcome()
        self.cases: dict[int, Case] = {one.incident.incident_id: one for one in cases}
        self.known = {each: one.incident.incident_id for one in self.cases.values() for each in one.grounds}
        self.alive = {
            (one.incident.person_id, one.incident.cause): one.incident.incident_id
            for one in self.cases.values()
            if one.incident.state != "closed" and one.incident.person_id is not None
        }

    def create(self, finding: Found, cause: str, incident_id: int) -> None:
        family = family_of(finding.kind)
        pending = family.waits
        priority = priority_of(finding.kind, finding.severity)
        after_ms = self.terms.escalate_after_ms[priority]
        incident = Incident(
            incident_id,
            finding.person_id,
            cause,
            finding.condition,
            finding.kind,
            finding.severity,
            priority,
            "pending" if pending else "open",
            1,
            finding.began_ms,
            finding.decided_ms,
            pending_until_ms=self.now_ms + self.terms.silence_pending_ms if pending else None,
            opened_ms=None if pending else self.now_ms,
            escalate_ms=None if pending else self.now_ms + after_ms,
        )
        self.outcome.created[incident_id] = incident
        self.outcome.look.add(incident_id)
        self._link(Case(incident, {}), finding)
        self._say(incident, "create", None, finding=finding)
        self._settle(incident_id)

    def revives(self, finding: Found, incident_id: int) -> bool:
        """A ground of a closed incident stands again: somebody has to look at it anew."""
        case = self.cases[incident_id]
        before = case.grounds[finding.finding_id]
        news = set(_news(before, finding))
        return case.incident.state == "closed" and bool(news & {"ground_resumed", "ground_restored"})

    def attach(self, finding: Found, incident_id: int) -> None:
        case = self.cases[incident_id]
        actions = list(_news(case.grounds.get(finding.finding_id), finding))
        if not actions:
            return
        case = self._link(case, finding)
        incident = weighed(case, self.terms, self.now_ms)
        incident = replace(incident, version=case.incident.version + 1)
        self._write(incident)
        for action in actions:
            self._say(incident, action, case.incident.state, finding=finding)
        if incident.priority < case.incident.priority:
            self.outcome.raised.add(incident.incident_id)
        self._settle(incident.incident_id)
        if incident.person_id is None:
            back_ms = self.now_ms if _over(finding) else None
            self.outcome.returned.append((incident.incident_id, finding.person_id, back_ms))

    def _link(self, case: Case, finding: Found) -> Case:
        ground = ground_of(finding)
        incident = case.incident
        linked = Case(incident, {**case.grounds, finding.finding_id: ground})
        self.cases[incident.incident_id] = linked
        self.known[finding.finding_id] = incident.incident_id
        if incident.person_id is not None and incident.state != "closed":
            self.alive[incident.person_id, incident.cause] = incident.incident_id
        self.outcome.grounds[finding.finding_id] = (incident.incident_id, ground)
        return linked

    def _write(self, incident: Incident) -> None:
        fresh = incident.incident_id in self.outcome.created
        (self.outcome.created if fresh else self.outcome.changed)[incident.incident_id] = incident
        self.cases[incident.incident_id] = Case(incident, self.cases[incident.incident_id].grounds)
        if incident.state == "closed" and incident.person_id is not None:
            key = (incident.person_id, incident.cause)
            if self.alive.get(key) == incident.incident_id:
                del self.alive[key]

    def _settle(self, incident_id: int) -> None:
        incident = self.cases[incident_id].incident
        request = overtaken(incident)
        if request is None:
            return
        closed = apply(incident, request, THE_SYSTEM, self.now_ms, self.terms)
        if isinstance(closed, Refused):
            return
        self._write(closed)
        self._say(closed, request.action, incident.state, note=request.note)

    def _say(
        self,
        incident: Incident,
        action: str,
        from_state: str | None,
        *,
        finding: Found | None = None,
        note: str | None = None,
    ) -> None:
        detail = {} if finding is None else {"finding": finding.finding_id, "kind": finding.kind}
        self.outcome.events.append(
            Event(
                incident.incident_id,
                incident.version,
                self.now_ms,
                THE_SYSTEM.login,
                action,
                from_state,
                incident.state,
                note,
                detail,
            )
        )


def _over(finding: Found) -> bool:
    return finding.ended_ms is not None or finding.withdrawn_ms is not None


def _weight(found: Ground | Found) -> tuple[str, str, int]:
    return found.kind, found.severity, found.began_ms


def _news(before: Ground | None, finding: Found) -> Iterator[str]:
    """The lines that this finding adds to the history; none when nothing of it is new."""
    if before is None:
        yield "attach"
    elif (before.kind, before.severity, before.began_ms) != (
        finding.kind,
        finding.severity,
        finding.began_ms,
    ):
        yield "ground_changed"
    if finding.ended_ms is not None and (before is None or before.ended_ms is None):
        yield "ground_ended"
    elif finding.ended_ms is None and before is not None and before.ended_ms is not None:
        yield "ground_resumed"
    if finding.withdrawn_ms is not None and (before is None or before.withdrawn_ms is None):
        yield "ground_withdrawn"
    elif finding.withdrawn_ms is None and before is not None and before.withdrawn_ms is not None:
        yield "ground_restored"


def weighed(case: Case, terms: Terms, now_ms: int) -> Incident:
    """The incident as its grounds that stand make it: leading kind, severity, priority, cleared, groundless.

    A closed incident keeps what it was closed with, and only notes that its grounds fell away later.
    """
    incident = case.incident
    standing = [one for one in case.grounds.values() if one.withdrawn_ms is None]
    if not standing:
        return _groundless(incident, case, now_ms)
    running = any(one.ended_ms is None for one in standing)
    cleared_ms = None if running else max(one.ended_ms for one in standing if one.ended_ms is not None)
    incident = replace(incident, cleared_ms=cleared_ms, groundless_ms=None)
    if incident.state == "closed" or incident.person_id is None:
        return incident
    first = min(standing, key=lambda one: (priority_of(one.kind, one.severity), one.began_ms, one.finding_id))
    priority = priority_of(first.kind, first.severity)
    return replace(
        incident,
        kind=first.kind,
        severity=first.severity,
        priority=priority,
        began_ms=min(one.began_ms for one in standing),
        escalate_ms=_sooner(incident, priority, terms, now_ms),
    )


def _groundless(incident: Incident, case: Case, now_ms: int) -> Incident:
    if not case.grounds:
        return incident
    groundless_ms = incident.groundless_ms if incident.groundless_ms is not None else now_ms
    if incident.state == "closed":
        return replace(incident, groundless_ms=groundless_ms)
    return replace(incident, groundless_ms=groundless_ms, priority=LOWEST_PRIORITY, escalate_ms=None)


def _sooner(incident: Incident, priority: int, terms: Terms, now_ms: int) -> int | None:
    """What became more urgent, or has grounds again, waits no longer than its priority says."""
    if incident.state != "open" or incident.escalation >= terms.highest_level:
        return incident.escalate_ms
    fresh_ms = now_ms + terms.escalate_after_ms[priority]
    if incident.escalate_ms is None:
        return fresh_ms
    return min(incident.escalate_ms, fresh_ms) if priority < incident.priority else incident.escalate_ms


def overtaken(incident: Incident) -> Request | None:
    """The system's closing of an incident that its grounds have overtaken before a person took it up."""
    over = incident.cleared_ms is not None or incident.groundless_ms is not None
    if not over or incident.person_id is None:
        return None
    why = "withdrawn" if incident.groundless_ms is not None else "ended"
    if incident.state == "pending":
        return Request("lapse", note=f"all grounds were {why} before anyone was told")
    family = _BY_NAME.get(incident.cause)
    if incident.state == "open" and family is not None and family.clears_itself:
        return Request("clear", note=f"all grounds were {why}; a {family.name} cause needs no decision")
    return None
