"""Packets: `$$<flag><length>,<IMEI>,<command>,<data>*<checksum>` and a line end (GPRS Protocol, 1.1)."""

from __future__ import annotations

import re
from typing import ClassVar

from baqylau.observations import Contact, Observation
from baqylau.protocols.commanding import Sending
from baqylau.protocols.fields import Fields
from baqylau.protocols.framed import Cut, Framed
from baqylau.protocols.language import FrameError, Message, Transport
from baqylau.protocols.meitrack import cached, orders, parameters, regular
from baqylau.register.command import Command, CommandKind

_HEAD = re.compile(rb"\$\$[!-~](\d{1,4}),")
_LONGEST_HEAD = 8
_SHORTEST = len(b",1,AAA*00\r\n")
_IMEI = re.compile(rb"\d{15}")
_TAIL = len("*XX")


class Meitrack(Framed):
    """Meitrack. The length counts from the first comma to the line end; the checksum covers all up to the `*`."""

    name: ClassVar = "meitrack"
    transports: ClassVar[tuple[Transport, ...]] = ("tcp", "udp")
    most_bytes: ClassVar = 10_016
    commands: frozenset[CommandKind] = frozenset(orders.TEXTS)
    only_in_answers = False

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        return orders.order(command, device)

    def _cut(self, data: bytes, at: int, limit: int) -> Cut | None:
        head = _HEAD.match(data, at)
        if head is None:
            if data.startswith(b"$$", at) or data[at:] == b"$":
                begun = len(data) - at
                if begun < _LONGEST_HEAD and b"," not in data[at + 3 :]:
                    return None
            return _until_next(data, at, limit, FrameError("not $$, flag, length", field="header", offset=0))
        length = int(head[1])
        # The line end is counted and may be missing: the packet is whole with its checksum.
        end = head.end() - 1 + length - 2
        if length < _SHORTEST:
            error = FrameError(f"{length} is too short", field="length", offset=3)
            return _until_next(data, at, limit, error)
        if end > len(data):
            return None
        problem = _problem(data[at:end])
        return Cut(end) if problem is None else Cut(_inside(data, at, end), problem)

    def _read(self, raw: bytes, now_ms: int) -> Message:
        first = raw.index(b",")
        imei, command = raw[first + 1 : first + 16], raw[first + 17 : first + 20]
        if not _IMEI.fullmatch(imei) or raw[first + 16 : first + 17] != b",":
            raise FrameError("not 15 digits and a comma", field="IMEI", offset=first + 1)
        begin = first + 21
        content = raw[begin:-_TAIL]
        replies: tuple[bytes, ...] = ()
        seen: tuple[Observation, ...] = (Contact(now_ms),)
        if command == b"CCE":
            seen = parameters.read(content, begin)
        elif command == b"CCC":
            seen, count = cached.read(content, begin)
            replies = (orders.packet(raw[2:3], imei, b"CCC,%d" % count),)
        elif command == b"AAA":
            seen = regular.read(Fields(content.decode("latin-1"), begin))
        elif command in orders.ANSWERED:
            seen = orders.answered(command, content, now_ms)
        elif not command.isalnum():
            raise FrameError(
                f"not readable: {command.decode('latin-1')!r}", field="command", offset=begin - 4
            )
        self._device = imei.decode()
        return Message(raw, self._device, seen, replies)


def _problem(packet: bytes) -> FrameError | None:
    star = len(packet) - _TAIL
    if packet[star] != 0x2A:
        return FrameError("no * where the length puts it", field="length", offset=3)
    computed = b"%02X" % (sum(packet[: star + 1]) & 0xFF)
    given = packet[star + 1 :]
    if given.upper() == computed:
        return None
    problem = f"{given.decode('latin-1')!r} given, {computed.decode()} computed"
    return FrameError(problem, field="checksum", offset=star + 1)


def _inside(data: bytes, at: int, end: int) -> int:
    """A packet that a wrong length would swallow: where it begins, or `end`."""
    place = data.find(b"$$", at + 2, end)
    while place >= 0:
        if _HEAD.match(data, place, end):
            return place
        place = data.find(b"$$", place + 1, end)
    return end


def _until_next(data: bytes, at: int, limit: int, error: FrameError) -> Cut | None:
    place = data.find(b"$$", at + 1, limit)
    return Cut(place, error) if place >= 0 else None
