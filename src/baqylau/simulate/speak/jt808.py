"""JT/T 808 terminals of 2013 and 2019.

Source: JT/T 808-2013 and -2019 (message composition, header, 0x0102, 0x0200, 0x0704, 0x8001) and "JT/T808 Protocol
for G10LS" (item 0x56, removal alarm). Every message is answered with 0x8001, its serial number and a result.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Literal

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.sums import xor
from baqylau.simulate.speak.text import moment

_AUTHENTICATION, _LOCATION, _BATCH, _GENERAL = 0x0102, 0x0200, 0x0704, 0x8001
_TERMINAL_GENERAL, _COMMANDS = 0x0001, frozenset((0x8103, 0x8105, 0x8300))
_LOCATED, _SOUTH, _WEST = 0x02, 0x04, 0x08
_SOS, _REMOVED = 1 << 0, 1 << 17
_BASE = Struct(">IIIIhHH")
_ZONE_MS = 8 * 3_600_000
"""All times of the standard are in GMT+8."""
_MARK = b"\x7e"


def _framed(content: bytes) -> bytes:
    summed = content + bytes((xor(content),))
    return _MARK + summed.replace(b"\x7d", b"\x7d\x01").replace(_MARK, b"\x7d\x02") + _MARK


class Jt808:
    """number: up to 20 digits (2019), or up to 12 (2013). Only 2013 has a bit for removal."""

    records_per_frame = 20

    def __init__(self, number: str, *, version: Literal["2013", "2019"] = "2019") -> None:
        self._of_2019 = version == "2019"
        self._code = number.encode("ascii")
        digits = bytes.fromhex(number.rjust(20 if self._of_2019 else 12, "0"))
        self._terminal = b"\x01" + digits if self._of_2019 else digits
        said: set[Word] = {"lost place", "battery", "sos", "archived"}
        self.says: frozenset[Word] = frozenset(said if self._of_2019 else {*said, "strap"})

    def _message(self, kind: int, serial: int, body: bytes) -> bytes:
        attributes = len(body) | (0x4000 if self._of_2019 else 0)
        head = kind.to_bytes(2, "big") + attributes.to_bytes(2, "big")
        return _framed(head + self._terminal + serial.to_bytes(2, "big") + body)

    def greeting(self) -> bytes:
        """A terminal that was registered before authenticates with the code it was given then: its number."""
        if not self._of_2019:
            return self._message(_AUTHENTICATION, 0xFFFF, self._code)
        imei_and_software = bytes(15 + 20)
        body = bytes((len(self._code),)) + self._code + imei_and_software
        return self._message(_AUTHENTICATION, 0xFFFF, body)

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - all are
        return True

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:
        if len(records) == 1 and not records[0].archived:
            return self._message(_LOCATION, sequence, self._location(records[0]))
        blind = any(record.archived for record in records)
        body = len(records).to_bytes(2, "big") + bytes((blind,))
        for location in map(self._location, records):
            body += len(location).to_bytes(2, "big") + location
        return self._message(_BATCH, sequence, body)

    def _location(self, record: Record) -> bytes:
        removed = _REMOVED if record.strap_open and not self._of_2019 else 0
        status = (
            (_LOCATED if record.valid else 0)
            | (_SOUTH if record.lat < 0 else 0)
            | (_WEST if record.lon < 0 else 0)
        )
        base = _BASE.pack(
            (_SOS if record.sos else 0) | removed,
            status,
            round(abs(record.lat) * 1e6),
            round(abs(record.lon) * 1e6),
            round(record.altitude_m),
            min(0xFFFF, round(record.speed_kmh * 10)),
            round(record.course_deg) % 360,
        )
        time = bytes.fromhex(moment(record.time_ms + _ZONE_MS, "%y%m%d%H%M%S"))
        items = bytes((0x31, 1, record.satellites))
        if record.battery_percent is not None:
            items += bytes((0x56, 2, record.battery_percent // 10, record.battery_percent))
        return base + time + items

    def answer(self, received: bytes) -> Answer | None:
        if not received:
            return None
        if received[:1] != _MARK:
            raise BadAnswerError(f"byte 0: {received[0]:#x} begins no message")
        size = received.find(_MARK, 1) + 1
        if not size:
            return None
        content = received[1 : size - 1].replace(b"\x7d\x02", _MARK).replace(b"\x7d\x01", b"\x7d")
        if xor(content):
            raise BadAnswerError("the checksum of the answer is wrong")
        message = int.from_bytes(content[:2], "big")
        if message in _COMMANDS:
            at = 4 + len(self._terminal)
            body = content[at : at + 2] + content[:2] + b"\0"
            return Answer(size, "other", True, reply=self._message(_TERMINAL_GENERAL, 0, body))
        if message != _GENERAL:
            # To a query of its place it says nothing by itself: its next report answers it.
            return Answer(size, "other", True)
        serial, kind = (int.from_bytes(content[at : at + 2], "big") for at in (-6, -4))
        taken = content[-2] == 0
        if kind == _AUTHENTICATION:
            return Answer(size, "greeting", taken)
        return Answer(size, "data", taken, sequence=serial)
