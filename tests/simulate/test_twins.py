"""Simulated twins: a script's truth, what devices make of it, and what has to be found."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from baqylau.simulate.twins.chance import draw
from baqylau.simulate.twins.compare import Comparison, agrees, known_at
from baqylau.simulate.twins.expectation import DECIDED_MS, Expected
from baqylau.simulate.twins.expected import seen_between
from baqylau.simulate.twins.judged import Played, play
from baqylau.simulate.twins.script import CLASSES, Script, ScriptError, as_yaml, check, read_scripts
from baqylau.simulate.twins.truth import truth_of

HOUR_MS = 3_600_000
DAY = """
twins:
- person: A
  class: tracker
  protocol: wialon_ips
  lasts_days: 2
  order: {keeps_away: true}
  days:
    1:
    - {at: "19:00", does: leaves, until: "20:10", to: forbidden}
    - {at: "21:40", does: leaves, until: "23:10"}
    - {at: "23:20", does: opens_strap, until: "23:29"}
    2:
    - {at: "10:00", does: loses_network, until: "13:00"}
    - {at: "11:00", does: opens_case, until: "11:09"}
"""


def compared(*played: Played) -> Comparison:
    comparison = Comparison()
    for each in played:
        comparison.add(each.truth.script.person, each.expected, each.findings)
    return comparison


def test_a_script_is_found_as_written() -> None:
    """Late return, forbidden place, strap, case opened without network, and silence: each once and at its time."""
    (script,) = read_scripts(DAY)
    result = compared(play(script))
    assert not result.missed
    assert not result.extra
    assert result.agreed == {
        "curfew_late_return": 1,
        "exclusion_approach": 1,
        "exclusion_entered": 1,
        "strap_opened": 1,
        "case_opened": 1,
        "device_silent": 1,
    }


def test_what_lasts_when_watching_begins_is_seen_from_then_on() -> None:
    """A battery that was low before the first report may be found with that report, and only then or before."""
    low = Expected(("battery_low",), (1_000, 2_000), (9 * HOUR_MS, 9 * HOUR_MS), "the battery runs out")
    from_ms = HOUR_MS
    (seen,) = seen_between([low], from_ms, 24 * HOUR_MS)
    assert not seen.certain
    assert seen.began == (1_000, from_ms + DECIDED_MS)
    assert seen_between([low], 500, 24 * HOUR_MS) == [low]


def test_the_comparison_sees_what_is_missing_and_what_is_too_much() -> None:
    """A finding that no script explains is extra, and a deed that nothing was found of is missed, by kind."""
    (script,) = read_scripts(DAY)
    (calm,) = read_scripts(DAY[: DAY.index("  days:")])
    eventful, quiet = play(script), play(calm)
    result = Comparison()
    result.add("A", eventful.expected, quiet.findings)
    result.add("A", quiet.expected, eventful.findings)
    assert not result.agreed
    assert {finding.kind for _, finding in result.extra} == {each.kinds[0] for _, each in result.missed}
    assert result.by_kind()["strap_opened"] == {"agreed": 0, "missed": 1, "extra": 1}


def test_the_same_seed_plays_the_same() -> None:
    """The same script, number and seed give the same findings; another seed gives other noise."""
    (script,) = read_scripts(DAY)
    assert play(script).findings == play(script).findings
    assert play(script, seed=2).findings != play(script).findings


@pytest.mark.parametrize("class_", CLASSES)
def test_every_class_is_read(class_: str) -> None:
    """What each class says, in its own language, is read whole: nothing of a week is refused."""
    number = next(each for each in range(100) if draw(each).class_ == class_)
    assert play(draw(number, lasts_days=3), number).messages > 100


def test_drawn_days_can_be_played_and_written_down() -> None:
    """Scripts drawn by chance hold to the language, and a file of them reads back as the same."""
    drawn = tuple(draw(number) for number in range(60))
    for script in drawn:
        check(script)
        truth_of(script)
    assert {script.class_ for script in drawn} == set(CLASSES)
    assert read_scripts(as_yaml(drawn)) == drawn


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("twins: [{person: A, class: teapot}]", "teapot"),
        ("twins: [{person: A, class: phone, days: {1: [{at: '9:00', does: leaves}]}}]", "at"),
        ("twins: [{person: A, class: phone, days: {1: [{at: '09:00', does: leaves}]}}]", "needs until"),
        (
            "twins: [{person: A, class: phone, days: {2: [{at: '09:00', does: leaves, until: '10:00'}]}}]",
            "day 2",
        ),
        (
            "twins: [{person: A, class: phone, days: {1: [{at: '09:00', does: drinks}]}}]",
            "cannot play drinks",
        ),
        ("twins: [{person: A, class: phone}, {person: A, class: phone}]", "two scripts"),
        ("twins: [{person: A, class: phone, city: paris}]", "no city"),
        ("twins: [", "no YAML"),
    ],
)
def test_a_wrong_script_says_what_is_wrong(text: str, says: str) -> None:
    """A script that cannot be played is refused with the place and the reason."""
    with pytest.raises(ScriptError, match=says):
        read_scripts(text)


def test_who_leaves_must_be_able_to_be_back() -> None:
    """A way that takes longer than the script allows is refused, with how long it takes."""
    script = Script(
        person="A",
        class_="tracker",
        days=read_scripts(DAY)[0].days | {1: (replace(read_scripts(DAY)[0].days[1][0], until="19:05"),)},
    )
    with pytest.raises(ScriptError, match="minutes; return later"):
        truth_of(script)


def test_a_finding_of_another_severity_or_condition_is_another() -> None:
    """Kind and times are not enough: a breach told as a trifle, or under another condition, does not agree."""
    (script,) = read_scripts(DAY)
    played = play(script)
    entered = next(each for each in played.findings if each.kind == "exclusion_entered")
    (wanted,) = (each for each in played.expected if each.kinds == ("exclusion_entered",))
    assert agrees(wanted, entered)
    assert not agrees(wanted, replace(entered, severity="info"))
    assert not agrees(wanted, replace(entered, condition="home"))


def test_what_is_decided_after_the_devices_stopped_is_about_their_silence() -> None:
    """Of what stood when watching ended, later findings are left out and later ends are not yet known."""
    (script,) = read_scripts(DAY)
    findings = play(script).findings
    silent = next(each for each in findings if each.kind == "device_silent")
    known = known_at(findings, silent.decided_ms - 1)
    assert silent not in known
    late = next(each for each in findings if each.kind == "curfew_late_return")
    assert late.ended_ms is not None
    assert known_at([late], late.ended_ms)[0].ended_ms is None
