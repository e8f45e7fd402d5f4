"""OsmAnd, as Traccar Client speaks it: one fix a request, HTTP GET with a query, the connection kept.

Source: OsmAnd "trip recording" plugin (online tracking) and the parameters Traccar's documentation lists for
this protocol.
"""

from __future__ import annotations

from collections.abc import Sequence

from baqylau.simulate.speak.http import http_answer
from baqylau.simulate.speak.record import Answer, Record, Word

_KNOT_KMH = 1.852


def _alarms(record: Record) -> list[str]:
    alarms = (
        ("removing", record.strap_open),
        ("sos", record.sos),
        ("tampering", record.case_open),
        ("lowBattery", record.battery_low),
        ("jamming", record.jamming),
    )
    return [name for name, raised in alarms if raised]


class Osmand:
    """identity: any word a query may hold unescaped."""

    records_per_frame = 1
    says: frozenset[Word] = frozenset(("accuracy", "lost place", "battery", "low", "strap", "sos", "jamming"))

    def __init__(self, identity: str, *, host: str = "localhost") -> None:
        self._identity = identity
        self._tail = f" HTTP/1.1\r\nHost: {host}\r\n\r\n"

    def greeting(self) -> bytes:
        return b""

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:  # noqa: ARG002
        return b"".join(map(self._request, records))

    def _request(self, record: Record) -> bytes:
        query = [
            f"GET /?id={self._identity}&lat={record.lat:.6f}&lon={record.lon:.6f}",
            f"timestamp={record.time_ms // 1000}",
            f"speed={record.speed_kmh / _KNOT_KMH:.2f}&bearing={record.course_deg:.0f}",
            f"altitude={record.altitude_m:.0f}",
        ]
        if record.accuracy_m is not None:
            query.append(f"accuracy={record.accuracy_m:g}")
        if record.battery_percent is not None:
            query.append(f"batt={record.battery_percent}")
        if record.charging is not None:
            query.append(f"charge={str(record.charging).lower()}")
        if not record.valid:
            query.append("valid=false")
        alarms = _alarms(record)
        if alarms:
            query.append(f"alarm={','.join(alarms)}")
        return ("&".join(query) + self._tail).encode("ascii")

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - the server answers all
        return True

    def answer(self, received: bytes) -> Answer | None:
        return http_answer(received)
