"""Packets of the EGTS transport layer: header, checksums, kinds of packet (GOST R 54619, transport layer)."""

from __future__ import annotations

from struct import Struct
from typing import Final, NamedTuple

from baqylau.protocols.checksums import crc8_egts, crc16_ccitt
from baqylau.protocols.language import FrameError

RESPONSE: Final = 0
APPDATA: Final = 1

SHORT_HEADER: Final = 11
ROUTED_HEADER: Final = 16
MOST_DATA: Final = 65_517

OK: Final = 0
DECRYPT_ERROR: Final = 129
INC_HEADERFORM: Final = 131
INC_DATAFORM: Final = 132
UNS_TYPE: Final = 133
HEADERCRC_ERROR: Final = 137
DATACRC_ERROR: Final = 138
INVDATALEN: Final = 139
OBJ_NFOUND: Final = 146
ID_NFOUND: Final = 153

_HEADER = Struct("<BBBBBHHB")
_CHECKSUM = Struct("<H")

_ROUTED = 0x20
_ENCRYPTED = 0x18
_COMPRESSED = 0x04
_PREFIX = 0xC0


class PacketError(FrameError):
    """A packet that cannot be read; `code` is the standard's result code (EGTS_PC_…) to answer it with."""

    def __init__(self, problem: str, *, field: str, offset: int, code: int) -> None:
        super().__init__(problem, field=field, offset=offset)
        self.code = code


class Header(NamedTuple):
    """What the header says; `length` counts its checksum, `whole` is the length of the packet in bytes."""

    flags: int
    length: int
    data_length: int
    packet_id: int
    packet_type: int

    @property
    def whole(self) -> int:
        return self.length + self.data_length + (2 if self.data_length else 0)


def read_header(buffer: bytes | bytearray, start: int) -> Header | None:
    """The header at `start`, where at least 11 bytes are; None while a routed one is incomplete.

    Raises PacketError where the bytes are no header: nothing after it can be framed then.
    """
    version, _, flags, length, _, data_length, packet_id, packet_type = _HEADER.unpack_from(buffer, start)
    if version != 1 or flags & _PREFIX:
        raise PacketError("not version 1, prefix 00", field="PRV", offset=0, code=INC_HEADERFORM)
    if length != (ROUTED_HEADER if flags & _ROUTED else SHORT_HEADER):
        raise PacketError(f"header length {length}", field="HL", offset=3, code=INC_HEADERFORM)
    last = start + length - 1
    if len(buffer) <= last:
        return None
    if crc8_egts(bytes(buffer[start:last])) != buffer[last]:
        raise PacketError("wrong checksum", field="HCS", offset=length - 1, code=HEADERCRC_ERROR)
    if data_length > MOST_DATA:
        raise PacketError(f"{data_length} bytes of data", field="FDL", offset=5, code=INVDATALEN)
    return Header(flags, length, data_length, packet_id, packet_type)


def packet_id_of(header: bytes) -> int:
    """The packet id in a header, believed or not."""
    return header[7] | header[8] << 8


def check_data(header: Header, raw: bytes) -> None:
    """Raises PacketError when the packet's data cannot be read as it stands."""
    end = header.length + header.data_length
    if header.data_length and crc16_ccitt(raw[header.length : end]) != raw[end] | raw[end + 1] << 8:
        raise PacketError("wrong checksum", field="SFRCS", offset=end, code=DATACRC_ERROR)
    if header.flags & _ENCRYPTED:
        raise PacketError("the data are encrypted", field="ENA", offset=2, code=DECRYPT_ERROR)
    if header.flags & _COMPRESSED:
        raise PacketError("the data are compressed", field="CMP", offset=2, code=INC_DATAFORM)
    if header.packet_type > APPDATA:
        raise PacketError(f"packet type {header.packet_type}", field="PT", offset=9, code=UNS_TYPE)


def packet(packet_id: int, packet_type: int, data: bytes) -> bytes:
    """A packet of ours: neither routed, encrypted nor compressed."""
    header = _HEADER.pack(1, 0, 0, SHORT_HEADER, 0, len(data), packet_id, packet_type)
    return b"%b%c%b%b" % (header, crc8_egts(header), data, _CHECKSUM.pack(crc16_ccitt(data)))
