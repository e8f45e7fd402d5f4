"""Devices that are only heard: nothing that presumes positions is found of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations.kinds import BraceletHeard, Contact, Observation, Position
from baqylau.register.activation import Activation
from baqylau.register.device import DeviceKind
from baqylau.register.order import parse_order, versions_in_force
from baqylau.register.supervised import KnownDevice
from baqylau.rules.finding import Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard
from tests.rules.worlds import ATTENDANCE, BEGIN_MS, CURFEW, EXCLUSION, HOME, INCLUSION, MINUTE_MS, order

_UNIT, _BRACELET = 2, 3
_STANDING: tuple[DeviceKind, ...] = ("home_unit", "breath_unit", "audiovisual_unit", "beacon")


def _programme(kind: DeviceKind, *, bracelet: bool) -> Programme:
    worn = [Activation(0, _UNIT, 7, BEGIN_MS, None, *HOME, BEGIN_MS)]
    known = [KnownDevice(_UNIT, kind, "U-2")]
    if bracelet:
        worn.append(Activation(0, _BRACELET, 7, BEGIN_MS))
        known.append(KnownDevice(_BRACELET, "bracelet", "RB-1"))
    versions = versions_in_force([parse_order(order(CURFEW, EXCLUSION, INCLUSION, ATTENDANCE))])
    return compile_programme(7, versions, worn, equipment=known)


def _found(programme: Programme, said: list[tuple[int, Observation]]) -> list[Finding]:
    run = Offline(programme)
    for number, (device, observation) in enumerate(said, start=1):
        received_ms = observation.time_ms + 1000
        run.hear([Heard(observation, received_ms, number, device)], received_ms)
    return run.findings()


def _beats(device: int, hours: int, every_min: int = 5) -> list[tuple[int, Observation]]:
    return [(device, Contact(BEGIN_MS + m * MINUTE_MS)) for m in range(every_min, hours * 60, every_min)]


@settings(deadline=None, max_examples=60)
@given(
    kind=st.sampled_from(_STANDING),
    bracelet=st.booleans(),
    every_min=st.sampled_from([1, 5, 15, 45]),
    positions=st.lists(st.integers(1, 600), max_size=3, unique=True),
)
def test_what_stands_somewhere_loses_no_position(
    kind: DeviceKind, bracelet: bool, every_min: int, positions: list[int]
) -> None:
    """A unit that is heard for a day, and once or never said where it is, raises nothing but silence of others."""
    said = _beats(_UNIT, 24, every_min)
    said += [(_UNIT, Position(BEGIN_MS + m * MINUTE_MS, *HOME, accuracy_m=10)) for m in positions]
    said.sort(key=lambda one: one[1].time_ms)
    found = _found(_programme(kind, bracelet=bracelet), said)
    assert [each.kind for each in found if each.device_id != _BRACELET and each.condition is None] == []
    if kind != "home_unit" and not bracelet:
        assert [each.kind for each in found if not positions] == []


def test_a_bracelet_that_was_heard_is_not_expected_to_say_where_it_is() -> None:
    """A bracelet with a modem and no satellites, heard at home and then speaking for itself, has lost no position."""
    said: list[tuple[int, Observation]] = [(_UNIT, BraceletHeard(BEGIN_MS + MINUTE_MS, "RB-1"))]
    said += _beats(_BRACELET, 5)
    found = _found(_programme("home_unit", bracelet=True), said)
    assert "position_lost" not in [each.kind for each in found]


@pytest.mark.parametrize("kind", ["tracker", "mobile_unit", "phone"])
def test_what_is_made_to_say_where_it_is_loses_its_position(kind: DeviceKind) -> None:
    """A device that is expected to say where it is and only speaks for half an hour has lost its position."""
    found = _found(_programme(kind, bracelet=False), _beats(_UNIT, 2))
    assert [each.kind for each in found] == ["position_lost"]


def test_a_bracelet_that_gave_positions_can_lose_them() -> None:
    """A bracelet with satellites that speaks without them for half an hour has lost its position."""
    said: list[tuple[int, Observation]] = [(_BRACELET, Position(BEGIN_MS + MINUTE_MS, *HOME, accuracy_m=10))]
    found = _found(_programme("home_unit", bracelet=True), said + _beats(_BRACELET, 2))
    assert [each.kind for each in found if each.device_id == _BRACELET] == ["position_lost"]
