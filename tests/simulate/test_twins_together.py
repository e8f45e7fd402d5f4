"""Scripts of more than one device or person: tests asked for, a phone beside the tracker, a protected person."""

from __future__ import annotations

import json

import pytest

from baqylau.platform.instants import from_datetime
from baqylau.register.file import read_register
from baqylau.register.marked import read_marked
from baqylau.simulate.twins.compare import Comparison
from baqylau.simulate.twins.judged import Played, play
from baqylau.simulate.twins.people import sections, twins_of
from baqylau.simulate.twins.script import ScriptError, read_scripts

TESTED = """
twins:
- person: A
  class: breath_unit
  lasts_days: 2
  order: {curfew: null, tests: ["08:10"], random_tests: {between: ["12:00", "18:00"], times: 2}}
  days:
    1:
    - {at: "08:10", does: refuses_test, tries_again: true}
    - {at: "10:00", does: is_asked}
    - {at: "12:00", until: "18:00", does: misses_test}
    2:
    - {at: "11:00", does: loses_network, until: "19:00"}
"""
SHOWN = """
twins:
- person: A
  class: phone
  protocol: baqylau_device
  order: {check_ins: ["09:30", "11:30", "13:30", "15:30"]}
  days:
    1:
    - {at: "09:30", does: breaks_off_check_in}
    - {at: "11:30", does: breaks_off_check_in, tries_again: true}
    - {at: "13:30", does: is_someone_else, tries_again: true}
    - {at: "15:30", does: is_recorded}
"""
TWO_DEVICES = """
twins:
- person: A
  class: tracker
  protocol: wialon_ips
  also_phone: true
  lasts_days: 2
  days:
    1:
    - {at: "21:40", does: leaves, until: "23:10"}
    - {at: "21:40", does: leaves_phone, until: "23:10"}
    2:
    - {at: "21:30", does: lends_phone, until: "23:30"}
"""
PROTECTED = """
twins:
- person: A
  class: tracker
  protocol: teltonika
  lasts_days: 2
  order: {curfew: null, keeps_from_person: true}
  days:
    1:
    - {at: "09:00", does: leaves, until: "10:10", to: toward_protected}
    - {at: "12:00", does: leaves, until: "13:00", to: protected}
    - {at: "15:00", does: they_come, until: "16:00"}
    - {at: "18:00", does: they_call_for_help}
    - {at: "19:00", does: they_lose_network, until: "19:40"}
    - {at: "20:30", does: loses_network, until: "23:30"}
    - {at: "21:00", does: leaves, until: "22:00", to: protected}
    2:
    - {at: "11:00", does: consent_ends}
    - {at: "12:00", does: leaves, until: "13:00", to: protected}
"""


def played(text: str) -> tuple[Played, Comparison]:
    (script,) = read_scripts(text)
    found, comparison = play(script, spells_a_day=0), Comparison()
    comparison.add("A", found.expected, found.findings)
    return found, comparison


def test_tests_at_random_and_on_demand() -> None:
    """Random tests fall into their hours, as many as ordered; what nobody was asked for is not called missed."""
    found, comparison = played(TESTED)
    at_random = [each for each in found.truth.asked if each.origin == "random"]
    for day in (1, 2):
        start, end = found.truth.instant(day, "12:00"), found.truth.instant(day, "18:00")
        assert sum(start <= each.due_ms < end for each in at_random) == 2
    assert len(at_random) == 4
    assert comparison.is_clean, (comparison.missed, comparison.extra)
    assert comparison.agreed == {"breath_missed": 2, "breath_not_asked": 2}


def test_check_ins_of_every_kind() -> None:
    """Broken off and done again is done; somebody else and what was only recorded are for a person to look at."""
    _, comparison = played(SHOWN)
    assert comparison.is_clean, (comparison.missed, comparison.extra)
    assert comparison.agreed == {"check_in_incomplete": 1, "check_in_mismatch": 1, "check_in_recorded": 1}


def test_a_phone_beside_the_tracker_neither_hides_nor_accuses() -> None:
    """Left at home it hides no late return; lent to somebody it makes no absence of who is at home."""
    _, comparison = played(TWO_DEVICES)
    assert comparison.is_clean, (comparison.missed, comparison.extra)
    assert comparison.agreed == {"curfew_late_return": 1}


def test_a_protected_person() -> None:
    """Approach, breach by either's coming, call for help, deafness, a breach told hours later; nothing without
    consent."""
    _, comparison = played(PROTECTED)
    assert comparison.is_clean, (comparison.missed, comparison.extra)
    assert comparison.agreed == {
        "protection_approach": 4,
        "protection_breached": 3,
        "protection_degraded": 2,
        "protected_sos": 1,
        "device_silent": 1,
    }


def test_a_pair_stands_in_the_register_file() -> None:
    """The order names the protected person by the code under which they, their consent and their phone are listed."""
    (twin,) = twins_of(read_scripts(PROTECTED), 0, 1)
    since_ms = twin.truth.instant(1, "08:00")
    text = json.dumps(sections([twin], since_ms))
    register = read_register(read_marked(text))
    assert register.troubles == []
    (protected,), (bound,) = register.protected_people, register.people
    assert protected.value.code == bound.value.orders[0]["conditions"][0]["protects"]
    (consent,), (carried,) = protected.value.consents, protected.value.devices
    assert consent.person == bound.value.iin
    assert from_datetime(consent.to) == twin.truth.instant(2, "11:00")
    assert carried.device in [entry.value.identity for entry in register.devices]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("twins: [{person: A, class: phone, also_phone: true}]", "class tracker"),
        (
            "twins: [{person: A, class: tracker, also_phone: true, order: {keeps_from_person: true}}]",
            "leave one",
        ),
        (
            "twins: [{person: A, class: tracker, days: {1: [{at: '09:00', does: consent_ends}]}}]",
            "needs order",
        ),
        (
            "twins: [{person: A, class: tracker, "
            "days: {1: [{at: '09:00', does: lends_phone, until: '10:00'}]}}]",
            "needs also_phone",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(text: str, says: str) -> None:
    """A script of a phone or person that is not there says what is missing."""
    with pytest.raises(ScriptError, match=says):
        read_scripts(text)
