"""The table of states, walked at random and step by step."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from baqylau.incidents.diagram import document
from baqylau.incidents.states import (
    ACTIONS,
    OFFICER_DISPOSITIONS,
    STATES,
    SYSTEM_DISPOSITION,
    THE_SYSTEM,
    TRANSITIONS,
    Actor,
    Incident,
    Refused,
    Request,
    apply,
    steps_for,
)
from baqylau.incidents.terms import DEFAULT_TERMS
from baqylau.incidents.undo import LastStep, undone
from tests.incidents.worlds import MINUTE, NOW

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "incident-states.md"

ACTORS = [
    THE_SYSTEM,
    Actor("aigul", "officer"),
    Actor("berik", "officer"),
    Actor("dana", "operator"),
    Actor("erlan", "supervisor"),
    Actor("technician", "technician"),
]


def an_incident(**more: object) -> Incident:
    plain = Incident(1, 7, "tamper", None, "strap_opened", "critical", 1, "open", 1, NOW - MINUTE, NOW)
    plain = replace(plain, opened_ms=NOW, escalate_ms=NOW + MINUTE)
    return replace(plain, **more)  # type: ignore[arg-type]


requests = st.builds(
    Request,
    action=st.sampled_from([*ACTIONS, "erase"]),
    seen_version=st.none() | st.integers(1, 12),
    note=st.none() | st.sampled_from(["", " ", "called, at home"]),
    disposition=st.none() | st.sampled_from([*OFFICER_DISPOSITIONS, "merged", "whatever"]),
    new_owner=st.none() | st.just("berik"),
    target=st.none() | st.just(2),
)


class Walk(RuleBasedStateMachine):
    """Anyone asks for anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.incident = an_incident(state="pending", opened_ms=None, escalate_ms=None, pending_until_ms=NOW)
        self.now_ms = NOW

    @rule(request=requests, actor=st.sampled_from(ACTORS), fresh=st.booleans(), later=st.integers(0, MINUTE))
    def ask(self, request: Request, actor: Actor, fresh: bool, later: int) -> None:
        self.now_ms += later
        if fresh:
            request = replace(request, seen_version=self.incident.version)
        before = self.incident
        after = apply(before, request, actor, self.now_ms)
        if isinstance(after, Refused):
            assert str(after.refusal)
            return
        assert after.version == before.version + 1
        assert (before.state, request.action, after.state) in {
            (one.source, one.action, one.target) for one in TRANSITIONS if actor.role in one.who
        }
        assert actor == THE_SYSTEM or request.seen_version == before.version
        self.incident = after

    @invariant()
    def closed_says_why(self) -> None:
        """A closed incident has a time, a disposition and a reason in words; another has no closing time."""
        one = self.incident
        assert (one.state == "closed") == (one.closed_ms is not None)
        if one.state == "closed":
            assert one.disposition in {*OFFICER_DISPOSITIONS, *SYSTEM_DISPOSITION.values()}
            assert (one.reason or "").strip()

    @invariant()
    def owned_or_escalating(self) -> None:
        """Someone owns it, or its timer runs, or it is at the highest level; pending and closed aside."""
        one = self.incident
        if one.state in ("acknowledged", "in_hand"):
            assert one.owner
            assert one.escalate_ms is None
        if one.state == "open":
            assert one.escalate_ms is not None or one.escalation == DEFAULT_TERMS.highest_level


Walk.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestWalk = Walk.TestCase


def test_table_has_one_line_a_step() -> None:
    """No state has two lines for one action: the answer is never a matter of order."""
    steps = [(one.source, one.action) for one in TRANSITIONS]
    assert len(steps) == len(set(steps))


def test_every_state_leads_to_closed() -> None:
    """From each state people alone can bring an incident to closed."""
    reaching = {"closed"}
    for _ in STATES:
        reaching |= {one.source for one in TRANSITIONS if one.target in reaching and "officer" in one.who}
    assert reaching == set(STATES)


def test_closing_needs_disposition_and_reason() -> None:
    """A closing without a reason, or with a disposition of the system's own, is refused in words."""
    owned = an_incident(state="in_hand", owner="aigul", escalate_ms=None)
    aigul = Actor("aigul", "officer")
    for lacking in (
        Request("close", 1, note="reason"),
        Request("close", 1, disposition="technical"),
        Request("close", 1, disposition="technical", note="  "),
        Request("close", 1, disposition="cleared", note="reason"),
    ):
        refused = apply(owned, lacking, aigul, NOW)
        assert isinstance(refused, Refused)
        assert refused.because == "missing"
    closed = apply(owned, Request("close", 1, disposition="technical", note="reason"), aigul, NOW)
    assert isinstance(closed, Incident)
    assert (closed.disposition, closed.reason, closed.closed_ms) == ("technical", "reason", NOW)


