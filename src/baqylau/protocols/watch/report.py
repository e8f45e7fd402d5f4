"""Position and alarm reports: UD, UD2, AL and their relatives of later networks (UD_LTE, AL_WCDMA…)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from baqylau.observations import (
    Alarm,
    Battery,
    Cell,
    Contact,
    Network,
    Observation,
    Position,
    Power,
    Sos,
    Strap,
    WifiPoint,
)
from baqylau.protocols.fields import Fields

_WIFI = re.compile(r"((?:[0-9a-f]{2}:){5}[0-9a-f]{2}),(-?\d{1,3})(?!\d)", re.ASCII | re.I)
_DIGITS = re.compile(r"\d{1,10}", re.ASCII)

_LOW, _FENCE_OUT, _FENCE_IN, _TAKEN_OFF = 0, 1, 2, 3
_FIRST_ALARM = 16
_LOW_ALARM = 17

ALARM_BITS: Mapping[int, Observation] = {
    14: Power(0, connected=False),
    16: Sos(0),
    18: Alarm(0, "fence_left"),
    19: Alarm(0, "fence_entered"),
    20: Strap(0, open=True),
    21: Alarm(0, "fall"),
    22: Alarm(0, "heart_rate"),
}
"""Bits of the terminal status; low battery (0 and 17) is told with the battery. Bits from 16 on are alarms."""


class Wear:
    """Whether the watch has said on this connection that it was taken off: only then does bit 3 tell anything.

    A make without the sensor never sets the bit, and a strap that nothing watches must not be called closed.
    """

    def __init__(self) -> None:
        self._watched = False

    def strap(self, status: int, time_ms: int, *, live: bool) -> Strap | None:
        taken_off = bool(status >> _TAKEN_OFF & 1)
        if not live:
            return Strap(time_ms, open=True) if taken_off else None
        self._watched = self._watched or taken_off
        return Strap(time_ms, open=taken_off) if self._watched else None


def read_report(kind: str, fields: Fields, wear: Wear) -> tuple[Observation, ...]:
    """Everything the report says, position first. Raises FrameError."""
    first = 2 if kind == "WAD" else 1
    fields.need(first + 16, "position report")
    time_ms = fields.time_ms(first, first + 1)
    status = fields.hexadecimal(first + 15, "terminal status")
    if status is None or status >= 1 << 32:
        raise fields.error(first + 15, "terminal status")
    position = _position(fields, first + 2, time_ms, archived=kind == "UD2")
    seen: list[Observation] = [position] if position else []
    if position is None or not position.valid:
        heard = _network(fields, first + 16, time_ms)
        if heard:
            seen.append(heard)
    if not seen:
        seen.append(Contact(time_ms))
    seen += _status(status, time_ms, alarm=kind.startswith("AL"))
    strap = wear.strap(status, time_ms, live=kind != "UD2")
    if strap:
        seen.append(strap)
    level = fields.number(first + 12, "battery", 0, 100)
    low = bool(status & (1 << _LOW | 1 << _LOW_ALARM))
    seen.append(Battery(time_ms, level, low=True if low else None))
    return tuple(dict.fromkeys(seen))


def _position(fields: Fields, at: int, time_ms: int, *, archived: bool) -> Position | None:
    current = fields.one_of(at, "validity", "AV") == "A"
    lat = _degrees(fields, at + 1, "latitude", "NS", 90)
    lon = _degrees(fields, at + 3, "longitude", "EW", 180)
    speed = fields.number(at + 5, "speed", 0, 2000)
    course = fields.number(at + 6, "course", 0, 360)
    altitude = fields.number(at + 7, "altitude", -10_000, 100_000)
    satellites = fields.whole(at + 8, "satellites", 0, 99)
    if not current and lat == 0 and lon == 0:
        return None
    return Position(
        time_ms,
        lat,
        lon,
        current,
        satellites=satellites,
        altitude_m=altitude,
        speed_kmh=speed,
        course_deg=course,
        archived=archived,
    )


def _degrees(fields: Fields, index: int, field: str, signs: str, most: int) -> float:
    """Decimal degrees; some makes also give a sign, some leave the hemisphere out."""
    value = fields.number(index, field, -most, most)
    sign = fields.at(index + 1)
    if value is None or sign not in ("", *signs):
        raise fields.error(index, field)
    return -abs(value) if sign == signs[1] else value


def _status(status: int, time_ms: int, *, alarm: bool) -> list[Observation]:
    """Every alarm bit is one observation; an alarm report without a known bit is an alarm all the same."""
    seen = [replace(found, time_ms=time_ms) for bit, found in ALARM_BITS.items() if status >> bit & 1]
    seen += [
        Alarm(time_ms, f"status_bit_{bit}")
        for bit in range(_FIRST_ALARM, 32)
        if status >> bit & 1 and bit not in ALARM_BITS and bit != _LOW_ALARM
    ]
    if alarm and not seen and not status & (1 << _LOW | 1 << _LOW_ALARM):
        fence = {_FENCE_OUT: "fence_left", _FENCE_IN: "fence_entered"}
        names = [name for bit, name in fence.items() if status >> bit & 1]
        seen = [Alarm(time_ms, name) for name in names or ["unnamed"]]
    return seen


def _network(fields: Fields, at: int, time_ms: int) -> Network | None:
    """Read as far as it can be: names of access points hold commas, and makes differ in what they leave out."""
    count = fields.at(at)
    cells: tuple[Cell, ...] = ()
    if _DIGITS.fullmatch(count) and 0 < int(count) <= 32:
        cells = _cells([fields.at(at + 2 + index) for index in range(2 + 3 * int(count))])
    around = ",".join(fields.at(index) for index in range(at, fields.count))
    wifi = tuple(WifiPoint(mac.lower(), int(signal)) for mac, signal in _WIFI.findall(around))
    return Network(time_ms, cells, wifi) if cells or wifi else None


def _cells(values: list[str]) -> tuple[Cell, ...]:
    mcc, mnc, *rest = values
    if not (_DIGITS.fullmatch(mcc) and _DIGITS.fullmatch(mnc)):
        return ()
    pairs = zip(rest[::3], rest[1::3], strict=True)
    return tuple(
        Cell(int(mcc), int(mnc), int(area), int(cell))
        for area, cell in pairs
        if _DIGITS.fullmatch(area) and _DIGITS.fullmatch(cell)
    )
