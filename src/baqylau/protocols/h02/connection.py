"""Frames: `*maker,id,kind,…#` as text, `$` and packed decimal digits as binary."""

from __future__ import annotations

from typing import ClassVar

from baqylau.protocols.commanding import Sending
from baqylau.protocols.framed import Cut, Framed
from baqylau.protocols.h02 import orders, packed, text
from baqylau.protocols.language import FrameError, Message, Transport
from baqylau.register.command import Command, CommandKind, CommandRefused

_STAR, _DOLLAR = 0x2A, 0x24


class H02(Framed):
    """H02. A binary frame is read as soon as its 32 bytes are there.

    Some makes let 13 bytes follow that no length announces; they come out as a message that says nothing, so that
    no position waits for them.
    """

    name: ClassVar = "h02"
    transports: ClassVar[tuple[Transport, ...]] = ("tcp", "udp")
    most_bytes: ClassVar = 2048
    commands: frozenset[CommandKind] = frozenset(orders.TEXTS)
    only_in_answers = False

    def __init__(self, transport: Transport = "tcp") -> None:
        super().__init__(transport)
        self._after_packed = False
        self._further = False
        self._maker = ""

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        if not self._maker:
            raise CommandRefused(
                "no_such_command", "a command begins with the maker's letters, which it has not sent"
            )
        return orders.order(command, self._maker, device)

    def _skip(self, data: bytes, at: int) -> int:
        return at if self._after_packed else super()._skip(data, at)

    def _cut(self, data: bytes, at: int, limit: int) -> Cut | None:
        if self._after_packed:
            end = _further(data, at)
            if end is None:
                return None
            self._after_packed = False
            self._further = end > at
            if self._further:
                return Cut(end)
        if data[at] == _STAR:
            return _cut_text(data, at, limit)
        if data[at] == _DOLLAR:
            return self._cut_packed(data, at, limit)
        return _damage(data, at, limit, "neither * nor $ begins it")

    def _cut_packed(self, data: bytes, at: int, limit: int) -> Cut | None:
        if len(data) - at < packed.SHORT_BYTES:
            return None
        layout = packed.layout_at(data, at)
        if layout is None:
            return _damage(data, at, limit, "no packed position")
        if len(data) - at < layout.size:
            return None
        self._after_packed = layout.more
        return Cut(at + layout.size)

    def _read(self, raw: bytes, now_ms: int) -> Message:
        if self._further:
            self._further = False
            return Message(raw, self._device)
        if raw.startswith(b"*"):
            device, seen, replies = text.read(raw, now_ms)
            self._device = device or self._device
            self._maker = raw[1:3].decode("ascii")
            return Message(raw, self._device, seen, replies)
        self._device, seen = packed.read(raw)
        return Message(raw, self._device, seen)


def _cut_text(data: bytes, at: int, limit: int) -> Cut | None:
    end = data.find(b"#", at, limit)
    again = data.find(b"*", at + 1, limit if end < 0 else end)
    if again >= 0:
        error = FrameError("the next frame begins before its #", field="end sign", offset=again - at)
        return Cut(again, error)
    return Cut(end + 1) if end >= 0 else None


def _damage(data: bytes, at: int, limit: int, problem: str) -> Cut | None:
    """Everything up to the next sign that may begin a frame."""
    ends = [place for place in (data.find(b"*", at + 1, limit), data.find(b"$", at + 1, limit)) if place >= 0]
    return Cut(min(ends), FrameError(problem, field="frame", offset=0)) if ends else None


def _further(data: bytes, at: int) -> int | None:
    """Where the bytes behind a packed position end; `at`: there are none; None: more bytes will tell."""
    for place in range(at, at + packed.FURTHER_BYTES):
        if place >= len(data):
            return None
        if data[place] == _STAR:
            if len(data) < place + 4:
                return None
            if data[place + 3] == 0x2C and data[place + 1 : place + 3].isalnum():
                return place
        elif data[place] == _DOLLAR:
            if len(data) < place + packed.SHORT_BYTES:
                return None
            if packed.layout_at(data, place) is not None:
                return place
    return at + packed.FURTHER_BYTES
