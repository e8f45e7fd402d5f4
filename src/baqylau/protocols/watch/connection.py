"""Frames: `[maker*id*length*content]`, some makes with an index before the length."""

from __future__ import annotations

import re
from typing import ClassVar

from baqylau.observations import Battery, CommandResult, Contact, Observation
from baqylau.protocols.commanding import Sending
from baqylau.protocols.fields import Fields
from baqylau.protocols.framed import Cut, Framed
from baqylau.protocols.language import FrameError, Message, Transport
from baqylau.protocols.watch import orders
from baqylau.protocols.watch.report import Wear, read_report
from baqylau.register.command import Command, CommandKind, CommandRefused

_HEAD = re.compile(rb"\[([0-9A-Za-z]{2})\*([0-9A-Za-z]{1,20})(?:\*([0-9A-Fa-f]{4}))?\*([0-9A-Fa-f]{4})\*")
_KIND = re.compile(r"[0-9A-Za-z_]{1,20}", re.ASCII)
_REPORT = re.compile(r"(?:UD|AL|WT|WG|WAD)(?:2|3|_\w+)?", re.ASCII)


class Watch(Framed):
    """GPS watches and wristbands. Square brackets never occur inside a frame: they are escaped there."""

    name: ClassVar = "watch"
    most_bytes: ClassVar = 140_000
    """A length of FFFF, every byte of it escaped."""
    commands: frozenset[CommandKind] = frozenset(orders.TEXTS)
    only_in_answers = False

    def __init__(self, transport: Transport = "tcp") -> None:
        super().__init__(transport)
        self._wear = Wear()
        self._heard: orders.Addressee | None = None

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        if self._heard is None or self._heard.identity != device.encode():
            raise CommandRefused("no_such_command", "the watch is not heard in its own name")
        return orders.order(command, self._heard)

    def _cut(self, data: bytes, at: int, limit: int) -> Cut | None:
        if data[at] != 0x5B:
            mark = data.find(b"[", at, limit)
            error = FrameError("no [ begins it", field="head", offset=0)
            return Cut(mark, error) if mark >= 0 else None
        end = data.find(b"]", at, limit)
        again = data.find(b"[", at + 1, limit if end < 0 else end)
        if again >= 0:
            error = FrameError("the next frame begins before its ]", field="tail", offset=again - at)
            return Cut(again, error)
        return Cut(end + 1) if end >= 0 else None

    def _read(self, raw: bytes, now_ms: int) -> Message:
        head = _HEAD.match(raw)
        if head is None:
            raise FrameError("not [maker*id*length*", field="head", offset=0)
        length = int(head[4], 16)
        if len(raw) - 1 - head.end() < length:
            problem = f"{length} given, {len(raw) - 1 - head.end()} came"
            raise FrameError(problem, field="length", offset=head.start(4))
        fields = Fields(raw[head.end() : -1].decode("latin-1"), head.end())
        kind = fields.at(0)
        if not _KIND.fullmatch(kind):
            raise fields.error(0, "command")
        seen = _observe(kind, fields, self._wear, now_ms)
        self._device = head[2].decode()
        self._heard = orders.Addressee(head[1], head[2], head[3] or b"")
        return Message(raw, self._device, seen, _replies(head, kind))


def _observe(kind: str, fields: Fields, wear: Wear, now_ms: int) -> tuple[Observation, ...]:
    if _REPORT.fullmatch(kind):
        return read_report(kind, fields, wear)
    if kind == "LK" and fields.count >= 4:
        level = fields.number(3, "battery", 0, 100)
        return (Contact(now_ms), Battery(now_ms, level))
    if kind in orders.KEYWORDS:
        return (Contact(now_ms), CommandResult(now_ms, "done", kind))
    return (Contact(now_ms),)


def _replies(head: re.Match[bytes], kind: str) -> tuple[bytes, ...]:
    """The keyword of what is to be confirmed, framed as the device framed its own."""
    if kind in ("LK", "TKQ", "TKQ2"):
        content = kind.encode()
    elif kind.startswith("AL"):
        content = b"AL"
    elif kind == "INIT":
        content = b"INIT,1"
    elif kind == "JXTK":
        content = b"JXTKR,1"
    else:
        return ()
    index = b"*" + head[3] if head[3] else b""
    return (b"[%b*%b%b*%04x*%b]" % (head[1], head[2], index, len(content), content),)
