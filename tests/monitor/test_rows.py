"""Rows packed for binary COPY come out of PostgreSQL as they went in."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from baqylau.monitor import rows
from baqylau.monitor.commit import FIX_COPY, FRAME_COPY
from baqylau.observations import Position
from baqylau.platform.instants import from_datetime

pytestmark = pytest.mark.services
REALS = st.none() | st.floats(-1e6, 1e6, width=32)
TIMES = st.integers(946_684_800_000, 4_102_444_799_999)
POSITIONS = st.builds(
    Position,
    TIMES,
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.booleans(),
    st.sampled_from(list(rows.SOURCES)),
    REALS,
    REALS,
    st.none() | st.integers(0, 999),
    REALS,
    REALS,
    REALS,
    st.booleans(),
)


@dataclass(frozen=True)
class Around:
    """What stands in a row beside the position."""

    device_id: int
    ordinal: int
    activation_id: int | None
    received_ms: int
    frame_id: int


def _rounded(position: Position) -> Position:
    """Measures as the table keeps them, in 32 bits: PostgreSQL shows the shortest number that means the same."""
    names = ("accuracy_m", "hdop", "altitude_m", "speed_kmh", "course_deg")
    known = {name: getattr(position, name) for name in names if getattr(position, name) is not None}
    kept = {name: struct.unpack("f", struct.pack("f", value))[0] for name, value in known.items()}
    return replace(position, **kept)


AROUND = st.builds(
    Around,
    st.integers(1, 2**62),
    st.integers(0, 4095),
    st.none() | st.integers(1, 2**62),
    TIMES,
    st.integers(0, 2**62),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(POSITIONS, AROUND)
def test_a_fix_round_trips(database: str, position: Position, around: Around) -> None:
    """Every combination of known and unknown columns is read back equal."""
    received = rows.postgres_time(around.received_ms)
    packed = rows.fix_row(
        position,
        device_id=around.device_id,
        ordinal=around.ordinal,
        activation_id=around.activation_id,
        received=received,
        visible=received,
        frame_id=around.frame_id,
    )
    with psycopg.connect(database) as connection:
        with connection.cursor().copy(FIX_COPY) as copy:
            copy.write(rows.HEADER + packed + rows.TRAILER)
        row = connection.execute(
            "SELECT happened_at, lat, lon, valid, source, accuracy_m, hdop, satellites, altitude_m, speed_kmh, "
            "course_deg, archived, device_id, ordinal, activation_id, received_at, frame_id FROM fixes"
        ).fetchone()
        connection.rollback()
    assert row is not None
    happened_at, lat, lon, valid, source, *measures = row[:12]
    read = Position(from_datetime(happened_at), lat, lon, valid, rows.SOURCE_NAMES[source], *measures)
    assert _rounded(read) == _rounded(position)
    assert (*row[12:15], from_datetime(row[15]), row[16]) == (
        around.device_id,
        around.ordinal,
        around.activation_id,
        around.received_ms,
        around.frame_id,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(AROUND, st.binary(max_size=300), st.sampled_from(["gt06", "wialon_ips"]))
def test_a_frame_round_trips(database: str, around: Around, raw: bytes, protocol: str) -> None:
    """Worn or not, with any bytes."""
    packed = rows.frame_row(
        around.frame_id,
        around.device_id,
        around.activation_id,
        rows.postgres_time(around.received_ms),
        protocol.encode(),
        raw,
    )
    with psycopg.connect(database) as connection:
        with connection.cursor().copy(FRAME_COPY) as copy:
            copy.write(rows.HEADER + packed + rows.TRAILER)
        row = connection.execute(
            "SELECT frame_id, device_id, activation_id, received_at, protocol, raw FROM frames"
        ).fetchone()
        connection.rollback()
    assert row is not None
    assert (row[0], row[1], row[2], from_datetime(row[3]), row[4], bytes(row[5])) == (
        around.frame_id,
        around.device_id,
        around.activation_id,
        around.received_ms,
        protocol,
        raw,
    )
