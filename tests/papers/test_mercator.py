"""Which tiles lie below a frame."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.papers.mercator import Tile, on_earth, tiles_of, window, zoom_for
from baqylau.papers.plan import Frame, fitted

LONS, LATS = st.floats(-180, 180), st.floats(-84, 84)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    west, south = draw(LONS), draw(LATS)
    east, north = draw(st.floats(west, 180)), draw(st.floats(south, 84))
    return fitted((west, south, east, north), 1.5)


@given(frames(), st.integers(0, 14))
def test_tiles_cover_the_frame_and_are_few(frame: Frame, most: int) -> None:
    """Of any frame on earth, at the zoom chosen, the tiles are real ones and so few that a paper stays fast."""
    zoom = zoom_for(frame, 0, most)
    assert zoom is not None
    tiles = list(tiles_of(frame, zoom))
    assert 1 <= len(tiles) <= 40
    assert all(0 <= one.column < 2**zoom and 0 <= one.row < 2**zoom for one in tiles)


@given(st.floats(45, 90), st.floats(40, 56), st.integers(0, 14))
def test_a_place_is_where_its_tile_says(lon: float, lat: float, zoom: int) -> None:
    """A tile found by a place gives that place back from the numbers inside it."""
    (tile,) = tiles_of((lon, lat, lon, lat), zoom)
    inside = window(tile, (lon, lat, lon + 1e-9, lat + 1e-9), 4096)
    if inside is None:
        return
    (found,) = on_earth(tile, 4096, np.array([[inside[0], inside[3]]]))
    assert found == pytest.approx((lon, lat), abs=1e-6)


def test_window_is_the_part_inside() -> None:
    """Of the tile of the north-east of the world a frame at its south-western corner is the lower left corner."""
    assert window(Tile(1, 1, 0), (0, 0, 90, 80), 4096) == pytest.approx((0, 919.63, 2048, 4096), abs=0.01)
    assert window(Tile(1, 0, 0), (1, 1, 2, 2), 4096) is None


def test_a_map_that_does_not_go_so_far_out() -> None:
    """Of a map that begins at zoom 10 nothing is taken for half a country, and the nearest zoom for a street."""
    assert zoom_for((70, 45, 78, 50), 10, 14) is None
    assert zoom_for((76.9, 43.2, 76.901, 43.201), 10, 14) == 14
