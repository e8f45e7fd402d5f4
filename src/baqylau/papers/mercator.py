"""Which tiles of a map lie below a frame, and where the numbers inside a tile are on the earth. Pure.

Tiles cut the square of Web Mercator (EPSG:3857) into 2^zoom columns from the west and rows from the north.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baqylau.papers.plan import Frame

Box = tuple[float, float, float, float]
ACROSS = 2.0
"""So many tiles fit across a frame at least: of a paper's width each is then 87 to 174 mm wide."""
EDGE_LAT = 85.0511
"""Where the square ends in the north and the south."""


@dataclass(frozen=True, slots=True)
class Tile:
    """column: from the west; row: from the north."""

    zoom: int
    column: int
    row: int


def zoom_for(frame: Frame, least: int, most: int) -> int | None:
    """The zoom at which a frame is two to four tiles wide, or the nearest one the map has.

    None where the frame is too wide for the map: streets of a whole country are more than a paper can hold.
    """
    width_deg = max(frame[2] - frame[0], 1e-6)
    wanted = max(math.floor(math.log2(360 * ACROSS / width_deg)), 0)
    return None if wanted < least else min(wanted, most)


def tiles_of(frame: Frame, zoom: int) -> Iterator[Tile]:
    """Those that the frame touches, row by row."""
    last = 2**zoom - 1
    west, north = _square(frame[0], frame[3], zoom)
    east, south = _square(frame[2], frame[1], zoom)
    for row in range(_within(north, last), _within(south, last) + 1):
        for column in range(_within(west, last), _within(east, last) + 1):
            yield Tile(zoom, column, row)


def _square(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Columns from the west and rows from the north, with fractions."""
    lat = min(max(lat, -EDGE_LAT), EDGE_LAT)
    down = math.asinh(math.tan(math.radians(lat))) / math.pi
    return (lon + 180) / 360 * 2**zoom, (1 - down) / 2 * 2**zoom


def _within(at: float, last: int) -> int:
    return min(max(math.floor(at), 0), last)


def window(tile: Tile, frame: Frame, extent: int, beyond: float = 0.0) -> Box | None:
    """The part of the tile inside the frame, in the tile's units; None where they do not meet.

    beyond: how much further than the tile's edge it may reach, so that areas of neighbours overlap.
    """
    west, north = _square(frame[0], frame[3], tile.zoom)
    east, south = _square(frame[2], frame[1], tile.zoom)
    left = max((west - tile.column) * extent, -beyond)
    right = min((east - tile.column) * extent, extent + beyond)
    top = max((north - tile.row) * extent, -beyond)
    bottom = min((south - tile.row) * extent, extent + beyond)
    return (left, top, right, bottom) if left < right and top < bottom else None


def on_earth(tile: Tile, extent: int, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pairs in the tile's units (right, down) as longitude and latitude in degrees."""
    squares = 2.0**tile.zoom
    lon = (tile.column + places[:, 0] / extent) / squares * 360 - 180
    down = 1 - 2 * (tile.row + places[:, 1] / extent) / squares
    return np.column_stack((lon, np.degrees(np.arctan(np.sinh(np.pi * down)))))
