"""Megastek prison bracelets with one belt: the `$MGV002` frame with its length before it.

Source: Megastek, "GPRS Uploading Data" (field list and example) and "Protocol MT80" (accessories, end mark).
The documents know no answer: whether a frame arrived the bracelet never learns.
"""

from __future__ import annotations

from collections.abc import Sequence

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.text import AREA, CELL, KNOT_KMH, MCC, MNC, minutes, moment


def _alerts(record: Record) -> list[str]:
    """A frame carries one alert."""
    alerts = (("Belt Off", record.strap_open), ("SOS", record.sos), ("Low Battery", record.battery_low))
    return [word for word, raised in alerts if raised] or ["Timer"]


class Megastek:
    """imei: 15 digits."""

    records_per_frame = 20
    says: frozenset[Word] = frozenset(
        ("dilution", "lost place", "battery", "low", "strap", "sos", "archived")
    )

    def __init__(self, imei: str) -> None:
        self._imei = imei

    def greeting(self) -> bytes:
        return b""

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - none is
        return False

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:  # noqa: ARG002
        return b"".join(self._frame(record, alert) for record in records for alert in _alerts(record))

    def _frame(self, record: Record, alert: str) -> bytes:
        satellites = f"00,{record.satellites if record.valid else 0:02d},00"
        hdop = 99.9 if record.hdop is None or not record.valid else min(record.hdop, 99.9)
        # The charger, the belts that are connected, and a digit that the example has and no document explains.
        accessories = f"{int(bool(record.charging))}{int(not record.strap_open)}0"
        level = "" if record.battery_percent is None else record.battery_percent
        text = (
            f"$MGV002,{self._imei},,{'S' if record.archived else 'R'},{moment(record.time_ms, '%d%m%y,%H%M%S')},"
            f"{'A' if record.valid else 'V'},"
            f"{minutes(record.lat, 2, 5)},{'S' if record.lat < 0 else 'N'},"
            f"{minutes(record.lon, 3, 5)},{'W' if record.lon < 0 else 'E'},"
            f"{satellites},{hdop:.1f},{record.speed_kmh / KNOT_KMH:.2f},{record.course_deg:.1f},"
            f"{record.altitude_m:.1f},,{MCC},{MNC:02d},{AREA:04X},{CELL:04X},15,,,,,,,,,"
            f"{accessories},{level},{alert},;!"
        )
        return f"{len(text):04d}{text}".encode("ascii")

    def answer(self, received: bytes) -> Answer | None:
        if received:
            raise BadAnswerError(f"{received[:40]!r}: nothing is answered in this language")
        return None
