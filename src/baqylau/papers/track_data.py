"""What a paper about a track is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from baqylau.papers.people import Office, Whom
from baqylau.register.order import OrderVersion


@dataclass(frozen=True)
class Points:
    """Columns of one length, by time. NaN where a value is missing; source and reason as indices of the names."""

    time_ms: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    accuracy_m: NDArray[np.float64]
    speed_kmh: NDArray[np.float64]
    source: NDArray[np.int16]
    reason: NDArray[np.int8]
    sources: Sequence[str]
    reasons: Sequence[str]

    @property
    def used(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.reason == self.reasons.index("used")
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """A finding; times in milliseconds since the epoch. condition: its id in the order."""

    kind: str
    condition: str | None
    began_ms: int
    ended_ms: int | None
    withdrawn: bool


@dataclass(frozen=True)
class TrackPaper:
    """span: what was asked for; periods: the parts of it in which an order needed positions. gap_s: what a gap is.

    csv_sha256: of the CSV file of the same span, in hexadecimal digits.
    """

    whom: Whom
    office: Office
    versions: Sequence[OrderVersion]
    span: tuple[int, int]
    periods: Sequence[tuple[int, int]]
    points: Points
    gaps: Sequence[tuple[int, int]]
    gap_s: float
    devices: Sequence[str]
    findings: Sequence[Found]
    csv_sha256: str
