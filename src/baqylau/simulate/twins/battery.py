"""The charge of what is worn: charged towards each morning, and run out when the script says so."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from baqylau.simulate.days import DAY_MS, HOUR_MS, MINUTE_MS

FULL, BEFORE_CHARGING = 100.0, 48.0
CHARGED_FROM_MS, CHARGED_TO_MS = 3 * HOUR_MS, 4 * HOUR_MS + 30 * MINUTE_MS
"""Local time of day at which the device is on its charger."""

RUNS_OUT_WITHIN_MS = 10 * HOUR_MS
RECHARGED_WITHIN_MS = 90 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Battery:
    """Straight lines between points of time and charge in percent."""

    points: tuple[tuple[int, float], ...]

    def level(self, time_ms: int) -> float:
        at = bisect_right(self.points, time_ms, key=lambda point: point[0])
        if at == 0 or at == len(self.points):
            return self.points[min(at, len(self.points) - 1)][1]
        (before_ms, before), (after_ms, after) = self.points[at - 1], self.points[at]
        return before + (after - before) * (time_ms - before_ms) / (after_ms - before_ms)

    def charging(self, time_ms: int) -> bool:
        at = bisect_right(self.points, time_ms, key=lambda point: point[0])
        return 0 < at < len(self.points) and self.points[at][1] > self.points[at - 1][1]

    def falls_to(self, level: float, before_ms: int) -> int:
        """When the charge last fell to the level before that moment, to a minute."""
        moment = before_ms
        while self.level(moment) <= level:
            moment -= MINUTE_MS
        return moment


def battery(from_ms: int, to_ms: int, empty: Iterable[tuple[int, int]]) -> Battery:
    """from_ms: a local midnight. empty: from when to when it is empty; charging begins at the end."""
    usual = _usual(from_ms, to_ms)
    points = list(usual.points)
    for start_ms, end_ms in empty:
        begin_ms, full_ms = start_ms - RUNS_OUT_WITHIN_MS, end_ms + RECHARGED_WITHIN_MS
        points = [point for point in points if not begin_ms <= point[0] <= full_ms]
        points += [
            (begin_ms, usual.level(begin_ms)),
            (start_ms, 0.0),
            (end_ms, 0.0),
            (full_ms, FULL),
        ]
    return Battery(tuple(sorted(points)))


def _usual(from_ms: int, to_ms: int) -> Battery:
    points = []
    for midnight_ms in range(from_ms - DAY_MS, to_ms + DAY_MS, DAY_MS):
        points += [(midnight_ms + CHARGED_FROM_MS, BEFORE_CHARGING), (midnight_ms + CHARGED_TO_MS, FULL)]
    return Battery(tuple(points))
