"""What a receiver makes of a true place: claimed accuracy, error, lies, jumps indoors.

The parameters were measured with `measure.py` on 13 phones in Sao Paulo, July and August 2017 (InterSCity
Open Data Challenge), 96,438 fixes, of them 2,780 in 11 nights at home, where the truth is known.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from random import Random
from statistics import NormalDist
from typing import NamedTuple

SHARES = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0)
"""The shares at which every table below gives the quantile."""

CLAIMED_M = (3.0, 3.0, 3.0, 3.0, 8.0, 20.0, 96.0, 500.0, 608.0, 1040.0, 11700.0, 94600.0)
"""Claimed accuracy of all fixes."""
CLAIMED_MOVING_M = (3.0, 3.0, 3.0, 3.0, 4.0, 5.0, 10.0, 24.0, 50.0, 200.0, 728.0, 3750.0)
"""Claimed accuracy of fixes faster than 5 km/h."""
CLAIMED_AT_HOME_M = (8.0, 12.0, 17.0, 20.0, 24.0, 60.0, 416.0, 900.0, 900.0, 900.0, 900.0, 900.0)
"""Claimed accuracy in nights at home."""
CLAIM_RANK_CORRELATION = 0.425
"""Of one claim with the next, nights at home."""
CLAIM_SAME_AS_BEFORE = 0.398
PLACE_SAME_AS_BEFORE = 0.203
INTERVAL_S = (1.0, 2.0, 2.0, 3.0, 5.0, 11.0, 29.0, 32.0, 34.0, 75.0, 430.0, 599.0)
"""Between fixes, where at most ten minutes."""
GAPS_PER_1000 = 8.56
"""Intervals longer than ten minutes."""
GAP_S = (601.0, 626.0, 680.0, 757.0, 1160.0, 2960.0, 7580.0, 22300.0, 43100.0, 53600.0, 135000.0, 140000.0)
ERROR_OVER_CLAIMED = (0.0, 0.0106, 0.0259, 0.0484, 0.139, 0.261, 0.502, 0.759, 1.1, 1.89, 3.78, 4.41)
"""Of fixes within 100 m of the truth: 1.1 at 95 % and 3.8 at 99.9 % is how a claimed accuracy lies."""
JUMPS_PER_HOUR = 9.79
"""Runs of fixes more than 100 m from a home that the wearer did not leave."""
LYING_JUMPS = 0.191
"""Share of the jumps whose claimed circle does not reach the truth."""


class Jump(NamedTuple):
    """Quantiles of how long a jump lasts, how far it leads, and its claim over that distance."""

    lasts_s: tuple[float, ...]
    distance_m: tuple[float, ...]
    claimed_over_distance: tuple[float, ...]


HONEST_JUMP = Jump(
    (5.0, 5.91, 7.55, 10.0, 13.8, 32.0, 94.0, 185.0, 223.0, 413.0, 538.0, 567.0),
    (106.0, 129.0, 136.0, 222.0, 256.0, 257.0, 414.0, 423.0, 423.0, 550.0, 674.0, 725.0),
    (1.0, 1.0, 1.18, 1.18, 1.45, 2.3, 3.5, 3.5, 4.05, 5.9, 5.9, 5.9),
)
LYING_JUMP = Jump(
    (0.0, 6.8, 16.6, 29.6, 31.0, 31.0, 33.0, 62.2, 63.6, 112.0, 147.0, 151.0),
    (109.0, 109.0, 111.0, 121.0, 124.0, 140.0, 169.0, 414.0, 523.0, 1300.0, 2390.0, 2510.0),
    (0.126, 0.126, 0.232, 0.283, 0.33, 0.41, 0.821, 0.877, 0.929, 0.948, 0.949, 0.949),
)
"""Short and near: those that a rule must survive by persistence."""

_NORMAL = NormalDist()
# The rank correlation of two jointly normal variables with correlation r is 6/pi * asin(r/2). A claim that is
# repeated correlates fully, so the drawn ones carry what is left.
_CLAIM_MEMORY = 2 * math.sin(math.pi / 6 * max(0.0, (CLAIM_RANK_CORRELATION - CLAIM_SAME_AS_BEFORE)))
_TURN_RAD = 0.7
_SATELLITES_BELOW_M = ((5.0, 14), (10.0, 11), (20.0, 8), (50.0, 6), (100.0, 5))


def quantile(table: tuple[float, ...], share: float) -> float:
    """Between two tabulated shares the logarithm is interpolated, for tails as long as these."""
    at = min(bisect_right(SHARES, share), len(SHARES) - 1)
    below, above = SHARES[at - 1], SHARES[at]
    part = (share - below) / (above - below)
    low, high = table[at - 1], table[at]
    if low <= 0.0:
        return low + (high - low) * part
    return low * math.exp(math.log(high / low) * part)


class Seen(NamedTuple):
    """What the receiver reports: metres east and north of the origin, its claim, satellites in use."""

    east_m: float
    north_m: float
    accuracy_m: float
    satellites: int


class Receiver:
    """One receiver's noise; remembers, because errors of successive fixes belong together."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._claim_m = 0.0
        self._claim_normal = random.gauss(0.0, 1.0)
        self._direction = random.uniform(0.0, math.tau)
        self._error = (0.0, 0.0)
        self._jump_until_ms = 0
        self._jump: Seen | None = None
        self._before_ms: int | None = None

    def next_interval_s(self) -> int:
        """Seconds to the next fix, whole and at least one."""
        return max(1, round(quantile(INTERVAL_S, self._random.random())))

    def see(self, time_ms: int, east_m: float, north_m: float, *, moving: bool, indoors: bool) -> Seen:
        """The fix of a receiver that truly is there."""
        elapsed_s = 0.0 if self._before_ms is None else (time_ms - self._before_ms) / 1000
        self._before_ms = time_ms
        jumped = self._jumped(time_ms, elapsed_s, east_m, north_m, indoors=indoors)
        if jumped is not None:
            return jumped
        if not self._random.random() < PLACE_SAME_AS_BEFORE or moving:
            self._claim(moving=moving)
            self._err()
        error_east, error_north = self._error
        return Seen(east_m + error_east, north_m + error_north, self._claim_m, _satellites(self._claim_m))

    def _jumped(
        self, time_ms: int, elapsed_s: float, east_m: float, north_m: float, *, indoors: bool
    ) -> Seen | None:
        if not indoors:
            self._jump = None
            return None
        if self._jump is not None and time_ms <= self._jump_until_ms:
            return self._jump
        self._jump = None
        # At most one jump an interval; after a long silence the receiver is as likely to be in one as ever.
        chance = 1 - math.exp(-min(elapsed_s, 60.0) * JUMPS_PER_HOUR / 3600)
        if self._random.random() < chance:
            kind = LYING_JUMP if self._random.random() < LYING_JUMPS else HONEST_JUMP
            self._jump = self._new_jump(kind, east_m, north_m)
            self._jump_until_ms = time_ms + round(1000 * self._draw(kind.lasts_s))
        return self._jump

    def _new_jump(self, kind: Jump, east_m: float, north_m: float) -> Seen:
        distance, direction = self._draw(kind.distance_m), self._random.uniform(0.0, math.tau)
        claim = round(distance * self._draw(kind.claimed_over_distance))
        there = (east_m + distance * math.sin(direction), north_m + distance * math.cos(direction))
        return Seen(*there, float(claim), _satellites(claim))

    def _claim(self, *, moving: bool) -> None:
        if self._claim_m and self._random.random() < CLAIM_SAME_AS_BEFORE and not moving:
            return
        fresh = self._random.gauss(0.0, math.sqrt(1 - _CLAIM_MEMORY**2))
        self._claim_normal = _CLAIM_MEMORY * self._claim_normal + fresh
        table = CLAIMED_MOVING_M if moving else CLAIMED_AT_HOME_M
        self._claim_m = float(round(quantile(table, _NORMAL.cdf(self._claim_normal))))

    def _err(self) -> None:
        size = min(100.0, self._claim_m * self._draw(ERROR_OVER_CLAIMED))
        self._direction += self._random.gauss(0.0, _TURN_RAD)
        self._error = (size * math.sin(self._direction), size * math.cos(self._direction))

    def _draw(self, table: tuple[float, ...]) -> float:
        return quantile(table, self._random.random())


def _satellites(claim_m: float) -> int:
    return next((count for limit, count in _SATELLITES_BELOW_M if claim_m <= limit), 4)
