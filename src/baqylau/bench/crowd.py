"""python -m baqylau.bench.crowd: many devices on connections of their own, as a process beside the measurement.

Reads one JSON object from its input: what to do. Writes "connected" when all are let in, waits for a line, lets each
device report in turn so that the rate is steady, and writes how many reports were sent and acknowledged.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from typing import Literal, cast

import msgspec
import uvloop

from baqylau.bench import frames, load
from baqylau.bench.arena import FIRST_IMEI
from baqylau.bench.ingest import BEGIN_MS
from baqylau.platform.nats_admission import device_key
from baqylau.platform.open_files import allow_many_open_files
from baqylau.simulate import mqtt

AT_A_TIME = 100
PATIENCE_S = 60.0


class Task(msgspec.Struct, frozen=True):
    """Devices FIRST_IMEI + first … + count - 1, each reporting `rounds` times in `seconds`."""

    kind: Literal["mqtt", "tcp"]
    port: int
    first: int
    count: int
    rounds: int
    seconds: float
    secret: str = ""


class Done(msgspec.Struct, frozen=True):
    sent: int
    acknowledged: int
    lost_connections: int


class MqttDevice(asyncio.Protocol):
    """Connects with its key and publishes with QoS 1; all that comes back are CONNACK and PUBACKs."""

    __slots__ = ("_buffer", "_number", "_ready", "_transport", "identity", "load")

    def __init__(self, identity: str, key: str, load_: load.Load, ready: asyncio.Future[None]) -> None:
        self.identity = identity
        self.load = load_
        self._buffer = mqtt.connect(identity, key)
        self._ready: asyncio.Future[None] | None = ready
        self._number = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._buffer)
        self._buffer = b""

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self.load.refused += 1
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(exc or ConnectionResetError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        # CONNACK and PUBACK have four bytes each.
        self._buffer += data
        while len(self._buffer) >= 4:
            packet, self._buffer = self._buffer[:4], self._buffer[4:]
            if packet[0] == mqtt.PUBACK:
                self.load.acknowledged += 1
            elif self._ready is not None and packet[3] == 0:
                self._ready.set_result(None)
                self._ready = None
            elif self._ready is not None:
                self._ready.set_exception(ConnectionRefusedError(f"CONNACK {packet[3]}"))
                self._ready = None

    def send_one(self) -> None:
        if self._transport is None:
            return
        self._number += 1
        body = report(self.identity, self._number)
        self._transport.write(mqtt.publish(f"baqylau/v1/{self.identity}/report", self._number, body))
        self.load.sent += 1

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def report(identity: str, number: int) -> bytes:
    """A position in the open device language, a minute after the one before."""
    time_ms = BEGIN_MS + number * 60_000
    position = {"kind": "position", "lat": 43.0, "lon": 76.0, "accuracy_m": 8.0}
    said = {
        "v": 1, "device": identity, "time_ms": time_ms, "series": 1, "sequence": number,
        "observations": [position],
    }  # fmt: skip
    return json.dumps(said).encode()


async def _gather(task: Task, crowd: load.Load) -> list[load.Device] | list[MqttDevice]:
    numbers = range(task.first, task.first + task.count)
    if task.kind == "tcp":
        prepared = [frames.frames_of(n, FIRST_IMEI + n, task.rounds + 1, 1, BEGIN_MS) for n in numbers]
        return await load.connect(task.port, [FIRST_IMEI + n for n in numbers], prepared, crowd)
    loop = asyncio.get_running_loop()
    devices: list[MqttDevice] = []
    for start in range(0, task.count, AT_A_TIME):
        ready = []
        for number in numbers[start : start + AT_A_TIME]:
            identity = f"{FIRST_IMEI + number:015d}"
            let_in: asyncio.Future[None] = loop.create_future()
            device = MqttDevice(identity, device_key(task.secret, identity), crowd, let_in)
            make: Callable[[], MqttDevice] = lambda device=device: device  # type: ignore[misc]  # noqa: E731
            await loop.create_connection(make, "127.0.0.1", task.port)
            devices.append(device)
            ready.append(let_in)
        await asyncio.gather(*ready)
    return devices


async def _run(task: Task) -> Done:
    crowd = load.Load()
    devices = await _gather(task, crowd)
    sys.stdout.write("connected\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    due = task.count * task.rounds
    began, sent = time.monotonic(), 0
    while sent < due:
        while sent < due and sent / due * task.seconds <= time.monotonic() - began:
            devices[sent % task.count].send_one()
            sent += 1
        await asyncio.sleep(0.005)
    deadline = time.monotonic() + PATIENCE_S
    while crowd.acknowledged < crowd.sent and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    lost = crowd.refused
    for device in devices:
        device.close()
    return Done(crowd.sent, crowd.acknowledged, lost)


def main() -> None:
    allow_many_open_files()
    task = msgspec.json.decode(sys.stdin.readline(), type=Task)
    done = uvloop.run(_run(task))
    sys.stdout.write(msgspec.json.encode(done).decode() + "\n")


if __name__ == "__main__":
    main()
