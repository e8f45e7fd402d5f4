"""Which of many points a printed table shows, by a rule that the paper states. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_ROWS = 400
"""About nine pages; the CSV file has all of them."""


@dataclass(frozen=True, slots=True)
class Thinned:
    """chosen: places in the column, in order. every: of the rest each so-many-th; hard: the telling points too."""

    chosen: NDArray[np.int64]
    every: int
    hard: bool


def thinned(
    times_ms: NDArray[np.int64], reasons: NDArray[np.int8], gap_s: float, most: int = MOST_ROWS
) -> Thinned:
    """All when they are few. Else first and last, those beside gaps, those at which the use changes, and even steps."""
    count = len(times_ms)
    if count <= most:
        return Thinned(np.arange(count), 1, hard=False)
    telling = np.zeros(count, bool)
    telling[[0, -1]] = True
    changes = np.flatnonzero(np.diff(reasons.astype(np.int16)) != 0)
    used = np.flatnonzero(reasons == 0)
    wide = np.flatnonzero(np.diff(times_ms[used]) > gap_s * 1000)
    telling[np.concatenate((changes, changes + 1, used[wide], used[wide + 1]))] = True
    first = np.flatnonzero(telling)
    hard = len(first) > most // 2
    if hard:
        first = first[_even(len(first), most // 2)]
    rest = np.setdiff1d(np.arange(count), first, assume_unique=True)
    every = -(-len(rest) // (most - len(first)))
    return Thinned(np.union1d(first, rest[::every]), every, hard)


def _even(count: int, most: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, count - 1, most).round().astype(np.int64))
