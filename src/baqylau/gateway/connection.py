"""One device's connection: bytes to its language, replies back in order, limits kept."""

from __future__ import annotations

import asyncio
from typing import ClassVar, cast

from baqylau.gateway.answers import Speaking
from baqylau.gateway.limits import Limits
from baqylau.gateway.reception import Channel, Reception
from baqylau.protocols.language import Language


class Connection(Speaking, asyncio.Protocol):
    """Lives as long as the socket. `opened` and `heard` are loop times; `heard` is that of the last whole frame."""

    __slots__ = (
        "_channel",
        "_clogged",
        "_dismissed",
        "_held",
        "_limits",
        "_reception",
        "_transport",
        "_unread",
        "heard",
        "opened",
    )
    lasting: ClassVar = True

    def __init__(self, language: Language, channel: Channel, reception: Reception, limits: Limits) -> None:
        super().__init__(language)
        self._channel = channel
        self._reception = reception
        self._limits = limits
        self._transport: asyncio.Transport | None = None
        self._dismissed = False
        self._held = False
        self._clogged = False
        self._unread = 0
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
        now_ms = self._reception.clock.now_ms()
        nameless = not self.devices
        events = self._language.receive(data, now_ms)
        if not events:
            self._unfinished(data, now_ms)
            return
        self._unread = 0
        self.heard = asyncio.get_running_loop().time()
        self._reception.take(events, self, self._channel, now_ms)
        if nameless and self.devices:
            self._limits.identified(self)

    def _unfinished(self, data: bytes, now_ms: int) -> None:
        """A frame that never ends would fill our memory: the limit is that of the longest frame."""
        self._unread += len(data)
        if self._unread > self._reception.max_frame_bytes:
            self._reception.refuse_oversized(data, None, self, self._channel, now_ms)

    def eof_received(self) -> bool:
        now_ms = self._reception.clock.now_ms()
        if not self._dismissed:
            self._reception.take(self._language.end(now_ms), self, self._channel, now_ms)
        self.dismiss()
        # Under TLS neither side can go on writing after the other has closed.
        return self._transport is not None and self._transport.get_extra_info("ssl_object") is None

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the name is asyncio's
        self._dismissed = True
        self._reception.presence.gone(self, self.devices)
        self._limits.leave(self)
        self._transport = None

    def send(self, replies: list[bytes]) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(b"".join(replies))
        self._reception.tally.replies += len(replies)

    def settle(self) -> None:
        super().settle()
        if self._dismissed and not self.waiting:
            self._close()

    def dismiss(self) -> None:
        self._dismissed = True
        if not self.waiting:
            self._close()

    def drop(self) -> None:
        """Dismisses; a second time it does not wait for the device to read what it is sent."""
        if not self._dismissed:
            self.dismiss()
        elif self._transport is not None:
            self._transport.abort()

    def hold(self) -> None:
        self._held = True
        self._let_flow()

    def release(self) -> None:
        self._held = False
        # Nobody could be heard meanwhile: silence and namelessness are measured from now on.
        self.opened = self.heard = asyncio.get_running_loop().time()
        self._let_flow()

    def pause_writing(self) -> None:
        """A device that sends without reading replies is not heard until it reads."""
        self._clogged = True
        self._let_flow()

    def resume_writing(self) -> None:
        self._clogged = False
        self._let_flow()

    def _let_flow(self) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        if self._held or self._clogged:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.close()
