"""Where each person is now, as far as their orders let it be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baqylau.observations.kinds import Position
from baqylau.rules.shapes import Shape, edge_distance_m
from baqylau.rules.signals import accuracy_of
from baqylau.rules.thresholds import Thresholds

Presence = Literal["home", "away", "unknown"]
Row = tuple[int, float | None, float | None, float | None, int | None, str, float | None]
COLUMNS = ("person_id", "lat", "lon", "accuracy_m", "time_ms", "state", "course_deg")
WALKING_KMH = 3.0
"""Below this a receiver's course is the direction of its own noise."""


@dataclass(frozen=True, slots=True)
class Wearer:
    """Who wears a device now. positions: an order needs them; homes: the places of their curfews."""

    person_id: int
    device_id: int
    from_ms: int
    office_id: int
    officer: str | None
    positions: bool
    homes: tuple[Shape, ...]


@dataclass(slots=True)
class Spot:
    """The last that is known of a person. seq: of the message that said so; visible_ms: of any fix, valid or not."""

    wearer: Wearer
    fix: Position | None = None
    visible_ms: int = 0
    seq: int = 0
    row: Row | None = None


def presence(homes: tuple[Shape, ...], fix: Position | None, now_ms: int, thresholds: Thresholds) -> Presence:
    """Whether the person is at home by the last fix; unknown without a fresh one that is surely in or out."""
    if fix is None or not homes or now_ms - fix.time_ms > thresholds.silent_s * 1000:
        return "unknown"
    accuracy_m = accuracy_of(fix, thresholds)
    circle_m = max(accuracy_m * thresholds.accuracy_factor, thresholds.accuracy_floor_m)
    distances = [edge_distance_m(home, fix.lat, fix.lon) for home in homes]
    if all(distance_m > circle_m for distance_m in distances):
        return "away"
    if circle_m <= thresholds.usable_accuracy_m and any(distance_m <= 0 for distance_m in distances):
        return "home"
    return "unknown"


def row_of(spot: Spot, now_ms: int, thresholds: Thresholds) -> Row:
    """What the push says of the person. Under a curfew alone: at home or not, never where."""
    wearer, fix = spot.wearer, spot.fix
    time_ms = None if fix is None else fix.time_ms
    if not wearer.positions:
        state = presence(wearer.homes, fix, now_ms, thresholds)
        return (wearer.person_id, None, None, None, time_ms, state, None)
    if fix is None:
        return (wearer.person_id, None, None, None, None, "unknown", None)
    return (
        wearer.person_id,
        round(fix.lat, 6),
        round(fix.lon, 6),
        round(accuracy_of(fix, thresholds), 1),
        time_ms,
        "position",
        _heading(fix),
    )


def _heading(fix: Position) -> float | None:
    """Degrees clockwise from north; None for one who stands, or whose device does not say how fast it moves."""
    if fix.course_deg is None or fix.speed_kmh is None or fix.speed_kmh < WALKING_KMH:
        return None
    return round(fix.course_deg) % 360
