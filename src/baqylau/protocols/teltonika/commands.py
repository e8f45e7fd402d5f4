"""Answers to commands: codecs 12 to 15 ("Codec for communication over GPRS messages").

They carry text or a part of a picture, and say that the device spoke, and when.
"""

from __future__ import annotations

import struct
from struct import Struct
from typing import NamedTuple

from baqylau.protocols.language import FrameError

TEXT = 0x0C
TIMED_TEXT = 0x0D
ADDRESSED_TEXT = 0x0E
TIMED_ADDRESSED_TEXT = 0x0F
CODECS = frozenset((TEXT, TIMED_TEXT, ADDRESSED_TEXT, TIMED_ADDRESSED_TEXT))
_HEAD = Struct(">BI")
_IMEI_BYTES = 8
_REFUSED = 0x11
"""Type of an answer of codec 14: another device was meant."""


class Answer(NamedTuple):
    """time_ms and imei are None where the codec carries none."""

    time_ms: int | None
    imei: str | None
    refused: bool = False
    text: str = ""


def read_answers(codec: int, data: bytes, start: int, count: int) -> tuple[list[Answer], int]:
    """Reads `count` answers; returns them and the byte after the last. Raises FrameError where they break."""
    answers = []
    at = start
    for index in range(count):
        try:
            kind, size = _HEAD.unpack_from(data, at)
        except struct.error:
            raise FrameError("the frame ends inside it", field=f"answer {index}", offset=at) from None
        body = data[at + _HEAD.size : at + _HEAD.size + size]
        if len(body) != size:
            raise FrameError(f"says {size} bytes", field=f"answer {index} size", offset=at + 1)
        answers.append(_read_body(codec, body, at + _HEAD.size, refused=kind == _REFUSED))
        at += _HEAD.size + size
    return answers, at


def _read_body(codec: int, body: bytes, offset: int, *, refused: bool) -> Answer:
    time_ms = None
    if codec in (TIMED_TEXT, TIMED_ADDRESSED_TEXT):
        if len(body) < 4:
            raise FrameError("no room for it", field="answer time", offset=offset)
        time_ms = int.from_bytes(body[:4], "big") * 1000
        body, offset = body[4:], offset + 4
    if codec in (ADDRESSED_TEXT, TIMED_ADDRESSED_TEXT):
        imei = _read_imei(body[:_IMEI_BYTES], offset)
        return Answer(time_ms, imei, refused, _text(body[_IMEI_BYTES:]))
    return Answer(time_ms, None, refused, _text(body))


def _text(body: bytes) -> str:
    """The device's words; a part of a picture is none."""
    return body.decode("ascii").strip("\r\n\0 ") if body.isascii() else ""


def _read_imei(packed: bytes, offset: int) -> str:
    # Sixteen digits, two a byte, the first of them 0: "0x0352093081452251" is 352093081452251.
    digits = packed.hex()
    if len(digits) != 2 * _IMEI_BYTES or not digits.isdigit() or digits[0] != "0":
        raise FrameError(f"not an IMEI: {digits}", field="answer IMEI", offset=offset)
    return digits[1:]
