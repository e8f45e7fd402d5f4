"""Two people who both move: what is found about the distance between them, and what is never said."""

from __future__ import annotations

import random
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations.kinds import Battery, Contact, Position, ProtectedHeard, Sos
from baqylau.rules.apart import distance_m
from baqylau.rules.bound import Bound
from baqylau.rules.duty import first_guard
from baqylau.rules.finding import Finding
from baqylau.rules.positions import Fix
from baqylau.rules.protection import Judge
from baqylau.rules.state import Guard, Heard
from baqylau.rules.thresholds import Thresholds

START_MS = 1_790_000_000_000
MINUTE_MS = 60_000
END_MS = START_MS + 24 * 60 * MINUTE_MS
LAT, LON = 43.25, 76.90
THEIRS, MINE = 901, 17


class Pair:
    """One duty to keep 500 m away, played a minute at a time."""

    def __init__(self, spans: tuple[tuple[int, int], ...] = ((START_MS, END_MS),)) -> None:
        self.bound = Bound(1, "away", 5, 500.0, spans)
        self.guard: Guard = first_guard(self.bound, 0)
        self.found: dict[str, Finding] = {}
        self.late: list[Fix] = []
        self._ids = iter(range(1, 1_000_000))

    def hear(self, *what: Fix | Heard, now_ms: int | None = None) -> None:
        judge = Judge(42, self.bound, self.guard, Thresholds(), self.found)
        mine = [each for each in what if isinstance(each, tuple)]
        judge.hear(mine, [each for each in what if isinstance(each, Heard)])
        self.late += judge.late
        if now_ms is not None:
            judge.advance(now_ms)

    def mine(
        self, minute: float, east_m: float, accuracy_m: float = 10, after_s: float = 2, north_m: float = 0
    ) -> Fix:
        time_ms = START_MS + round(minute * MINUTE_MS)
        received_ms = time_ms + round(after_s * 1000)
        lat = LAT + north_m / 111_195.0
        return (time_ms, received_ms, next(self._ids), MINE, lat, lon(east_m), accuracy_m, 2 * accuracy_m)

    def theirs(self, minute: float, east_m: float = 0, accuracy_m: float = 10, after_s: float = 2) -> Heard:
        time_ms = START_MS + round(minute * MINUTE_MS)
        position = Position(time_ms, LAT, lon(east_m), accuracy_m=accuracy_m)
        return self.said(position, after_s)

    def said(self, said: Position | Battery | Sos | Contact, after_s: float = 2) -> Heard:
        heard = ProtectedHeard(said.time_ms, 42, 5, said)
        return Heard(heard, said.time_ms + round(after_s * 1000), next(self._ids), THEIRS)

    def kinds(self) -> list[str]:
        return [one.kind for one in sorted(self.found.values(), key=lambda one: one.began_ms)]

    def one(self, kind: str) -> Finding:
        (finding,) = [each for each in self.found.values() if each.kind == kind]
        return finding


def lon(east_m: float) -> float:
    return LON + east_m / (111_195.0 * cos(radians(LAT)))


def test_far_apart_is_nothing() -> None:
    """Two people who stay three kilometres apart are found nothing about."""
    pair = Pair()
    for minute in range(30):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.4, 3000))
    assert pair.kinds() == []


def test_pre_warning_at_twice_the_distance() -> None:
    """Coming within twice the ordered distance is an approach, high and not yet a breach."""
    pair = Pair()
    for minute in range(6):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.4, 900))
    assert pair.kinds() == ["protection_approach"]
    finding = pair.one("protection_approach")
    assert finding.severity == "high"
    assert finding.decided_ms - finding.began_ms <= MINUTE_MS


def test_breach_needs_both_circles_inside_for_a_minute() -> None:
    """Surely within the distance at two own fixes a minute apart is a breach; the approach is critical by then."""
    pair = Pair()
    pair.hear(pair.theirs(0), pair.mine(0.1, 200))
    assert "protection_breached" not in pair.kinds()
    pair.hear(pair.theirs(1), pair.mine(1.2, 210))
    assert pair.one("protection_breached").severity == "critical"
    assert pair.one("protection_breached").began_ms == START_MS + 6_000
    assert pair.one("protection_approach").severity == "critical"


def test_wide_circles_accuse_nobody() -> None:
    """At 400 m with circles of 120 m nobody is surely within 500 m: an urgent approach, and no breach."""
    pair = Pair()
    for minute in range(10):
        pair.hear(pair.theirs(minute, accuracy_m=60), pair.mine(minute + 0.2, 400, accuracy_m=60))
    assert pair.kinds() == ["protection_approach"]
    assert pair.one("protection_approach").severity == "critical"


