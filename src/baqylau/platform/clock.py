"""The one clock of the system, which a demonstration may run faster than the day outside.

Every process builds it from the same settings, so all of them read the same time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings


class Clock(Protocol):
    """Tells the time by which people are supervised: UTC, milliseconds since the epoch."""

    def now_ms(self) -> int:
        """The present instant, milliseconds since the epoch."""
        ...

    def real_seconds(self, duration_ms: float) -> float:
        """How long a duration of this clock lasts outside, seconds: what a timer must wait for."""
        ...


def speed_of(clock: Clock) -> float:
    """Seconds of this clock in one real second: 1 outside a demonstration."""
    return 1 / clock.real_seconds(1000)


def _real_now_ms() -> float:
    return time.time_ns() / 1_000_000


class SystemClock:
    """The machine's clock, or one that runs `speed` times as fast from an origin.

    origin_real_ms: real time at which this clock read `origin_ms`, both milliseconds since the epoch.
    """

    def __init__(
        self,
        speed: float = 1.0,
        origin_real_ms: int | None = None,
        origin_ms: int | None = None,
        *,
        real_now_ms: Callable[[], float] = _real_now_ms,
    ) -> None:
        if speed <= 0:
            raise ValueError(f"a clock runs forward: speed {speed}")
        self.speed = speed
        self._real_now_ms = real_now_ms
        self._origin_real_ms = int(real_now_ms()) if origin_real_ms is None else origin_real_ms
        self._origin_ms = self._origin_real_ms if origin_ms is None else origin_ms

    def now_ms(self) -> int:
        """The present instant of this clock, milliseconds since the epoch."""
        elapsed_ms = self._real_now_ms() - self._origin_real_ms
        return int(self._origin_ms + elapsed_ms * self.speed)

    def real_seconds(self, duration_ms: float) -> float:
        """Real seconds that `duration_ms` of this clock take."""
        return duration_ms / 1000 / self.speed

    def at_real_ms(self, real_ms: float) -> int:
        """What this clock reads at a real instant, both milliseconds since the epoch."""
        return int(self._origin_ms + (real_ms - self._origin_real_ms) * self.speed)


class ClockOriginMissing(OperatorProblem, ValueError):
    """Processes that run fast without a common origin would disagree about the time."""


def clock_from(settings: Settings) -> SystemClock:
    """The clock these settings describe. Raises ClockOriginMissing for a fast clock without an origin."""
    if settings.clock_speed != 1.0 and settings.clock_origin_real_ms is None:
        raise ClockOriginMissing(
            f"clock_speed is {settings.clock_speed} but clock_origin_real_ms is unset: "
            "processes would disagree about the time. Start them with `baqylau up`, "
            "or set BAQYLAU_CLOCK_ORIGIN_REAL_MS."
        )
    if settings.clock_origin_real_ms is None and settings.clock_origin_ms is not None:
        raise ClockOriginMissing("clock_origin_ms is set, clock_origin_real_ms is not: set both or neither.")
    return SystemClock(settings.clock_speed, settings.clock_origin_real_ms, settings.clock_origin_ms)
