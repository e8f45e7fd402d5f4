"""MQTT 3.1.1 as far as a device needs it: CONNECT, PUBLISH and SUBSCRIBE with QoS 1, PINGREQ.

Source: OASIS Standard "MQTT Version 3.1.1", 29 October 2014, section 3. A publication counts as taken when PUBACK
with its packet identifier has come; PUBACKs may come in any order while several publications are under way.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from typing import Final, NamedTuple

from baqylau.simulate.network import Loss, Unreachable

CONNECT, CONNACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK, PINGREQ = 0x10, 0x20, 0x30, 0x40, 0x82, 0x90, 0xC0
_QOS_1: Final = 0x02
_USER_PASSWORD_CLEAN: Final = 0xC2
KEEP_ALIVE_S: Final = 120
MOST_UNDER_WAY: Final = 20

Received = Callable[[str, bytes], None]
"""Told the topic and payload of what was published to the device."""


class Packet(NamedTuple):
    """flags: the low half of the first byte."""

    kind: int
    flags: int
    body: bytes


def text(value: str) -> bytes:
    said = value.encode()
    return struct.pack(">H", len(said)) + said


def packet(first: int, body: bytes = b"") -> bytes:
    length, head = len(body), bytearray([first])
    while True:
        length, low = divmod(length, 128)
        head.append(low | (0x80 if length else 0))
        if not length:
            return bytes(head) + body


def connect(identity: str, key: str) -> bytes:
    head = text("MQTT") + bytes([4, _USER_PASSWORD_CLEAN]) + struct.pack(">H", KEEP_ALIVE_S)
    return packet(CONNECT, head + text(identity) + text(identity) + text(key))


def publish(topic: str, number: int, payload: bytes) -> bytes:
    return packet(PUBLISH | _QOS_1, text(topic) + struct.pack(">H", number) + payload)


def subscribe(number: int, topic: str) -> bytes:
    return packet(SUBSCRIBE, struct.pack(">H", number) + text(topic) + b"\x01")


def published(received: Packet) -> tuple[str, int, bytes]:
    """Topic, packet identifier (0 with QoS 0) and payload. Raises struct.error, UnicodeDecodeError."""
    (length,) = struct.unpack_from(">H", received.body)
    topic, rest = received.body[2 : 2 + length].decode(), received.body[2 + length :]
    if not received.flags & 0x06:
        return topic, 0, rest
    return topic, struct.unpack_from(">H", rest)[0], rest[2:]


async def read_packet(reader: asyncio.StreamReader) -> Packet:
    """Raises asyncio.IncompleteReadError when the connection ends."""
    first = (await reader.readexactly(1))[0]
    length, shift = 0, 0
    while True:
        low = (await reader.readexactly(1))[0]
        length |= (low & 0x7F) << shift
        shift += 7
        if not low & 0x80:
            return Packet(first & 0xF0, first & 0x0F, await reader.readexactly(length))


class MqttLink:
    """One device's connection; opens when needed. timeout_s: real seconds to wait for an acknowledgement."""

    def __init__(
        self,
        host: str,
        port: int,
        identity: str,
        key: str,
        *,
        listen_to: str | None = None,
        received: Received = lambda _topic, _payload: None,
        timeout_s: float = 30.0,
    ) -> None:
        self._host, self._port = host, port
        self._identity, self._key = identity, key
        self._listen_to, self._received = listen_to, received
        self._timeout_s = timeout_s
        self._number = 0
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._under_way: dict[int, asyncio.Future[bool]] = {}
        self._places = asyncio.Semaphore(MOST_UNDER_WAY)
        self._opening = asyncio.Lock()

    @property
    def is_open(self) -> bool:
        return self._writer is not None

    async def open(self) -> None:
        """Raises Unreachable."""
        async with self._opening:
            if self._writer is not None:
                return
            try:
                async with asyncio.timeout(self._timeout_s):
                    await self._open()
            except TimeoutError:
                self.close()
                raise Unreachable(f"no answer within {self._timeout_s} s") from None
            except (OSError, EOFError) as problem:
                self.close()
                raise Unreachable(str(problem)) from problem

    async def publish(self, topic: str, payload: bytes, fate: Loss = "none") -> None:
        """Returns with PUBACK. Raises Unreachable: the message may or may not have arrived and must be kept.

        Only while open: publications begun together go out in their order, and after one that failed none goes out.
        """
        async with self._places:
            number = self._next_number()
            acknowledged = self._under_way[number] = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(self._timeout_s):
                    await self._send(publish(topic, number, payload), fate)
                    if not await acknowledged:
                        raise ConnectionResetError("the connection closed before PUBACK")
            except TimeoutError:
                self.close()
                raise Unreachable(f"no PUBACK within {self._timeout_s} s") from None
            except OSError as problem:
                self.close()
                raise Unreachable(str(problem)) from problem
            finally:
                self._under_way.pop(number, None)

    async def ping(self) -> None:
        """Keeps an idle connection. Raises Unreachable."""
        try:
            await self._send(packet(PINGREQ), "none")
        except OSError as problem:
            self.close()
            raise Unreachable(str(problem)) from problem

    def close(self) -> None:
        if self._reading is not None and self._reading is not _current_task():
            self._reading.cancel()
        if self._writer is not None:
            self._writer.close()
        self._writer = self._reading = None
        for waiting in self._under_way.values():
            if not waiting.done():
                waiting.set_result(False)

    async def _open(self) -> None:
        reader, self._writer = await asyncio.open_connection(self._host, self._port)
        self._writer.write(connect(self._identity, self._key))
        answer = await read_packet(reader)
        if answer.kind != CONNACK or answer.body[1]:
            raise ConnectionRefusedError(f"CONNACK {answer.body[1] if answer.kind == CONNACK else answer}")
        if self._listen_to is not None:
            self._writer.write(subscribe(self._next_number(), self._listen_to))
            while (await self._take(await read_packet(reader))) != SUBACK:
                pass
        self._reading = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                await self._take(await read_packet(reader))
        except (OSError, EOFError, ValueError, struct.error):
            self.close()

    async def _take(self, received: Packet) -> int:
        if received.kind == PUBACK:
            waiting = self._under_way.get(struct.unpack(">H", received.body)[0])
            if waiting is not None and not waiting.done():
                waiting.set_result(True)
        elif received.kind == PUBLISH:
            topic, number, payload = published(received)
            self._received(topic, payload)
            if number and self._writer is not None:
                self._writer.write(packet(PUBACK, struct.pack(">H", number)))
        return received.kind

    async def _send(self, data: bytes, fate: Loss) -> None:
        if self._writer is None:
            raise ConnectionResetError("the connection is closed")
        if fate == "frame":
            raise ConnectionResetError("the message was lost on the way")
        self._writer.write(data)
        await self._writer.drain()
        if fate == "reply":
            raise ConnectionResetError("PUBACK was lost on the way")

    def _next_number(self) -> int:
        self._number = self._number % 0xFFFF + 1
        return self._number


def _current_task() -> asyncio.Task[object] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None
