"""How far a fix is from the edge of a place, in metres, negative inside it.

Distances are taken in the plane about the place, with the ellipsoid's radii of curvature at its latitude and a
first-order correction of the longitude scale: within 0.1 % up to 50 km from the place at 60° north.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt
from typing import Any, Final

import msgspec

from baqylau.register.place import Circle, Coordinate, Polygon

_MANY_EDGES: Final = 24
"""From so many edges on shapely is faster than the loop here."""
_EQUATOR_M = 6_378_137.0
_ECCENTRICITY_2 = 6.694379990141e-3


class Outline(msgspec.Struct, frozen=True, gc=False):
    """edges: ends of the edges, x1, y1, x2, y2 of each. area, rim: the same for shapely, where there are many."""

    edges: array[float]
    area: Any = None
    rim: Any = None


class Shape(msgspec.Struct, frozen=True, gc=False):
    """A circle, and for a polygon its outline within that circle.

    m_per_lat, m_per_lon: metres a degree at the centre; m_per_lon_lat: change of the latter per degree of latitude.
    outline: of a polygon, in metres east and north of the centre. Equal polygons are one object, shared by all who
    have them (a city's boundary).
    """

    lat: float
    lon: float
    m_per_lat: float
    m_per_lon: float
    m_per_lon_lat: float
    radius_m: float
    outline: Outline | None = None


def shape_of(place: Circle | Polygon) -> Shape:
    if isinstance(place, Circle):
        lon, lat = place.coordinates
        return Shape(lat, lon, *_scales(lat), place.radius_m)
    return _polygon_shape(place)


def edge_distance_m(shape: Shape, lat: float, lon: float) -> float:
    """Metres from the edge of the place, negative inside. A place far off is given as its circle's distance."""
    north = lat - shape.lat
    y = north * shape.m_per_lat
    x = (lon - shape.lon) * (shape.m_per_lon + shape.m_per_lon_lat * north)
    distance = sqrt(x * x + y * y) - shape.radius_m
    if shape.outline is None or distance > shape.radius_m + 20_000:
        return distance
    return outline_distance_m(shape.outline, x, y, 1e9)


def outline_distance_m(outline: Outline, x: float, y: float, reach_m: float) -> float:
    """Metres from the edge of a polygon, negative inside; x and y east and north of its centre.

    Inside a polygon of many edges and further than `reach_m` from all of them, that is all that is said.
    """
    if outline.area is not None:
        return _many_edges_distance_m(outline, x, y, reach_m)
    inside = False
    nearest = 1e300
    edges = iter(outline.edges)
    for ax, ay, bx, by in zip(edges, edges, edges, edges, strict=True):
        dx, dy = bx - ax, by - ay
        along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)
        along = 0.0 if along < 0 else min(along, 1.0)
        ex, ey = ax + along * dx - x, ay + along * dy - y
        nearest = min(nearest, ex * ex + ey * ey)
        if (ay > y) != (by > y) and x < ax + (y - ay) / dy * dx:
            inside = not inside
    return -sqrt(nearest) if inside else sqrt(nearest)


def _many_edges_distance_m(outline: Outline, x: float, y: float, reach_m: float) -> float:
    import shapely  # type: ignore[import-untyped]

    point = shapely.Point(x, y)
    inside = shapely.contains_xy(outline.area, x, y)
    if inside and not shapely.dwithin(outline.rim, point, reach_m):
        return -reach_m - 1
    distance: float = shapely.distance(outline.rim, point)
    return -distance if inside else distance


@lru_cache(maxsize=4096)
def _polygon_shape(place: Polygon) -> Shape:
    outer = place.coordinates[0]
    lon = (min(p[0] for p in outer) + max(p[0] for p in outer)) / 2
    lat = (min(p[1] for p in outer) + max(p[1] for p in outer)) / 2
    scales = _scales(lat)
    rings = [[_local(point, lat, lon, scales) for point in ring] for ring in place.coordinates]
    radius_m = max(hypot(x, y) for x, y in rings[0])
    return Shape(lat, lon, *scales, radius_m, _outline(rings))


def _outline(rings: list[list[tuple[float, float]]]) -> Outline:
    edges = array("d")
    for ring in rings:
        for a, b in pairwise(ring):
            if a != b:
                edges.extend((*a, *b))
    if len(edges) <= 4 * _MANY_EDGES:
        return Outline(edges)
    # Loaded only where a place has many edges: it costs more than all else that a replay needs.
    import shapely

    area = shapely.Polygon(rings[0], rings[1:])
    rim = area.boundary
    shapely.prepare((area, rim))
    return Outline(array("d"), area, rim)


def _local(
    point: Coordinate, lat: float, lon: float, scales: tuple[float, float, float]
) -> tuple[float, float]:
    north = point[1] - lat
    return (point[0] - lon) * (scales[1] + scales[2] * north), north * scales[0]


def _scales(lat: float) -> tuple[float, float, float]:
    phi = radians(lat)
    w = 1 - _ECCENTRICITY_2 * sin(phi) ** 2
    across = _EQUATOR_M / sqrt(w)
    along = across * (1 - _ECCENTRICITY_2) / w
    degree = radians(1)
    return along * degree, across * cos(phi) * degree, -across * sin(phi) * degree * degree / 2
