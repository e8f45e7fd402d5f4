"""A unit at home hears the bracelet while satellites show its wearer elsewhere: when that is a finding, and not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations.kinds import BraceletHeard, Nearby, Observation, Position
from baqylau.register.activation import Activation
from baqylau.register.device import DeviceKind
from baqylau.register.order import parse_order, versions_in_force
from baqylau.register.supervised import KnownDevice
from baqylau.rules.finding import Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import compile_programme
from baqylau.rules.state import Heard
from tests.rules.worlds import BEGIN_MS, CURFEW, HOME, MINUTE_MS, order, point

_BODY, _UNIT, _PHONE, _OTHER_UNIT = 1, 2, 3, 4
_AWAY = point(3000)
Said = tuple[float, int, Observation]


def _found(
    said: list[Said],
    body: DeviceKind = "tracker",
    units: Sequence[int] = (_UNIT,),
    stored: Mapping[int, tuple[int, int]] | None = None,
) -> list[Finding]:
    """What is found of presence, and stands. stored: what that device had to say between these minutes comes at the
    second of them."""
    worn = [
        Activation(0, _BODY, 7, BEGIN_MS),
        *(Activation(0, unit, 7, BEGIN_MS, None, *HOME, BEGIN_MS) for unit in units),
        Activation(0, _PHONE, 7, BEGIN_MS),
    ]
    known = [
        KnownDevice(_BODY, body, "RB-1"),
        *(KnownDevice(unit, "home_unit", f"HU-{unit}") for unit in units),
        KnownDevice(_PHONE, "phone", "PH"),
    ]
    versions = versions_in_force([parse_order(order(CURFEW))])
    run = Offline(compile_programme(7, versions, worn, equipment=known))
    told = sorted((_told(each, stored or {}), each[0], number) for number, each in enumerate(said))
    for number, (minute, _, index) in enumerate(told, start=1):
        received_ms = _ms(minute) + 1000
        run.hear([Heard(said[index][2], received_ms, number, said[index][1])], received_ms)
    run.hear([], _ms(180))
    stand = [each for each in run.findings() if each.withdrawn_ms is None]
    return [each for each in stand if each.condition or each.kind == "presence_contradicted"]


def _told(said: Said, stored: Mapping[int, tuple[int, int]]) -> float:
    begins, ends = stored.get(said[1], (0, 0))
    return ends if begins <= said[0] < ends else said[0]


def _ms(minute: float) -> int:
    return BEGIN_MS + round(minute * MINUTE_MS)


def _hears(to_minute: int = 120, unit: int = _UNIT, from_minute: float = 1, every: int = 5) -> list[Said]:
    minutes = (from_minute + every * number for number in range(to_minute))
    return [(m, unit, BraceletHeard(_ms(m), "RB-1")) for m in minutes if m < to_minute]


def _fix(
    minute: float, place: tuple[float, float] = _AWAY, device: int = _BODY, accuracy_m: float = 10
) -> Said:
    return minute, device, Position(_ms(minute), *place, accuracy_m=accuracy_m)


def test_satellites_that_contradict_for_long_are_a_finding() -> None:
    """Fixes far away for twenty minutes of contacts are a contradiction since the first, and no absence."""
    said = [*_hears(), *(_fix(m + 0.5) for m in range(60, 90))]
    (finding,) = _found(said)
    assert (finding.kind, finding.began_ms, finding.ended_ms) == ("presence_contradicted", _ms(60.5), None)
    assert finding.decided_ms == _ms(81) + 1000
    assert [each.fact for each in finding.because][:3] == ["elsewhere", "elsewhere", "heard_there"]


def test_a_minute_near_the_unit_ends_it() -> None:
    """Back near the unit, a contradiction has ended with the first of the fixes there."""
    said = [*_hears(), *(_fix(m + 0.5) for m in range(60, 90)), *(_fix(m + 0.5, HOME) for m in range(90, 95))]
    assert [each.ended_ms for each in _found(said)] == [_ms(90.5)]


def test_who_is_no_longer_heard_is_not_contradicted() -> None:
    """With the last contact the contradiction is over, and satellites tell of an absence again."""
    said = [*_hears(92), *(_fix(m + 0.5) for m in range(60, 118))]
    found = {each.kind: each for each in _found(said)}
    assert found["presence_contradicted"].ended_ms == _ms(91)
    assert "curfew_left_early" in found


def test_who_has_left_contradicts_nothing() -> None:
    """Fixes far away after the last contact are an absence and no contradiction."""
    said = [*_hears(62), *(_fix(m + 0.5) for m in range(62, 118))]
    assert [each.kind for each in _found(said)] == ["curfew_left_early"]


def test_a_phone_contradicts_only_while_it_hears_the_bracelet() -> None:
    """A bracelet heard at home and by a phone far away is in two places; a phone that hears nothing was lent."""
    fixes = [_fix(m + 0.5, device=_PHONE) for m in range(60, 100)]
    hears = [(m + 0.3, _PHONE, Nearby(_ms(m + 0.3), "RB-1", paired=True)) for m in range(55, 100)]
    assert [each.kind for each in _found([*_hears(), *fixes], "bracelet")] == []
    assert [each.kind for each in _found([*_hears(), *fixes, *hears], "bracelet")] == [
        "presence_contradicted"
    ]


def test_access_points_contradict_nobody() -> None:
    """An access point that was carried to another city is wrong for hours, and no contradiction."""
    said: list[Said] = [
        (m + 0.5, _BODY, Position(_ms(m + 0.5), *_AWAY, source="wifi", accuracy_m=20)) for m in range(60, 118)
    ]
    assert _found([*_hears(), *said]) == []


@settings(deadline=None, max_examples=80)
@given(
    lies=st.lists(st.tuples(st.integers(400, 20_000), st.floats(1, 90)), min_size=118, max_size=118),
    near=st.integers(2, 19),
)
def test_lying_fixes_between_good_ones_are_no_finding(lies: list[tuple[int, float]], near: int) -> None:
    """However many fixes lie, and however far: one near the unit within every twenty minutes, and nothing is found."""
    said = [
        _fix(m + 0.5, HOME) if m % near == 0 else _fix(m + 0.5, point(far_m), accuracy_m=accuracy_m)
        for m, (far_m, accuracy_m) in enumerate(lies)
    ]
    assert [each.kind for each in _found([*_hears(), *said])] == []


@settings(deadline=None, max_examples=80)
@given(
    fixes=st.lists(st.tuples(st.floats(5, 100), st.floats(0, 1), st.booleans()), min_size=118, max_size=118)
)
def test_what_the_accuracies_explain_is_no_finding(fixes: list[tuple[float, float, bool]]) -> None:
    """Fixes no further from the unit than their circle, the reach of the radio and 300 m contradict nothing."""
    said = []
    for minute, (accuracy_m, share, east) in enumerate(fixes):
        far_m = share * (2 * accuracy_m + 348) * (1 if east else -1)
        said.append(_fix(minute + 0.5, point(far_m), accuracy_m=max(accuracy_m, 5)))
    assert "presence_contradicted" not in [each.kind for each in _found([*_hears(), *said])]


def test_a_fix_before_the_stored_contact_is_held_against_it() -> None:
    """A unit whose contact comes a minute late, after a fix far away that another unit's word kept from being judged,
    is contradicted since the first such fix, and not only since the contact."""
    fixes = [_fix(m + 0.5) for m in range(60, 100, 2)]
    said, both = [*_hears(70), *_hears(120, _OTHER_UNIT, 2.2), *fixes], (_UNIT, _OTHER_UNIT)
    for stored in ({}, {_OTHER_UNIT: (65, 69)}):
        (finding,) = _found(said, units=both, stored=stored)
        assert (finding.device_id, finding.began_ms) == (_OTHER_UNIT, _ms(60.5))


@settings(deadline=None, max_examples=60)
@given(
    near=st.lists(st.booleans(), min_size=50, max_size=50),
    every=st.tuples(st.sampled_from([3, 5, 9]), st.sampled_from([3, 5, 9])),
    ends=st.tuples(st.integers(62, 118), st.integers(62, 118)),
    stored=st.tuples(st.integers(50, 100), st.integers(1, 12), st.integers(50, 100), st.integers(1, 70)),
)
def test_when_contacts_come_changes_nothing(
    near: list[bool], every: tuple[int, int], ends: tuple[int, int], stored: tuple[int, int, int, int]
) -> None:
    """Whenever two units tell of their contacts, in the end the same is found as if they had told at once."""
    fixes = [_fix(60.5 + m, HOME if at_home and m % 7 == 0 else _AWAY) for m, at_home in enumerate(near)]
    contacts = _hears(ends[0], _UNIT, 1, every[0]) + _hears(ends[1], _OTHER_UNIT, 2.2, every[1])
    begins, lasts, other_begins, other_lasts = stored
    late = {_UNIT: (begins, begins + lasts), _OTHER_UNIT: (other_begins, other_begins + other_lasts)}
    told = [_found([*contacts, *fixes], units=(_UNIT, _OTHER_UNIT), stored=each) for each in ({}, late)]
    first, second = ([(each.kind, each.began_ms, each.ended_ms) for each in found] for found in told)
    assert first == second
