"""The NTCB transport layer: a header of 16 bytes with two XOR sums (protocol v6.2, section 1.1)."""

from __future__ import annotations

from struct import Struct
from typing import NamedTuple

from baqylau.protocols.checksums import xor
from baqylau.protocols.language import FrameError

PREAMBLE = b"@NTC"
HEADER_BYTES = 16
MAX_DATA_BYTES = 8192

_HEADER = Struct("<4sIIHBB")
_UNSUMMED = Struct("<4sIIH")


class Header(NamedTuple):
    """receiver and sender: whom the message is for and from; a reply has them the other way round."""

    preamble: bytes
    receiver: int
    sender: int
    size: int
    data_sum: int
    header_sum: int


def read_header(data: bytes, at: int) -> Header:
    """Raises FrameError: after that the stream cannot be found again, because the length is not known."""
    header = Header(*_HEADER.unpack_from(data, at))
    if header.preamble != PREAMBLE:
        raise FrameError(f"{header.preamble!r} instead of @NTC", field="preamble", offset=0)
    computed = xor(data[at : at + 15])
    if computed != header.header_sum:
        problem = f"0x{header.header_sum:02x} given, 0x{computed:02x} computed"
        raise FrameError(problem, field="header checksum", offset=15)
    if header.size > MAX_DATA_BYTES:
        raise FrameError(f"{header.size} bytes are no message", field="data length", offset=12)
    return header


def check_data(header: Header, data: bytes) -> None:
    """Raises FrameError where the sum of the data is wrong."""
    computed = xor(data)
    if computed != header.data_sum:
        problem = f"0x{header.data_sum:02x} given, 0x{computed:02x} computed"
        raise FrameError(problem, field="data checksum", offset=14)


def reply(to: Header, data: bytes) -> bytes:
    head = _UNSUMMED.pack(to.preamble, to.sender, to.receiver, len(data)) + bytes((xor(data),))
    return head + bytes((xor(head),)) + data
