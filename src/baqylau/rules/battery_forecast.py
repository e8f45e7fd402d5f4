"""When a battery will be empty, from how it has been emptying. Pure.

The slope is the median of the slopes between all pairs of readings (Theil 1950, Sen 1968): a reading in four may be
wild without moving it. The spread of those slopes gives the uncertainty. Charging ends a discharge, and so does a
rise: only what came after counts. A cell's voltage does not fall in a straight line; a forecast from voltage is told
only near the end, where it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_LOOK_BACK_MS: Final = 48 * 3_600_000
LEAST_SPAN_MS: Final = 90 * 60_000
_LEAST_READINGS: Final = 4
_MOST_READINGS: Final = 60
_FURTHEST_MS: Final = 14 * 86_400_000
RISE_PERCENT: Final = 4.0
RISE_V: Final = 0.06
_EMPTY_V: Final = 3.4
_TELLING_V: Final = 3.8
_LEAST_FALL_PERCENT: Final = 2.0
_LEAST_FALL_V: Final = 0.02


class Reading(NamedTuple):
    """One report of a battery; None where it does not say."""

    time_ms: int
    level_percent: float | None = None
    voltage_v: float | None = None
    charging: bool | None = None


class Forecast(NamedTuple):
    """empty_ms: the best guess. earliest_ms, latest_ms: between which it lies eight times in ten, by the slopes."""

    empty_ms: int
    earliest_ms: int
    latest_ms: int
    discharge_ms: int


def forecast(readings: Sequence[Reading]) -> Forecast | None:
    """From one activation's readings, oldest first. None: charging, not falling, or too little is known.

    `discharge_ms`: when the discharge that goes on began; the same for all forecasts of one discharge.
    """
    by_level = any(one.level_percent is not None for one in readings)
    series = [
        (one.time_ms, one.level_percent if by_level else one.voltage_v, bool(one.charging))
        for one in readings
    ]
    points = _discharge(
        [(time_ms, value, charging) for time_ms, value, charging in series if value is not None], by_level
    )
    if len(points) < _LEAST_READINGS or points[-1][0] - points[0][0] < LEAST_SPAN_MS:
        return None
    began_ms = points[0][0]
    points = _recent(points)
    last_ms, last = points[-1]
    left = last if by_level else last - _EMPTY_V
    fallen = points[0][1] - last
    if fallen < (_LEAST_FALL_PERCENT if by_level else _LEAST_FALL_V) or not (by_level or last <= _TELLING_V):
        return None
    slopes = sorted((b - a) / (u - t) for i, (t, a) in enumerate(points) for u, b in points[i + 1 :] if u > t)
    slope = _quantile(slopes, 0.5)
    if slope >= 0 or left / -slope > _FURTHEST_MS:
        return None
    steep, flat = _quantile(slopes, 0.1), min(_quantile(slopes, 0.9), slope / 4)
    empty, soon, late = (last_ms + round(max(left, 0.0) / -each) for each in (slope, steep, flat))
    return Forecast(empty, soon, late, began_ms)


def _discharge(series: list[tuple[int, float, bool]], by_level: bool) -> list[tuple[int, float]]:
    """What came after the last charging or rise; nothing while it charges."""
    rise = RISE_PERCENT if by_level else RISE_V
    begin = 0
    lowest = series[0][1] if series else 0.0
    for index, (one, other) in enumerate(pairwise(series), start=1):
        if one[2] or other[2] or other[1] - lowest >= rise:
            begin, lowest = index, other[1]
        lowest = min(lowest, other[1])
    if series and series[-1][2]:
        return []
    return [(time_ms, value) for time_ms, value, _ in series[begin:]]


def _recent(points: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """The last two days, thinned evenly: the slopes are as many as the square of the readings."""
    some = [point for point in points if point[0] > points[-1][0] - _LOOK_BACK_MS]
    step = -(-len(some) // _MOST_READINGS)
    return some[::-1][::step][::-1]


def _quantile(values: Sequence[float], share: float) -> float:
    return values[min(int(share * len(values)), len(values) - 1)]
