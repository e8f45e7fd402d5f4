"""One device's connection: bytes to its language, replies back in order, limits kept."""

from __future__ import annotations

import asyncio
from typing import cast

from baqylau.gateway.limits import Limits
from baqylau.gateway.reception import Channel, Reception
from baqylau.protocols.language import Language
from baqylau.register.activation import WornDevice


class Connection(asyncio.Protocol):
    """Lives as long as the socket. `heard` is loop time of the last byte, for the sweep of idle connections."""

    __slots__ = (
        "_channel",
        "_closed",
        "_dismissed",
        "_language",
        "_limits",
        "_reception",
        "_transport",
        "_waiting",
        "address",
        "device",
        "heard",
        "opened",
    )
    lasting = True

    def __init__(self, language: Language, channel: Channel, reception: Reception, limits: Limits) -> None:
        self._language = language
        self._channel = channel
        self._reception = reception
        self._limits = limits
        self._transport: asyncio.Transport | None = None
        self._waiting = 0
        self._dismissed = False
        self._closed = False
        self.address = ""
        self.device: WornDevice | None = None
        self.opened = self.heard = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self.address = f"{peer[0]}:{peer[1]}" if peer else "unknown"
        self.opened = self.heard = asyncio.get_running_loop().time()
        self._reception.tally.connections += 1
        if not self._limits.admit(self):
            self._reception.tally.connections_refused += 1
            self._dismissed = True
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._dismissed:
            return
        self.heard = asyncio.get_running_loop().time()
        now_ms = self._reception.clock.now_ms()
        unknown = self.device is None
        events = self._language.receive(data, now_ms)
        if events:
            self._reception.take(events, self, self._channel, now_ms)
            if unknown and self.device is not None:
                self._limits.identified(self)

    def eof_received(self) -> bool:
        now_ms = self._reception.clock.now_ms()
        if not self._dismissed:
            self._reception.take(self._language.end(now_ms), self, self._channel, now_ms)
        self.dismiss()
        return True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the name is asyncio's
        self._closed = self._dismissed = True
        if self.device is not None:
            self._reception.presence.gone(self.device.device_id, self)
        self._limits.leave(self)
        self._transport = None

    def begin(self) -> None:
        self._waiting += 1

    def answer(self, replies: tuple[bytes, ...]) -> None:
        self._waiting -= 1
        self.say(replies)
        self._reception.tally.replies += len(replies)
        if self._dismissed and not self._waiting:
            self._close()

    def say(self, replies: tuple[bytes, ...]) -> None:
        if replies and self._transport is not None:
            self._transport.write(b"".join(replies))

    def dismiss(self) -> None:
        self._dismissed = True
        if not self._waiting:
            self._close()

    def hold(self) -> None:
        if self._transport is not None:
            self._transport.pause_reading()

    def release(self) -> None:
        if self._transport is not None:
            self._transport.resume_reading()

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()
