"""One FLEX record to observations (protocol v6.2, Annex A; names and bits as in the vendor's field table)."""

from __future__ import annotations

from math import isfinite
from struct import Struct

from baqylau.observations import (
    Alarm,
    Battery,
    Case,
    Cell,
    Contact,
    Jamming,
    Network,
    Observation,
    Position,
    Power,
    Tamper,
)
from baqylau.protocols.language import FrameError
from baqylau.protocols.navtelecom.layout import Layout

LOWEST_SUPPLY_V = 5.0
"""No device runs from less (their data sheets begin at 8 V): below it the supply counts as cut."""

_EVENT_TIME, _STATUS, _MODULES, _RECEIVER = 3, 4, 6, 8
_FIX_TIME, _LAT, _LON, _HEIGHT, _SPEED, _COURSE = 9, 10, 11, 12, 13, 14
_SUPPLY, _BATTERY, _DILUTION, _CELLS, _STATUS_2 = 19, 20, 71, 77, 123

_WORD, _LONG, _SIGNED, _FLOAT = Struct("<H"), Struct("<I"), Struct("<i"), Struct("<f")
_CELL = Struct("<IHHHb")

UNITS_A_DEGREE = 600_000
"""Ten-thousandths of a minute."""

_ALARM, _TOWED = 0x04, 0x20
_GSM_JAMMED, _GNSS_JAMMED = 0x01, 0x04
_VALID = 0x02
_OPENED = 0x01


def observe(data: bytes, start: int, layout: Layout, now_ms: int, *, archived: bool) -> list[Observation]:
    """Everything the record at `start` says. Raises FrameError."""
    at = layout.at
    time_ms = _seconds_ms(data, start, at.get(_EVENT_TIME)) or now_ms
    seen: list[Observation] = []
    position = _position(data, start, at, time_ms, archived=archived)
    if position is not None:
        seen.append(position)
    seen += _states(data, start, at, time_ms)
    if _CELLS in at and not (position and position.valid):
        seen += _network(data, start + at[_CELLS], time_ms)
    return seen or [Contact(time_ms)]


def _seconds_ms(data: bytes, start: int, at: int | None) -> int:
    if at is None:
        return 0
    seconds: int = _LONG.unpack_from(data, start + at)[0]
    return seconds * 1000


def _position(
    data: bytes, start: int, at: dict[int, int], time_ms: int, *, archived: bool
) -> Position | None:
    """None where the record has no coordinates, or says that there never were any (their time is 0).

    The coordinates are the last valid ones; field 9 is when they were valid, field 8 whether they are now.
    """
    if _LAT not in at or _LON not in at:
        return None
    fix_ms = _seconds_ms(data, start, at[_FIX_TIME]) if _FIX_TIME in at else time_ms
    if not fix_ms:
        return None
    lat: int = _SIGNED.unpack_from(data, start + at[_LAT])[0]
    lon: int = _SIGNED.unpack_from(data, start + at[_LON])[0]
    if abs(lat) > 90 * UNITS_A_DEGREE or abs(lon) > 180 * UNITS_A_DEGREE:
        problem = f"{lat}, {lon} is no place in ten-thousandths of a minute"
        raise FrameError(problem, field="coordinates", offset=start + at[_LAT])
    receiver = data[start + at[_RECEIVER]] if _RECEIVER in at else None
    dilution = data[start + at[_DILUTION]] if _DILUTION in at else 0
    return Position(
        fix_ms,
        lat / UNITS_A_DEGREE,
        lon / UNITS_A_DEGREE,
        receiver is not None and bool(receiver & _VALID),
        "satellite",
        None,
        dilution / 10 if dilution else None,
        None if receiver is None else receiver >> 2,
        _SIGNED.unpack_from(data, start + at[_HEIGHT])[0] / 10 if _HEIGHT in at else None,
        speed_kmh(data, start + at[_SPEED]) if _SPEED in at else None,
        float(_WORD.unpack_from(data, start + at[_COURSE])[0]) if _COURSE in at else None,
        archived,
    )


def speed_kmh(data: bytes, at: int) -> float | None:
    value: float = _FLOAT.unpack_from(data, at)[0]
    return value if isfinite(value) and value >= 0 else None


def supply(time_ms: int, millivolts: int) -> Power:
    return Power(time_ms, millivolts >= LOWEST_SUPPLY_V * 1000, millivolts / 1000)


def _states(data: bytes, start: int, at: dict[int, int], time_ms: int) -> list[Observation]:
    seen: list[Observation] = []
    if _BATTERY in at:
        millivolts: int = _WORD.unpack_from(data, start + at[_BATTERY])[0]
        seen.append(Battery(time_ms, voltage_v=millivolts / 1000))
    if _SUPPLY in at:
        seen.append(supply(time_ms, _WORD.unpack_from(data, start + at[_SUPPLY])[0]))
    if _STATUS in at:
        status = data[start + at[_STATUS]]
        if status & _ALARM:
            seen.append(Alarm(time_ms, "device_alarm"))
        if status & _TOWED:
            seen.append(Tamper(time_ms, "towing"))
    if _MODULES in at:
        modules = data[start + at[_MODULES]]
        seen.append(Jamming(time_ms, bool(modules & _GSM_JAMMED), "gsm"))
        seen.append(Jamming(time_ms, bool(modules & _GNSS_JAMMED), "gnss"))
    if _STATUS_2 in at:
        seen.append(Case(time_ms, bool(data[start + at[_STATUS_2]] & _OPENED)))
    return seen


def _network(data: bytes, at: int, time_ms: int) -> list[Observation]:
    """The serving cell, the first 11 of the 37 bytes; the neighbours are not read."""
    cell_id, lac, mcc, mnc, signal = _CELL.unpack_from(data, at)
    if not mcc:
        return []
    return [Network(time_ms, (Cell(mcc, mnc, lac, cell_id, signal if signal < 0 else None),))]
