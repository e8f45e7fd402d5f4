"""From receipt at the gateway to visible for a query, under a steady load."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from statistics import quantiles

import msgspec
import psycopg
import uvloop

from baqylau.bench import frames, load
from baqylau.bench.arena import FIRST_IMEI, Arena, arena
from baqylau.bench.ingest import BEGIN_MS
from baqylau.platform.clock import Clock, clock_from
from baqylau.platform.instants import from_datetime, to_datetime

POLL_S = 0.005


class LatencyRow(msgspec.Struct, frozen=True):
    """Milliseconds from the gateway's receipt of a frame until another connection's query returns its row."""

    fixes_per_second: int
    frames_seen: int
    p50_ms: float
    p99_ms: float
    worst_ms: float


def measure(people: int, per_second: int, seconds: float) -> LatencyRow:
    """One fix a frame; devices take turns so that the rate is steady."""
    with arena(people) as standing:
        standing.start_gateway()
        standing.start_monitor()
        each = int(per_second * seconds / people) + 2
        prepared = [
            frames.frames_of(number, FIRST_IMEI + number, each, 1, BEGIN_MS)
            for number in range(1, people + 1)
        ]
        return uvloop.run(_drive(standing, prepared, per_second, seconds))


async def _drive(standing: Arena, prepared: list[list[bytes]], per_second: int, seconds: float) -> LatencyRow:
    imeis = [FIRST_IMEI + number for number in range(1, len(prepared) + 1)]
    devices = await load.connect(standing.port, imeis, prepared, load.Load())
    await asyncio.sleep(2.0)
    watching = asyncio.create_task(
        watch(standing.services.database_url, clock_from(standing.settings), seconds + 2)
    )
    sent = await load.run_steadily(devices, per_second, seconds)
    waited = await watching
    for device in devices:
        device.close()
    return _row(round(sent / seconds), waited)


async def watch(database_url: str, clock: Clock, seconds: float) -> list[float]:
    """Polls for rows that were not there before; returns how long each had been on its way, milliseconds."""
    waited: list[float] = []
    seen: set[int] = set()
    deadline = time.monotonic() + seconds
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        since = to_datetime(clock.now_ms())
        while time.monotonic() < deadline:
            cursor = await connection.execute(_RECENT, [since])
            rows = await cursor.fetchall()
            now_ms = clock.now_ms()
            for frame_id, received_at in rows:
                if frame_id not in seen:
                    seen.add(frame_id)
                    waited.append(now_ms - from_datetime(received_at))
            await asyncio.sleep(POLL_S)
    return waited


_RECENT = """
SELECT frame_id, received_at FROM frames
WHERE frame_id > (SELECT coalesce(max(frame_id), 0) - 4096 * 400 FROM frames) AND received_at > %s
"""


def _row(per_second: int, waited: Sequence[float]) -> LatencyRow:
    cuts = quantiles(waited, n=100)
    return LatencyRow(per_second, len(waited), round(cuts[49], 1), round(cuts[98], 1), round(max(waited), 1))
