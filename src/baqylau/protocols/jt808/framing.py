"""Bytes to frames: 0x7E marks, escaping, checksum (JT/T 808, "message composition").

What stands between two marks is a frame. A mark that ends one may begin the next, so a lost or added mark
costs the frames it touches and no other. Between frames some makes send text in parentheses.
"""

from __future__ import annotations

from dataclasses import dataclass

from baqylau.protocols.checksums import xor
from baqylau.protocols.language import FrameError

MAX_FRAME_BYTES = 4096
"""A body of 1,023 bytes and the longest header, every byte escaped, are less."""

_MARK = 0x7E
_OPEN = 0x28
_SHORTEST = 11


@dataclass(frozen=True, slots=True)
class Piece:
    """raw: as received. content: unescaped, without the checksum, or the text; empty where `error` says why."""

    raw: bytes
    content: bytes
    error: FrameError | None = None
    text: bool = False
    fatal: bool = False


class FrameStream:
    """Cuts one connection's bytes. Holds at most the length of one frame and one read."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes, *, final: bool = False) -> list[Piece]:
        """Frames, texts and damage in order. `final`: nothing follows; what is not complete is damage."""
        if self._rest:
            data = self._rest + data
        pieces: list[Piece] = []
        at, size = 0, len(data)
        while at < size:
            at = _begin(data, at)
            end = _end(data, at)
            if (end or size) - at > MAX_FRAME_BYTES:
                pieces.append(_endless(data[at : at + MAX_FRAME_BYTES]))
                at = size
            elif not end:
                break
            else:
                pieces.append(_piece(data[at:end]))
                at = end - (data[end - 1] == _MARK)
        rest = data[at:]
        if final and rest not in (b"", b"\x7e"):
            error = FrameError("it was not ended", field="frame", offset=len(rest))
            pieces.append(Piece(rest, b"", error))
            rest = b""
        self._rest = rest
        return pieces


def _begin(data: bytes, at: int) -> int:
    """Past marks that only end something: those before another mark, and one before a text."""
    size = len(data)
    while data[at] == _MARK and at + 1 < size and data[at + 1] in (_MARK, _OPEN):
        at += 1
    return at


def _end(data: bytes, at: int) -> int:
    """Where the frame, text or garbage at `at` ends; 0 while that is not known.

    Garbage ends before the mark that follows it, a frame with its mark.
    """
    first = data[at]
    mark = data.find(b"\x7e", at + 1)
    if first == _MARK:
        return mark + 1
    if first == _OPEN:
        close = data.find(b")", at + 1)
        if close > 0 and not 0 < mark < close:
            return close + 1
    return max(mark, 0)


def _piece(raw: bytes) -> Piece:
    if raw[0] == _MARK:
        return _unescaped(raw)
    if raw[0] == _OPEN and raw[-1:] == b")":
        return Piece(raw, raw, text=True)
    return Piece(raw, b"", FrameError("neither 7e nor a text", field="mark", offset=0))


def _unescaped(raw: bytes) -> Piece:
    content = raw[1:-1]
    if b"\x7d" in content:
        if content.count(b"\x7d") != content.count(b"\x7d\x01") + content.count(b"\x7d\x02"):
            return Piece(raw, b"", FrameError("7d without 01 or 02 after it", field="escape", offset=1))
        content = content.replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d")
    if len(content) < _SHORTEST:
        problem = f"{len(content)} bytes are no header"
        return Piece(raw, b"", FrameError(problem, field="frame", offset=len(raw) - 1))
    computed = xor(content[:-1])
    if computed != content[-1]:
        problem = f"0x{content[-1]:02x} given, 0x{computed:02x} computed"
        return Piece(raw, b"", FrameError(problem, field="checksum", offset=len(raw) - 2))
    return Piece(raw, content[:-1])


def _endless(raw: bytes) -> Piece:
    error = FrameError(f"no end within {MAX_FRAME_BYTES} bytes", field="frame", offset=0)
    return Piece(raw, b"", error, fatal=True)


def frame(content: bytes) -> bytes:
    """The content with its checksum, escaped and marked."""
    summed = content + bytes((xor(content),))
    return b"\x7e" + summed.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e"
