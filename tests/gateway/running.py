"""A gateway on real sockets in front of the real stream, and devices that talk to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from nats.js.errors import NotFoundError

from baqylau.gateway.main import run
from baqylau.observations.refused import RefusedFrame, decode_refused
from baqylau.observations.reports import Report, decode_batch
from baqylau.platform import stream
from baqylau.platform.child_process import free_port
from baqylau.platform.clock import SystemClock
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.settings import Listener, Settings
from baqylau.simulate.speak import ProtocolName, Record, Teltonika

SINCE_MS = 1_767_225_600_000
NOW_MS = 1_782_000_000_000
PATIENCE_S = 20.0
STREAM_BYTES = 512 * 1024**2


def register(database_url: str, identity: str, *spells: tuple[int, int | None]) -> tuple[int, list[int]]:
    """A device and one new person for each spell (from, to; milliseconds) that it is worn."""
    with psycopg.connect(database_url) as connection:
        office = _one(
            connection,
            "INSERT INTO offices (code, level, name_kk, name_ru, name_en, timezone) VALUES "
            "('kz', 'republic', 'kz', 'kz', 'kz', 'Asia/Almaty') ON CONFLICT (code) DO UPDATE SET name_en = 'kz' "
            "RETURNING office_id",
        )
        device = _one(
            connection,
            "INSERT INTO devices (identity, protocol, kind) VALUES (%s, 'teltonika', 'tracker') RETURNING device_id",
            identity,
        )
        people = [_worn(connection, office, device, *spell) for spell in spells]
    return device, people


def _worn(
    connection: psycopg.Connection[Any], office: int, device: int, from_ms: int, to_ms: int | None
) -> int:
    person = _one(
        connection,
        "INSERT INTO people (iin, name_cyrillic, name_latin, office_id) "
        "VALUES (lpad((SELECT count(*) FROM people)::text, 12, '0'), 'Азамат', 'Azamat', %s) RETURNING person_id",
        office,
    )
    connection.execute(
        "INSERT INTO activations (device_id, person_id, from_at, to_at) "
        "VALUES (%s, %s, to_timestamp(%s), to_timestamp(%s))",
        (device, person, from_ms / 1000, None if to_ms is None else to_ms / 1000),
    )
    return person


def _one(connection: psycopg.Connection[Any], query: str, *values: object) -> int:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0])


def settings_for(
    folder: Path, database_url: str, nats_url: str, *listeners: Listener, **changes: object
) -> Settings:
    given: dict[str, object] = {
        "data_folder": folder,
        "database_url": database_url,
        "nats_url": nats_url,
        "listeners": listeners or (Listener(protocol="teltonika", port=free_port()),),
        "partitions": 4,
        "stream_max_bytes": STREAM_BYTES,
        **changes,
    }
    return Settings.model_validate(given)


@asynccontextmanager
async def running(settings: Settings, clock: SystemClock | None = None) -> AsyncIterator[int]:
    """The real gateway while inside; yields the port of its first listener."""
    task = asyncio.create_task(run(settings, clock or SystemClock(1.0, None, None)))
    try:
        await listening(settings, task)
        yield settings.listeners[0].port
    finally:
        task.cancel()
        await asyncio.wait({task})
        if not task.cancelled() and (problem := task.exception()):
            raise problem


async def listening(settings: Settings, task: asyncio.Task[None]) -> None:
    """Returns when the last TCP port answers."""
    port = next(each.port for each in reversed(settings.listeners) if each.transport == "tcp")

    async def answers() -> bool:
        if task.done():
            task.result()
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        return True

    await until(answers)


async def until(holds: Callable[[], Awaitable[bool]], patience_s: float = PATIENCE_S) -> None:
    """Polls; fails when it takes too long."""
    async with asyncio.timeout(patience_s):
        while not await holds():
            await asyncio.sleep(0.02)


class Tracker:
    """A Teltonika device at the other end of a real connection."""

    def __init__(self, identity: str) -> None:
        self.speaker = Teltonika(identity)
        self._received = b""

    async def connect(self, port: int, **tls: Any) -> Tracker:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, **tls)
        return self

    async def login(self) -> bool:
        self.writer.write(self.speaker.greeting())
        return (await self.reader.readexactly(1)) == b"\x01"

    def send(self, *times_ms: int) -> None:
        self.writer.write(self.frame(*times_ms))

    def frame(self, *times_ms: int) -> bytes:
        return self.speaker.encode([Record(each, 43.2, 76.9, accuracy_m=5.0) for each in times_ms])

    async def acknowledged(self) -> int:
        async with asyncio.timeout(PATIENCE_S):
            return int.from_bytes(await self.reader.readexactly(4), "big")

    async def dismissed(self) -> bool:
        """Whether the gateway closes the connection without another word."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                return await self.reader.read() == b""
            except ConnectionError:
                return True

    def close(self) -> None:
        self.writer.close()


async def messages(nats_url: str) -> list[tuple[str, bytes]]:
    """Subject and data of all messages of the stream."""
    client = await stream.connect(nats_url)
    try:
        jetstream = client.jetstream()
        state = (await jetstream.stream_info(stream.STREAM)).state
        found = []
        for seq in range(max(1, state.first_seq), state.last_seq + 1):
            message = await jetstream.get_msg(stream.STREAM, seq)
            found.append((message.subject or "", message.data or b""))
        return found
    finally:
        await client.close()


async def reports(nats_url: str) -> list[tuple[int, Report]]:
    """Partition and report of all that devices reported."""
    return [
        (int(subject.rpartition(".")[2]), report)
        for subject, data in await messages(nats_url)
        if not subject.endswith("quarantine")
        for report in decode_batch(data).reports
    ]


async def refused(nats_url: str) -> list[RefusedFrame]:
    return [
        frame
        for subject, data in await messages(nats_url)
        if subject.endswith("quarantine")
        for frame in decode_refused(data)
    ]


async def empty_stream(nats_url: str) -> None:
    client = await stream.connect(nats_url)
    try:
        await client.jetstream().purge_stream(stream.STREAM)
    except NotFoundError:
        await stream.ensure_stream(client.jetstream(), Settings(stream_max_bytes=STREAM_BYTES))
    finally:
        await client.close()


@contextmanager
def nats_away(services: EmbeddedServices) -> Iterator[None]:
    """Kills the stream's server for as long as the block lasts, then starts it at the same address."""
    services.nats_child.kill()
    services.nats_child.wait()
    try:
        yield
    finally:
        services.nats_child = services.nats.start()


def speaking(protocol: ProtocolName) -> Listener:
    return Listener(protocol=protocol, port=free_port())
