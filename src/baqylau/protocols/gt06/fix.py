"""The position block: date and time, satellites, latitude, longitude, speed, course and status.

GT06 v1.8.1, sections 5.2.1.4 to 5.2.1.9; 18 bytes, the same in every packet that has a position.
"""

from __future__ import annotations

from struct import Struct

from baqylau.observations import Position, Source
from baqylau.protocols.gt06.packet import Packet

FIX_BYTES = 18
_FIX = Struct(">7BIIBH")

MAX_LATITUDE = 162_000_000
MAX_LONGITUDE = 324_000_000
UNITS_A_DEGREE = 1_800_000
"""Minutes times 30,000 (5.2.1.6)."""

_POSITIONED = 0x1000
_WEST = 0x0800
_NORTH = 0x0400
_COURSE = 0x03FF


def read_fix(
    packet: Packet,
    at: int = 0,
    *,
    current: bool = True,
    source: Source = "satellite",
    altitude_m: float | None = None,
    archived: bool = False,
) -> Position:
    """The position at `at`. `current` False: the packet says that the place is a repeated one."""
    packet.need(at + FIX_BYTES, "GPS information")
    year, month, day, hour, minute, second, counts, lat, lon, speed, course = _FIX.unpack_from(
        packet.content, at
    )
    time_ms = packet.from_date(year, month, day, hour, minute, second, at=at)
    return Position(
        time_ms,
        *coordinates(packet, lat, lon, course, at + 7),
        bool(course & _POSITIONED) and current,
        source,
        None,
        None,
        counts & 0x0F,
        altitude_m,
        float(speed),
        float(course & _COURSE),
        archived,
    )


_BLOCK = Struct(">BIIBH")


def read_undated(packet: Packet, at: int, time_ms: int) -> Position:
    """The block from the satellites on, where the date stands elsewhere."""
    packet.need(at + _BLOCK.size, "GPS information")
    counts, lat, lon, speed, course = _BLOCK.unpack_from(packet.content, at)
    return Position(
        time_ms,
        *coordinates(packet, lat, lon, course, at + 1),
        is_positioned(course),
        satellites=counts & 0x0F,
        speed_kmh=float(speed),
        course_deg=heading_deg(course),
    )


def coordinates(packet: Packet, lat: int, lon: int, course: int, at: int) -> tuple[float, float]:
    """Degrees, north and east positive."""
    if lat > MAX_LATITUDE:
        raise packet.fail(f"{lat} is beyond 90 degrees", "latitude", at)
    if lon > MAX_LONGITUDE:
        raise packet.fail(f"{lon} is beyond 180 degrees", "longitude", at + 4)
    return (
        lat / UNITS_A_DEGREE if course & _NORTH else -lat / UNITS_A_DEGREE,
        -lon / UNITS_A_DEGREE if course & _WEST else lon / UNITS_A_DEGREE,
    )


def is_positioned(course: int) -> bool:
    return bool(course & _POSITIONED)


def heading_deg(course: int) -> float:
    return float(course & _COURSE)
