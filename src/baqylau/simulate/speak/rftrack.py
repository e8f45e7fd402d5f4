"""RFTrack: the carried unit of a two-piece set, one HTTP form a record. The status of the response acknowledges it.

Source: one request of a real device (names, order, JSON values that are not escaped). What a bracelet that was
opened makes the unit say is not known, so this device has no alarms.
"""

from __future__ import annotations

from collections.abc import Sequence

from baqylau.simulate.speak.http import http_answer, post
from baqylau.simulate.speak.record import Answer, Record, Word
from baqylau.simulate.speak.text import AREA, CELL, MCC, MNC

_CHARGING, _DISCHARGING = 2, 3


class Rftrack:
    """imei: 15 digits. Without a fix the unit says which cell it hears instead of a place."""

    records_per_frame = 1
    says: frozenset[Word] = frozenset(("accuracy", "battery"))

    def __init__(self, imei: str) -> None:
        self._imei = imei

    def greeting(self) -> bytes:
        return b""

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - all are
        return True

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:  # noqa: ARG002
        return b"".join(map(self._request, records))

    def _request(self, record: Record) -> bytes:
        said = [f'gsm={{"n":{MNC},"b":[{{"l":{AREA},"b":19,"c":{CELL}}}],"c":{MCC}}}', f"i={self._imei}"]
        if record.valid:
            accuracy = 0.0 if record.accuracy_m is None else record.accuracy_m
            said.append(
                f'gps={{"a":{accuracy:.1f},"y":{record.lat:.6f},"s":{record.satellites},"t":{record.time_ms},'
                f'"z":{record.altitude_m:.1f},"x":{record.lon:.6f}}}'
            )
        said.append(f"rc=0&t={record.time_ms}")
        if record.battery_percent is not None:
            state = _CHARGING if record.charging else _DISCHARGING
            said.append(f"bat={record.battery_percent | state << 12}")
        body = "&".join([*said, "v=T2.142.2_2.0_R03"])
        return post("/deviceDataUpload.do", "application/x-www-form-urlencoded", body.encode("ascii"))

    def answer(self, received: bytes) -> Answer | None:
        return http_answer(received)
