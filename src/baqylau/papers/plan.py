"""A map to be printed: what is on it, in degrees; which part of the world it shows, and how long its scale bar is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from baqylau.register.place import Circle, Place

LonLat = tuple[float, float]
Line = Sequence[LonLat]
Frame = tuple[float, float, float, float]
"""West, south, east, north; degrees."""

METRES_A_DEGREE = 111_195.0
_NICE = (1, 2, 5)
LEAST_SIDE_M = 400.0


@dataclass(frozen=True, slots=True)
class Zone:
    """A place on the map. kind: of its condition. number: how the words beside the map call it."""

    kind: str
    rings: Sequence[Line]
    number: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the ground. towards: along what it is written; None: level, beside a dot where it is a town's."""

    at: LonLat
    text: str
    kind: Literal["town", "region", "street"] = "town"
    towards: LonLat | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies below: areas and lines by kind of thing in the order of drawing, names, the weightiest first.

    areas: the outer ring, then holes, which run the other way round. credit: whose work it is; empty where there is
    no base. coarse: it is made for an overview.
    """

    areas: Sequence[tuple[str, Sequence[Line]]] = ()
    lines: Sequence[tuple[str, Line]] = ()
    names: Sequence[Name] = ()
    credit: str = ""
    coarse: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One position. used: by the rules."""

    at: LonLat
    used: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """height_mm: on paper. track: pieces between gaps; gaps: straight lines over what is not known."""

    frame: Frame
    height_mm: float
    zones: Sequence[Zone] = ()
    track: Sequence[Line] = ()
    gaps: Sequence[Line] = ()
    marks: Sequence[Mark] = ()
    ground: Ground = field(default_factory=Ground)
    legend: Sequence[tuple[Literal["track", "gap", "used", "unused"], str]] = ()
    width_share: float = 1.0

    def said(self) -> list[str]:
        numbers = [zone.number for zone in self.zones]
        return [*numbers, *(name.text for name in self.ground.names), *(text for _, text in self.legend)]


def rings_of(place: Place) -> list[Line]:
    """A circle as a ring of 72 corners, good to a tenth of a per cent of its radius."""
    if not isinstance(place, Circle):
        return [list(ring) for ring in place.coordinates]
    lon, lat = place.coordinates
    north = place.radius_m / METRES_A_DEGREE
    east = north / max(math.cos(math.radians(lat)), 0.01)
    steps = [math.radians(5 * step) for step in range(73)]
    return [[(lon + east * math.sin(one), lat + north * math.cos(one)) for one in steps]]


def frame_of(points: Iterable[LonLat]) -> Frame | None:
    """The least frame around the points; None without any."""
    found = list(points)
    if not found:
        return None
    lons, lats = [lon for lon, _ in found], [lat for _, lat in found]
    return min(lons), min(lats), max(lons), max(lats)


def joined(one: Frame, other: Frame) -> Frame:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def sides_m(frame: Frame) -> tuple[float, float]:
    """Width at its middle, and height."""
    shrink = math.cos(math.radians((frame[1] + frame[3]) / 2))
    return (frame[2] - frame[0]) * METRES_A_DEGREE * shrink, (frame[3] - frame[1]) * METRES_A_DEGREE


def fitted(frame: Frame, aspect: float, margin: float = 0.08) -> Frame:
    """Widened to the aspect (width / height on paper), with a margin; never so near that nothing is to be seen."""
    shrink = max(math.cos(math.radians((frame[1] + frame[3]) / 2)), 0.01)
    width_m, height_m = (max(side, LEAST_SIDE_M) * (1 + 2 * margin) for side in sides_m(frame))
    width_m, height_m = max(width_m, height_m * aspect), max(height_m, width_m / aspect)
    lon, lat = (frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2
    east, north = width_m / METRES_A_DEGREE / shrink / 2, height_m / METRES_A_DEGREE / 2
    return lon - east, lat - north, lon + east, lat + north


def scale_bar_m(frame: Frame) -> float:
    """A round length of a tenth to a quarter of the width."""
    longest = sides_m(frame)[0] / 4
    power = 10.0 ** math.floor(math.log10(longest))
    return max(nice * power for nice in _NICE if nice * power <= longest)


def graticule_deg(frame: Frame) -> float:
    """How far lines of the graticule are apart: a round part of a degree, three to eight lines across."""
    widest = (frame[2] - frame[0]) / 3
    power = 10.0 ** math.floor(math.log10(widest))
    return max(nice * power for nice in _NICE if nice * power <= widest)
