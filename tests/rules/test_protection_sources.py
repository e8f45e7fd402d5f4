"""Whose word counts for the distance to a protected person, when the bound one has several devices."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations.kinds import BraceletHeard, Contact, Nearby, Observation, Position, ProtectedHeard
from baqylau.register.activation import Activation
from baqylau.register.order import parse_order, versions_in_force
from baqylau.register.protection import Protection
from baqylau.register.supervised import KnownDevice
from baqylau.rules.finding import Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard
from tests.rules.worlds import BEGIN_MS, HOME, MINUTE_MS, order, point

_BODY, _UNIT, _PHONE, _THEIRS = 1, 2, 3, 9
_AWAY = {"id": "away", "kind": "protection", "protects": "P-1", "distance_m": 500}
_FAR = point(9000)
_DISTANCE = ("protection_approach", "protection_breached")


def _programme(body: str = "tracker", *, unit: bool = False) -> Programme:
    """A tracker or a radio bracelet without satellites, a phone, perhaps a unit at home."""
    worn = [Activation(0, _BODY, 7, BEGIN_MS), Activation(0, _PHONE, 7, BEGIN_MS)]
    known = [KnownDevice(_BODY, body, "RB-1"), KnownDevice(_PHONE, "phone", "PH")]  # type: ignore[arg-type]
    if unit:
        worn.append(Activation(0, _UNIT, 7, BEGIN_MS, None, *HOME, BEGIN_MS))
        known.append(KnownDevice(_UNIT, "home_unit", "HU"))
    versions = versions_in_force([parse_order(order(_AWAY))])
    protections = [Protection(5, "P-1", ((BEGIN_MS, None),))]
    return compile_programme(7, versions, worn, equipment=known, protections=protections)


class _Day:
    """One report after another, a second after it happened."""

    def __init__(self, programme: Programme) -> None:
        self.run = Offline(programme)
        self._ids = iter(range(1, 100_000))

    def say(self, minute: float, device: int, observation: type[Contact] | Observation) -> None:
        time_ms = BEGIN_MS + round(minute * MINUTE_MS)
        said = observation(time_ms) if isinstance(observation, type) else observation
        self.run.hear([Heard(said, time_ms + 1000, next(self._ids), device)], time_ms + 1000)

    def at(self, minute: float, device: int, place: tuple[float, float]) -> None:
        self.say(minute, device, Position(_ms(minute), *place, accuracy_m=10))

    def they(self, minute: float, place: tuple[float, float]) -> None:
        said = Position(_ms(minute), *place, accuracy_m=10)
        self.say(minute, _THEIRS, ProtectedHeard(_ms(minute), 7, 5, said))

    def found(self, *kinds: str) -> list[Finding]:
        return [each for each in self.run.findings() if each.kind in kinds and each.withdrawn_ms is None]


def _ms(minute: float) -> int:
    return BEGIN_MS + round(minute * MINUTE_MS)


def test_a_phone_left_at_home_does_not_calm() -> None:
    """The tracker stands beside the protected person while the phone lies far away: approach and breach stay open."""
    day = _Day(_programme())
    for minute in range(12):
        day.they(minute, HOME)
        day.at(minute + 0.3, _BODY, HOME)
        day.at(minute + 0.6, _PHONE, _FAR)
    assert [each.kind for each in day.found(*_DISTANCE) if each.ended_ms is None] == [*_DISTANCE]


def test_a_phone_left_near_them_does_not_warn() -> None:
    """A phone left with the protected person is not its owner, whom the tracker shows far away."""
    day = _Day(_programme())
    for minute in range(12):
        day.they(minute, HOME)
        day.at(minute + 0.3, _BODY, _FAR)
        day.at(minute + 0.6, _PHONE, HOME)
    assert day.found(*_DISTANCE) == []


def test_a_parted_phone_neither_warns_nor_hides_blindness() -> None:
    """A phone that lost its bracelet says nothing of the person: no approach, and the protection does not work."""
    day = _Day(_programme("bracelet"))
    for minute in range(5):
        day.they(minute, HOME)
        day.say(minute + 0.2, _PHONE, Nearby(_ms(minute + 0.2), "RB-1", paired=True))
        day.at(minute + 0.3, _PHONE, _FAR)
    day.say(5, _PHONE, Nearby(_ms(5), "RB-1", paired=False))
    for minute in range(6, 20):
        day.they(minute, HOME)
        day.at(minute + 0.3, _PHONE, HOME)
    assert day.found(*_DISTANCE) == []
    (degraded,) = day.found("protection_degraded")
    assert degraded.because[0].fact == "bound_unheard"
    assert degraded.ended_ms is None


def test_a_phone_that_hears_the_bracelet_speaks_for_the_person() -> None:
    """A phone that goes with a bracelet without satellites warns, and finds a breach."""
    day = _Day(_programme("bracelet"))
    for minute in range(5):
        day.they(minute, HOME)
        day.say(minute + 0.2, _PHONE, Nearby(_ms(minute + 0.2), "RB-1", paired=True))
        day.at(minute + 0.3, _PHONE, HOME)
    assert [each.kind for each in day.found(*_DISTANCE)] == [*_DISTANCE]


def test_a_phone_that_hears_the_tracker_stands_in_for_it() -> None:
    """Five minutes without a fix of the tracker, the phone that hears it speaks, long before one that never did."""
    for hears in (True, False):
        day = _Day(_programme())
        day.at(0, _BODY, _FAR)
        for minute in range(1, 9):
            day.they(minute, HOME)
            if hears:
                day.say(minute + 0.2, _PHONE, Nearby(_ms(minute + 0.2), "RB-1", paired=True))
            day.at(minute + 0.3, _PHONE, HOME)
        began = [each.began_ms for each in day.found("protection_approach")]
        assert began == ([_ms(5.3)] if hears else [])


def test_a_unit_at_home_silences_no_tracker_beside_them() -> None:
    """Heard at home and seen beside the protected person: they are warned of, whatever a unit hears."""
    day = _Day(_programme(unit=True))
    for minute in range(12):
        day.they(minute, _FAR)
        day.say(minute + 0.2, _UNIT, BraceletHeard(_ms(minute + 0.2), "rb-1"))
        day.at(minute + 0.3, _BODY, _FAR)
    assert [each.kind for each in day.found(*_DISTANCE)] == [*_DISTANCE]


def test_what_stands_at_home_says_nothing_of_the_person() -> None:
    """A home unit that tells its own place does not show that the distance is kept."""
    day = _Day(_programme("bracelet", unit=True))
    for minute in range(15):
        day.they(minute, HOME)
        day.at(minute + 0.3, _UNIT, _FAR)
    assert day.found("protection_degraded")[0].because[0].fact == "bound_unheard"


@settings(deadline=None, max_examples=60)
@given(
    tracker=st.lists(st.sampled_from([HOME, _FAR, point(700)]), min_size=12, max_size=12),
    phone=st.lists(st.sampled_from([HOME, _FAR, point(700)]), min_size=12, max_size=12),
)
def test_beside_a_tracker_a_phone_changes_nothing(
    tracker: list[tuple[float, float]], phone: list[tuple[float, float]]
) -> None:
    """Wherever an unpaired phone lies, what is found of the distance is what the tracker alone gives."""
    found = []
    for also in (True, False):
        day = _Day(_programme())
        for minute, (mine, lying) in enumerate(zip(tracker, phone, strict=True)):
            day.at(minute, _BODY, mine)
            day.they(minute + 0.2, HOME)
            if also:
                day.at(minute + 0.4, _PHONE, lying)
        kinds = (*_DISTANCE, "protection_degraded")
        found.append([(each.kind, each.began_ms, each.ended_ms) for each in day.found(*kinds)])
    assert found[0] == found[1]
