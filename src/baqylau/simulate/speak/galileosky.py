"""Galileosky terminals: packets of tags.

Source: "GLONASS/GPS v5.1 User's manual", server exchange protocol and table 2 (tags); packets of real terminals.
"Each pack needs confirmation from the server": 0x02 and the checksum of the packet. The terminal's IMEI stands in
every packet, so that there is no greeting whose confirmation looks like that of data.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.sums import modbus
from baqylau.simulate.speak.text import battery_v

_NUMBER, _TIME = Struct("<BH"), Struct("<BI")
_PLACE, _MOVEMENT, _HEIGHT = Struct("<BBii"), Struct("<BHH"), Struct("<Bh")
_WORD = Struct("<BH")
_CORRECT, _INCORRECT = 0x00, 0x10
_MOVING, _BATTERY_LOW, _ALARM = 0x0001, 0x0020, 0x8000
_JAMMED = 0x0004
_HEADER, _CONFIRMED = 0x01, 0x02


def _status(record: Record) -> int:
    moving = _MOVING if record.speed_kmh > 1.0 else 0
    return moving | (_BATTERY_LOW if record.battery_low else 0) | (_ALARM if record.sos else 0)


def _tags(record: Record, number: int) -> bytes:
    """The record's number comes first: as a tag that comes again, it begins the next record."""
    parts = [
        _NUMBER.pack(0x10, number),
        _TIME.pack(0x20, record.time_ms // 1000),
        _PLACE.pack(
            0x30,
            min(15, record.satellites) | (_CORRECT if record.valid else _INCORRECT),
            round(record.lat * 1e6),
            round(record.lon * 1e6),
        ),
        _MOVEMENT.pack(0x33, min(0xFFFF, round(record.speed_kmh * 10)), round(record.course_deg * 10) % 3600),
        _HEIGHT.pack(0x34, round(record.altitude_m)),
        _WORD.pack(0x40, _status(record)),
    ]
    if record.hdop is not None:
        parts.append(bytes((0x35, min(0xFF, round(record.hdop * 10)))))
    if record.battery_percent is not None:
        parts.append(_WORD.pack(0x42, round(1000 * battery_v(record.battery_percent))))
    if record.jamming is not None:
        parts.append(_WORD.pack(0x48, _JAMMED if record.jamming else 0))
    return b"".join(parts)


class Galileosky:
    """imei: 15 digits."""

    records_per_frame = 20
    says: frozenset[Word] = frozenset(
        ("dilution", "lost place", "battery", "low", "alarm", "jamming", "archived")
    )

    def __init__(self, imei: str) -> None:
        self._imei = b"\x03" + imei.encode("ascii").rjust(15, b"0")

    def greeting(self) -> bytes:
        return b""

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - all are
        return True

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:
        first = sequence * self.records_per_frame
        tags = self._imei + b"".join(
            _tags(record, first + place & 0xFFFF) for place, record in enumerate(records)
        )
        length = len(tags) | (0x8000 if any(record.archived for record in records) else 0)
        packet = bytes((_HEADER,)) + length.to_bytes(2, "little") + tags
        return packet + modbus(packet).to_bytes(2, "little")

    def answer(self, received: bytes) -> Answer | None:
        if not received:
            return None
        if received[0] != _CONFIRMED:
            raise BadAnswerError(f"byte 0: {received[0]:#x} is no confirmation")
        return Answer(3, "data", True) if len(received) >= 3 else None
