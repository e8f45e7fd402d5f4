"""GPS watches of the SeTracker family (make 3G).

Source: "Beesure GPS SeTracker Server Protocol" (UD, UD2, AL, LK and its terminal status). A position is not
answered, so every frame of ours ends with a link (LK): its answer, which comes after the server has dealt with all
that was sent before on the same connection, acknowledges the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.text import AREA, CELL, MCC, MNC, moment

_COMMANDS = frozenset(("CR", "UPLOAD", "RESET", "FIND", "MESSAGE"))
"""Confirmed with the keyword alone."""
_ANSWER = re.compile(rb"\[3G\*[0-9A-Za-z]+\*([0-9A-Fa-f]{4})\*")
_LOW, _TAKEN_OFF, _SOS, _LOW_ALARM, _REMOVED = 0, 3, 16, 17, 20


def _status(record: Record) -> int:
    return (
        record.battery_low << _LOW
        | record.battery_low << _LOW_ALARM
        | bool(record.strap_open) << _TAKEN_OFF
        | bool(record.strap_open) << _REMOVED
        | record.sos << _SOS
    )


def _report(record: Record) -> str:
    status = _status(record)
    alarm = status >> _SOS
    kind = "UD2" if record.archived else "AL" if alarm else "UD"
    level = "" if record.battery_percent is None else record.battery_percent
    return (
        f"{kind},{moment(record.time_ms, '%d%m%y,%H%M%S')},{'A' if record.valid else 'V'},"
        f"{abs(record.lat):.6f},{'S' if record.lat < 0 else 'N'},{abs(record.lon):.6f},"
        f"{'W' if record.lon < 0 else 'E'},{record.speed_kmh:.2f},{record.course_deg:.1f},{record.altitude_m:.1f},"
        f"{record.satellites},100,{level},0,0,{status:08X},1,0,{MCC},{MNC},{AREA},{CELL},100,0"
    )


class Watch:
    """identity: ten digits of the IMEI, or all fifteen."""

    records_per_frame = 20
    says: frozenset[Word] = frozenset(("lost place", "battery", "low", "strap", "sos", "archived"))

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def greeting(self) -> bytes:
        return b""

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - all are
        return True

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:  # noqa: ARG002
        return b"".join(map(self._framed, (*map(_report, records), "LK")))

    def _framed(self, content: str) -> bytes:
        return f"[3G*{self._identity}*{len(content):04X}*{content}]".encode("ascii")

    def answer(self, received: bytes) -> Answer | None:
        end = received.find(b"]")
        if end < 0:
            return None
        head = _ANSWER.match(received)
        if head is None or end - head.end() != int(head[1], 16):
            raise BadAnswerError(f"no answer of this language: {received[:40]!r}")
        word = received[head.end() : end].partition(b",")[0].decode("ascii")
        if word in _COMMANDS:
            return Answer(end + 1, "other", True, reply=self._framed(word))
        return Answer(end + 1, "data" if word == "LK" else "other", True)
