"""Wialon IPS 1.1 and 2.0.

Source: Gurtam, "Wialon IPS communication protocol", versions 1.1 and 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from time import gmtime, strftime
from typing import Literal

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.sums import arc

_TEXT = b"#M#"
_ANSWER = re.compile(rb"#A(LB|SD|[LDPBM])#(-?[0-9]*)(?:;[^\r]*)?\r\n")


def _coordinate(degrees: float, degree_digits: int, halves: str) -> str:
    minutes = round(abs(degrees) * 60, 5)
    whole = int(minutes // 60)
    return f"{whole:0{degree_digits}d}{minutes - whole * 60:08.5f};{halves[degrees < 0]}"


@lru_cache(maxsize=4096)
def _moment(second: int) -> str:
    return strftime("%d%m%y;%H%M%S", gmtime(second))


def _parameters(record: Record) -> str:
    said = []
    if record.battery_percent is not None:
        said.append(f"battery:1:{record.battery_percent}")
    if record.accuracy_m is not None:
        said.append(f"accuracy:2:{record.accuracy_m:g}")
    for name, state in (
        ("charging", record.charging),
        ("strap", record.strap_open),
        ("case", record.case_open),
        ("jamming", record.jamming),
    ):
        if state is not None:
            said.append(f"{name}:1:{int(state)}")
    if record.sos:
        said.append("SOS:1:1")
    return ",".join(said) or "NA"


def _data(record: Record) -> str:
    hdop = "NA" if record.hdop is None else f"{record.hdop:.2f}"
    where = f"{_coordinate(record.lat, 2, 'NS')};{_coordinate(record.lon, 3, 'EW')}"
    if not record.valid:
        where = "NA;NA;NA;NA"
    return (
        f"{_moment(record.time_ms // 1000)};{where};{record.speed_kmh:.0f};{record.course_deg:.0f};"
        f"{record.altitude_m:.0f};{record.satellites};{hdop};0;0;NA;NA;{_parameters(record)}"
    )


class WialonIps:
    """identity: IMEI or any other id without a semicolon."""

    records_per_frame = 50
    says: frozenset[Word] = frozenset(
        ("accuracy", "dilution", "battery", "strap", "case", "sos", "jamming", "archived")
    )

    def __init__(
        self,
        identity: str,
        *,
        password: str = "NA",
        version: Literal["1.1", "2.0"] = "2.0",
        transport: Literal["tcp", "udp"] = "tcp",
    ) -> None:
        self._identity = identity
        self._password = password
        self._summed = version == "2.0"
        self._udp = transport == "udp"

    def greeting(self) -> bytes:
        if self._udp:
            return b""
        if not self._summed:
            return f"#L#{self._identity};{self._password}\r\n".encode()
        return self._framed("L", f"2.0;{self._identity};{self._password};")

    def _framed(self, kind: str, body: str) -> bytes:
        """2.0: the checksum covers everything after the type's # up to itself."""
        if not self._summed:
            return f"#{kind}#{body}\r\n".encode()
        return f"#{kind}#{body}{arc(body.encode()):X}\r\n".encode()

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:  # noqa: ARG002
        end = ";" if self._summed else ""
        if len(records) == 1 and not records[0].archived:
            frame = self._framed("D", _data(records[0]) + end)
        else:
            pipe = "|" if self._summed else ""
            frame = self._framed("B", "|".join(map(_data, records)) + pipe)
        return frame if not self._udp else f"2.0;{self._identity}".encode() + frame

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - the server answers all
        return True

    def answer(self, received: bytes) -> Answer | None:
        if b"\r\n" not in received:
            return None
        if received.startswith(_TEXT):
            # The protocol names no answer to a text; devices that answer do it as the server would.
            taken = (f"2.0;{self._identity}" if self._udp else "").encode() + b"#AM#1\r\n"
            return Answer(received.index(b"\r\n") + 2, "other", True, reply=taken)
        found = _ANSWER.match(received)
        if found is None:
            raise BadAnswerError(f"no answer of Wialon IPS: {received[:40]!r}")
        kind, said = found[1], found[2]
        if kind == b"L":
            return Answer(found.end(), "greeting", said == b"1")
        if kind == b"D":
            return Answer(found.end(), "data", said == b"1")
        if kind == b"B":
            return Answer(found.end(), "data", True, records=int(said or 0))
        return Answer(found.end(), "other", True)
