"""GT06 (Concox).

Source: "GT06 GPS tracker communication protocol", 1.8.1 and the Concox documents after it (packet 0x22). The
server need not answer a location, so every frame of ours ends with a heartbeat: its answer, which comes after
the server has dealt with all that was sent before on the same connection, acknowledges the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from struct import Struct
from time import gmtime

from baqylau.simulate.speak.record import Answer, BadAnswerError, Record, Word
from baqylau.simulate.speak.sums import x25

_LOGIN, _LOCATION, _HEARTBEAT, _ALARM = 0x01, 0x22, 0x13, 0x16
_ONLINE_COMMAND, _TEXT = 0x80, 0x15
_GPS = Struct(">6sBIIBH")
_CELL = Struct(">HBH3s")
_CELL_TAIL = Struct(">BBBI")
_STATUS = Struct(">BBBBB")
_NO_CELL = _CELL.pack(401, 1, 1, b"\x00\x00\x01")

NO_ALARM, SOS, REMOVED, CASE_OPEN, LOW_BATTERY = 0x00, 0x01, 0x13, 0x18, 0x19
_LEVEL_PERCENT = (0, 5, 15, 30, 50, 75, 100)
"""What the seven words of the voltage level ("no power" to "full") are taken to mean."""


def _framed(kind: int, content: bytes, serial: int) -> bytes:
    inner = b"".join((bytes((len(content) + 5, kind)), content, serial.to_bytes(2, "big")))
    return b"".join((b"\x78\x78", inner, x25(inner).to_bytes(2, "big"), b"\r\n"))


@lru_cache(maxsize=4096)
def _moment(second: int) -> bytes:
    now = gmtime(second)
    return bytes((now.tm_year - 2000, now.tm_mon, now.tm_mday, now.tm_hour, now.tm_min, now.tm_sec))


def _gps(record: Record) -> bytes:
    # Bit 13: 0 is real-time; bit 12: positioned; bit 11: west; bit 10: north.
    status = (
        round(record.course_deg) % 360 | record.valid << 12 | (record.lon < 0) << 11 | (record.lat >= 0) << 10
    )
    return _GPS.pack(
        _moment(record.time_ms // 1000),
        0xC0 | min(15, record.satellites),
        round(abs(record.lat) * 1_800_000),
        round(abs(record.lon) * 1_800_000),
        min(255, round(record.speed_kmh)),
        status,
    )


def _state(record: Record, code: int) -> bytes:
    """Terminal information (bit 2: charging, bit 6: positioned), voltage level 0 to 6, GSM 0 to 4, alarm."""
    percent = 75 if record.battery_percent is None else record.battery_percent
    level = min(range(7), key=lambda each: abs(_LEVEL_PERCENT[each] - percent))
    bits = 0x40 | (4 if record.charging else 0) | 1
    return _STATUS.pack(bits, level, 4, code, 2)


class Gt06:
    """imei: 15 digits."""

    records_per_frame = 20
    says: frozenset[Word] = frozenset(("lost place", "battery", "low", "strap", "case", "sos", "archived"))

    def __init__(self, imei: str) -> None:
        self._imei = bytes.fromhex(imei.rjust(16, "0"))

    def greeting(self) -> bytes:
        return _framed(_LOGIN, self._imei, 0xFFFF)

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:
        frames = []
        serial = sequence << 8
        for record in records:
            for code in _alarms(record):
                frames.append(self._located(record, code, serial))
                serial += 1
        heartbeat = _state(records[-1], NO_ALARM)
        frames.append(_framed(_HEARTBEAT, heartbeat, sequence << 8 | 0xFF))
        return b"".join(frames)

    @staticmethod
    def _located(record: Record, code: int, serial: int) -> bytes:
        if code == NO_ALARM:
            tail = _CELL_TAIL.pack(0, 0, int(record.archived), 0)
            return _framed(_LOCATION, _gps(record) + _NO_CELL + tail, serial)
        return _framed(_ALARM, b"".join((_gps(record), b"\x09", _NO_CELL, _state(record, code))), serial)

    def answered(self, records: Sequence[Record]) -> bool:  # noqa: ARG002 - the server answers all
        return True

    def answer(self, received: bytes) -> Answer | None:
        if len(received) < 3:
            return None
        if received[:2] != b"\x78\x78":
            raise BadAnswerError(f"byte 0: {received[:2].hex()} begins no short packet")
        size = received[2] + 5
        if len(received) < size:
            return None
        inner = received[2 : size - 4]
        if x25(inner).to_bytes(2, "big") != received[size - 4 : size - 2]:
            raise BadAnswerError("the checksum of the answer is wrong")
        kind, serial = received[3], int.from_bytes(received[size - 6 : size - 4], "big")
        if kind == _LOGIN:
            return Answer(size, "greeting", True)
        if kind == _HEARTBEAT:
            return Answer(size, "data", True, sequence=serial >> 8)
        if kind == _ONLINE_COMMAND:
            # The server's flag and a text come back, with the language behind them.
            said = received[5:9] + b"OK"
            return Answer(
                size, "other", True, reply=_framed(_TEXT, bytes((len(said),)) + said + b"\0\2", serial)
            )
        return Answer(size, "other", True)


def _alarms(record: Record) -> list[int]:
    """A packet carries one alarm, so a record has as many packets as alarms, and one without any."""
    codes = [
        code
        for code, raised in (
            (REMOVED, record.strap_open),
            (SOS, record.sos),
            (CASE_OPEN, record.case_open),
            (LOW_BATTERY, record.battery_low),
        )
        if raised
    ]
    return codes or [NO_ALARM]
