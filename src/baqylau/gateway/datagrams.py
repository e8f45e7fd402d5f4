"""Devices that speak in datagrams: each is a whole conversation of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar, cast

from baqylau.gateway.answers import Speaking
from baqylau.gateway.limits import Limits
from baqylau.gateway.reception import Channel, Reception
from baqylau.protocols.language import Language


class _Sender(Speaking):
    """Where a datagram came from."""

    __slots__ = ("_reception", "_target", "_transport")
    lasting: ClassVar = False

    def __init__(
        self,
        transport: asyncio.DatagramTransport,
        target: tuple[str, int],
        reception: Reception,
        language: Language,
    ) -> None:
        super().__init__(language)
        self._transport = transport
        self._target = target
        self._reception = reception
        self.address = f"{target[0]}:{target[1]}"

    def send(self, replies: list[bytes]) -> None:
        if self._transport.is_closing():
            return
        for reply in replies:
            self._transport.sendto(reply, self._target)
        self._reception.tally.replies += len(replies)


class Datagrams(asyncio.DatagramProtocol):
    """One UDP port in one language.

    A datagram cannot be held back like a connection: while the stream takes no more it is dropped and counted,
    and its device, which gets no reply, sends it again.
    """

    def __init__(
        self, make_language: Callable[[], Language], channel: Channel, reception: Reception, limits: Limits
    ) -> None:
        self._make_language = make_language
        self._channel = channel
        self._reception = reception
        self._limits = limits
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if self._transport is None:
            return
        if self._limits.held:
            self._reception.tally.datagrams_dropped += 1
            return
        now_ms = self._reception.clock.now_ms()
        language = self._make_language()
        events = language.receive(data, now_ms) + language.end(now_ms)
        sender = _Sender(self._transport, addr, self._reception, language)
        self._reception.take(events, sender, self._channel, now_ms)

    def error_received(self, exc: Exception) -> None:
        """A reply could not be delivered: the device is gone, and sends again if it wants an answer."""
        self._reception.tally.refused[f"undeliverable:{type(exc).__name__}"] += 1
