"""What no device can have observed: a frame with a right checksum may still say nonsense."""

from __future__ import annotations

from math import isfinite

from baqylau.observations.kinds import Observation, Position

EARLIEST_MS = 946_684_800_000
"""2000-01-01: before any device this system hears was built."""

LATEST_MS = 4_102_444_800_000
"""2100-01-01."""


def implausible(observation: Observation) -> str | None:
    """The name of the field that cannot be, or None. A wrong clock within a century is for the rules to judge."""
    if not EARLIEST_MS <= observation.time_ms < LATEST_MS:
        return "time_ms"
    if type(observation) is Position:
        return _implausible_position(observation)
    return None


def _implausible_position(position: Position) -> str | None:
    # Comparisons are false for NaN, so it never passes.
    if not -90.0 <= position.lat <= 90.0:
        return "lat"
    if not -180.0 <= position.lon <= 180.0:
        return "lon"
    if position.accuracy_m is not None and not 0.0 <= position.accuracy_m < 1e8:
        return "accuracy_m"
    if position.satellites is not None and not 0 <= position.satellites < 1000:
        return "satellites"
    return _unmeasurable(position)


def _unmeasurable(position: Position) -> str | None:
    for name in ("hdop", "altitude_m", "speed_kmh", "course_deg"):
        value = getattr(position, name)
        if value is not None and not (isfinite(value) and abs(value) < 1e8):
            return name
    return None
