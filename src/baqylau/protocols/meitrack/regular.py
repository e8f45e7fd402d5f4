"""AAA: the automatic event report as text (GPRS Protocol, 1.2 "Device Data Format")."""

from __future__ import annotations

import re

from baqylau.observations import Battery, Cell, Contact, Network, Observation, Position, Power
from baqylau.protocols.fields import Fields, day_ms, since_midnight_ms
from baqylau.protocols.meitrack.events import read_event, with_battery

_EVENT, _LAT, _LON, _TIME, _FIX = 0, 1, 2, 3, 4
_SATELLITES, _SPEED, _COURSE, _HDOP, _ALTITUDE = 5, 7, 8, 9, 10
_BASE, _ANALOGUE = 13, 15
_HEX = re.compile(r"[0-9A-Fa-f]{1,8}")
_VOLTS = re.compile(r"\d{1,2}\.\d{1,3}", re.ASCII)
_SCALES = (
    (280, 450, 1 / 100, 1 / 100),
    (500, 750, 6 / 1024, 48 / 1024),
    (1800, 2750, 6.6 / 4096, 52.8 / 4096),
)
"""Of the battery's raw value from, below; volts a step of the battery, of the supply.

The formula depends on the model, which no packet names; a lithium cell has 2.8 to 4.5 V in one of them only.
"""


def read(fields: Fields) -> tuple[Observation, ...]:
    """Everything the report says, position first. Raises FrameError."""
    fields.need(_BASE + 1, "event report")
    time_ms = _time_ms(fields)
    event = fields.whole(_EVENT, "event code", 0, 65_535)
    position = _position(fields, time_ms)
    seen: list[Observation] = [position] if position else []
    if position is None or not position.valid:
        cell = _cell(fields)
        if cell:
            seen.append(Network(time_ms, (cell,)))
    if not seen:
        seen.append(Contact(time_ms))
    happened = (read_event(event, time_ms) if event is not None else None,)
    return (*seen, *with_battery(happened, *_supply(fields, time_ms)))


def _time_ms(fields: Fields) -> int:
    text = fields.at(_TIME)
    day, since = day_ms(text[:6], "ymd"), since_midnight_ms(text[6:])
    if day is None or since is None or len(text) != 12:
        raise fields.error(_TIME, "date and time")
    return day + since


def _position(fields: Fields, time_ms: int) -> Position | None:
    current = fields.one_of(_FIX, "positioning status", "AV") == "A"
    lat = fields.number(_LAT, "latitude", -90, 90)
    lon = fields.number(_LON, "longitude", -180, 180)
    satellites = fields.whole(_SATELLITES, "satellites", 0, 99)
    speed = fields.number(_SPEED, "speed", 0, 2000)
    course = fields.number(_COURSE, "direction", 0, 360)
    hdop = fields.number(_HDOP, "HDOP", 0, 1000)
    altitude = fields.number(_ALTITUDE, "altitude", -10_000, 100_000)
    if lat is None or lon is None or (not current and lat == 0 and lon == 0):
        return None
    return Position(
        time_ms,
        lat,
        lon,
        current,
        hdop=hdop,
        satellites=satellites,
        altitude_m=altitude,
        speed_kmh=speed,
        course_deg=course,
    )


def _cell(fields: Fields) -> Cell | None:
    """MCC|MNC|LAC|cell, the last two hexadecimal."""
    parts = fields.at(_BASE).split("|")
    if len(parts) < 4 or not all(_HEX.fullmatch(part) for part in parts[:4]):
        return None
    if not parts[0].isdigit() or not parts[1].isdigit():
        return None
    mcc, mnc, area, cell = int(parts[0]), int(parts[1]), int(parts[2], 16), int(parts[3], 16)
    return Cell(mcc, mnc, area, cell) if 0 < mcc <= 999 and mnc <= 999 and area and cell else None


def _supply(fields: Fields, time_ms: int) -> tuple[Battery, Power | None]:
    """Analogue inputs 4 (battery) and 5 (supply); of the first models battery and supply in volts come first."""
    parts = fields.at(_ANALOGUE).split("|")
    if len(parts) == 5 and all(_VOLTS.fullmatch(part) for part in parts):
        return _told(float(parts[0]), float(parts[1]), time_ms)
    if len(parts) < 5 or not _HEX.fullmatch(parts[3]):
        return Battery(time_ms), None
    battery = int(parts[3], 16)
    supply = int(parts[4], 16) if _HEX.fullmatch(parts[4]) else 0
    for least, below, cell_step, supply_step in _SCALES:
        if least <= battery < below:
            return _told(battery * cell_step, supply * supply_step, time_ms)
    return Battery(time_ms), None


def _told(battery_v: float, supply_v: float, time_ms: int) -> tuple[Battery, Power | None]:
    """No voltage at the supply may mean that the device has none: it is no cut."""
    supply = Power(time_ms, connected=True, voltage_v=round(supply_v, 3)) if supply_v >= 1 else None
    return Battery(time_ms, voltage_v=round(battery_v, 3)), supply
