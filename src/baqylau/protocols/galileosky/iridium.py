"""A terminal's tags through the satellite network: one DirectIP message of the Iridium gateway a connection.

Iridium SBD Developers Guide, "MO DirectIP": version, length and information elements, all big-endian. The
gateway wants no answer. The place that the network computes (two kilometres and worse) is not read.
"""

from __future__ import annotations

from struct import Struct

from baqylau.protocols.language import FrameError

HEADER_ELEMENT = b"\x01\x00\x1c"
"""The first information element: MO header, 28 bytes. No packet of tags begins so: 0x1C is no tag."""

_ELEMENT = Struct(">BH")
_PAYLOAD = 0x02
_IMEI_AT = 3 + _ELEMENT.size + 4
_SESSION_TIME_AT = _IMEI_AT + 15 + 1 + 4


def identity(raw: bytes) -> str:
    """The IMEI of the satellite modem. Raises FrameError."""
    imei = raw[_IMEI_AT : _IMEI_AT + 15]
    if not imei.isdigit():
        raise FrameError(f"{imei!r} is no number", field="IMEI", offset=_IMEI_AT)
    return imei.decode()


def session_ms(raw: bytes) -> int:
    """When the network took the message: the time of what has none of its own."""
    return int.from_bytes(raw[_SESSION_TIME_AT : _SESSION_TIME_AT + 4], "big") * 1000


def payload(raw: bytes) -> tuple[int, int]:
    """Where the payload begins and ends. Raises FrameError when there is none or an element is cut off."""
    at = 3
    while at < len(raw):
        if at + _ELEMENT.size > len(raw):
            raise FrameError("an element is cut off", field="information element", offset=at)
        kind, size = _ELEMENT.unpack_from(raw, at)
        start = at + _ELEMENT.size
        at = start + size
        if at > len(raw):
            raise FrameError(f"element 0x{kind:02x} is cut off", field="information element", offset=start)
        if kind == _PAYLOAD:
            return start, at
    raise FrameError("no payload", field="information element", offset=at)
