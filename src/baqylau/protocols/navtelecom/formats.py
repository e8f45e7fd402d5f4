"""The older telemetry of NTCB messages *>T and *>A: formats F1 to F6, before FLEX.

No document of the vendor for them was found; the layouts are those that other receivers agree on, and a frame
of a real device in F5.2 confirms them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from math import degrees, isfinite
from struct import Struct

from baqylau.observations import Alarm, Battery, Contact, Observation, Position
from baqylau.protocols.language import FrameError
from baqylau.protocols.navtelecom.record import UNITS_A_DEGREE, speed_kmh, supply

_HEAD = Struct("<BIH6sB")
_VOLTAGES = Struct("<HH")
_RADIANS = Struct("<ff")
_MINUTES = Struct("<iii")
_COURSE = Struct("<H")
_NAVIGATION = 33


@dataclass(frozen=True, slots=True)
class Format:
    """Where things are in a record: offsets from its first byte, which is the number of the format.

    voltages: main, then reserve supply. receiver: the state of the navigation receiver, with which date and
    coordinates begin; None where there are none. counted: the byte whose upper six bits count satellites.
    minutes: coordinates in ten-thousandths of a minute, and a height; else in radians. alarm: bit of byte 13.
    """

    size: int
    voltages: int
    receiver: int | None = None
    counted: int | None = None
    minutes: bool = False
    alarm: int = 0x80


FORMATS = {
    0x01: Format(30, 20),
    0x02: Format(38 + _NAVIGATION, 20, 38),
    0x03: Format(26, 20),
    0x04: Format(27, 19),
    0x05: Format(34 + _NAVIGATION, 18, 34, 16),
    0x15: Format(34 + _NAVIGATION + 15, 18, 34, 16),
    0x25: Format(34 + _NAVIGATION + 19, 18, 34, 16),
    0x06: Format(74 + _NAVIGATION + 4, 18, 74, 74, minutes=True, alarm=0x02),
}


@dataclass(frozen=True, slots=True)
class Read:
    """One record: its number in the device's memory, where the next one begins, and what it says."""

    index: int
    after: int
    observations: list[Observation]


def read(data: bytes, at: int, now_ms: int, *, archived: bool) -> Read:
    """The record at `at`. Raises FrameError."""
    kind = FORMATS.get(data[at]) if at < len(data) else None
    if kind is None:
        raise FrameError("no format from F1 to F6", field="format", offset=at)
    after = at + kind.size
    if after > len(data):
        raise FrameError(f"ends at byte {after} of {len(data)}", field="record", offset=at)
    _, index, _, moment, state = _HEAD.unpack_from(data, at)
    time_ms = _time_ms(moment, at + 7) or now_ms
    seen: list[Observation] = []
    if kind.receiver is not None:
        seen += _position(data, at, kind, archived=archived)
    main, reserve = _VOLTAGES.unpack_from(data, at + kind.voltages)
    seen += [Battery(time_ms, voltage_v=reserve / 1000), supply(time_ms, main)]
    if state & kind.alarm:
        seen.append(Alarm(time_ms, "device_alarm"))
    return Read(index, after, seen or [Contact(time_ms)])


def _position(data: bytes, start: int, kind: Format, *, archived: bool) -> list[Observation]:
    """The last valid place at the time when it was valid; nothing where there never was one."""
    at = start + (kind.receiver or 0)
    fix_ms = _time_ms(data[at + 1 : at + 7], at + 1)
    if not fix_ms:
        return []
    lat, lon, height_m, after = (_from_minutes if kind.minutes else _from_radians)(data, at + 7)
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise FrameError(f"{lat}, {lon} is no place", field="coordinates", offset=at + 7)
    return [
        Position(
            fix_ms,
            lat,
            lon,
            bool(data[at] & 0x02),
            satellites=None if kind.counted is None else data[start + kind.counted] >> 2,
            altitude_m=height_m,
            speed_kmh=speed_kmh(data, after),
            course_deg=float(_COURSE.unpack_from(data, after + 4)[0]),
            archived=archived,
        )
    ]


def _from_radians(data: bytes, at: int) -> tuple[float, float, float | None, int]:
    lat, lon = _RADIANS.unpack_from(data, at)
    if not (isfinite(lat) and isfinite(lon)):
        raise FrameError(f"{lat}, {lon} is no place", field="coordinates", offset=at)
    return degrees(lat), degrees(lon), None, at + _RADIANS.size


def _from_minutes(data: bytes, at: int) -> tuple[float, float, float | None, int]:
    lat, lon, height = _MINUTES.unpack_from(data, at)
    return lat / UNITS_A_DEGREE, lon / UNITS_A_DEGREE, height / 10, at + _MINUTES.size


def _time_ms(fields: bytes, at: int) -> int:
    """Hour, minute, second, day, month counted from 0, year of the century; 0: no time."""
    if not any(fields):
        return 0
    hour, minute, second, day, month, year = fields
    try:
        moment = datetime(2000 + year, month + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise FrameError(f"{fields.hex()}: {error}", field="date and time", offset=at) from None
    return int(moment.timestamp()) * 1000
