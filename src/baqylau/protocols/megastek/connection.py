"""Frames of both generations: `[nnnn]$MGV…;[checksum]!` and `STX…$GPRMC…;checksum`."""

from __future__ import annotations

import re
from typing import ClassVar

from baqylau.protocols.framed import Cut, Framed
from baqylau.protocols.language import FrameError, Message, Transport
from baqylau.protocols.megastek import newer, older

_END = re.compile(rb"[!\n]")
_NEWER = re.compile(rb"(\d{4})?(?=\$MG)")
_OLDER = re.compile(rb"(LOG)?STX")


class Megastek(Framed):
    """Megastek. A frame ends with "!" or a line; its length, NMEA checksum and sum are checked where it has them."""

    name: ClassVar = "megastek"
    most_bytes: ClassVar = 4096

    def __init__(self, transport: Transport = "tcp") -> None:
        super().__init__(transport)
        self._belts = newer.Belts()

    def _cut(self, data: bytes, at: int, limit: int) -> Cut | None:
        end = _END.search(data, at, limit)
        if end is None:
            return None
        return Cut(end.end() if end[0] == b"!" else max(end.start(), at + 1))

    def _read(self, raw: bytes, now_ms: int) -> Message:
        head = _NEWER.match(raw)
        if head:
            _check_length(raw, head)
            device, seen = newer.read(raw, head.end(), now_ms, self._belts)
        elif old := _OLDER.match(raw):
            _check_sum(raw)
            device, seen = older.read(raw, old, now_ms)
        else:
            raise FrameError("neither $MG nor STX", field="data head", offset=0)
        self._device = device
        return Message(raw, device, seen)


def _check_length(raw: bytes, head: re.Match[bytes]) -> None:
    """The four digits count what follows them, the tail included."""
    if head[1] is not None and int(head[1]) != len(raw) - 4:
        raise FrameError(f"{head[1].decode()} given, {len(raw) - 4} came", field="length", offset=0)


def _check_sum(raw: bytes) -> None:
    """The sum of all bytes up to and with the semicolon, modulo 256; a frame without status has none."""
    body, mark, given = raw.rstrip(b"\r!").rpartition(b";")
    if not mark:
        if b"*" in raw:
            raise FrameError("missing", field="end mark", offset=len(raw))
        return
    computed = b"%02X" % (sum(body + mark) & 0xFF)
    if given and given.upper() != computed:
        problem = f"{given[:9].decode('latin-1')!r} given, {computed.decode()} computed"
        raise FrameError(problem, field="checksum", offset=len(body) + 1)
