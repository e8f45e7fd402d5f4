"""A track with fewer points that keeps its shape. Pure."""

from __future__ import annotations

from math import cos, radians

import numpy as np
import shapely  # type: ignore[import-untyped]
from numpy.typing import NDArray

METRES_A_DEGREE = 111_320.0
_FINEST_M = 0.1
_COARSEST_M = 100_000.0


def thinned(lats: NDArray[np.float64], lons: NDArray[np.float64], points: int) -> tuple[list[int], float]:
    """Which points to keep, in order, at most `points` of them, and how far the rest lies off the line, metres.

    Douglas and Peucker's line simplification with the smallest tolerance that is coarse enough. The first and the
    last point are always kept. Distances are on a plane at the track's middle latitude: good to a percent within a
    region, and only ever used to leave points out of a drawing.
    """
    if points < 2:
        raise ValueError("a track has at least its two ends")
    if len(lats) <= points:
        return list(range(len(lats))), 0.0
    line = _line(lats, lons)
    finest, coarsest = _FINEST_M, _COARSEST_M
    while coarsest / finest > 1.1:
        middle = (finest * coarsest) ** 0.5
        if len(_kept(line, middle)) <= points:
            coarsest = middle
        else:
            finest = middle
    kept = _kept(line, coarsest)
    if len(kept) > points:
        return [0, len(lats) - 1], coarsest
    return kept, coarsest


def _line(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> shapely.LineString:
    # The third coordinate carries each point's number through the simplification, which looks at two.
    across = (lons - lons.mean()) * METRES_A_DEGREE * cos(radians(float(lats.mean())))
    along = (lats - lats.mean()) * METRES_A_DEGREE
    return shapely.LineString(np.column_stack([across, along, np.arange(len(lats))]))


def _kept(line: shapely.LineString, tolerance_m: float) -> list[int]:
    simple = shapely.simplify(line, tolerance_m, preserve_topology=False)
    numbers = shapely.get_coordinates(simple, include_z=True)[:, 2]
    return [int(number) for number in numbers]
