"""Moving a track keeps what matters about it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.simulate.geometry import Place, metres_between, offset, rigid_move

places = st.builds(Place, st.floats(-75, 75), st.floats(-179, 179))
targets = st.builds(Place, st.floats(40, 56), st.floats(46, 88))


@given(
    st.lists(st.tuples(st.floats(-90_000, 90_000), st.floats(-90_000, 90_000)), min_size=2), places, targets
)
def test_distances_between_fixes_survive_the_move(
    offsets: list[tuple[float, float]], anchor: Place, target: Place
) -> None:
    """Every distance between two fixes of a track is the same after the move, to a centimetre."""
    before = [offset(anchor, east, north) for east, north in offsets]
    lats, lons = rigid_move(
        np.array([p.lat for p in before]), np.array([p.lon for p in before]), anchor, target
    )
    after = [Place(float(lat), float(lon)) for lat, lon in zip(lats, lons, strict=True)]
    for i in range(len(before) - 1):
        expected = metres_between(before[i], before[i + 1])
        assert metres_between(after[i], after[i + 1]) == pytest.approx(expected, abs=0.01)


@given(places, targets, st.floats(1, 2_000))
def test_north_stays_north_at_the_anchor(anchor: Place, target: Place, metres: float) -> None:
    """The anchor lands on the target, and a fix north of it lands north of the target."""
    north = offset(anchor, 0, metres)
    lats, lons = rigid_move(
        np.array([anchor.lat, north.lat]), np.array([anchor.lon, north.lon]), anchor, target
    )
    assert metres_between(Place(float(lats[0]), float(lons[0])), target) < 0.01
    assert math.isclose(lons[1], target.lon, abs_tol=1e-7)
    assert lats[1] > lats[0]
