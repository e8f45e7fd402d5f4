"""The monitor judges by the thresholds that an administrator wrote, from then on."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from baqylau.incidents.figures import write
from baqylau.incidents.terms import MINUTE_MS
from tests.gateway.running import until
from tests.monitor.running import World, at, monitoring

pytestmark = pytest.mark.services


def _silent(world: World) -> bool:
    """Silent now; before the first report of all the device was silent as well, and that has ended."""
    return ("device_silent", False, False) in world.findings(0, "device_silent")


async def _write(world: World, silent_s: int) -> None:
    async with await psycopg.AsyncConnection.connect(world.database_url) as connection:
        await write(connection, {"silent_s": silent_s}, "admin", "a test", world.clock.time_ms)


def test_a_shorter_silence_is_found_as_soon_as_it_is_written(world: World) -> None:
    """Twenty minutes silent is nothing by default, and a finding once 15 minutes were written, without a restart."""

    async def found() -> bool:
        return _silent(world)

    async def scenario() -> None:
        async with monitoring(world) as client:
            await world.tell(client, world.report(0, world.fix(0, at(12))))
            await world.move_to(at(12) + 20 * MINUTE_MS)
            assert not await found()
            await _write(world, 900)
            await until(found, 20)

    asyncio.run(scenario())


def test_a_monitor_starts_with_the_version_in_force(world: World) -> None:
    """Written while no monitor ran, it is what the next one judges by."""

    async def scenario() -> None:
        await _write(world, 900)
        async with monitoring(world) as client:
            await world.tell(client, world.report(0, world.fix(0, at(12))))
            await world.move_to(at(12) + 20 * MINUTE_MS)

    asyncio.run(scenario())
    assert _silent(world)
