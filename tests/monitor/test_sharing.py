"""Several monitors share the partitions; refused frames become a list that people can read."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from baqylau.monitor.main import PARTITION_SPACE
from baqylau.observations.refused import RefusedFrame, encode_refused
from tests.gateway.running import until
from tests.monitor.running import PARTITIONS, World, at, monitoring

pytestmark = pytest.mark.services

_HOLDERS = """
SELECT objid::int, pid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s::int::oid AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND objid::bigint < 1000
"""


@contextmanager
def monitor_process(world: World) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, **world.settings.as_environment()}
    child = subprocess.Popen(
        [sys.executable, "-m", "baqylau", "run", "monitor"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def test_two_monitors_share_and_one_takes_over(world: World) -> None:
    """Each gets half of the partitions; when one is killed the other has them all within seconds."""

    def names() -> set[int]:
        return {partition for partition, _ in world.rows(_HOLDERS, PARTITION_SPACE)}

    def holders() -> int:
        found = world.rows(
            "SELECT count(DISTINCT client_port) FROM pg_stat_activity WHERE pid = ANY(%s) AND query <> ''",
            [pid for _, pid in world.rows(_HOLDERS, PARTITION_SPACE)],
        )
        return int(found[0][0]) if found else 0

    async def all_held() -> bool:
        return names() == set(range(PARTITIONS))

    async def scenario() -> None:
        with monitor_process(world) as first:
            await until(all_held, 30)
            former = dict(world.rows(_HOLDERS, PARTITION_SPACE))
            with monitor_process(world):

                async def shared() -> bool:
                    now = dict(world.rows(_HOLDERS, PARTITION_SPACE))
                    return (
                        len(now) == PARTITIONS
                        and len(set(now.items()) & set(former.items())) == PARTITIONS // 2
                    )

                await until(shared, 30)
                first.kill()
                first.wait()

                async def taken_over() -> bool:
                    now = dict(world.rows(_HOLDERS, PARTITION_SPACE))
                    return len(now) == PARTITIONS and not set(now.items()) & set(former.items())

                await until(taken_over, 30)

    asyncio.run(scenario())
    assert holders() == 0


def refused(number: int, reason: str, device: str | None) -> RefusedFrame:
    return RefusedFrame(
        at(12, number), "gt06", "tcp", f"10.0.0.1:{number}", device, reason, "why", "CRC", 3, b"\x00raw"
    )


def test_refused_frames_and_their_devices_are_listed(world: World) -> None:
    """Frames are kept as they came; an unknown device is one row with first, last and count; odd names do no harm."""

    async def scenario() -> None:
        async with monitoring(world) as client:
            jetstream = client.jetstream()
            frames = [refused(1, "unknown_device", "stranger"), refused(2, "damaged", None)]
            await jetstream.publish("observations.quarantine", encode_refused(frames))
            await jetstream.publish("observations.quarantine", b"\xffnothing")
            frames = [refused(3, "unknown_device", "stranger"), refused(4, "unknown_device", "a\x00b")]
            await jetstream.publish("observations.quarantine", encode_refused(frames))

            async def listed() -> bool:
                return bool(world.rows("SELECT count(*) FROM quarantine")[0][0] == 4)

            await until(listed)

    asyncio.run(scenario())
    assert world.rows("SELECT identity, times, last_peer FROM refused_devices ORDER BY identity") == [
        ("a\\0b", 1, "10.0.0.1:4"),
        ("stranger", 2, "10.0.0.1:3"),
    ]
    assert world.rows("SELECT raw, field, byte_offset FROM quarantine LIMIT 1") == [(b"\x00raw", "CRC", 3)]
