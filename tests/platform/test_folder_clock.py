"""A folder's clock has one origin and is never set back."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from baqylau.platform.clock import SystemClock
from baqylau.platform.folder_clock import Course, settle_clock
from baqylau.platform.settings import Settings

NOW_MS = 1_700_000_000_000
HOUR_MS = 3_600_000


def _reads(settings: Settings, real_ms: int) -> int:
    clock = SystemClock(settings.clock_speed, settings.clock_origin_real_ms, settings.clock_origin_ms)
    return clock.at_real_ms(real_ms)


def test_real_time_needs_no_origin(tmp_path: Path) -> None:
    """A folder at real speed runs on the machine's clock and keeps no file about it."""
    assert settle_clock(Settings(), tmp_path, NOW_MS).clock_origin_real_ms is None
    assert not (tmp_path / "clock.json").exists()


def test_a_fast_clock_goes_on_after_a_restart(tmp_path: Path) -> None:
    """An hour at sixty times real speed is followed by a later time, not by the present again."""
    fast = Settings(clock_speed=60.0)
    settle_clock(fast, tmp_path, NOW_MS)
    again = settle_clock(fast, tmp_path, NOW_MS + HOUR_MS)
    assert _reads(again, NOW_MS + HOUR_MS) == NOW_MS + 60 * HOUR_MS


def test_slowing_down_does_not_set_the_clock_back(tmp_path: Path) -> None:
    """A demonstration's folder opened at real speed stays in its own time."""
    settle_clock(Settings(clock_speed=60.0), tmp_path, NOW_MS)
    slow = settle_clock(Settings(), tmp_path, NOW_MS + HOUR_MS)
    assert _reads(slow, NOW_MS + HOUR_MS) == NOW_MS + 60 * HOUR_MS


def test_an_origin_that_is_set_is_taken(tmp_path: Path) -> None:
    """Whoever sets the origin decides."""
    chosen = Settings(clock_speed=10.0, clock_origin_real_ms=NOW_MS, clock_origin_ms=0)
    assert _reads(settle_clock(chosen, tmp_path, NOW_MS + 5), NOW_MS) == 0


@given(speed=st.floats(0.01, 1000), real_ms=st.integers(0, 10 * HOUR_MS))
def test_a_course_is_read_like_a_clock(speed: float, real_ms: int) -> None:
    """Real time and the folder's time agree at the origin and drift apart by the speed."""
    course = Course(speed, NOW_MS, NOW_MS)
    assert abs(course.at_real_ms(NOW_MS + real_ms) - NOW_MS - real_ms * speed) <= 1
