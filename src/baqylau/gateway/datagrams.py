"""Devices that speak in datagrams: each is a whole conversation of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from baqylau.gateway.reception import Channel, Reception
from baqylau.protocols.language import Language
from baqylau.register.activation import WornDevice


class _Sender:
    """Where a datagram came from."""

    __slots__ = ("_target", "_transport", "address", "device")
    lasting = False

    def __init__(self, transport: asyncio.DatagramTransport, target: tuple[str, int]) -> None:
        self._transport = transport
        self._target = target
        self.address = f"{target[0]}:{target[1]}"
        self.device: WornDevice | None = None

    def begin(self) -> None:
        """Nothing is kept open for a datagram."""

    def answer(self, replies: tuple[bytes, ...]) -> None:
        self.say(replies)

    def say(self, replies: tuple[bytes, ...]) -> None:
        for reply in replies:
            self._transport.sendto(reply, self._target)

    def dismiss(self) -> None:
        """Nothing to close."""


class Datagrams(asyncio.DatagramProtocol):
    """One UDP port in one language."""

    def __init__(self, make_language: Callable[[], Language], channel: Channel, reception: Reception) -> None:
        self._make_language = make_language
        self._channel = channel
        self._reception = reception
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if self._transport is None:
            return
        now_ms = self._reception.clock.now_ms()
        language = self._make_language()
        events = language.receive(data, now_ms) + language.end(now_ms)
        sender = _Sender(self._transport, addr)
        self._reception.take(events, sender, self._channel, now_ms)

    def error_received(self, exc: Exception) -> None:
        """A reply could not be delivered: the device is gone, and sends again if it wants an answer."""
        self._reception.tally.refused[f"undeliverable:{type(exc).__name__}"] += 1
