"""Meitrack trackers of persons: AAA for what happens now, CCC for what is brought from memory.

Source: "MEITRACK GPRS Protocol" V1.6, 1.1 (packets), 1.2 (AAA), 1.4 (events); CCC after frames of real devices.
AAA is not answered, so of a live report the device never learns whether it arrived; of CCC the server confirms the
number of records, upon which the device deletes them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from struct import Struct

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.sums import total
from baqylau.simulate.speak.text import AREA, CELL, MCC, MNC, battery_v, moment

EPOCH_S = 946_684_800
"""2000-01-01T00:00:00Z: the time of a CCC record counts seconds from here."""

_HEAD = Struct("<HHI")
_RECORD = Struct("<BiiIBBBHHHhIIHHHHHHHHI")
_VERSION = 0x0102
_ANSWER = re.compile(rb"@@[!-~](\d{1,4}),")
_COUNT = re.compile(rb",\d{15},CCC,(\d+)\*")

SOS, LOW_BATTERY, INTERVAL, JAMMED = 1, 17, 35, 44


def _events(record: Record) -> list[int]:
    """A report carries one event."""
    events = ((SOS, record.sos), (LOW_BATTERY, record.battery_low), (JAMMED, record.jamming))
    return [event for event, raised in events if raised] or [INTERVAL]


def _centivolts(record: Record) -> int:
    return 0 if record.battery_percent is None else round(100 * battery_v(record.battery_percent))


def _tenths(record: Record) -> int:
    return 0 if record.hdop is None else min(9999, round(record.hdop * 10))


def _report(record: Record, event: int) -> bytes:
    return (
        f"AAA,{event},{record.lat:.6f},{record.lon:.6f},{moment(record.time_ms, '%y%m%d%H%M%S')},"
        f"{'A' if record.valid else 'V'},{record.satellites},22,{record.speed_kmh:.0f},{record.course_deg:.0f},"
        f"{_tenths(record) / 10:.1f},{record.altitude_m:.0f},0,0,{MCC}|{MNC}|{AREA:04X}|{CELL:04X},0000,"
        f"0000|0000|0000|{_centivolts(record):04X}|0000"
    ).encode("ascii")


def _stored(record: Record) -> bytes:
    return _RECORD.pack(
        _events(record)[0],
        round(record.lat * 1e6),
        round(record.lon * 1e6),
        record.time_ms // 1000 - EPOCH_S,
        record.valid,
        record.satellites,
        22,
        round(record.speed_kmh),
        round(record.course_deg),
        _tenths(record),
        round(record.altitude_m),
        *(0, 0, MCC, MNC, AREA, CELL, 0, 0, _centivolts(record), 0, 0),
    )


class Meitrack:
    """imei: 15 digits. From memory a record carries the most pressing of its events."""

    records_per_frame = 15
    says: frozenset[Word] = frozenset(
        ("dilution", "lost place", "battery", "low", "sos", "jamming", "archived")
    )

    def __init__(self, imei: str) -> None:
        self._imei = imei.encode("ascii")

    def greeting(self) -> bytes:
        return b""

    def answered(self, records: Sequence[Record]) -> bool:
        return any(record.archived for record in records)

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:
        flag = b"%c" % (0x41 + sequence % 26)
        if self.answered(records):
            head = _HEAD.pack(_VERSION, _RECORD.size, 0)
            return self._packet(flag, b"CCC," + head + b"".join(map(_stored, records)))
        return b"".join(
            self._packet(flag, _report(record, event)) for record in records for event in _events(record)
        )

    def _packet(self, flag: bytes, content: bytes) -> bytes:
        body = b"," + self._imei + b"," + content + b"*"
        # The length goes to the line end: two digits of checksum and two bytes more than the body.
        whole = b"$$%b%d%b" % (flag, len(body) + 4, body)
        return whole + b"%02X\r\n" % total(whole)

    def answer(self, received: bytes) -> Answer | None:
        head = _ANSWER.match(received)
        if head is None:
            if len(received) < 8 and b"@@".startswith(received[:2]):
                return None
            raise BadAnswerError(f"no packet of Meitrack: {received[:40]!r}")
        size = head.end() - 1 + int(head[1])
        if len(received) < size:
            return None
        if received[size - 4 : size - 2].upper() != b"%02X" % total(received[: size - 4]):
            raise BadAnswerError("the checksum of the answer is wrong")
        count = _COUNT.match(received, head.end() - 1)
        return Answer(size, "data", True, records=int(count[1])) if count else Answer(size, "other", True)
