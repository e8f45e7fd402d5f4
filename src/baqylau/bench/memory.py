"""Memory per connected device in the gateway and per person in the monitor."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import uvloop

from baqylau.bench import frames, load
from baqylau.bench.arena import FIRST_IMEI, Arena, arena
from baqylau.bench.ingest import BEGIN_MS

CROWD = 500
"""People heard at a time."""


class MemoryRow(msgspec.Struct, frozen=True):
    """Resident memory of a process with and without its people or devices, divided by their number."""

    process: str
    number: int
    kilobytes_each: float


def measure(devices: int, people: int) -> list[MemoryRow]:
    return [_gateway(devices), _monitor(people)]


def _gateway(devices: int) -> MemoryRow:
    """Each device is known, connected and has sent two frames. The register's part is counted too."""
    few, many = _gateway_size(1, 1), _gateway_size(devices, devices)
    return MemoryRow("gateway", devices, round((many - few) / 1024 / devices, 2))


def _gateway_size(people: int, devices: int) -> int:
    with arena(people) as standing:
        gateway = standing.start_gateway()
        return uvloop.run(_connected_size(standing, gateway.pid, devices))


async def _connected_size(standing: Arena, pid: int, devices: int) -> int:
    prepared = [
        frames.frames_of(number, FIRST_IMEI + number, 2, 10, BEGIN_MS) for number in range(1, devices + 1)
    ]
    crowd = await load.connect(
        standing.port, [FIRST_IMEI + n for n in range(1, devices + 1)], prepared, load.Load()
    )
    await load.run_out(crowd)
    size = _resident_bytes(pid)
    for device in crowd:
        device.close()
    return size


def _monitor(people: int) -> MemoryRow:
    """Each person has an order in force and has been heard of twenty times, a crowd at a time: the load is the same."""
    few, many = _monitor_size(CROWD), _monitor_size(people)
    return MemoryRow("monitor", people, round((many - few) / 1024 / (people - CROWD), 2))


def _monitor_size(people: int) -> int:
    with arena(people) as standing:
        standing.start_gateway()
        monitor = standing.start_monitor()
        uvloop.run(_heard(standing, people))
        while standing.stored() < people * 20:
            time.sleep(0.5)
        time.sleep(2)
        return _resident_bytes(monitor.pid)


async def _heard(standing: Arena, people: int) -> None:
    for start in range(1, people + 1, CROWD):
        numbers = range(start, min(start + CROWD, people + 1))
        prepared = [frames.frames_of(number, FIRST_IMEI + number, 2, 10, BEGIN_MS) for number in numbers]
        crowd = await load.connect(standing.port, [FIRST_IMEI + n for n in numbers], prepared, load.Load())
        await load.run_out(crowd)
        for device in crowd:
            device.close()


def _resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
