"""Records of codec 7, the compact codec of GH3000 personal trackers ("GH3000 AVL protocol").

A record is a time, a mask of what follows, and only that: a fix (itself masked) and elements of one, two and
four bytes. The time is seconds since 2007-01-01T00:00:00Z in 30 bits; two bits above are the priority.
"""

from __future__ import annotations

import struct
from math import isfinite
from struct import Struct

from baqylau.observations import Alarm, Battery, Contact, Motion, Observation, Position, Sos
from baqylau.protocols.language import FrameError
from baqylau.protocols.teltonika.records import Records

EPOCH_S = 1_167_609_600
_HEAD = Struct(">IB")
_PLACE = Struct(">ff")
_FIX_FIELDS = (
    (0x02, ">h"),
    (0x04, ">B"),
    (0x08, ">B"),
    (0x10, ">B"),
    (0x20, ">HH"),
    (0x40, ">B"),
    (0x80, ">I"),
)
_FIELDS = tuple((bit, Struct(letters)) for bit, letters in _FIX_FIELDS)
_GROUPS = ((0x02, Struct(">BB")), (0x04, Struct(">BH")), (0x08, Struct(">BI")))

_BATTERY_LEVEL = 1
_USB = 2
_HDOP = 20
_BATTERY_VOLTAGE = 67
_ALARM = 222
_MOVEMENT = 240


def read_records(data: bytes, start: int, count: int) -> Records:
    """Reads `count` records of `data` from byte `start`. Raises FrameError where their structure breaks."""
    found = Records(end=start)
    for index in range(count):
        try:
            _read_record(data, found, index)
        except (struct.error, IndexError):
            raise FrameError("the frame ends inside it", field=f"record {index}", offset=found.end) from None
    return found


def _read_record(data: bytes, found: Records, index: int) -> None:
    begin = found.end
    packed, mask = _HEAD.unpack_from(data, begin)
    time_ms = ((packed & 0x3FFFFFFF) + EPOCH_S) * 1000
    place, fields, at = _read_fix(data, begin + 5) if mask & 0x01 else (None, {}, begin + 5)
    values, found.end = _read_elements(data, at, mask)
    if place is not None and not _possible(*place):
        error = FrameError(f"impossible: {place}", field=f"record {index} coordinates", offset=begin + 6)
        found.unread.append((begin, found.end, error))
        return
    seen = _elements(time_ms, values)
    if place is not None:
        seen.insert(0, _position(time_ms, place, fields, values))
    found.observations += seen or [Contact(time_ms)]


def _possible(lat: float, lon: float) -> bool:
    return isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180


def _read_fix(data: bytes, at: int) -> tuple[tuple[float, float] | None, dict[int, int], int]:
    mask = data[at]
    at += 1
    place: tuple[float, float] | None = None
    if mask & 0x01:
        lat, lon = _PLACE.unpack_from(data, at)
        place = lat, lon
        at += _PLACE.size
    fields: dict[int, int] = {}
    for bit, form in _FIELDS:
        if mask & bit:
            fields[bit] = form.unpack_from(data, at)[0]
            at += form.size
    return place, fields, at


def _read_elements(data: bytes, at: int, mask: int) -> tuple[dict[int, int], int]:
    values: dict[int, int] = {}
    for bit, pair in _GROUPS:
        if not mask & bit:
            continue
        count = data[at]
        at += 1
        for _ in range(count):
            avl_id, value = pair.unpack_from(data, at)
            values[avl_id] = value
            at += pair.size
    return values, at


def _position(
    time_ms: int, place: tuple[float, float], fields: dict[int, int], values: dict[int, int]
) -> Position:
    satellites = fields.get(0x10)
    speed = fields.get(0x08)
    course = fields.get(0x04)
    altitude = fields.get(0x02)
    # Speed 255 marks a record without a fix in codec 7.
    valid = satellites != 0 and speed != 0xFF and place != (0.0, 0.0)
    return Position(
        time_ms,
        *place,
        valid=valid,
        hdop=values[_HDOP] / 10 if _HDOP in values else None,
        satellites=satellites,
        altitude_m=None if altitude is None else float(altitude),
        speed_kmh=float(speed) if valid and speed is not None else None,
        course_deg=course * 360 / 256 if valid and course is not None else None,
    )


def _elements(time_ms: int, values: dict[int, int]) -> list[Observation]:
    seen: list[Observation] = []
    level = values.get(_BATTERY_LEVEL)
    voltage_mv = values.get(_BATTERY_VOLTAGE)
    usb = values.get(_USB)
    if (level, voltage_mv, usb) != (None, None, None):
        volts = None if voltage_mv is None else voltage_mv / 1000
        percent = float(level) if level is not None and level <= 100 else None
        seen.append(Battery(time_ms, percent, volts, None if usb is None else usb == 1))
    if values.get(_ALARM) == 1:
        seen.append(Sos(time_ms))
    elif values.get(_ALARM):
        seen.append(Alarm(time_ms, "device_alarm"))
    if _MOVEMENT in values:
        seen.append(Motion(time_ms, values[_MOVEMENT] != 0))
    return seen
