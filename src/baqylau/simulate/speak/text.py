"""Times, angles and cells as text languages write them."""

from __future__ import annotations

from functools import lru_cache
from time import gmtime, strftime

KNOT_KMH = 1.852
EMPTY_V, FULL_V = 3.3, 4.2
"""A lithium cell; between them voltage is taken to follow the charge in a straight line."""

MCC, MNC, AREA, CELL = 401, 1, 0x75F8, 0x2A1C
"""The one cell that simulated devices hear, of the operator 401-01 (Kazakhstan)."""


@lru_cache(maxsize=4096)
def moment(time_ms: int, form: str) -> str:
    """UTC in the form of `time.strftime`."""
    return strftime(form, gmtime(time_ms // 1000))


def minutes(degrees: float, degree_digits: int, minute_digits: int) -> str:
    """ddmm.mmmm with so many digits of degrees, and of minutes behind the point."""
    whole, part = divmod(round(abs(degrees) * 60 * 10**minute_digits), 60 * 10**minute_digits)
    return f"{whole:0{degree_digits}d}{part / 10**minute_digits:0{minute_digits + 3}.{minute_digits}f}"


def battery_v(percent: int) -> float:
    return EMPTY_V + (FULL_V - EMPTY_V) * percent / 100
