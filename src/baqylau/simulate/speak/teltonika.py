"""Teltonika codec 8 and 8 Extended.

Source: Teltonika wiki, "Codec" (data sending protocols over TCP and UDP) and "AVL ID" of the FMB and TMT250
families.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Literal

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.sums import arc

_GPS = Struct(">QBiihHBH")
_PAIR_1 = {8: Struct(">BB"), 0x8E: Struct(">HB")}
_PAIR_2 = {8: Struct(">BH"), 0x8E: Struct(">HH")}
_COUNT = {8: Struct(">B"), 0x8E: Struct(">H")}

MOVEMENT, BATTERY_PERCENT, CHARGING, HDOP, ALARM, JAMMING = 240, 113, 116, 182, 236, 249
_HIGH_PRIORITY, _PANIC = 1, 2
_ACCEPTED_LOGIN, _REFUSED_LOGIN = 1, 0
_COMMAND, _COMMAND_HEAD = 0x0C, 8
_ANSWERED = b"setparam "
"""Of the commands given here the wiki's list answers this one alone."""


def _commanded(received: bytes) -> Answer | None:
    """A command of codec 12: preamble, length, codec, count, type, size, text, count, checksum."""
    size = int.from_bytes(received[4:8], "big") + _COMMAND_HEAD + 4
    if len(received) < size:
        return None
    if arc(received[8 : size - 4]) != int.from_bytes(received[size - 4 : size], "big"):
        raise BadAnswerError("the checksum of the command is wrong")
    text = received[15 : size - 5]
    if not text.startswith(_ANSWERED):
        return Answer(size, "other", True)
    said = b"New value " + text.removeprefix(_ANSWERED)
    body = b"".join((b"\x0c\x01\x06", len(said).to_bytes(4, "big"), said, b"\x01"))
    reply = b"".join((bytes(4), len(body).to_bytes(4, "big"), body, arc(body).to_bytes(4, "big")))
    return Answer(size, "other", True, reply=reply)


def _elements(record: Record) -> tuple[list[tuple[int, int]], list[tuple[int, int]], int]:
    """One-byte elements, two-byte elements, and the element that caused the record (0: none)."""
    ones = [(MOVEMENT, int(record.speed_kmh > 1.0))]
    twos = []
    cause = 0
    if record.battery_percent is not None:
        ones.append((BATTERY_PERCENT, record.battery_percent))
    if record.charging is not None:
        ones.append((CHARGING, int(record.charging)))
    if record.jamming is not None:
        ones.append((JAMMING, int(record.jamming)))
        cause = JAMMING if record.jamming else cause
    if record.sos:
        ones.append((ALARM, 1))
        cause = ALARM
    if record.hdop is not None:
        twos.append((HDOP, min(0xFFFF, round(record.hdop * 10))))
    return ones, twos, cause


class Teltonika:
    """imei: 15 digits. codec: 8 or 0x8E. transport decides the envelope and the form of the reply."""

    records_per_frame = 10
    says: frozenset[Word] = frozenset(("dilution", "lost place", "battery", "sos", "jamming"))

    def __init__(self, imei: str, *, codec: int = 0x8E, transport: Literal["tcp", "udp"] = "tcp") -> None:
        self._imei = imei.encode("ascii")
        self._codec = codec
        self._udp = transport == "udp"
        self._one, self._two, self._count = _PAIR_1[codec], _PAIR_2[codec], _COUNT[codec]

    def greeting(self) -> bytes:
        return b"" if self._udp else len(self._imei).to_bytes(2, "big") + self._imei

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:
        count = bytes((len(records),))
        body = b"".join((bytes((self._codec,)), count, *map(self._record, records), count))
        if not self._udp:
            return b"".join((bytes(4), len(body).to_bytes(4, "big"), body, arc(body).to_bytes(4, "big")))
        inner = b"".join((b"\x01", bytes((sequence,)), len(self._imei).to_bytes(2, "big"), self._imei, body))
        return (len(inner) + 2).to_bytes(2, "big") + sequence.to_bytes(2, "big") + inner

    def _record(self, record: Record) -> bytes:
        ones, twos, cause = _elements(record)
        gps = _GPS.pack(
            record.time_ms,
            _PANIC if record.sos else _HIGH_PRIORITY if cause else 0,
            round(record.lon * 1e7),
            round(record.lat * 1e7),
            round(record.altitude_m),
            round(record.course_deg) % 360,
            record.satellites if record.valid else 0,
            min(0xFFFF, round(record.speed_kmh)) if record.valid else 0,
        )
        number = self._count.pack
        parts = [gps, number(cause), number(len(ones) + len(twos)), number(len(ones))]
        parts += [self._one.pack(key, value) for key, value in ones]
        parts.append(number(len(twos)))
        parts += [self._two.pack(key, value) for key, value in twos]
        # No four-byte and eight-byte elements; the extended codec has a fifth group, of variable length.
        parts += [number(0)] * (2 if self._codec == 8 else 3)
        return b"".join(parts)

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - the server answers all
        return True

    def answer(self, received: bytes) -> Answer | None:
        return self._udp_answer(received) if self._udp else self._tcp_answer(received)

    def _tcp_answer(self, received: bytes) -> Answer | None:
        if not received:
            return None
        # The answer to a login is one byte, to data four: a count below 2^24, so its first byte is zero.
        # A refused login is one zero byte; the caller, who waits for a greeting, sees it stay incomplete.
        if received[0] == _ACCEPTED_LOGIN:
            return Answer(1, "greeting", True)
        if received[0] != _REFUSED_LOGIN:
            raise BadAnswerError(f"byte 0: {received[0]:#x} is neither a login reply nor a record count")
        if len(received) < 4:
            return None
        if len(received) > _COMMAND_HEAD and received[:4] == bytes(4) and received[8] == _COMMAND:
            return _commanded(received)
        return Answer(4, "data", True, records=int.from_bytes(received[:4], "big"))

    def _udp_answer(self, received: bytes) -> Answer | None:
        if len(received) < 7:
            return None
        size = int.from_bytes(received[:2], "big") + 2
        return Answer(size, "data", True, sequence=received[5], records=received[6])