def test_one_wild_fix_is_no_breach() -> None:
    """A single fix of the bound person beside the protected one, between fixes far away, is no breach."""
    pair = Pair()
    for minute in range(10):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.2, 100 if minute == 5 else 4000))
    assert "protection_breached" not in pair.kinds()


def test_an_old_position_says_nothing() -> None:
    """Positions more than five minutes apart are not compared."""
    pair = Pair()
    pair.hear(pair.theirs(0), pair.mine(6, 100), pair.mine(7.5, 100))
    assert pair.kinds() == []


def test_who_moves_is_nearer_than_the_last_fix() -> None:
    """A car that comes at 72 km/h is warned of before its last fix is within twice the distance."""
    still, moving = Pair(), Pair()
    for pair, speed_m in ((still, 0), (moving, 1200)):
        for minute in range(3):
            pair.hear(pair.mine(minute, 3700 - speed_m * minute))
        pair.hear(pair.theirs(2.8), pair.theirs(2.9))
    assert still.kinds() == []
    assert moving.kinds() == ["protection_approach"]


def test_riding_past_is_not_near() -> None:
    """Who rides past at three times the distance, each fix newer than that of one at rest, is not called near."""
    pair = Pair()
    for minute in range(10):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.9, 1500, north_m=1200 * (minute - 5)))
    assert pair.kinds() == []


@given(
    late_s=st.floats(1, 55),
    speed_kmh=st.floats(0, 120),
    starts_m=st.floats(2000, 9000),
    they_move=st.booleans(),
)
def test_who_comes_near_is_always_said(
    late_s: float, speed_kmh: float, starts_m: float, they_move: bool
) -> None:
    """Whoever of the two comes, and whichever reports first: within the distance there is a critical approach."""
    pair, nearest_m = Pair(), starts_m
    step_m = speed_kmh / 3.6 * 60
    for minute in range(40):
        gone_m = [max(100.0, starts_m - step_m * (minute + share)) for share in (0, late_s / 60)]
        mine_m, theirs_m = (starts_m, starts_m - gone_m[0]) if they_move else (gone_m[1], 0.0)
        pair.hear(pair.theirs(minute, theirs_m), pair.mine(minute + late_s / 60, mine_m))
        nearest_m = min(nearest_m, mine_m - theirs_m)
    if nearest_m < 500:
        assert pair.one("protection_approach").severity == "critical"
    if nearest_m > 1000 + 2 * step_m + 140:
        assert pair.kinds() == []


def test_who_rested_may_have_begun_to_walk() -> None:
    """Who was seen at rest may have walked nearer since, for a minute at most: who lives there is not near."""
    walks, lives = Pair(), Pair()
    for minute in range(3):
        walks.hear(walks.theirs(minute), walks.mine(minute + 0.5, 1080))
        lives.hear(lives.theirs(5 * minute), lives.mine(5 * minute + 4.5, 1200))
    assert walks.kinds() == ["protection_approach"]
    assert lives.kinds() == []


def test_going_away_ends_it() -> None:
    """A minute far away ends approach and breach, at the time of the first fix away."""
    pair = Pair()
    for minute in range(4):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.1, 100))
    for minute in range(4, 8):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.1, 5000))
    assert {each.kind for each in pair.found.values()} == {"protection_approach", "protection_breached"}
    assert all(each.ended_ms is not None for each in pair.found.values())
    assert pair.one("protection_breached").ended_ms == START_MS + round(4.1 * MINUTE_MS)


@pytest.mark.parametrize("silent", ["mine", "theirs"])
def test_silence_of_either_side_degrades(silent: str) -> None:
    """Ten minutes without a position of one side is said, with whose, and ends when that side is heard again."""
    pair = Pair()
    for minute in range(12):
        pair.hear(pair.theirs(minute) if silent == "mine" else pair.mine(minute, 5000))
    finding = pair.one("protection_degraded")
    assert finding.because[0].fact == ("bound_unheard" if silent == "mine" else "protected_unheard")
    assert finding.ended_ms is None
    pair.hear(pair.theirs(12.5), pair.mine(12.5, 5000))
    assert pair.one("protection_degraded").ended_ms is not None


def test_the_clock_alone_degrades() -> None:
    """Nobody has to be heard for the protection to be known not to work, and the deadline says when."""
    pair = Pair()
    pair.hear(pair.theirs(0), pair.mine(0, 5000))
    judge = Judge(42, pair.bound, pair.guard, Thresholds(), pair.found)
    due_ms = judge.deadline()
    assert due_ms == START_MS + 2_000 + 600_000
    judge.advance(due_ms - 1)
    assert pair.kinds() == []
    judge.advance(due_ms)
    assert pair.kinds() == ["protection_degraded"]


