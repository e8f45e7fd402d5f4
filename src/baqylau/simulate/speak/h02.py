"""H02 trackers and watches: text frames, one position each, answered with V4.

Source: "Communication Protocol V1.0.3" and the protocol of the TH family (V1, V4, LINK, vehicle_status).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.text import KNOT_KMH, minutes, moment

_ANSWER = re.compile(rb"\*HQ,[0-9A-Za-z]+,([0-9A-Z]+)(?:,([0-9A-Z]+))?[^#]*#")
_NOTHING = 0xFFFFFFFF
_SOS = 1 << 1


class H02:
    """identity: IMEI, or ten digits. A status bit of 0 is in force."""

    records_per_frame = 1
    says: frozenset[Word] = frozenset(("lost place", "battery", "sos"))

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def greeting(self) -> bytes:
        return b""

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - all are
        return True

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:  # noqa: ARG002
        return b"".join(map(self._frames, records))

    def _frames(self, record: Record) -> bytes:
        """The link, which alone says the battery's level, before the position, which alone is answered."""
        link = ""
        if record.battery_percent is not None:
            link = (
                f"*HQ,{self._identity},LINK,{moment(record.time_ms, '%H%M%S')},22,{record.satellites},"
                f"{record.battery_percent},0,0,{moment(record.time_ms, '%d%m%y')},{_NOTHING:08X}#"
            )
        return (link + self._position(record)).encode("ascii")

    def _position(self, record: Record) -> str:
        status = _NOTHING ^ (_SOS if record.sos else 0)
        return (
            f"*HQ,{self._identity},V1,{moment(record.time_ms, '%H%M%S')},{'A' if record.valid else 'V'},"
            f"{minutes(record.lat, 2, 4)},{'S' if record.lat < 0 else 'N'},"
            f"{minutes(record.lon, 3, 4)},{'W' if record.lon < 0 else 'E'},"
            f"{record.speed_kmh / KNOT_KMH:06.2f},{round(record.course_deg) % 360:03d},"
            f"{moment(record.time_ms, '%d%m%y')},{status:08X}#"
        )

    def answer(self, received: bytes) -> Answer | None:
        if b"#" not in received and received[:1] in (b"", b"*"):
            return None
        found = _ANSWER.match(received)
        if found is None:
            raise BadAnswerError(f"no answer of H02: {received[:40]!r}")
        return Answer(found.end(), "data" if found.groups() == (b"V4", b"V1") else "other", True)
