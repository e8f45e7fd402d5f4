"""How far two circles lie apart, and how fast somebody goes: on a sphere, which is enough for short distances."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, radians
from typing import Final

from baqylau.rules.positions import Fix

_M_PER_DEGREE: Final = 111_195.0
"""On a sphere of 6,371 km; distances here are short, and 0.5 % of them is less than any accuracy."""


def distance_m(one: Fix, other: Fix) -> float:
    """Between the middles of two circles, metres."""
    return between_m(one[4], one[5], other[4], other[5])


def between_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Between two points, metres."""
    north = (lat - other_lat) * _M_PER_DEGREE
    # Around the world the short way: 180° E is 180° W.
    across = (lon - other_lon + 180) % 360 - 180
    east = across * _M_PER_DEGREE * cos(radians((lat + other_lat) / 2))
    return hypot(north, east)


def nearest(fixes: Sequence[Fix], time_ms: int) -> Fix | None:
    """The fix closest to that time."""
    return min(fixes, key=lambda fix: abs(fix[0] - time_ms), default=None)


def speed_mps(fixes: Sequence[Fix]) -> float:
    """How fast somebody surely moved between the last two fixes; nothing while the circles touch."""
    if len(fixes) < 2:
        return 0.0
    before, last = fixes[-2], fixes[-1]
    moved_m = distance_m(before, last) - before[7] - last[7]
    return max(0.0, moved_m) * 1000 / max(1000, last[0] - before[0])
