from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from baqylau.register.place import Circle, Polygon
from baqylau.rules.shapes import edge_distance_m, outline_distance_m, shape_of

GEOD = Geod(ellps="WGS84")


@given(
    st.floats(-70, 70),
    st.floats(-170, 170),
    st.floats(0, 360),
    st.floats(0, 30_000),
)
def test_distances_are_those_of_the_ellipsoid(lat: float, lon: float, azimuth: float, metres: float) -> None:
    """Up to 30 km from the centre of a circle the distance is right to 0.1 % and 1 m."""
    shape = shape_of(Circle(type="Point", coordinates=(lon, lat), radius_m=100))
    there_lon, there_lat, _ = GEOD.fwd(lon, lat, azimuth, metres)
    if abs(there_lon - lon) > 180:
        return
    measured = edge_distance_m(shape, there_lat, there_lon) + 100
    assert abs(measured - metres) <= 1 + metres * 0.001


def _square(half_deg: float, *holes: float) -> Polygon:
    def ring(half: float) -> tuple[tuple[float, float], ...]:
        west, south, east, north = 76.9 - half, 43.2 - half, 76.9 + half, 43.2 + half
        return ((west, south), (east, south), (east, north), (west, north), (west, south))

    return Polygon(type="Polygon", coordinates=tuple(ring(half) for half in (half_deg, *holes)))


def test_a_polygon_measures_to_its_nearest_edge() -> None:
    """Inside is negative, outside positive, by the metres to the nearest edge."""
    shape = shape_of(_square(0.01))
    assert abs(edge_distance_m(shape, 43.2, 76.9) + 812) < 3
    assert abs(edge_distance_m(shape, 43.22, 76.9) - 1111) < 3
    assert edge_distance_m(shape, 43.205, 76.9) < 0


def test_a_hole_is_outside() -> None:
    """A point in a polygon's hole is outside it, by the distance to the hole's edge."""
    shape = shape_of(_square(0.01, 0.005))
    assert abs(edge_distance_m(shape, 43.2, 76.9) - 406) < 3


def test_far_from_a_polygon_its_circle_is_measured() -> None:
    """Beyond reach the distance is to the circle round the polygon: never more than to the polygon itself."""
    shape = shape_of(_square(0.01))
    true_m = 111_100 * (1 - 0.01)
    assert 0 < edge_distance_m(shape, 44.2, 76.9) <= true_m + 50


def test_many_edges_measure_like_few() -> None:
    """A polygon of so many edges that shapely measures it gives the distances of the same one of few."""
    few = shape_of(_square(0.01, 0.005))
    many_rings = []
    for ring in _square(0.01, 0.005).coordinates:
        points = [
            (a[0] + (b[0] - a[0]) * step / 20, a[1] + (b[1] - a[1]) * step / 20)
            for a, b in pairwise(ring)
            for step in range(20)
        ]
        many_rings.append((*points, points[0]))
    many = shape_of(Polygon(type="Polygon", coordinates=tuple(many_rings)))
    assert many.outline is not None
    assert many.outline.area is not None
    assert outline_distance_m(many.outline, 0, 700, 50) == -51
    for lat, lon in ((43.2, 76.9), (43.207, 76.9), (43.22, 76.91), (43.19, 76.93)):
        assert abs(edge_distance_m(few, lat, lon) - edge_distance_m(many, lat, lon)) < 0.5


def test_equal_polygons_are_one_object() -> None:
    """A city's boundary is prepared once, whoever it binds."""
    assert shape_of(_square(0.02)) is shape_of(_square(0.02))
