"""How far a fix is from the edge of a place, in metres, negative inside it.

Distances are taken in the plane about the place, with the ellipsoid's radii of curvature at its latitude and a
first-order correction of the longitude scale: within 0.1 % up to 50 km from the place at 60° north.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from math import cos, hypot, radians, sin, sqrt

import msgspec

from baqylau.register.place import Circle, Coordinate, Polygon

_EQUATOR_M = 6_378_137.0
_ECCENTRICITY_2 = 6.694379990141e-3


class Shape(msgspec.Struct, frozen=True, gc=False):
    """A circle, and for a polygon its outline within that circle.

    m_per_lat, m_per_lon: metres a degree at the centre; m_per_lon_lat: change of the latter per degree of latitude.
    outline: ends of the edges in metres east and north of the centre, x1, y1, x2, y2 of each, or None.
    """

    lat: float
    lon: float
    m_per_lat: float
    m_per_lon: float
    m_per_lon_lat: float
    radius_m: float
    outline: array[float] | None = None


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
    return outline_distance_m(shape.outline, x, y)


def outline_distance_m(outline: array[float], x: float, y: float) -> float:
    inside = False
    nearest = 1e300
    edges = iter(outline)
    for ax, ay, bx, by in zip(edges, edges, edges, edges, strict=True):
        dx, dy = bx - ax, by - ay
        along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)
        along = 0.0 if along < 0 else min(along, 1.0)
        ex, ey = ax + along * dx - x, ay + along * dy - y
        nearest = min(nearest, ex * ex + ey * ey)
        if (ay > y) != (by > y) and x < ax + (y - ay) / dy * dx:
            inside = not inside
    return -sqrt(nearest) if inside else sqrt(nearest)


def _polygon_shape(place: Polygon) -> Shape:
    outer = place.coordinates[0]
    lon = (min(p[0] for p in outer) + max(p[0] for p in outer)) / 2
    lat = (min(p[1] for p in outer) + max(p[1] for p in outer)) / 2
    scales = _scales(lat)
    outline = array("d")
    for ring in place.coordinates:
        for a, b in pairwise([_local(point, lat, lon, scales) for point in ring]):
            if a != b:
                outline.extend((*a, *b))
    points = iter(outline)
    radius = max(hypot(x, y) for x, y in zip(points, points, strict=True))
    return Shape(lat, lon, *scales, radius, outline)


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
