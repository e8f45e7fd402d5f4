"""EGTS: transport and services of GOST R 54619, telematics data of GOST R 33472 (the former Order 285).

One packet holds a service data record per moment, each with position, its dilution and the terminal's state.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Final

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.sums import ccitt, crc8

EPOCH_S: Final = 1_262_304_000
"""2010-01-01T00:00:00Z: navigation time counts seconds from here."""

_HEADER = Struct("<BBBBBHHB")
_RECORD = Struct("<HHBBB")
_POSITION = Struct("<IIIBHBB2sBB3s")
_DILUTION = Struct("<BHB")
_STATE = Struct("<BBBBB")

_RESPONSE, _APPDATA = 0, 1
_AUTH, _TELEDATA = 1, 2
_SR_RESPONSE, _SR_TERM_IDENTITY, _SR_RESULT, _SR_POS, _SR_EXT, _SR_STATE = 0, 1, 9, 16, 17, 20
_SOURCE_TIMER, _SOURCE_CASE, _SOURCE_BATTERY_LOW, _SOURCE_ALARM = 0, 10, 12, 13
_ACTIVE_MODE = 1


def _packet(kind: int, number: int, services: bytes) -> bytes:
    header = _HEADER.pack(1, 0, 0, 11, 0, len(services), number, kind)
    return b"".join((header, bytes((crc8(header),)), services, ccitt(services).to_bytes(2, "little")))


def _part(kind: int, body: bytes) -> bytes:
    return bytes((kind,)) + len(body).to_bytes(2, "little") + body


def _cause(record: Record) -> int:
    if record.sos:
        return _SOURCE_ALARM
    if record.case_open:
        return _SOURCE_CASE
    return _SOURCE_BATTERY_LOW if record.battery_low else _SOURCE_TIMER


def _position(record: Record) -> bytes:
    moving = record.speed_kmh > 1.0
    flags = (
        int(record.valid)
        | (record.satellites > 3) << 1
        | record.archived << 3
        | moving << 4
        | (record.lat < 0) << 5
        | (record.lon < 0) << 6
        | 0x80
    )
    speed = min(0x3FFF, round(record.speed_kmh * 10))
    course = round(record.course_deg) % 360
    return _POSITION.pack(
        record.time_ms // 1000 - EPOCH_S,
        round(abs(record.lat) / 90 * 0xFFFFFFFF),
        round(abs(record.lon) / 180 * 0xFFFFFFFF),
        flags,
        speed | (record.altitude_m < 0) << 14 | (course >> 8) << 15,
        course & 0xFF,
        0,
        bytes(2),
        0,
        _cause(record),
        round(abs(record.altitude_m)).to_bytes(3, "little"),
    )


def _record_parts(record: Record) -> bytes:
    parts = _part(_SR_POS, _position(record))
    if record.hdop is not None:
        dilution = min(0xFFFF, round(record.hdop * 100))
        parts += _part(_SR_EXT, _DILUTION.pack(0b01010, dilution, record.satellites))
    if record.battery_percent is not None:
        # A lithium cell between 3.3 V (empty) and 4.2 V, in tenths of a volt; bit 1: running on the cell.
        tenths = round(33 + 9 * record.battery_percent / 100)
        supply = 50 if record.charging else 0
        parts += _part(_SR_STATE, _STATE.pack(_ACTIVE_MODE, supply, 0, tenths, 0 if record.charging else 2))
    return parts


class Egts:
    """imei: 15 digits; object_id: the terminal's number (TID), under which the records are sent."""

    records_per_frame = 20
    says: frozenset[Word] = frozenset(("dilution", "lost place", "battery", "low", "case", "sos", "archived"))

    def __init__(self, imei: str, *, object_id: int = 0) -> None:
        self._imei = imei.encode("ascii").rjust(15, b"0")
        self._object_id = object_id

    def greeting(self) -> bytes:
        identity = _part(_SR_TERM_IDENTITY, self._object_id.to_bytes(4, "little") + b"\x02" + self._imei)
        return _packet(_APPDATA, 0, _RECORD.pack(len(identity), 0, 0, _AUTH, _AUTH) + identity)

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:
        first = sequence * self.records_per_frame & 0xFFFF
        services = []
        for offset, record in enumerate(records):
            parts = _record_parts(record)
            # Packet 0 is the greeting's, so data packets are numbered from 1.
            services.append(
                _RECORD.pack(len(parts), first + offset & 0xFFFF, 0, _TELEDATA, _TELEDATA) + parts
            )
        return _packet(_APPDATA, sequence + 1, b"".join(services))

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - the server answers all
        return True

    def answer(self, received: bytes) -> Answer | None:
        if len(received) < 11:
            return None
        if received[0] != 1:
            raise BadAnswerError(f"byte 0: version {received[0]:#x} is not EGTS")
        header_length = received[3]
        body_length = int.from_bytes(received[5:7], "little")
        size = header_length + body_length + (2 if body_length else 0)
        if len(received) < size:
            return None
        if crc8(received[: header_length - 1]) != received[header_length - 1]:
            raise BadAnswerError("the checksum of the answer's header is wrong")
        if received[9] != _RESPONSE:
            return Answer(size, "other", True)
        return self._response(size, received[header_length : header_length + body_length])

    @staticmethod
    def _response(size: int, body: bytes) -> Answer:
        answered, result = int.from_bytes(body[:2], "little"), body[2]
        taken = result == 0 and all(status == 0 for status in _record_statuses(body[3:]))
        if answered == 0:
            return Answer(size, "greeting", taken, sequence=0)
        return Answer(size, "data", taken, sequence=answered - 1)


def _record_statuses(services: bytes) -> list[int]:
    """The status of every record confirmation (EGTS_SR_RECORD_RESPONSE) in a response's services."""
    statuses = []
    at = 0
    while at + 7 <= len(services):
        length = int.from_bytes(services[at : at + 2], "little")
        flags = services[at + 4]
        start = at + 5 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 4 * (flags >> 2 & 1) + 2
        end = start + length
        while start + 3 <= end:
            kind, size = services[start], int.from_bytes(services[start + 1 : start + 3], "little")
            if kind == _SR_RESPONSE:
                statuses.append(services[start + 5])
            start += 3 + size
        at = end
    return statuses
