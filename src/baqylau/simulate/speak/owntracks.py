"""OwnTracks apps in HTTP mode, one payload a request. The status of the response acknowledges it.

Source: OwnTracks booklet, "JSON" and "HTTP". The apps raise no alarms: phones have no strap and no case.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from baqylau.simulate.speak.http import http_answer, post
from baqylau.simulate.speak.record import Answer, Record, Word

_UNPLUGGED, _CHARGING = 1, 2


class Owntracks:
    """identity: "user/device", said in headers as the apps do; else the tracker ID (`tid`)."""

    records_per_frame = 1
    says: frozenset[Word] = frozenset(("accuracy", "battery"))

    def __init__(self, identity: str) -> None:
        user, slash, device = identity.partition("/")
        self._headers = (f"X-Limit-U: {user}", f"X-Limit-D: {device}") if slash else ()
        self._tid = device[-2:] if slash else identity

    def greeting(self) -> bytes:
        return b""

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - all are
        return True

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:  # noqa: ARG002
        return b"".join(map(self._request, records))

    def _request(self, record: Record) -> bytes:
        body = json.dumps(self._payload(record), separators=(",", ":")).encode("ascii")
        return post("/", "application/json", body, *self._headers)

    def _payload(self, record: Record) -> dict[str, object]:
        """A phone that finds no place reports none; it says that it is there."""
        if not record.valid:
            return {"_type": "status", "tid": self._tid}
        said: dict[str, object] = {
            "_type": "location",
            "tid": self._tid,
            "lat": round(record.lat, 6),
            "lon": round(record.lon, 6),
            "tst": record.time_ms // 1000,
            "alt": round(record.altitude_m),
            "vel": round(record.speed_kmh),
            "cog": round(record.course_deg) % 360,
        }
        if record.accuracy_m is not None:
            said["acc"] = max(1, round(record.accuracy_m))
        if record.battery_percent is not None:
            said["batt"] = record.battery_percent
        if record.charging is not None:
            said["bs"] = _CHARGING if record.charging else _UNPLUGGED
        return said

    def answer(self, received: bytes) -> Answer | None:
        return http_answer(received)
