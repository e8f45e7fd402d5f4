"""From a socket to a committed fix, rules on: how many a second, and against a bare COPY of the same rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec
import psycopg
import uvloop

from baqylau.bench import frames, load
from baqylau.bench.arena import FIRST_IMEI, NOON_MS, Arena, arena
from baqylau.monitor import rows
from baqylau.monitor.commit import FIX_COPY
from baqylau.observations import Position

BEGIN_MS = NOON_MS - frames.BUFFERED_MS
COPIED_ROWS = 1_000_000
SETTLED_S = 120


class IngestRow(msgspec.Struct, frozen=True):
    """seconds: from the first frame sent to the last fix committed."""

    records_per_frame: int
    fixes_per_second: int
    raw_copy_per_second: int
    ratio: float
    acknowledged: int
    stored: int
    seconds: float


def measure(people: int, seconds: float, per_frame: int, expected_per_second: int) -> IngestRow:
    """One row: `people` devices at once, each frame sent when the one before it is acknowledged."""
    with arena(people) as standing:
        raw = raw_copy_per_second(standing)
        standing.start_gateway()
        standing.start_monitor()
        wanted = int(expected_per_second * seconds * 1.5 / people / per_frame) + 2
        prepared = [
            frames.frames_of(number, FIRST_IMEI + number, wanted, per_frame, BEGIN_MS)
            for number in range(1, people + 1)
        ]
        acknowledged, took = uvloop.run(_drive(standing, prepared, seconds))
        return IngestRow(
            per_frame,
            round(acknowledged / took),
            raw,
            round(acknowledged / took / raw, 3),
            acknowledged,
            standing.stored(),
            round(took, 1),
        )


async def _drive(standing: Arena, prepared: list[list[bytes]], seconds: float) -> tuple[int, float]:
    done = load.Load()
    imeis = [FIRST_IMEI + number for number in range(1, len(prepared) + 1)]
    devices = await load.connect(standing.port, imeis, prepared, done)
    began = time.monotonic()
    await load.run_for(devices, seconds)
    took = await asyncio.to_thread(_until_stored, standing, done.acknowledged, began)
    for device in devices:
        device.close()
    return done.acknowledged, took


def _until_stored(standing: Arena, fixes: int, began: float) -> float:
    """Seconds from `began` until that many fixes are committed, or until nothing more comes."""
    deadline = time.monotonic() + SETTLED_S
    while standing.stored() < fixes and time.monotonic() < deadline:
        time.sleep(0.1)
    return time.monotonic() - began


def raw_copy_per_second(standing: Arena) -> int:
    """Rows of the same table, packed beforehand and copied over two connections into an empty twin of it."""
    packed = [b"".join((rows.HEADER, *_rows(part), rows.TRAILER)) for part in range(2)]
    with psycopg.connect(standing.services.database_url) as connection:
        connection.execute("CREATE TABLE fixes_twin (LIKE fixes INCLUDING ALL)")
    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda data: _copy(standing.services.database_url, data), packed))
    took = time.monotonic() - began
    with psycopg.connect(standing.services.database_url) as connection:
        connection.execute("DROP TABLE fixes_twin")
    return round(COPIED_ROWS / took)


def _copy(database_url: str, data: bytes) -> None:
    into_twin = FIX_COPY.replace("COPY fixes ", "COPY fixes_twin ")
    with (
        psycopg.connect(database_url) as connection,
        connection.cursor() as cursor,
        cursor.copy(into_twin) as copy,
    ):
        copy.write(data)


def _rows(part: int) -> Iterator[bytes]:
    for number in range(COPIED_ROWS // 2):
        position = Position(
            BEGIN_MS + number * 1000,
            43.2,
            76.9,
            hdop=1.0,
            satellites=9,
            altitude_m=700,
            speed_kmh=4,
            course_deg=9,
        )
        yield rows.fix_row(
            position,
            device_id=part * 1000 + number % 1000,
            ordinal=0,
            activation_id=part,
            received=number,
            visible=number,
            frame_id=number,
        )
