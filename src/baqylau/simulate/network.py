"""What lies between a device and the gateway: connections that break, frames and replies that get lost.

A link carries one frame at a time and returns the reply to it. Losses are decided here, by the seed, and
happen to real sockets: a frame "lost on the way" is never written, a "lost reply" is left unread on a
connection that is then torn down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeVar

from baqylau.simulate.speak import Answer, Speaker

Loss = Literal["none", "frame", "reply"]
Done = TypeVar("Done")
_READ_BYTES = 65_536


class Unreachable(Exception):
    """The frame may or may not have arrived; the device must keep it. The message says what happened."""


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad the network is.

    loss: share of frames of which the frame or its reply is lost, evenly. offline_share: share of the time
    that a device has no network at all, in spells of `offline_spell_ms` on average.
    """

    loss: float = 0.0
    offline_share: float = 0.0
    offline_spell_ms: int = 15 * 60_000

    def fate(self, random: Random) -> Loss:
        drawn = random.random()
        if drawn >= self.loss:
            return "none"
        return "frame" if drawn < self.loss / 2 else "reply"


class Spells:
    """When a device has no network: forced intervals, and alternating random ones from a moment on."""

    def __init__(
        self, weather: Weather, random: Random, from_ms: int, forced: tuple[tuple[int, int], ...] = ()
    ) -> None:
        self._random = random
        self._forced = forced
        self._off_ms = float(weather.offline_spell_ms)
        share = min(0.95, weather.offline_share)
        self._on_ms = self._off_ms * (1 - share) / share if share > 0 else None
        self._offline = False
        self._until_ms = from_ms if self._on_ms is None else from_ms + self._length(self._on_ms)

    def _length(self, mean_ms: float) -> int:
        return max(1, round(self._random.expovariate(1 / mean_ms)))

    def offline(self, now_ms: int) -> bool:
        """Must be asked with times that never go back."""
        if any(start <= now_ms < end for start, end in self._forced):
            return True
        if self._on_ms is None:
            return False
        while self._until_ms <= now_ms:
            self._offline = not self._offline
            self._until_ms += self._length(self._off_ms if self._offline else self._on_ms)
        return self._offline


@dataclass(frozen=True, slots=True)
class Address:
    """Where a gateway listens for one protocol."""

    host: str
    port: int
    transport: Literal["tcp", "udp"] = "tcp"


class Link:
    """One device's way to the gateway; opens when needed. timeout_s: real seconds to wait for a reply."""

    def __init__(self, address: Address, speaker: Speaker, timeout_s: float = 10.0) -> None:
        self._address = address
        self._speaker = speaker
        self._timeout_s = timeout_s
        self.connections = 0

    async def exchange(self, frame: bytes, sequence: int, fate: Loss = "none") -> Answer:
        """The reply to the frame. Raises Unreachable, after which the link is closed."""
        return await self._try(self._exchange(frame, sequence, fate))

    async def tell(self, frame: bytes, fate: Loss = "none") -> None:
        """Writes a frame that nobody answers. Raises Unreachable where the network says that it is gone.

        Nothing raised does not mean that the frame arrived.
        """
        await self._try(self._tell(frame, fate))

    async def _try(self, attempt: Awaitable[Done]) -> Done:
        try:
            async with asyncio.timeout(self._timeout_s):
                return await attempt
        except TimeoutError:
            self.close()
            raise Unreachable(f"no reply within {self._timeout_s} s") from None
        except (OSError, ValueError) as problem:
            self.close()
            raise Unreachable(str(problem)) from problem

    async def _exchange(self, frame: bytes, sequence: int, fate: Loss) -> Answer:
        raise NotImplementedError

    async def _tell(self, frame: bytes, fate: Loss) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError


class TcpLink(Link):
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None
    _received = b""

    async def is_known(self) -> bool:
        """Whether the gateway accepts this device now. Closes the connection; only for languages that greet."""
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._open()
        except (OSError, ValueError, TimeoutError):
            return False
        finally:
            self.close()
        return True

    async def _exchange(self, frame: bytes, sequence: int, fate: Loss) -> Answer:
        await self._write(frame, fate)
        if fate == "reply":
            raise ConnectionResetError("the reply was lost on the way")
        return await self._reply("data", sequence)

    async def _tell(self, frame: bytes, fate: Loss) -> None:
        if self._reader is not None and self._reader.at_eof():
            raise ConnectionResetError("the gateway closed the connection")
        await self._write(frame, fate)

    async def _write(self, frame: bytes, fate: Loss) -> None:
        if self._writer is None:
            await self._open()
        assert self._writer is not None
        if fate == "frame":
            raise ConnectionResetError("the frame was lost on the way")
        self._writer.write(frame)
        await self._writer.drain()

    async def _open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection(self._address.host, self._address.port)
        self._received = b""
        self.connections += 1
        greeting = self._speaker.greeting()
        if greeting:
            self._writer.write(greeting)
            if not (await self._reply("greeting", None)).accepted:
                raise ConnectionRefusedError("the gateway does not know this device")

    async def _reply(self, kind: str, sequence: int | None) -> Answer:
        assert self._reader is not None
        while True:
            answer = self._speaker.answer(self._received)
            if answer is None:
                data = await self._reader.read(_READ_BYTES)
                if not data:
                    raise ConnectionResetError("the gateway closed the connection")
                self._received += data
                continue
            self._received = self._received[answer.size :]
            if answer.reply and self._writer is not None:
                self._writer.write(answer.reply)
            if (
                answer.kind == kind and answer.sequence in (None, sequence)
            ) or kind == "greeting" == answer.kind:
                return answer

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.received: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002
        self.received.put_nowait(data)


class UdpLink(Link):
    _transport: asyncio.DatagramTransport | None = None
    _datagrams: _Datagrams | None = None

    async def _tell(self, frame: bytes, fate: Loss) -> None:
        if self._transport is None:
            self._transport, self._datagrams = await asyncio.get_running_loop().create_datagram_endpoint(
                _Datagrams, remote_addr=(self._address.host, self._address.port)
            )
            self.connections += 1
        if fate != "frame":
            self._transport.sendto(frame)

    async def _exchange(self, frame: bytes, sequence: int, fate: Loss) -> Answer:
        await self._tell(frame, fate)
        assert self._datagrams is not None
        if fate != "none":
            raise ConnectionResetError(f"the {fate} was lost on the way")
        while True:
            answer = self._speaker.answer(await self._datagrams.received.get())
            if answer is not None and answer.reply and self._transport is not None:
                self._transport.sendto(answer.reply)
            if answer is not None and answer.kind == "data" and answer.sequence in (None, sequence):
                return answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
        self._transport = self._datagrams = None


def link(address: Address, speaker: Speaker, timeout_s: float = 10.0) -> Link:
    kind = UdpLink if address.transport == "udp" else TcpLink
    return kind(address, speaker, timeout_s)
