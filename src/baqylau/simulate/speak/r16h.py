"""R16H ankle bracelet.

Source: "R16H Ankle Bracelet Protocol Document" (types, GPS location data) and frames of a real device. "After the
device uploads data, the software platform will not respond": whether a frame arrived the bracelet never learns.
"""

from __future__ import annotations

from collections.abc import Sequence

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.text import AREA, CELL, MCC, MNC, moment


def _flags(record: Record) -> list[str]:
    """A frame carries one alarm flag."""
    flags = (("ULK", record.strap_open), ("SOS", record.sos), ("LBT", record.battery_low))
    return [flag for flag, raised in flags if raised] or [""]


def _where(record: Record) -> str:
    north, east = "S" if record.lat < 0 else "N", "W" if record.lon < 0 else "E"
    return (
        f"{abs(record.lat):08.5f},{north},{abs(record.lon):09.5f},{east},"
        f"{record.speed_kmh:.0f},{record.course_deg:.0f},{record.altitude_m:.0f}"
    )


class R16h:
    """imei: 15 digits. Without a fix the bracelet says which cell it hears instead of a place."""

    records_per_frame = 20
    says: frozenset[Word] = frozenset(("battery", "low", "strap", "sos", "archived"))

    def __init__(self, imei: str) -> None:
        self._imei = imei

    def greeting(self) -> bytes:
        return b""

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - none is
        return False

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:  # noqa: ARG002
        return b"".join(self._frame(record, flag) for record in records for flag in _flags(record))

    def _frame(self, record: Record, flag: str) -> bytes:
        kind = "GPSD" if record.valid else "LBSD"
        around = _where(record) if record.valid else f"{MCC}-{MNC}-{AREA:04x}-{CELL:x}:-91,,"
        level = "" if record.battery_percent is None else record.battery_percent
        return (
            f"@{kind},{self._imei},{'S' if record.archived else 'R'},{moment(record.time_ms, '%Y%m%d,%H%M%S')},"
            f"{around},{level},{'R' if record.strap_open else 'L'},{flag}$"
        ).encode("ascii")

    def answer(self, received: bytes) -> Answer | None:
        if received:
            raise BadAnswerError(f"{received[:40]!r}: nothing is answered in this language")
        return None
