"""Rows in PostgreSQL's binary COPY format.

Fixes come by the ten thousand a second, so a whole row is packed by one call: one layout for each combination of
columns that are null. Format: PostgreSQL documentation, COPY, "Binary Format".
"""

from __future__ import annotations

from functools import cache
from struct import Struct

from baqylau.observations import Position

HEADER = b"PGCOPY\n\xff\r\n\x00" + b"\x00" * 8
TRAILER = b"\xff\xff"

POSTGRES_EPOCH_MS = 946_684_800_000
"""2000-01-01T00:00:00Z: PostgreSQL counts microseconds from there."""

SOURCES = {"unknown": 0, "satellite": 1, "cell": 2, "wifi": 3, "fused": 4}
SOURCE_NAMES = {number: name for name, number in SOURCES.items()}

FIX_COLUMNS = (
    "device_id, happened_at, source, ordinal, valid, archived, received_at, visible_at, frame_id, lat, lon, "
    "activation_id, accuracy_m, hdop, satellites, altitude_m, speed_kmh, course_deg"
)
_FIX_FIXED = "iqiqihih" + "ibib" + "iqiqiq" + "idid"
_FIX_NULLABLE = ("q", "f", "f", "h", "f", "f", "f")
_SIZES = {"q": 8, "d": 8, "f": 4, "i": 4, "h": 2, "b": 1}

FRAME_COLUMNS = "frame_id, device_id, activation_id, received_at, protocol, raw"


def postgres_time(time_ms: int) -> int:
    return (time_ms - POSTGRES_EPOCH_MS) * 1000


@cache
def _fix_layout(present: tuple[bool, ...]) -> Struct:
    nullable = "".join(f"i{kind}" if here else "i" for here, kind in zip(present, _FIX_NULLABLE, strict=True))
    return Struct(">h" + _FIX_FIXED + nullable)


def fix_row(
    position: Position,
    *,
    device_id: int,
    ordinal: int,
    activation_id: int | None,
    received: int,
    visible: int,
    frame_id: int,
) -> bytes:
    """One row of `fixes`; received and visible are PostgreSQL times."""
    optional = (
        activation_id,
        position.accuracy_m,
        position.hdop,
        position.satellites,
        position.altitude_m,
        position.speed_kmh,
        position.course_deg,
    )
    values: list[float] = []
    for value, size in zip(optional, (8, 4, 4, 2, 4, 4, 4), strict=True):
        if value is None:
            values.append(-1)
        else:
            values += (size, value)
    happened = (position.time_ms - POSTGRES_EPOCH_MS) * 1000
    return _fix_layout(tuple([value is not None for value in optional])).pack(
        18, 8, device_id, 8, happened, 2, SOURCES[position.source], 2, ordinal, 1, position.valid,
        1, position.archived, 8, received, 8, visible, 8, frame_id, 8, position.lat, 8, position.lon, *values,
    )  # fmt: skip


_FRAME_WORN = Struct(">hiqiqiqiqi")
_FRAME_UNWORN = Struct(">hiqiqiiqi")
_LENGTH = Struct(">i")


def frame_row(
    frame_id: int, device_id: int, activation_id: int | None, received: int, protocol: bytes, raw: bytes
) -> bytes:
    """One row of `frames`; received is a PostgreSQL time."""
    if activation_id is None:
        head = _FRAME_UNWORN.pack(6, 8, frame_id, 8, device_id, -1, 8, received, len(protocol))
    else:
        head = _FRAME_WORN.pack(6, 8, frame_id, 8, device_id, 8, activation_id, 8, received, len(protocol))
    return head + protocol + _LENGTH.pack(len(raw)) + raw
