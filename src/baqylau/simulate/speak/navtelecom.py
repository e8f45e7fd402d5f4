"""Navtelecom devices: the NTCB handshake, then FLEX 3.0.

Source: Navtelecom, "Protocol of information exchange" v6.2, 1.1 (NTCB), 1.2 (FLEX) and Annex A (fields). One live
record goes as ~T with the number of its event, several, or what comes from memory, as ~A with their count; either is
answered with the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.sums import crc8, xor
from baqylau.simulate.speak.text import battery_v

_HEADER = Struct("<4sIIHB")
_SERVER, _DEVICE = 1, 0
_HEADER_BYTES = 16

FIELDS = (1, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 20, 71, 123)
_RECORD = Struct("<IIBBBIiiifHHBBB")
"""Number; time of the event; status; modules; receiver; place: its time, latitude, longitude, height, speed, course;
reserve supply; HDOP and PDOP; second status."""
_FIELDS_OF_3_0 = 255
_VERSION_3_0 = 30
_UNITS_A_DEGREE = 600_000

_ALARM, _GSM_JAMMED, _OPENED = 0x04, 0x01, 0x01
_RECEIVER_ON, _VALID = 0x01, 0x02


def _mask() -> bytes:
    mask = bytearray((_FIELDS_OF_3_0 + 7) // 8)
    for field in FIELDS:
        mask[(field - 1) // 8] |= 0x80 >> (field - 1) % 8
    return bytes(mask)


def _message(data: bytes) -> bytes:
    head = _HEADER.pack(b"@NTC", _SERVER, _DEVICE, len(data), xor(data))
    return head + bytes((xor(head),)) + data


def _record(record: Record, number: int) -> bytes:
    seconds = record.time_ms // 1000
    hdop = 0 if record.hdop is None else min(0xFF, round(record.hdop * 10))
    millivolts = 0 if record.battery_percent is None else round(1000 * battery_v(record.battery_percent))
    return _RECORD.pack(
        number,
        seconds,
        _ALARM if record.sos else 0,
        _GSM_JAMMED if record.jamming else 0,
        _RECEIVER_ON | (_VALID if record.valid else 0) | min(63, record.satellites) << 2,
        seconds,
        round(record.lat * _UNITS_A_DEGREE),
        round(record.lon * _UNITS_A_DEGREE),
        round(record.altitude_m * 10),
        record.speed_kmh,
        round(record.course_deg) % 360,
        millivolts,
        hdop,
        hdop,
        _OPENED if record.case_open else 0,
    )


class Navtelecom:
    """imei: 15 digits."""

    records_per_frame = 20
    says: frozenset[Word] = frozenset(
        ("dilution", "lost place", "battery", "case", "alarm", "jamming", "archived")
    )

    def __init__(self, imei: str) -> None:
        self._imei = imei.encode("ascii")

    def greeting(self) -> bytes:
        """Who it is, and which fields its records hold."""
        versions = bytes((0xB0, _VERSION_3_0, _VERSION_3_0, _FIELDS_OF_3_0))
        return _message(b"*>S:" + self._imei) + _message(b"*>FLEX" + versions + _mask())

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - all are
        return True

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:
        first = sequence * self.records_per_frame
        body = b"".join(_record(record, first + place) for place, record in enumerate(records))
        if len(records) == 1 and not records[0].archived:
            message = b"~T" + sequence.to_bytes(4, "little") + body
        else:
            message = b"~A" + bytes((len(records),)) + body
        return message + bytes((crc8(message),))

    def answer(self, received: bytes) -> Answer | None:
        if not received:
            return None
        if received[:1] == b"~":
            return _flex_answer(received)
        if not b"@NTC".startswith(received[:4]):
            raise BadAnswerError(f"byte 0: {received[:4]!r} begins no message")
        if len(received) < _HEADER_BYTES:
            return None
        size = _HEADER_BYTES + int.from_bytes(received[12:14], "little")
        if len(received) < size:
            return None
        data = received[_HEADER_BYTES:size]
        if xor(received[:15]) != received[15] or xor(data) != received[14]:
            raise BadAnswerError("a sum of the answer is wrong")
        # The device has greeted when its fields are accepted; the answer to the handshake comes before that.
        return Answer(size, "greeting" if data.startswith(b"*<FLEX") else "other", True)


def _flex_answer(received: bytes) -> Answer | None:
    size = {b"T": 7, b"A": 4}.get(received[1:2])
    if size is None or len(received) < size:
        if len(received) >= 2 and size is None:
            raise BadAnswerError(f"{received[:2]!r} answers nothing")
        return None
    if crc8(received[: size - 1]) != received[size - 1]:
        raise BadAnswerError("the checksum of the answer is wrong")
    if size == 4:
        return Answer(size, "data", True, records=received[2])
    return Answer(size, "data", True, sequence=int.from_bytes(received[2:6], "little"))
