"""Records of the service layer: whose they are, and what confirms them (GOST R 54619, service layer)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import Struct
from typing import Final, NamedTuple

from baqylau.protocols.egts.transport import INC_DATAFORM, PacketError
from baqylau.protocols.language import FrameError

AUTH: Final = 1
TELEDATA: Final = 2

EPOCH_MS: Final = 1_262_304_000_000
"""2010-01-01T00:00:00Z, where EGTS counts its seconds from."""

_SR_RECORD_RESPONSE = 0
_SR_RESULT_CODE = 9
_RECIPIENT_ON_DEVICE = 0x40
_HAS_OBJECT, _HAS_EVENT, _HAS_TIME = 0x01, 0x02, 0x04

_HEAD = Struct("<HHB")
_OUR_HEAD = Struct("<HHBBB")
_CONFIRMATION = Struct("<BHHB")
_U32 = Struct("<I")


class Record(NamedTuple):
    """One record of a packet; `start` and `end` are where its subrecords lie in the packet's bytes.

    object_id: None where the record names no object. time_ms: when the sender made it, or None.
    """

    number: int
    object_id: int | None
    time_ms: int | None
    source: int
    recipient: int
    start: int
    end: int


class Subrecord(NamedTuple):
    kind: int
    start: int
    length: int


def records(raw: bytes, start: int, end: int) -> list[Record]:
    """The records between two bytes of a packet. Raises PacketError where they do not fill them exactly."""
    found = []
    while start < end:
        record = _record(raw, start, end)
        found.append(record)
        start = record.end
    return found


def _record(raw: bytes, start: int, end: int) -> Record:
    if end - start < 7:
        raise PacketError("cut short", field="record header", offset=start, code=INC_DATAFORM)
    length, number, flags = _HEAD.unpack_from(raw, start)
    at = start + 5
    services = at + 4 * (flags & 7).bit_count()
    if services + 2 + length > end:
        raise PacketError(
            f"{length} bytes, more than the packet has", field="RL", offset=start, code=INC_DATAFORM
        )
    object_id = time_ms = None
    if flags & _HAS_OBJECT:
        # Zero is what terminals that know no id of their own send.
        object_id = _U32.unpack_from(raw, at)[0] or None
        at += 4
    if flags & _HAS_EVENT:
        at += 4
    if flags & _HAS_TIME:
        time_ms = EPOCH_MS + 1000 * _U32.unpack_from(raw, at)[0]
    source, recipient = raw[services], raw[services + 1]
    return Record(number, object_id, time_ms, source, recipient, services + 2, services + 2 + length)


def subrecords(raw: bytes, record: Record) -> Iterator[Subrecord]:
    """Raises FrameError where a subrecord is longer than its record."""
    at, end = record.start, record.end
    while at < end:
        if end - at < 3:
            raise FrameError("cut short", field="subrecord header", offset=at)
        start = at + 3
        length = raw[at + 1] | raw[at + 2] << 8
        if start + length > end:
            raise FrameError(f"{length} bytes, more than the record has", field="SRL", offset=at + 1)
        yield Subrecord(raw[at], start, length)
        at = start + length


def confirmation(number: int, confirmed: Sequence[tuple[Record, int]]) -> tuple[bytes, int]:
    """Records that confirm the given ones with their result codes, and the next free record number.

    Neighbours of one service share a record, numbered from `number`.
    """
    out = b""
    at = 0
    while at < len(confirmed):
        first = confirmed[at][0]
        body = b""
        while at < len(confirmed) and _same_service(confirmed[at][0], first):
            record, code = confirmed[at]
            body += _CONFIRMATION.pack(_SR_RECORD_RESPONSE, 3, record.number, code)
            at += 1
        out += _our_record(number, first.recipient, first.source, body)
        number = (number + 1) & 0xFFFF
    return out, number


def result_code(number: int, code: int) -> bytes:
    """The record that tells a terminal how its authentication went (EGTS_SR_RESULT_CODE)."""
    return _our_record(number, AUTH, AUTH, bytes((_SR_RESULT_CODE, 1, 0, code)))


def _same_service(one: Record, other: Record) -> bool:
    return one.source == other.source and one.recipient == other.recipient


def _our_record(number: int, source: int, recipient: int, body: bytes) -> bytes:
    return _OUR_HEAD.pack(len(body), number, _RECIPIENT_ON_DEVICE, source, recipient) + body
