"""Which incident a finding belongs to, and in which words it is told."""

from __future__ import annotations

import string
from itertools import count

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.incidents.notify import LANGUAGES, channels_from, message, texts
from baqylau.incidents.states import Incident
from baqylau.incidents.terms import DEFAULT_TERMS
from baqylau.incidents.triage import (
    FAMILIES,
    MASS_SILENCE,
    AttachTo,
    Case,
    Ground,
    Ignore,
    NewIncident,
    cause_of,
    family_of,
    place,
    take,
)
from baqylau.rules.finding import SEVERITY, Finding
from tests.incidents.test_states import an_incident
from tests.incidents.worlds import MINUTE, NOW, found


def test_every_kind_of_the_rules_has_its_cause() -> None:
    """The table names each kind that the rules can find, once."""
    named = [kind for family in FAMILIES for kind in family.priorities]
    assert sorted(named) == sorted(SEVERITY)


def test_unknown_kind_is_not_dropped() -> None:
    """A kind the table does not name is a cause of its own."""
    finding = msgspec.structs.replace(found("sos"), kind="new_kind", severity="info")
    assert place(finding, {}) == NewIncident("new_kind")
    assert family_of("new_kind").priorities == {"new_kind": 3}


def test_where_a_finding_goes() -> None:
    """Known findings to their incident, others of a living cause to that, the rest to new ones."""
    strap = found("strap_opened")
    assert place(strap, {}) == NewIncident("tamper")
    assert place(strap, {(1, "tamper"): 5}) == AttachTo(5, known=False)
    assert place(strap, {(1, "tamper"): 5}, {strap.finding_id: 4}) == AttachTo(4, known=True)
    assert isinstance(place(msgspec.structs.replace(strap, withdrawn_ms=NOW), {}), Ignore)
    assert cause_of(found("exclusion_entered", condition="school")) == "exclusion:school"
    assert cause_of(found("strap_opened", condition="school")) == "tamper"


findings = st.builds(
    lambda kind, person, began, over, when: found(
        kind,
        person,
        began=NOW + began * MINUTE,
        condition="home",
        **({} if over is None else {over: NOW + when}),
    ),
    st.sampled_from(sorted(SEVERITY)),
    st.integers(1, 3),
    st.integers(0, 3),
    st.sampled_from([None, "ended_ms", "withdrawn_ms"]),
    st.just(5 * MINUTE),
)


@given(st.lists(findings, max_size=40), st.integers(1, 40))
def test_at_most_one_living_incident_a_cause(batch: list[Finding], cut: int) -> None:
    """However findings come and in whatever batches, a person has one living incident for each cause."""
    numbers = count(1)
    incidents: dict[int, Incident] = {}
    grounds: dict[str, tuple[int, Ground]] = {}
    for part in (batch[:cut], batch[cut:]):
        outcome = take(part, _cases(incidents, grounds), numbers, NOW + 10 * MINUTE)
        incidents |= outcome.created | outcome.changed
        grounds |= outcome.grounds
    living = [(one.person_id, one.cause) for one in incidents.values() if one.state != "closed"]
    assert len(living) == len(set(living))
    again = take(batch[-1:], _cases(incidents, grounds), numbers, NOW + 11 * MINUTE)
    assert (again.created, again.changed, again.events) == ({}, {}, [])


def _cases(incidents: dict[int, Incident], grounds: dict[str, tuple[int, Ground]]) -> list[Case]:
    return [
        Case(one, {each: ground for each, (incident_id, ground) in grounds.items() if incident_id == number})
        for number, one in incidents.items()
    ]


def test_every_priority_has_its_term() -> None:
    """Each priority of the table escalates after a time, the more urgent the sooner."""
    after = [DEFAULT_TERMS.escalate_after_ms[priority] for priority in (1, 2, 3, 4)]
    assert after == sorted(after)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_complete(language: str) -> None:
    """Each language has every text, with the same blanks, and a text for every kind."""
    russian, own = texts("ru"), texts(language)
    assert own.keys() == russian.keys()
    assert {f"kind.{kind}" for kind in (*SEVERITY, MASS_SILENCE)} <= own.keys()
    for key in own:
        assert _blanks(own[key]) == _blanks(russian[key]), key


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_kazakh_is_kazakh() -> None:
    """No Kazakh text is a Russian or English one, and each has a letter that only Kazakh has."""
    kazakh = texts("kk")
    for key, text in kazakh.items():
        assert text not in (texts("ru")[key], texts("en")[key]), key
        assert set("әғқңөұүһі") & set(text.lower()), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_message_names_incident_and_kind(language: str) -> None:
    """A notification says which incident, what it is about and how urgent it is, in its language."""
    title, text = message(an_incident(), "escalated", language)
    assert "1" in title
    assert texts(language)["kind.strap_opened"] in title
    assert "UTC" in text


def test_channels_are_named_without_their_secrets() -> None:
    """Records name a channel by its kind and place; a password in its address is not in the name."""
    channels = channels_from(("mailto://user:secret@example.org", "json://127.0.0.1:1"), "kk")
    assert list(channels) == ["mailto-1", "json-2"]
