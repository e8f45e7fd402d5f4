"""Devices are answered after the stream has their frames, in order, whatever happens to the stream."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from baqylau.gateway.main import run
from baqylau.observations import Position
from baqylau.platform.clock import SystemClock
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.settings import Settings
from tests.gateway.conftest import Make
from tests.gateway.running import NOW_MS, SINCE_MS, Tracker, listening, nats_away, register, reports, running

pytestmark = pytest.mark.services
IMEI = "356307042441013"


def fixes(settings: Settings) -> list[int]:
    """Times of the positions in the stream, in order."""
    assert settings.nats_url
    return [
        seen.time_ms
        for _, report in asyncio.run(reports(settings.nats_url))
        for seen in report.observations
        if isinstance(seen, Position)
    ]


def registered(settings: Settings, *spells: tuple[int, int | None]) -> tuple[int, list[int]]:
    assert settings.database_url
    return register(settings.database_url, IMEI, *(spells or ((SINCE_MS, None),)))


def test_a_frame_is_acknowledged_once_it_is_in_the_stream(make: Make) -> None:
    """After the reply the frame is in the stream once, with its raw bytes and its wearer."""
    settings = make()
    device, (person,) = registered(settings)
    sent = b""

    async def scenario() -> None:
        nonlocal sent
        async with running(settings) as port:
            tracker = await Tracker(IMEI).connect(port)
            assert await tracker.login()
            sent = tracker.frame(NOW_MS, NOW_MS + 1000)
            tracker.writer.write(sent)
            assert await tracker.acknowledged() == 2
            tracker.close()

    asyncio.run(scenario())
    assert settings.nats_url
    stored = [report for _, report in asyncio.run(reports(settings.nats_url))]
    assert [each.raw for each in stored if each.raw == sent] == [sent]
    assert {(each.device_id, each.person_id) for each in stored} == {(device, person)}
    assert fixes(settings) == [NOW_MS, NOW_MS + 1000]


def test_without_the_stream_nobody_is_answered_and_nothing_is_lost(
    make: Make, services: EmbeddedServices
) -> None:
    """While NATS is down a device stays connected without a reply; when it is back the reply comes, one copy stored."""
    settings = make()
    registered(settings)

    async def scenario() -> None:
        async with running(settings) as port:
            tracker = await Tracker(IMEI).connect(port)
            assert await tracker.login()
            with nats_away(services):
                tracker.send(NOW_MS)
                tracker.send(NOW_MS + 1000)
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(1.0):
                        await tracker.reader.read(1)
            assert await tracker.acknowledged() == 1
            assert await tracker.acknowledged() == 1
            tracker.close()

    asyncio.run(scenario())
    assert fixes(settings) == [NOW_MS, NOW_MS + 1000]


def test_the_gateway_waits_for_a_stream_that_is_not_there_yet(make: Make, services: EmbeddedServices) -> None:
    """Started while NATS is down it opens no port and does not end; when NATS comes it serves devices."""
    settings = make()
    registered(settings)

    async def scenario() -> None:
        with nats_away(services):
            task = asyncio.create_task(run(settings, SystemClock()))
            done, _ = await asyncio.wait({task}, timeout=1.5)
            assert not done
        await listening(settings, task)
        tracker = await Tracker(IMEI).connect(settings.listeners[0].port)
        assert await tracker.login()
        tracker.close()
        task.cancel()
        await asyncio.wait({task})

    asyncio.run(scenario())


def test_a_frame_is_split_by_who_wore_the_device_then(make: Make) -> None:
    """Memory of a device that changed hands goes to each wearer's partition, and is acknowledged as one frame."""
    settings = make(partitions=64)
    device, (former, present) = registered(settings, (SINCE_MS, NOW_MS), (NOW_MS, None))

    async def scenario() -> None:
        async with running(settings) as port:
            tracker = await Tracker(IMEI).connect(port)
            assert await tracker.login()
            tracker.send(NOW_MS - 2000, NOW_MS - 1000, NOW_MS, NOW_MS + 1000)
            assert await tracker.acknowledged() == 4
            tracker.close()

    asyncio.run(scenario())
    assert settings.nats_url
    shares = {
        (report.person_id, seen.time_ms - NOW_MS)
        for _, report in asyncio.run(reports(settings.nats_url))
        for seen in report.observations
        if isinstance(seen, Position)
    }
    assert shares == {(former, -2000), (former, -1000), (present, 0), (present, 1000)}
    assert len({partition for partition, _ in asyncio.run(reports(settings.nats_url))}) == 2
    assert device


def test_what_was_received_is_stored_when_the_gateway_is_told_to_end(make: Make) -> None:
    """A frame that came just before the end is stored and answered before the connection closes."""
    settings = make(batch_linger_ms=300)
    registered(settings)

    async def scenario() -> bytes:
        async with running(settings) as port:
            tracker = await Tracker(IMEI).connect(port)
            assert await tracker.login()
            tracker.send(NOW_MS)
            await asyncio.sleep(0.05)
        said = await tracker.reader.read()
        tracker.close()
        return said

    assert asyncio.run(scenario()) == b"\x00\x00\x00\x01"
    assert fixes(settings) == [NOW_MS]


def test_many_devices_at_once(make: Make) -> None:
    """Two thousand devices connect, report and are answered within seconds."""
    settings = make(max_unidentified_connections=3000)
    assert settings.database_url
    with psycopg.connect(settings.database_url) as connection:
        connection.execute(
            "INSERT INTO devices (identity, protocol, kind) "
            "SELECT (350000000000000 + n)::text, 'teltonika', 'tracker' FROM generate_series(1, 2000) n"
        )

    async def one(number: int, port: int, gate: asyncio.Semaphore) -> Tracker:
        async with gate:
            tracker = await Tracker(str(350000000000000 + number)).connect(port)
            assert await tracker.login()
        tracker.send(NOW_MS + number)
        assert await tracker.acknowledged() == 1
        return tracker

    async def scenario() -> None:
        async with running(settings) as port:
            gate = asyncio.Semaphore(200)
            trackers = await asyncio.gather(*(one(number, port, gate) for number in range(1, 2001)))
            for tracker in trackers:
                tracker.close()
            await asyncio.gather(*(tracker.writer.wait_closed() for tracker in trackers))

    asyncio.run(scenario())
    assert sorted(fixes(settings)) == [NOW_MS + number for number in range(1, 2001)]
