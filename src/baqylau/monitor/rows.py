"""Rows in PostgreSQL's binary COPY format.

Fixes come by the ten thousand a second, so the columns that are never null are packed by one call.
Format: PostgreSQL documentation, COPY, "Binary Format".
"""

from __future__ import annotations

from struct import Struct

from baqylau.observations import Position, Source

HEADER = b"PGCOPY\n\xff\r\n\x00" + b"\x00" * 8
TRAILER = b"\xff\xff"

POSTGRES_EPOCH_MS = 946_684_800_000
"""2000-01-01T00:00:00Z: PostgreSQL counts microseconds from there."""

SOURCES: dict[Source, int] = {"unknown": 0, "satellite": 1, "cell": 2, "wifi": 3, "fused": 4}
SOURCE_NAMES = {number: name for name, number in SOURCES.items()}

FIX_COLUMNS = (
    "device_id, happened_at, source, ordinal, valid, archived, received_at, visible_at, frame_id, lat, lon, "
    "activation_id, accuracy_m, hdop, satellites, altitude_m, speed_kmh, course_deg"
)
_FIX_NEVER_NULL = Struct(">hiqiqihihibibiqiqiqidid")
_LONG = Struct(">iq").pack
_REAL = Struct(">if").pack
_SHORT = Struct(">ih").pack
_NULL = b"\xff\xff\xff\xff"

FRAME_COLUMNS = "frame_id, device_id, activation_id, received_at, protocol, raw"


def postgres_time(time_ms: int) -> int:
    return (time_ms - POSTGRES_EPOCH_MS) * 1000


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
    accuracy_m, hdop, satellites = position.accuracy_m, position.hdop, position.satellites
    altitude_m, speed_kmh, course_deg = position.altitude_m, position.speed_kmh, position.course_deg
    return b"".join(
        (
            _FIX_NEVER_NULL.pack(
                18, 8, device_id, 8, (position.time_ms - POSTGRES_EPOCH_MS) * 1000, 2, SOURCES[position.source],
                2, ordinal, 1, position.valid, 1, position.archived, 8, received, 8, visible, 8, frame_id,
                8, position.lat, 8, position.lon,
            ),
            _NULL if activation_id is None else _LONG(8, activation_id),
            _NULL if accuracy_m is None else _REAL(4, accuracy_m),
            _NULL if hdop is None else _REAL(4, hdop),
            _NULL if satellites is None else _SHORT(2, satellites),
            _NULL if altitude_m is None else _REAL(4, altitude_m),
            _NULL if speed_kmh is None else _REAL(4, speed_kmh),
            _NULL if course_deg is None else _REAL(4, course_deg),
        )
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
