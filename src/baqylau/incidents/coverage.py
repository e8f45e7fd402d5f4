"""Places where a person's device loses contact again and again for a technical reason. Pure.

A cellar flat or a valley without a network is no wish to hide. The places are proposed from what happened, have no
effect until a supervisor confirms one, and stop by themselves: what a place explains is a silence as long as those
before it, never a longer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Final

from baqylau.incidents.terms import CoverageTerms

_M_PER_DEGREE: Final = 111_195.0
_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Loss:
    """Contact was lost at [from_ms, to_ms); lat, lon: the last place known before."""

    from_ms: int
    to_ms: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle in which contact was lost `losses` times, the longest for `longest_ms`."""

    lat: float
    lon: float
    radius_m: float
    losses: int
    longest_ms: int
    first_ms: int
    last_ms: int

    def holds(self, lat: float, lon: float) -> bool:
        return metres(self.lat, self.lon, lat, lon) <= self.radius_m


def spots(losses: Iterable[Loss], terms: CoverageTerms) -> list[Spot]:
    """Where one person lost contact often enough, on enough days; each loss counts for one spot."""
    groups: list[list[Loss]] = []
    for loss in sorted(losses, key=lambda one: one.from_ms):
        near = next((group for group in groups if _beside(group, loss, terms)), None)
        if near is None:
            groups.append([loss])
        else:
            near.append(loss)
    return [_spot(group, terms) for group in groups if _often(group, terms)]


def explained_until_ms(spot: Spot, silent_since_ms: int, terms: CoverageTerms) -> int:
    """Until when a silence that began there is as usual as those before it."""
    usual_ms = min(round(spot.longest_ms * terms.longer_by), terms.longest_ms)
    return silent_since_ms + usual_ms


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    north = (lat - other_lat) * _M_PER_DEGREE
    east = ((lon - other_lon + 180) % 360 - 180) * _M_PER_DEGREE * cos(radians((lat + other_lat) / 2))
    return hypot(north, east)


def _beside(group: Sequence[Loss], loss: Loss, terms: CoverageTerms) -> bool:
    return metres(*_middle(group), loss.lat, loss.lon) <= terms.radius_m


def _middle(group: Sequence[Loss]) -> tuple[float, float]:
    return sum(one.lat for one in group) / len(group), sum(one.lon for one in group) / len(group)


def _often(group: Sequence[Loss], terms: CoverageTerms) -> bool:
    return len(group) >= terms.losses and len({one.from_ms // _DAY_MS for one in group}) >= terms.days


def _spot(group: Sequence[Loss], terms: CoverageTerms) -> Spot:
    lat, lon = _middle(group)
    return Spot(
        lat,
        lon,
        terms.radius_m,
        len(group),
        max(one.to_ms - one.from_ms for one in group),
        group[0].from_ms,
        group[-1].from_ms,
    )
