"""All processes read one clock, which may run faster than the day outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.platform.clock import ClockOriginMissing, SystemClock, clock_from
from baqylau.platform.settings import Settings

ORIGIN_MS = 1_700_000_000_000


def test_at_speed_one_it_is_the_machines_clock() -> None:
    """Without settings the clock reads real time."""
    clock = SystemClock(real_now_ms=lambda: float(ORIGIN_MS))
    assert clock.now_ms() == ORIGIN_MS


def test_two_processes_with_the_same_origin_agree() -> None:
    """A clock built later reads what one built earlier reads, at any speed."""
    now = [float(ORIGIN_MS)]
    early = SystemClock(60.0, ORIGIN_MS, 0, real_now_ms=lambda: now[0])
    now[0] += 10_000
    late = SystemClock(60.0, ORIGIN_MS, 0, real_now_ms=lambda: now[0])
    assert early.now_ms() == late.now_ms() == 600_000


@given(
    speed=st.floats(0.1, 1000),
    steps=st.lists(st.integers(0, 10_000_000), max_size=20),
)
def test_it_never_runs_backwards(speed: float, steps: list[int]) -> None:
    """While real time goes forward, so does this clock."""
    now = [float(ORIGIN_MS)]
    clock = SystemClock(speed, ORIGIN_MS, real_now_ms=lambda: now[0])
    read = clock.now_ms()
    for step in steps:
        now[0] += step
        assert clock.now_ms() >= read
        read = clock.now_ms()


def test_a_timer_waits_less_on_a_fast_clock() -> None:
    """An hour of a clock sixty times as fast is a real minute."""
    assert SystemClock(60.0, ORIGIN_MS).real_seconds(3_600_000) == 60.0


def test_a_fast_clock_without_origin_is_refused() -> None:
    """Processes that would each take their own start as origin are not started."""
    with pytest.raises(ClockOriginMissing, match="baqylau up"):
        clock_from(Settings(clock_speed=60.0))


def test_a_clock_that_stands_is_refused() -> None:
    """Speed zero is no clock."""
    with pytest.raises(ValueError, match="forward"):
        SystemClock(0.0)
