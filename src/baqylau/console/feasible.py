"""Whether an order can be kept at all: places of it that contradict one another. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, radians
from typing import Any, Literal

import shapely  # type: ignore[import-untyped]

from baqylau.register.order import Condition
from baqylau.register.place import Circle
from baqylau.register.schedule import Schedule, fits

Code = Literal[
    "home_outside_inclusion", "home_in_exclusion", "home_near_exclusion", "place_in_exclusion",
    "place_outside_inclusion", "cut_off", "place_small", "tests_too_many", "tests_unanswerable",
]  # fmt: skip

SMALL_M = 50.0
"""A home smaller than this is narrower than the error of a fix indoors."""
AROUND_M = 30_000.0
"""How far around the places a way from one to the other is looked for."""
_M_PER_LAT = 111_320.0


@dataclass(frozen=True, slots=True)
class Warned:
    """condition: the id that cannot be kept. other: the one it meets. metres: how wide or how near."""

    code: Code
    condition: str
    other: str | None = None
    metres: float | None = None


def warnings_of(conditions: Sequence[Condition]) -> list[Warned]:
    """What of an order can hardly be kept by anybody, whatever they do. Places in the plane about the first one."""
    tests = [
        found for one in conditions if one.schedule is not None for found in _of_tests(one, one.schedule)
    ]
    return [*_of_places([one for one in conditions if one.place is not None]), *tests]


def _of_tests(condition: Condition, schedule: Schedule) -> Iterator[Warned]:
    """Random tests that cannot keep their distance, and times to answer that run into the next test."""
    if not all(fits(row, schedule.apart_minutes) for row in schedule.random):
        yield Warned("tests_too_many", condition.id)
    if schedule.random and (schedule.answer_minutes or 0) > schedule.apart_minutes > 0:
        yield Warned("tests_unanswerable", condition.id)


def _of_places(conditions: Sequence[Condition]) -> list[Warned]:
    if not conditions:
        return []
    shapes = _shapes(conditions)
    stays = [one for one in conditions if one.kind in ("curfew", "attendance")]
    found = list(_small(stays, shapes))
    for stay, other in product(stays, conditions):
        found += _meeting(stay, other, shapes)
    return [*found, *_cut_off(stays, conditions, shapes)]


def _shapes(conditions: Sequence[Condition]) -> dict[str, Any]:
    lon, lat = _middle(conditions[0])
    scale = _M_PER_LAT * cos(radians(lat))
    return {one.id: _shape(one, lon, lat, scale) for one in conditions}


def _middle(condition: Condition) -> tuple[float, float]:
    place = condition.where
    return place.coordinates if isinstance(place, Circle) else place.coordinates[0][0]


def _shape(condition: Condition, lon: float, lat: float, scale: float) -> Any:
    def plane(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - lon) * scale, (point[1] - lat) * _M_PER_LAT

    place = condition.where
    if isinstance(place, Circle):
        return shapely.Point(plane(place.coordinates)).buffer(place.radius_m, quad_segs=32)
    rings = [[plane(point) for point in ring] for ring in place.coordinates]
    return shapely.Polygon(rings[0], rings[1:])


def _small(stays: Sequence[Condition], shapes: dict[str, Any]) -> Iterator[Warned]:
    for stay in stays:
        radius_m = shapely.minimum_bounding_radius(shapes[stay.id])
        if radius_m < SMALL_M:
            yield Warned("place_small", stay.id, None, round(float(radius_m), 1))


def _meeting(stay: Condition, other: Condition, shapes: dict[str, Any]) -> Iterator[Warned]:
    home = stay.kind == "curfew"
    distance_m = float(shapely.distance(shapes[stay.id], shapes[other.id]))
    if other.kind == "exclusion" and distance_m == 0:
        yield Warned("home_in_exclusion" if home else "place_in_exclusion", stay.id, other.id, 0.0)
    elif other.kind == "exclusion" and home and distance_m <= (other.warning_m or 0.0):
        yield Warned("home_near_exclusion", stay.id, other.id, round(distance_m, 1))
    elif other.kind == "inclusion" and not shapely.covers(shapes[other.id], shapes[stay.id]):
        yield Warned("home_outside_inclusion" if home else "place_outside_inclusion", stay.id, other.id)


def _cut_off(
    stays: Sequence[Condition], conditions: Sequence[Condition], shapes: dict[str, Any]
) -> Iterator[Warned]:
    """Places between which there is no way that stays out of the zones and within the territory."""
    zones = [shapes[one.id] for one in conditions if one.kind == "exclusion"]
    if len(stays) < 2 or not zones:
        return
    free = shapely.box(*shapely.total_bounds([shapes[one.id] for one in conditions])).buffer(AROUND_M)
    for one in conditions:
        if one.kind == "inclusion":
            free = shapely.intersection(free, shapes[one.id])
    pieces = shapely.get_parts(shapely.difference(free, shapely.union_all(zones)))
    home = stays[0]
    reached = [piece for piece in pieces if shapely.intersects(piece, shapes[home.id])]
    for other in stays[1:]:
        if reached and not any(shapely.intersects(piece, shapes[other.id]) for piece in reached):
            yield Warned("cut_off", home.id, other.id)
