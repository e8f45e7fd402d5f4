"""Many devices connected at once by MQTT and by TCP, each reporting once a minute."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles

import msgspec
import psycopg

from baqylau.bench.arena import Arena, arena
from baqylau.bench.crowd import Done, Task
from baqylau.bench.latency import watch
from baqylau.platform.clock import clock_from
from baqylau.platform.postgres import load_queries

MINUTE_S = 60.0
SETTLE_S = 120.0
_SQL = load_queries("baqylau.bench", "population.sql")


class ConnectionsRow(msgspec.Struct, frozen=True):
    """lost: acknowledged reports that are not in the database. Milliseconds from receipt until a query sees it."""

    mqtt_devices: int
    tcp_devices: int
    connecting_s: float
    reports_sent: int
    acknowledged: int
    stored: int
    lost: int
    connections_lost: int
    p50_ms: float
    p99_ms: float
    worst_ms: float


def measure(mqtt: int, tcp: int, minutes: int) -> ConnectionsRow:
    with arena(mqtt + tcp, max_connections=tcp + 1000) as standing:
        _speak_mqtt(standing, tcp)
        standing.settings = standing.settings.model_copy(
            update={"mqtt_secret": standing.services.nats.access.mqtt_secret}
        )
        standing.start_gateway()
        standing.start_monitor()
        began = time.monotonic()
        with _crowds(standing, mqtt, tcp, minutes) as crowds:
            connecting_s = time.monotonic() - began
            return _measure(standing, crowds, minutes, connecting_s, mqtt, tcp)


def _measure(
    standing: Arena,
    crowds: list[subprocess.Popen[str]],
    minutes: int,
    connecting_s: float,
    mqtt: int,
    tcp: int,
) -> ConnectionsRow:
    for crowd in crowds:
        _tell(crowd, "go")
    clock = clock_from(standing.settings)
    waited = asyncio.run(watch(standing.services.database_url, clock, minutes * MINUTE_S + 5))
    done = [msgspec.json.decode(_hear(crowd), type=Done) for crowd in crowds]
    acknowledged = sum(one.acknowledged for one in done)
    stored = _settled(standing, acknowledged)
    cuts = quantiles(waited, n=100)
    return ConnectionsRow(
        mqtt, tcp, round(connecting_s, 1), sum(one.sent for one in done), acknowledged, stored,
        max(0, acknowledged - stored), sum(one.lost_connections for one in done),
        round(cuts[49], 1), round(cuts[98], 1), round(max(waited), 1),
    )  # fmt: skip


def _speak_mqtt(standing: Arena, after: int) -> None:
    """All devices but the first speak the open device language."""
    with psycopg.connect(standing.services.database_url) as connection:
        connection.execute(_SQL["speak_mqtt"], {"after": after})


@contextmanager
def _crowds(standing: Arena, mqtt: int, tcp: int, minutes: int) -> Iterator[list[subprocess.Popen[str]]]:
    """Returns once every device is connected."""
    secret, port = standing.services.nats.access.mqtt_secret, standing.services.mqtt_port
    tasks = [
        Task("tcp", standing.port, 1, tcp, minutes, minutes * MINUTE_S),
        Task("mqtt", port, tcp + 1, mqtt, minutes, minutes * MINUTE_S, secret),
    ]
    crowds = [
        subprocess.Popen(
            [sys.executable, "-m", "baqylau.bench.crowd"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for task in tasks if task.count
    ]  # fmt: skip
    try:
        for crowd, task in zip(crowds, (one for one in tasks if one.count), strict=True):
            _tell(crowd, msgspec.json.encode(task).decode())
        for crowd in crowds:
            if _hear(crowd) != "connected":
                raise RuntimeError("a crowd of devices could not connect: its error stands above")
        yield crowds
    finally:
        for crowd in crowds:
            if crowd.poll() is None:
                crowd.terminate()
            crowd.wait(20)


def _tell(crowd: subprocess.Popen[str], line: str) -> None:
    assert crowd.stdin is not None
    crowd.stdin.write(line + "\n")
    crowd.stdin.flush()


def _hear(crowd: subprocess.Popen[str]) -> str:
    assert crowd.stdout is not None
    return crowd.stdout.readline().strip()


def _settled(standing: Arena, expected: int) -> int:
    """Fixes in the database once all that was acknowledged is there, or after waiting for it in vain."""
    deadline = time.monotonic() + SETTLE_S
    while (stored := standing.stored()) < expected and time.monotonic() < deadline:
        time.sleep(0.5)
    return stored
