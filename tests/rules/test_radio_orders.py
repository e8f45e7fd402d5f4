"""Several devices of one person: neither the order of arrival nor the cutting into batches changes what is found."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from baqylau.observations.kinds import (
    BeaconHeard,
    BraceletHeard,
    Contact,
    Nearby,
    Observation,
    Position,
    UnitState,
)
from baqylau.register.activation import Activation
from baqylau.register.order import parse_order, versions_in_force
from baqylau.register.supervised import KnownDevice
from baqylau.rules.offline import Offline
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard, decode_state, encode_state
from tests.rules.worlds import BEGIN_MS, CURFEW, HOME, INCLUSION, MINUTE_MS, order, point

_TRACKER, _UNIT, _BEACON, _PHONE = range(1, 5)
_AWAY = point(-3000)


def _programme() -> Programme:
    worn = [
        Activation(0, _TRACKER, 7, BEGIN_MS),
        Activation(0, _UNIT, 7, BEGIN_MS, None, *HOME, BEGIN_MS),
        Activation(0, _BEACON, 7, BEGIN_MS, None, *HOME, BEGIN_MS),
        Activation(0, _PHONE, 7, BEGIN_MS),
    ]
    known = [
        KnownDevice(_TRACKER, "tracker", "RB-1"),
        KnownDevice(_UNIT, "home_unit", "HU"),
        KnownDevice(_BEACON, "beacon", "BC-1"),
        KnownDevice(_PHONE, "phone", "PH"),
    ]
    versions = versions_in_force([parse_order(order(CURFEW, INCLUSION))])
    return compile_programme(7, versions, worn, equipment=known)


PROGRAMME = _programme()


def _said(what: str, time_ms: int) -> tuple[int, Observation]:
    match what:
        case "home":
            return _TRACKER, Position(time_ms, *HOME, accuracy_m=10)
        case "away":
            return _TRACKER, Position(time_ms, *_AWAY, accuracy_m=10)
        case "phone home":
            return _PHONE, Position(time_ms, *HOME, accuracy_m=10)
        case "phone away":
            return _PHONE, Position(time_ms, *_AWAY, accuracy_m=10)
        case "phone hears":
            return _PHONE, Nearby(time_ms, "RB-1", paired=True)
        case "phone lost":
            return _PHONE, Nearby(time_ms, "RB-1", paired=False)
        case "beacon":
            return _TRACKER, BeaconHeard(time_ms, "BC-1")
        case "unit hears":
            return _UNIT, BraceletHeard(time_ms, "rb-1")
        case "unit moved":
            return _UNIT, UnitState(time_ms, moved=True)
        case "unit other cell":
            return _UNIT, UnitState(time_ms, own_cell=False)
        case "unit own cell":
            return _UNIT, UnitState(time_ms, own_cell=True)
    return _UNIT, Contact(time_ms)


_USUAL = (
    "home",
    "away",
    "phone home",
    "phone away",
    "phone hears",
    "unit hears",
    "unit hears",
    "unit lives",
    "unit lives",
)
_RARE = ("beacon", "unit other cell", "unit own cell", "phone lost", "unit moved")


@st.composite
def days(draw: st.DrawFn) -> list[Heard]:
    """What four devices say in an afternoon, each heard as it happens."""
    heard = []
    time_ms = BEGIN_MS
    for number in range(1, draw(st.integers(2, 40))):
        time_ms += draw(st.sampled_from([20_000, MINUTE_MS, 3 * MINUTE_MS, 5 * MINUTE_MS, 12 * MINUTE_MS]))
        what = draw(st.sampled_from(_USUAL)) if draw(st.integers(0, 9)) else draw(st.sampled_from(_RARE))
        device, observation = _said(what, time_ms)
        heard.append(Heard(observation, time_ms + 1000, number, device))
    return heard


def _found(heard: list[Heard], end_ms: int) -> set[tuple[str, int, int | None]]:
    """What stands of places, units and pairs; silence is about receipt, and differs rightly."""
    run = Offline(PROGRAMME)
    for each in sorted(heard, key=lambda one: (one.received_ms, one.observation_id)):
        run.hear([each], each.received_ms)
    run.hear([], end_ms)
    silent = {"device_silent", "position_lost", "clock_skewed"}
    return {
        (each.kind, each.began_ms, each.ended_ms)
        for each in run.findings()
        if each.kind not in silent and each.withdrawn_ms is None
    }


def _minutes(*said: tuple[float, str]) -> list[Heard]:
    """What is said at those minutes of the afternoon, heard a second later."""
    heard = []
    for number, (minute, what) in enumerate(said, start=1):
        time_ms = BEGIN_MS + round(minute * MINUTE_MS)
        device, observation = _said(what, time_ms)
        heard.append(Heard(observation, time_ms + 1000, number, device))
    return heard


Stored = dict[int, tuple[int, int]]
"""Which device was offline from which report on, and for how many minutes; then it sends what it stored at once."""


@st.composite
def days_with_stored(draw: st.DrawFn) -> tuple[list[Heard], Stored]:
    heard = draw(days())
    begins, lasts = st.integers(0, len(heard) - 1), st.sampled_from([2, 5, 9, 14, 25])
    devices = st.sampled_from([_TRACKER, _UNIT, _BEACON, _PHONE])
    return heard, draw(st.dictionaries(devices, st.tuples(begins, lasts)))


def _with_stored(heard: list[Heard], stored: Stored) -> list[Heard]:
    late = heard
    for device, (first, minutes) in stored.items():
        from_ms = heard[first].received_ms
        to_ms = from_ms + minutes * MINUTE_MS
        late = [
            replace(each, received_ms=to_ms)
            if each.device_id == device and from_ms <= each.received_ms < to_ms
            else each
            for each in late
        ]
    return late


_HEARD_AT_HOME_MEANWHILE = _minutes(
    (5, "phone hears"), (6, "unit hears"), (11, "unit hears"), (17, "phone home")
)
_SEEN_AT_HOME_SINCE = _minutes((18, "unit hears"), (33, "unit lives"), (34, "home"))
_MISSED_BEFORE_SEEN_AWAY = _minutes((8, "unit hears"), (20, "away"), (23, "unit lives"), (24, "away"))
_MISSED_LATER_THAN_SEEN = _minutes(
    (28, "unit hears"), (38, "unit lives"), (38.4, "phone away"), (45.7, "unit lives")
)


@settings(deadline=None, max_examples=150)
@given(day=days_with_stored())
@example(day=(_HEARD_AT_HOME_MEANWHILE, {_UNIT: (2, 14)}))
@example(day=(_SEEN_AT_HOME_SINCE, {_UNIT: (1, 5)}))
@example(day=(_MISSED_BEFORE_SEEN_AWAY, {_UNIT: (2, 14)}))
@example(day=(_MISSED_LATER_THAN_SEEN, {_PHONE: (2, 9)}))
def test_devices_that_were_offline_change_nothing(day: tuple[list[Heard], Stored]) -> None:
    """What any of the devices stored and send later gives the findings that stand if all is heard at once."""
    heard, stored = day
    late = _with_stored(heard, stored)
    end_ms = max(each.received_ms for each in (*heard, *late)) + 14 * MINUTE_MS
    assert _found(late, end_ms) == _found(heard, end_ms)


_HOURS_BEGIN_MEANWHILE = _minutes(
    (36, "unit hears"), (48, "unit lives"), (60.33, "unit lives"), (60.67, "beacon")
)
"""Missed for a quarter of an hour when hours begin at 16:00, and missed again twenty seconds later."""


@settings(deadline=None, max_examples=60)
@given(heard=days(), size=st.integers(1, 12))
@example(heard=_HOURS_BEGIN_MEANWHILE, size=4)
def test_a_replay_in_large_pieces_equals_the_live_run(heard: list[Heard], size: int) -> None:
    """Batches of any size, with the state written and read in between, give what one report at a time gives."""
    one, many = Offline(PROGRAMME), Offline(PROGRAMME)
    for each in heard:
        one.hear([each], each.received_ms)
    for start in range(0, len(heard), size):
        batch = heard[start : start + size]
        many.hear(batch, batch[-1].received_ms)
        many.state = decode_state(encode_state(many.state))
    end_ms = heard[-1].received_ms + MINUTE_MS
    one.hear([], end_ms)
    many.hear([], end_ms)
    assert set(one.findings()) == set(many.findings())
