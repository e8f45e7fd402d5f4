"""Load on a gateway: devices that send prepared frames and wait for each to be acknowledged."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

ACKNOWLEDGEMENT_BYTES = 4
CONNECTS_AT_A_TIME = 200


@dataclass
class Load:
    """What a crowd of devices has done so far; records are fixes, times are of the monotonic clock."""

    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    finished: int = 0


class Device(asyncio.Protocol):
    """Sends the next frame when the last one is acknowledged, until told to stop or out of frames."""

    __slots__ = ("_ready", "_transport", "at", "frames", "halted", "load", "login", "replies")

    def __init__(
        self, login: bytes, frames: Sequence[bytes], load: Load, ready: asyncio.Future[None]
    ) -> None:
        self.login = login
        self.frames = frames
        self.load = load
        self.at = 0
        self.replies = b""
        self.halted = True
        self._ready: asyncio.Future[None] | None = ready
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self.login)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(exc or ConnectionResetError("the gateway closed the connection"))

    def data_received(self, data: bytes) -> None:
        self.replies += data
        if self._ready is not None:
            if self.replies[:1] != b"\x01":
                self._ready.set_exception(ConnectionRefusedError("the gateway does not know the device"))
                return
            self.replies = self.replies[1:]
            self._ready.set_result(None)
            self._ready = None
        while len(self.replies) >= ACKNOWLEDGEMENT_BYTES:
            count = int.from_bytes(self.replies[:ACKNOWLEDGEMENT_BYTES], "big")
            self.replies = self.replies[ACKNOWLEDGEMENT_BYTES:]
            self.load.acknowledged += count
            self.load.refused += count == 0
            self._send_next()

    def go(self) -> None:
        self.halted = False
        self._send_next()

    def _send_next(self) -> None:
        if self.halted or self._transport is None:
            return
        if self.at >= len(self.frames):
            self.halted = True
            self.load.finished += 1
            return
        self._transport.write(self.frames[self.at])
        self.at += 1
        self.load.sent += 1

    def send_one(self) -> None:
        """The next frame, whatever is still unacknowledged."""
        if self._transport is not None and self.at < len(self.frames):
            self._transport.write(self.frames[self.at])
            self.at += 1
            self.load.sent += 1

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def login_of(imei: int) -> bytes:
    text = f"{imei:015d}".encode()
    return len(text).to_bytes(2, "big") + text


async def connect(
    port: int, imeis: Sequence[int], frames: Sequence[Sequence[bytes]], load: Load
) -> list[Device]:
    """All devices, connected and known to the gateway."""
    loop = asyncio.get_running_loop()
    devices: list[Device] = []
    for start in range(0, len(imeis), CONNECTS_AT_A_TIME):
        ready = []
        for imei, of_device in zip(
            imeis[start : start + CONNECTS_AT_A_TIME], frames[start : start + CONNECTS_AT_A_TIME], strict=True
        ):
            known: asyncio.Future[None] = loop.create_future()
            device = Device(login_of(imei), of_device, load, known)
            await loop.create_connection(lambda device=device: device, "127.0.0.1", port)  # type: ignore[misc]
            devices.append(device)
            ready.append(known)
        await asyncio.gather(*ready)
    return devices


async def run_for(devices: Sequence[Device], seconds: float) -> float:
    """Lets all devices send for so long, then waits for the last acknowledgements; returns the seconds until those."""
    began = time.monotonic()
    for device in devices:
        device.go()
    await asyncio.sleep(seconds)
    for device in devices:
        device.halted = True
    load = devices[0].load
    while True:
        before = load.acknowledged
        await asyncio.sleep(0.5)
        if load.acknowledged == before:
            return time.monotonic() - began


async def run_out(devices: Sequence[Device], patience_s: float = 120.0) -> None:
    """Lets all devices send every frame they have. Raises TimeoutError when that takes too long."""
    load = devices[0].load
    before = load.finished
    for device in devices:
        device.go()
    async with asyncio.timeout(patience_s):
        while load.finished < before + len(devices):
            await asyncio.sleep(0.1)


async def run_steadily(devices: Sequence[Device], per_second: int, seconds: float) -> int:
    """One frame from the next device in turn, `per_second` times a second; returns how many were sent."""
    began = time.monotonic()
    sent = 0
    while (passed := time.monotonic() - began) < seconds:
        while sent < passed * per_second:
            devices[sent % len(devices)].send_one()
            sent += 1
        await asyncio.sleep(0.002)
    return sent
