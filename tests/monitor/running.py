"""A monitor on the real services, and a stream that is written to directly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from nats.aio.client import Client
from nats.errors import Error as NatsError

from baqylau.monitor.main import run
from baqylau.observations import Observation, Position
from baqylau.observations.reports import Batch, Report, encode_batch
from baqylau.platform import stream
from baqylau.platform.postgres import load_queries
from baqylau.platform.settings import Settings
from baqylau.register.partition import partition_of
from tests.gateway.running import settings_for, until

PARTITIONS = 2
MINUTE_MS = 60_000
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: int = 2) -> int:
    """Local time in Almaty (UTC+5), January 2026."""
    return int(datetime(2026, 1, day, hour, minute, tzinfo=UTC).timestamp() * 1000) - 5 * 3_600_000


@dataclass
class HandClock:
    """A clock that stands until it is moved: a tick then tells the new time."""

    time_ms: int = field(default_factory=lambda: at(12))

    def now_ms(self) -> int:
        return self.time_ms

    def real_seconds(self, duration_ms: float) -> float:
        return 0.05 if duration_ms else 0.0


@dataclass
class World:
    """Registered people, each with a curfew at home and a device; a stream; a clock; a monitor at will."""

    settings: Settings
    clock: HandClock
    people: list[int]
    devices: list[int]
    activations: list[int]
    homes: list[tuple[float, float]]

    @property
    def database_url(self) -> str:
        assert self.settings.database_url
        return self.settings.database_url

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def report(self, number: int, *observations: Observation, received_ms: int | None = None) -> Report:
        received_ms = self.clock.time_ms if received_ms is None else received_ms
        worn = self.devices[number], self.activations[number], self.people[number]
        return Report(*worn, "teltonika", received_ms, b"raw", observations)

    def fix(self, number: int, time_ms: int, north: float = 0.0) -> Position:
        """At home, or so many degrees north of it."""
        lat, lon = self.homes[number]
        return Position(time_ms, lat + north, lon, accuracy_m=5.0)

    def partition(self, number: int) -> int:
        return partition_of(self.people[number], self.devices[number], PARTITIONS)

    async def tell(self, client: Client, *reports: Report) -> None:
        """One batch of reports of one person."""
        person = self.people.index(reports[0].person_id or 0)
        data = encode_batch(Batch(self.clock.time_ms, reports))
        subject = stream.observations_subject(self.partition(person))
        headers = {"Nats-Msg-Id": uuid4().hex}

        async def stored() -> bool:
            try:
                await client.jetstream().publish(subject, data, timeout=1, headers=headers)
            except (NatsError, TimeoutError):
                return False
            return True

        await until(stored)

    async def judged(self, time_ms: int | None = None) -> None:
        """Until every partition has been judged up to that time and has read the whole stream."""
        reached = self.clock.time_ms if time_ms is None else time_ms
        query = "SELECT count(*) FROM checkpoints WHERE partition >= 0 AND clock_ms >= %s"

        async def done() -> bool:
            return bool(self.rows(query, reached)[0][0] == PARTITIONS)

        await until(done)

    async def move_to(self, time_ms: int) -> None:
        self.clock.time_ms = time_ms
        await self.judged()

    def findings(self, number: int, *kinds: str) -> list[tuple[str, bool, bool]]:
        """Kind, ended or not, withdrawn or not."""
        found = self.rows(
            "SELECT kind, ended_at IS NOT NULL, withdrawn_at IS NOT NULL FROM findings WHERE person_id = %s "
            "ORDER BY began_at, kind",
            self.people[number],
        )
        return [row for row in found if row[0] in kinds] if kinds else found


def settle(database_url: str, nats_url: str, folder: Path, people: int) -> World:
    with psycopg.connect(database_url) as connection:
        connection.execute(
            load_queries("baqylau.bench", "population.sql")["fill"], {"people": people, "since": SINCE}
        )
        found = connection.execute(
            "SELECT person_id, device_id, activation_id, (geometry #>> '{coordinates,1}')::float8, "
            "(geometry #>> '{coordinates,0}')::float8 "
            "FROM activations JOIN people USING (person_id) JOIN places USING (person_id) "
            "WHERE places.name = 'home' ORDER BY person_id"
        ).fetchall()
    settings = settings_for(folder, database_url, nats_url, partitions=PARTITIONS)
    return World(
        settings,
        HandClock(),
        [row[0] for row in found],
        [row[1] for row in found],
        [row[2] for row in found],
        [(row[3], row[4]) for row in found],
    )


@asynccontextmanager
async def monitoring(world: World) -> AsyncIterator[Client]:
    """The real monitor while inside; yields a client of the stream."""
    assert world.settings.nats_url
    client = await stream.connect(world.settings.nats_url)
    task = asyncio.create_task(run(world.settings, world.clock))
    try:
        await asyncio.wait({task, asyncio.create_task(world.judged())}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        yield client
    finally:
        task.cancel()
        await asyncio.wait({task})
        await client.close()
