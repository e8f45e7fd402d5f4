"""CCE: records of parameters by number, in groups of one, two, four and more bytes, little-endian."""

from __future__ import annotations

from struct import Struct

from baqylau.observations import Battery, Cell, Contact, Network, Observation, Position, Power
from baqylau.protocols.language import FrameError
from baqylau.protocols.meitrack.cached import EPOCH_S
from baqylau.protocols.meitrack.events import read_event, with_battery

_HEAD = Struct("<IH")
_EXTENDED = 0xFE
_LAST_S = 4_102_444_800
_CELL = Struct("<HHHIh")

_EVENT, _FIX, _SATELLITES = 0x01, 0x05, 0x06
_LAT, _LON, _TIME = 0x02, 0x03, 0x04
_SPEED, _COURSE, _HDOP, _ALTITUDE = 0x08, 0x09, 0x0A, 0x0B
_BATTERY_V, _SUPPLY_V, _EVENT_WIDE, _PERCENT = 0x19, 0x1A, 0x40, 0xFE69
_BASE = 0x0E

Parameters = dict[int, bytes]


def read(content: bytes, begin: int) -> tuple[Observation, ...]:
    """Observations of all records. The head: bytes still in memory, number of records. Raises FrameError."""
    if len(content) < _HEAD.size:
        raise FrameError("shorter than its head", field="data", offset=begin)
    _cached, count = _HEAD.unpack_from(content)
    seen: list[Observation] = []
    at = _HEAD.size
    for _ in range(count):
        size = int.from_bytes(content[at : at + 2], "little")
        record = content[at + 2 : at + 2 + size]
        if len(record) < size or size < 6:
            raise FrameError(f"{size} bytes", field="record length", offset=begin + at)
        seen += _record(record, begin + at + 2)
        at += 2 + size
    if at != len(content):
        raise FrameError(f"{len(content) - at} bytes too many", field="records", offset=begin + at)
    return tuple(seen)


def _groups(record: bytes, offset: int) -> Parameters:
    """Parameters by number; the record begins with the number of parameters in all."""
    found: Parameters = {}
    at = 2
    for width in (1, 2, 4, 0):
        if at >= len(record):
            raise FrameError("ends inside", field="record", offset=offset + at)
        count = record[at]
        at += 1
        for _ in range(count):
            extended = record[at : at + 1] == bytes((_EXTENDED,))
            number = int.from_bytes(record[at : at + 1 + extended], "big")
            at += 1 + extended
            size = width
            if not width and at < len(record):
                size, at = record[at], at + 1
            if at + size > len(record):
                raise FrameError("ends inside", field=f"parameter {number:02X}", offset=offset + len(record))
            found[number] = record[at : at + size]
            at += size
    return found


def _record(record: bytes, offset: int) -> tuple[Observation, ...]:
    given = _groups(record, offset)
    seconds = _unsigned(given, _TIME)
    if seconds is None or EPOCH_S + seconds >= _LAST_S:
        raise FrameError(f"{seconds} s", field="time", offset=offset)
    time_ms = (EPOCH_S + seconds) * 1000
    position = _position(given, time_ms, offset)
    seen: list[Observation] = [position] if position else []
    if position is None or not position.valid:
        cell = _cell(given)
        if cell:
            seen.append(Network(time_ms, (cell,)))
    if not seen:
        seen.append(Contact(time_ms))
    codes = dict.fromkeys(
        code for code in (_unsigned(given, _EVENT), _unsigned(given, _EVENT_WIDE)) if code is not None
    )
    events = tuple(read_event(code, time_ms) for code in codes)
    return (*seen, *with_battery(events, _battery(given, time_ms), _supply(given, time_ms)))


def _unsigned(given: Parameters, number: int) -> int | None:
    value = given.get(number)
    return None if value is None else int.from_bytes(value, "little")


def _signed(given: Parameters, number: int) -> int | None:
    value = given.get(number)
    return None if value is None else int.from_bytes(value, "little", signed=True)


def _position(given: Parameters, time_ms: int, offset: int) -> Position | None:
    lat, lon = _signed(given, _LAT), _signed(given, _LON)
    if lat is None or lon is None:
        return None
    speed, course, hdop = (_unsigned(given, number) for number in (_SPEED, _COURSE, _HDOP))
    altitude = _signed(given, _ALTITUDE)
    if abs(lat) > 90_000_000 or abs(lon) > 180_000_000 or (course or 0) > 360:
        raise FrameError("no place on Earth", field="latitude, longitude, direction", offset=offset)
    current = bool(_unsigned(given, _FIX))
    if not current and lat == 0 and lon == 0:
        return None
    return Position(
        time_ms,
        lat / 1e6,
        lon / 1e6,
        current,
        # Tenths, as in CCC: 14 satellites give 0.8, never 8. None of 0 or 99.9 was computed from a fix.
        hdop=hdop / 10 if hdop else None,
        satellites=_unsigned(given, _SATELLITES),
        altitude_m=None if altitude is None else float(altitude),
        speed_kmh=None if speed is None else float(speed),
        course_deg=None if course is None else float(course),
    )


def _cell(given: Parameters) -> Cell | None:
    value = given.get(_BASE, b"")
    if len(value) < _CELL.size:
        return None
    mcc, mnc, area, cell, signal = _CELL.unpack_from(value)
    if not 0 < mcc <= 999 or mnc > 999 or not area or not cell:
        return None
    return Cell(mcc, mnc, area, cell, signal if -200 < signal < 0 else None)


def _battery(given: Parameters, time_ms: int) -> Battery:
    volts, percent = _unsigned(given, _BATTERY_V), _unsigned(given, _PERCENT)
    return Battery(
        time_ms,
        float(percent) if percent is not None and percent <= 100 else None,
        volts / 100 if volts else None,
    )


def _supply(given: Parameters, time_ms: int) -> Power | None:
    """No voltage may mean that the device has no supply at all: it is no cut."""
    volts = (_unsigned(given, _SUPPLY_V) or 0) / 100
    return Power(time_ms, connected=True, voltage_v=volts) if volts >= 1 else None