def test_their_battery_degrades_until_charged() -> None:
    """A protected person's device that is nearly empty is a protection about to fail."""
    pair = Pair()
    pair.hear(pair.said(Battery(START_MS, 7)), pair.theirs(0), pair.mine(0, 5000))
    assert pair.kinds() == ["protection_degraded"]
    pair.hear(pair.said(Battery(START_MS + MINUTE_MS, 8, charging=True)), pair.theirs(1))
    assert pair.one("protection_degraded").ended_ms is not None


def test_their_call_for_help_counts_at_any_distance() -> None:
    """The protected person's call is critical wherever the bound one is; pressed twice it is one call."""
    pair = Pair()
    pair.hear(pair.said(Sos(START_MS + 1000)))
    pair.hear(pair.said(Sos(START_MS + 9000)))
    assert pair.kinds() == ["protected_sos"]
    assert pair.one("protected_sos").severity == "critical"


def test_nothing_is_judged_outside_the_span() -> None:
    """Without consent, or with a permitted meeting, there is no span, and nothing is found."""
    pair = Pair(((START_MS, START_MS + 5 * MINUTE_MS),))
    for minute in range(6, 30):
        pair.hear(pair.theirs(minute), pair.mine(minute, 50), now_ms=START_MS + minute * MINUTE_MS)
    assert pair.kinds() == []


def test_findings_end_with_their_span() -> None:
    """When a permitted meeting begins, what is open ends at that instant."""
    pair = Pair(((START_MS, START_MS + 5 * MINUTE_MS),))
    for minute in range(4):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.1, 100))
    pair.hear(now_ms=START_MS + 6 * MINUTE_MS)
    assert {each.ended_ms for each in pair.found.values()} == {START_MS + 5 * MINUTE_MS}


def test_what_comes_late_is_set_aside() -> None:
    """A fix from before what was judged is handed back as late, to be judged in its order later."""
    pair = Pair()
    for minute in range(20):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.1, 5000))
    pair.hear(pair.mine(5, 100, after_s=1200))
    assert len(pair.late) == 1
    assert "protection_breached" not in pair.kinds()


def test_memory_emptied_together_is_judged_in_its_order() -> None:
    """Fixes of both sides that come at once and unsorted give what they would have given one by one."""
    calm, shuffled = Pair(), Pair()
    for pair in (calm, shuffled):
        events: list[Fix | Heard] = []
        for minute in range(10):
            events += [pair.theirs(minute, after_s=3600), pair.mine(minute + 0.1, 100, after_s=3600)]
        if pair is shuffled:
            random.Random(4).shuffle(events)
        pair.hear(*events)
    breaches = [pair.one("protection_breached") for pair in (calm, shuffled)]
    assert breaches[0].began_ms == breaches[1].began_ms
    assert breaches[0].ended_ms == breaches[1].ended_ms


@given(
    steps=st.lists(
        st.tuples(st.floats(0.05, 4), st.floats(-3000, 3000), st.floats(1, 150), st.booleans()), max_size=40
    )
)
def test_where_the_protected_person_was_is_never_said(
    steps: list[tuple[float, float, float, bool]],
) -> None:
    """No ground of any finding has the place of a fix of the protected person's device."""
    pair, minute = Pair(), 0.0
    for after, east_m, accuracy_m, own in steps:
        minute += after
        if own:
            pair.hear(pair.mine(minute, east_m, accuracy_m))
        else:
            pair.hear(pair.theirs(minute, east_m, accuracy_m))
    for finding in pair.found.values():
        for ground in finding.because:
            assert ground.device_id != THEIRS or (ground.lat is None and ground.lon is None)


@given(
    separation_m=st.floats(620, 900),
    jitter=st.lists(st.floats(-1, 1), min_size=20, max_size=20),
    accuracy_m=st.floats(5, 40),
)
def test_nobody_outside_the_distance_breaches_it(
    separation_m: float, jitter: list[float], accuracy_m: float
) -> None:
    """Whoever truly stays further away, with fixes off by no more than their circles, is never found in breach."""
    pair = Pair()
    for minute, off in enumerate(jitter):
        pair.hear(
            pair.theirs(minute, off * accuracy_m, accuracy_m),
            pair.mine(minute + 0.3, separation_m - off * accuracy_m, accuracy_m),
        )
    assert "protection_breached" not in pair.kinds()


def test_distance_across_the_date_line() -> None:
    """A tenth of a degree across 180° E is eleven kilometres at the equator, not around the world."""
    east: Fix = (0, 0, 1, 1, 0.0, 179.95, 1.0, 1.0)
    west: Fix = (0, 0, 2, 2, 0.0, -179.95, 1.0, 1.0)
    assert distance_m(east, west) == pytest.approx(11_119.5, rel=1e-6)
