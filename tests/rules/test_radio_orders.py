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
    """What stands of places and units; silence is about receipt, and differs rightly; for pairs see known-flaws.md."""
    run = Offline(PROGRAMME)
    for each in sorted(heard, key=lambda one: (one.received_ms, one.observation_id)):
        run.hear([each], each.received_ms)
    run.hear([], end_ms)
    silent = {"device_silent", "position_lost", "clock_skewed", "pair_parted"}
    return {
        (each.kind, each.began_ms, each.ended_ms)
        for each in run.findings()
        if each.kind not in silent and each.withdrawn_ms is None
    }


@settings(deadline=None, max_examples=60)
@given(heard=days(), offline=st.sampled_from([_TRACKER, _UNIT, _PHONE]), data=st.data())
def test_a_device_that_was_offline_changes_nothing(
    heard: list[Heard], offline: int, data: st.DataObject
) -> None:
    """What one device stored and sends later gives the findings of places that stand if it is heard at once."""
    from_ms = data.draw(st.sampled_from(heard)).received_ms
    end_ms = heard[-1].received_ms + 9 * MINUTE_MS
    late = [
        replace(each, received_ms=from_ms + 9 * MINUTE_MS)
        if each.device_id == offline and from_ms <= each.received_ms < from_ms + 9 * MINUTE_MS
        else each
        for each in heard
    ]
    end_ms += 5 * MINUTE_MS
    assert _found(late, end_ms) == _found(heard, end_ms)


def _minutes(*said: tuple[float, str]) -> list[Heard]:
    """What is said at those minutes of the afternoon, heard a second later."""
    heard = []
    for number, (minute, what) in enumerate(said, start=1):
        time_ms = BEGIN_MS + round(minute * MINUTE_MS)
        device, observation = _said(what, time_ms)
        heard.append(Heard(observation, time_ms + 1000, number, device))
    return heard


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
