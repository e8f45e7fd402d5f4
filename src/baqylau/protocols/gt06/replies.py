"""What the server answers: framed like the packet, with its protocol and serial number.

V3.1, sections 1.2, 2.2, 6.2, 9.2; GT06 v1.8.1, sections 5.3.3.2 and 6.7.2.
"""

from __future__ import annotations

from datetime import UTC, datetime

from baqylau.protocols.checksums import crc16_x25
from baqylau.protocols.gt06.packet import Packet

Replies = tuple[bytes, ...]

_ADDRESS_RESPONSE = 0x97
_PHONE_BYTES = 21
_NO_ADDRESS = "NA".encode("utf-16-be")


def short_frame(body: bytes) -> bytes:
    """`body`: from the protocol number to the serial number."""
    head = bytes((len(body) + 2,)) + body
    return b"\x78\x78" + head + crc16_x25(head).to_bytes(2, "big") + b"\r\n"


def long_frame(body: bytes) -> bytes:
    head = (len(body) + 2).to_bytes(2, "big") + body
    return b"\x79\x79" + head + crc16_x25(head).to_bytes(2, "big") + b"\r\n"


def nothing(_packet: Packet) -> Replies:
    return ()


def short(packet: Packet) -> Replies:
    return (short_frame(bytes((packet.number,)) + packet.serial),)


def long(packet: Packet) -> Replies:
    return (long_frame(bytes((packet.number,)) + packet.serial),)


def clock(packet: Packet) -> Replies:
    """The time of receipt in UTC, for a device without a fix (9.2)."""
    now = datetime.fromtimestamp(packet.now_ms / 1000, UTC)
    fields = bytes((now.year % 100, now.month, now.day, now.hour, now.minute, now.second))
    return (short_frame(bytes((packet.number,)) + fields + packet.serial),)


def address(packet: Packet) -> Replies:
    """ "No address" to whoever asked: places are not turned into street names here (6.7.2)."""
    phone = packet.content[18 : 18 + _PHONE_BYTES].ljust(_PHONE_BYTES, b"\0")
    command = b"\0\0\0\0ADDRESS&&" + _NO_ADDRESS + b"&&" + phone + b"##"
    length = len(command).to_bytes(2, "big")
    return (long_frame(bytes((_ADDRESS_RESPONSE,)) + length + command + packet.serial),)