def test_only_owner_or_supervisor_closes() -> None:
    """Another officer cannot close what is in somebody's hands; a supervisor can."""
    owned = an_incident(state="in_hand", owner="aigul", escalate_ms=None)
    closing = Request("close", 1, disposition="explained", note="at the doctor's")
    refused = apply(owned, closing, Actor("berik", "officer"), NOW)
    assert isinstance(refused, Refused)
    assert isinstance(apply(owned, closing, Actor("erlan", "supervisor"), NOW), Incident)


def test_release_starts_the_timer_again() -> None:
    """An incident given back is nobody's, open, and escalates after the time of its priority."""
    owned = an_incident(state="acknowledged", owner="aigul", acknowledged_ms=NOW, escalate_ms=None)
    released = apply(owned, Request("release", 1, note="end of shift"), Actor("aigul", "officer"), NOW)
    assert isinstance(released, Incident)
    assert (released.state, released.owner) == ("open", None)
    assert released.escalate_ms == NOW + DEFAULT_TERMS.escalate_after_ms[1]


def test_highest_level_sets_no_further_timer() -> None:
    """Escalation stops at the highest level, and the incident stays open there."""
    incident = an_incident()
    for level in range(1, DEFAULT_TERMS.highest_level + 1):
        after = apply(incident, Request("escalate"), THE_SYSTEM, NOW)
        assert isinstance(after, Incident)
        assert after.escalation == level
        incident = after
    assert (incident.state, incident.escalate_ms) == ("open", None)


@pytest.mark.parametrize("actor", ACTORS, ids=lambda actor: actor.role + "-" + actor.login)
def test_steps_offered_are_steps_taken(actor: Actor) -> None:
    """Every step offered to someone is accepted when what it needs comes with it."""
    for state in STATES:
        incident = an_incident(state=state, owner="aigul", closed_ms=NOW if state == "closed" else None)
        for action in steps_for(incident, actor):
            whole = Request(action, 1, "words", "technical", "berik", 2, NOW + 1000, {"outcome": "confirmed"})
            assert isinstance(apply(incident, whole, actor, NOW), Incident)


def test_reference_is_drawn_from_the_table() -> None:
    """docs/reference/incident-states.md is what `python -m baqylau.incidents.diagram` prints."""
    assert REFERENCE.read_text(encoding="utf-8") == document()


def test_shelved_until_then_and_no_longer_than_a_shift() -> None:
    """Shelving needs a reason and a time within twelve hours; the escalation waits until then; closing ends it."""
    incident = an_incident(state="open", escalate_ms=NOW + 1)
    shelve = Request("shelve", 1, "battery is being changed", until_ms=NOW + 3_600_000)
    shelved = apply(incident, shelve, Actor("dana", "operator"), NOW)
    assert isinstance(shelved, Incident)
    assert (shelved.state, shelved.shelved_by, shelved.shelved_priority) == ("open", "dana", 1)
    assert shelved.escalate_ms is not None
    assert shelved.escalate_ms > NOW + 3_600_000
    for wrong in (None, NOW - 1, NOW + 13 * 3_600_000):
        refused = apply(incident, replace(shelve, until_ms=wrong), Actor("dana", "operator"), NOW)
        assert isinstance(refused, Refused)
    taken = apply(shelved, Request("acknowledge", 2), Actor("erlan", "supervisor"), NOW)
    assert isinstance(taken, Incident)
    closed = apply(taken, Request("close", 3, "done", "technical"), Actor("erlan", "supervisor"), NOW)
    assert isinstance(closed, Incident)
    assert closed.shelved_until_ms is None


def test_only_the_own_last_step_is_taken_back() -> None:
    """Within ten seconds, by who took it, while nothing else has happened; the version goes on counting."""
    dana = Actor("dana", "operator")
    before = an_incident(state="open")
    after = apply(before, Request("acknowledge", 1), dana, NOW)
    assert isinstance(after, Incident)
    last = LastStep("dana", "acknowledge", 2, NOW, asdict(before))
    back = undone(after, last, 2, dana, 9.0)
    assert back == replace(before, version=3)
    for seen, actor, elapsed_s, because in (
        (1, dana, 0.0, "stale"),
        (2, Actor("erlan", "supervisor"), 0.0, "role"),
        (2, dana, 10.1, "state"),
    ):
        refused = undone(after, last, seen, actor, elapsed_s)
        assert isinstance(refused, Refused)
        assert refused.because == because
    assert isinstance(undone(replace(after, version=3), last, 3, dana, 0.0), Refused)
