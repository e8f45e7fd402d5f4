"""How fast the monitor works off what piled up in the stream while it was away."""

from __future__ import annotations

import asyncio
import time

import msgspec
import psycopg
import uvloop

from baqylau.bench import frames
from baqylau.bench.arena import NOON_MS, Arena, arena
from baqylau.observations import Position
from baqylau.observations.reports import Batch, Report, encode_batch
from baqylau.platform import stream
from baqylau.register.partition import partition_of

REPORTS_PER_BATCH = 200
PER_REPORT = 10
MINUTE_MS = 60_000


class BacklogRow(msgspec.Struct, frozen=True):
    """Fixes evaluated and stored, counted from the start of the monitors, their own start included."""

    fixes: int
    monitors: int
    seconds: float
    fixes_per_second: int
    stored: int


def measure(people: int, fixes: int, monitors: int) -> BacklogRow:
    with arena(people, monitors=monitors) as standing:
        total = uvloop.run(_pile_up(standing, people, fixes))
        began = time.monotonic()
        for _ in range(monitors):
            standing.start("monitor")
        while (stored := standing.stored()) < total and time.monotonic() - began < 600:
            time.sleep(0.2)
        took = time.monotonic() - began
        return BacklogRow(total, monitors, round(took, 1), round(stored / took), stored)


async def _pile_up(standing: Arena, people: int, fixes: int) -> int:
    """Fills the stream as a gateway would have; returns how many fixes it holds."""
    worn = await asyncio.to_thread(_worn, standing.services.database_url)
    rounds = max(1, fixes // (people * PER_REPORT))
    walks = {person: frames.walk(person, rounds * PER_REPORT, NOON_MS, MINUTE_MS) for _, _, person in worn}
    client = await stream.connect(standing.services.nats_url)
    jetstream = client.jetstream(timeout=30)
    await stream.ensure_stream(jetstream, standing.settings)
    partitions = standing.settings.partitions
    for number in range(rounds):
        lanes: dict[int, list[Report]] = {}
        at = slice(number * PER_REPORT, (number + 1) * PER_REPORT)
        for device, activation, person in worn:
            read = tuple(
                Position(r.time_ms, r.lat, r.lon, hdop=r.hdop, satellites=r.satellites, speed_kmh=r.speed_kmh)
                for r in walks[person][at]
            )
            received = walks[person][at][-1].time_ms
            report = Report(device, activation, person, "teltonika", received, bytes(300), read)
            lanes.setdefault(partition_of(person, device, partitions), []).append(report)
        for partition, reports in lanes.items():
            for start in range(0, len(reports), REPORTS_PER_BATCH):
                part = tuple(reports[start : start + REPORTS_PER_BATCH])
                batch = Batch(max(each.received_ms for each in part), part)
                await jetstream.publish(stream.observations_subject(partition), encode_batch(batch))
    await client.close()
    return rounds * PER_REPORT * len(worn)


def _worn(database_url: str) -> list[tuple[int, int, int]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute("SELECT device_id, activation_id, person_id FROM activations").fetchall()
