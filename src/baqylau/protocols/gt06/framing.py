"""Bytes to frames: start bits, length, error check, stop bits (GT06 v1.8.1, section 4).

A damaged frame costs itself only. What follows is found again at the next start bits that open a well-formed
frame; which bytes are given up depends on the bytes alone, never on how they were cut into reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baqylau.protocols.checksums import crc16_x25
from baqylau.protocols.language import FrameError

MAX_FRAME_BYTES = 2048
"""The largest documented packets carry 1024 bytes of a photo or file; twice that is no tracker's frame."""

_SHORT = b"\x78\x78"
_LONG = b"\x79\x79"
_STOP = b"\r\n"
_SHORTEST = 5
"""Protocol number, serial number and error check: the least that the length field can count."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no frame, and why."""

    raw: bytes
    error: FrameError
    fatal: bool = False


class FrameStream:
    """Cuts one connection's bytes into frames. Holds at most the length of two frames and one read."""

    def __init__(self) -> None:
        self._rest = b""
        self._searched = 1

    def feed(self, data: bytes, *, final: bool = False) -> list[bytes | Damage]:
        """Frames with a right error check, and damage, in order. `final`: nothing follows; wait for nothing.

        Waiting is for the length that a frame claims, or for the next start bits after damage.
        """
        data = self._rest + data if self._rest else data
        pieces: list[bytes | Damage] = []
        position, size, searched = 0, len(data), self._searched
        while position < size:
            end = _claimed_end(data, position)
            if end and end <= size and _whole(data, position, end):
                pieces.append(data[position:end])
                position = end
                continue
            damage = _damage(data, position, end, position + searched, final=final)
            if isinstance(damage, int):
                searched = damage - position
                break
            pieces.append(damage)
            position = size if damage.fatal else position + len(damage.raw)
            searched = 1
        self._rest, self._searched = data[position:], searched
        return pieces


def _claimed_end(data: bytes, at: int) -> int:
    """Where the frame at `at` says it ends; 0: no frame begins here; beyond the data: not known yet."""
    mark = data[at : at + 2]
    if mark == _SHORT:
        head, length = 3, data[at + 2] if at + 3 <= len(data) else _SHORTEST
    elif mark == _LONG:
        head = 4
        length = data[at + 2] << 8 | data[at + 3] if at + 4 <= len(data) else _SHORTEST
    elif mark in (b"\x78", b"\x79"):
        return at + 10
    else:
        return 0
    total = head + length + 2
    return at + total if length >= _SHORTEST and total <= MAX_FRAME_BYTES else 0


def _whole(data: bytes, at: int, end: int) -> bool:
    return (
        data[end - 2 : end] == _STOP
        and crc16_x25(data[at + 2 : end - 4]) == data[end - 4] << 8 | data[end - 3]
    )


def _damage(data: bytes, at: int, end: int, first: int, *, final: bool) -> Damage | int:
    """The damage at `at`; or, to wait for more bytes, where to go on searching.

    first: start bits before it were tried already, so that bytes that trickle in are not searched anew.
    """
    size = len(data)
    if end > size and not final:
        return first
    if end and end <= size and data[end - 2 : end] == _STOP:
        return Damage(data[at : _frame_inside(data, at, end)], _error(data, at, end))
    last = at + MAX_FRAME_BYTES
    if data[at : at + 2] in (_SHORT, _LONG):
        place = _next_frame(data, first, last, final=final)
    else:
        place = _next_mark(data, first, last)
    if place > 0:
        return Damage(data[at:place], _error(data, at, end))
    if place == _NOWHERE and size > last + 1:
        error = FrameError(f"no frame within {MAX_FRAME_BYTES} bytes", field="start bits", offset=0)
        return Damage(data[at:last], error, fatal=True)
    if final:
        return Damage(data[at:], _error(data, at, end))
    return -place or max(first, size - 1)


_MARK = re.compile(rb"(?=\x78\x78|\x79\x79)")
_NOWHERE = 0


def _marks(data: bytes, first: int, last: int) -> Iterator[int]:
    """Offsets of start bits from `first` up to and including `last`, overlapping ones too."""
    return (match.start() for match in _MARK.finditer(data, first, last + 2))


def _frame_inside(data: bytes, at: int, end: int) -> int:
    """A frame that a wrong length would swallow: where it begins, or `end`."""
    for place in _marks(data, at + 1, end - 10):
        inner = _claimed_end(data, place)
        if inner and inner <= end and _whole(data, place, inner):
            return place
    return end


def _next_mark(data: bytes, first: int, last: int) -> int:
    return next(_marks(data, first, last), _NOWHERE)


def _next_frame(data: bytes, first: int, last: int, *, final: bool) -> int:
    """Where the next well-formed frame begins; its place negated: more bytes will tell.

    Start bits inside a damaged frame count only with a right error check, start bits after stop bits also
    without: that one is damaged by itself.
    """
    for place in _marks(data, first, last):
        end = _claimed_end(data, place)
        if end > len(data):
            if final:
                continue
            return -place
        if not end or data[end - 2 : end] != _STOP:
            continue
        if data[place - 2 : place] == _STOP or _whole(data, place, end):
            return place
    return _NOWHERE


def _error(data: bytes, at: int, end: int) -> FrameError:
    mark = data[at : at + 2]
    if mark not in (_SHORT, _LONG):
        return FrameError("neither 7878 nor 7979", field="start bits", offset=0)
    if not end:
        return FrameError("no possible length", field="packet length", offset=2)
    if end > len(data):
        return FrameError(f"{len(data) - at} of {end - at} bytes came", field="frame", offset=len(data) - at)
    if data[end - 2 : end] != _STOP:
        return FrameError("0d0a is not here", field="stop bits", offset=end - at - 2)
    given = data[end - 4] << 8 | data[end - 3]
    computed = crc16_x25(data[at + 2 : end - 4])
    problem = f"0x{given:04x} given, 0x{computed:04x} computed"
    return FrameError(problem, field="error check", offset=end - at - 4)
