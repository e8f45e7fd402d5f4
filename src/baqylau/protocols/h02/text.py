"""Text frames: positions (V1 and its relatives), confirmations (V4), cells (NBR, V3, BS), link, heartbeat."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from baqylau.observations import (
    Alarm,
    Battery,
    Cell,
    Contact,
    Network,
    Observation,
    Position,
)
from baqylau.protocols.fields import KMH_PER_KNOT, Fields, day_ms, degrees_of, since_midnight_ms
from baqylau.protocols.h02 import orders
from baqylau.protocols.h02.status import read_status
from baqylau.protocols.language import FrameError

_HEAD = re.compile(r"\*([0-9A-Za-z]{2}),([0-9A-Za-z]{0,20}),([0-9A-Za-z]{1,8})[,#]")
_PLACE = re.compile(
    r",(\d{6})?,([ABV]?),(-?[\d.-]*),([NS0]?),(-?[\d.-]*),([EW0]?), *(\d[\d.]*)?,(\d[\d.]*)?"
    r"(?:,\d{1,3})?(?:,(\d{6})?)?((?:,[^#]*)?)#$",
    re.ASCII,
)
_STATUS = re.compile(r",([0-9A-Fa-f]{8})(?=,|$)")
_DATED = re.compile(r",(\d{6}),([0-9A-Fa-f]{8})(?:,[^,]*)?#$", re.ASCII)
_ALTITUDE = re.compile(r",\d+,-?\d+,\d+\.\d+,(-?\d{1,5}),[0-9A-F]+,[0-9A-F]+$", re.ASCII)
_OPERATOR = re.compile(
    r"[0-9A-Fa-f]{8}, *([0-9a-f]{1,6}), *([0-9a-f]{1,6}), *([0-9a-f]{1,6}), *([0-9a-f]{1,6})", re.I
)
_DASHED = re.compile(r"-?(\d{1,3})-(\d{1,2}(?:\.\d+)?)", re.ASCII)
_NO_DOT = re.compile(r"\d{8,9}", re.ASCII)

Read = tuple[str | None, tuple[Observation, ...], tuple[bytes, ...]]


def read(raw: bytes, now_ms: int) -> Read:
    """Device, observations and replies. Raises FrameError."""
    frame = raw.decode("latin-1")
    head = _HEAD.match(frame)
    if head is None:
        raise FrameError("not *maker,id,kind", field="head", offset=0)
    maker, device, kind = head.groups()
    fields = Fields(frame[1:-1], 1)
    if kind == "VP1":
        seen = _short_place(fields, now_ms)
    elif kind == "V3" or kind in ("NBR", "LINK", "BASE", "BS"):
        seen = _KINDS[kind](fields, frame, now_ms)
    elif kind.startswith("V") and kind != "VI1":
        seen = _place(fields, kind, frame, now_ms)
        if kind == "V4":
            seen += orders.confirmed(fields.at(3), now_ms)
    else:
        seen = _others(kind, frame, now_ms)
    return device or None, seen, _replies(maker, device, kind, now_ms)


def _replies(maker: str, device: str, kind: str, now_ms: int) -> tuple[bytes, ...]:
    if not device:
        return ()
    if kind in ("V1", "NBR"):
        now = datetime.fromtimestamp(now_ms / 1000, UTC)
        return (f"*{maker},{device},V4,{kind},{now:%Y%m%d%H%M%S}#".encode(),)
    return (f"*{maker},{device},HTBT#".encode(),) if kind == "HTBT" else ()


def _place(fields: Fields, kind: str, frame: str, now_ms: int) -> tuple[Observation, ...]:
    match = _PLACE.search(frame)
    if match is None:
        if kind == "V4":
            return (Contact(now_ms),)
        raise fields.error(3, "position")
    clock, fix, lat_text, north, lon_text, east, speed, course, date, rest = match.groups()
    at = match.start()
    time_ms = _time_ms(date, clock, now_ms, at)
    lat = _degrees(lat_text, north, "NS", 90, at)
    lon = _degrees(lon_text, east, "EW", 180, at)
    seen: list[Observation] = []
    if lat is not None and lon is not None:
        altitude = _ALTITUDE.search(rest)
        seen.append(
            Position(
                time_ms,
                lat,
                lon,
                fix == "A",
                altitude_m=float(altitude[1]) if altitude else None,
                speed_kmh=_measured(speed, "speed", at, 2000, KMH_PER_KNOT),
                course_deg=_measured(course, "direction", at, 360, 1),
            )
        )
    if fix != "A":
        heard = _operator(rest)
        if heard:
            seen.append(Network(time_ms, (heard,)))
    if not seen:
        seen.append(Contact(time_ms))
    status = _STATUS.search(rest)
    if status:
        seen += read_status(int(status[1], 16), time_ms)
    return tuple(seen)


def _time_ms(date: str | None, clock: str | None, now_ms: int, at: int) -> int:
    """Now, where the frame has no date or no time of day."""
    if not date or not clock or date == "000000":
        return now_ms
    day, since = day_ms(date), since_midnight_ms(clock)
    if day is None or since is None:
        raise FrameError(f"not readable: {clock!r}, {date!r}", field="date and time", offset=at)
    return day + since


def _degrees(text: str, sign: str, signs: str, most: int, at: int) -> float | None:
    """ddmm.mmmm, ddmmmmmm or -dd-mm.mmmm; None: no coordinate, or none of any hemisphere."""
    if not text or sign not in signs or not sign:
        return None
    dashed = _DASHED.fullmatch(text)
    if dashed:
        degrees: float | None = int(dashed[1]) + float(dashed[2]) / 60
    else:
        degrees = degrees_of(f"{text[:-4]}.{text[-4:]}" if _NO_DOT.fullmatch(text) else text)
    if degrees is None or degrees > most:
        raise FrameError(f"not readable: {text[:40]!r}", field="latitude or longitude", offset=at)
    return degrees if sign == signs[0] else -degrees


def _measured(text: str | None, field: str, at: int, most: float, factor: float) -> float | None:
    if not text:
        return None
    if text.count(".") > 1 or float(text) > most:
        raise FrameError(f"not readable: {text[:40]!r}", field=field, offset=at)
    return float(text) * factor


def _operator(rest: str) -> Cell | None:
    """Operator and cell as hexadecimal numbers behind the status."""
    match = _OPERATOR.search(rest)
    if match is None:
        return None
    mcc, mnc, area, cell = (int(value, 16) for value in match.groups())
    return Cell(mcc, mnc, area, cell) if 200 <= mcc <= 799 and mnc <= 999 and area and cell else None


def _short_place(fields: Fields, now_ms: int) -> tuple[Observation, ...]:
    """VP1: a position with a date and without a time of day, or cells."""
    if fields.one_of(3, "validity", "ABV") == "V":
        return (Contact(now_ms),)
    lat, lon = fields.angle(4, "latitude", "NS", 90), fields.angle(6, "longitude", "EW", 180)
    if lat is None or lon is None:
        return (Contact(now_ms),)
    speed, course = fields.number(8, "speed", 0, 2000), fields.number(9, "direction", 0, 360)
    speed_kmh = None if speed is None else speed * KMH_PER_KNOT
    return (Position(now_ms, lat, lon, fields.at(3) == "A", speed_kmh=speed_kmh, course_deg=course),)


def _dated(fields: Fields, frame: str, now_ms: int) -> tuple[int, tuple[Observation, ...]]:
    """Time and status of kinds that have the time third, date and status last."""
    match = _DATED.search(frame)
    if match is None:
        return now_ms, ()
    day, since = day_ms(match[1]), since_midnight_ms(fields.at(3))
    if day is None or since is None:
        raise fields.error(3, "date and time")
    return day + since, read_status(int(match[2], 16), day + since)


def _neighbours(fields: Fields, frame: str, now_ms: int) -> tuple[Observation, ...]:
    """NBR: operator, timing advance, count, then area, cell and signal of each."""
    time_ms, status = _dated(fields, frame, now_ms)
    mcc, mnc = fields.whole(4, "MCC", 0, 999), fields.whole(5, "MNC", 0, 999)
    count = fields.whole(7, "count of cells", 0, 32) or 0
    fields.need(8 + 3 * count, "cells")
    pairs = [
        (fields.whole(at, "area", 0, 1 << 32), fields.whole(at + 1, "cell", 0, 1 << 32))
        for at in range(8, 8 + 3 * count, 3)
    ]
    cells = tuple(
        Cell(mcc, mnc, area, cell) for area, cell in pairs if mcc and mnc is not None and area and cell
    )
    return (Network(time_ms, cells) if cells else Contact(time_ms), *status)


def _cells_v3(fields: Fields, frame: str, now_ms: int) -> tuple[Observation, ...]:
    """V3: operator in one field, count, then area, cell, timing advance and signal in dBm of each."""
    time_ms, status = _dated(fields, frame, now_ms)
    operator = fields.at(4)
    count = fields.whole(5, "count of cells", 0, 32) or 0
    fields.need(6 + 4 * count, "cells")
    if not operator.isascii() or not operator.isdigit() or not 5 <= len(operator) <= 6:
        raise fields.error(4, "operator")
    mcc, mnc = int(operator[:3]), int(operator[3:])
    cells = tuple(
        Cell(mcc, mnc, area, cell, fields.whole(at + 3, "signal", -200, 0))
        for at in range(6, 6 + 4 * count, 4)
        if (area := fields.whole(at, "area", 0, 1 << 32))
        and (cell := fields.whole(at + 1, "cell", 0, 1 << 32))
    )
    return (Network(time_ms, cells) if cells else Contact(time_ms), *status)


def _cells_bs(fields: Fields, frame: str, now_ms: int) -> tuple[Observation, ...]:
    """BS: no time; operator, areas and cells as hexadecimal numbers."""
    mcc, mnc = fields.hexadecimal(4, "MCC"), fields.hexadecimal(5, "MNC")
    cells: list[Cell] = []
    for at in range(6, fields.count - 2, 3):
        if not fields.at(at):
            break
        area, cell = fields.hexadecimal(at, "area"), fields.hexadecimal(at + 1, "cell")
        if mcc and mcc <= 999 and mnc is not None and mnc <= 999 and area and cell:
            cells.append(Cell(mcc, mnc, area, cell))
    status = _STATUS.search(frame[:-1])
    alarms = read_status(int(status[1], 16), now_ms) if status else ()
    return (Network(now_ms, tuple(cells)) if cells else Contact(now_ms), *alarms)


def _link(fields: Fields, frame: str, now_ms: int) -> tuple[Observation, ...]:
    """LINK: signal, satellites, battery percent, steps, turnings."""
    time_ms, status = _dated(fields, frame, now_ms)
    return (Contact(time_ms), Battery(time_ms, fields.number(6, "battery", 0, 100)), *status)


def _base(fields: Fields, frame: str, now_ms: int) -> tuple[Observation, ...]:
    time_ms, status = _dated(fields, frame, now_ms)
    return (Contact(time_ms), *status)


_KINDS = {"NBR": _neighbours, "V3": _cells_v3, "BS": _cells_bs, "LINK": _link, "BASE": _base}


def _others(kind: str, frame: str, now_ms: int) -> tuple[Observation, ...]:
    """Heartbeats and requests. An alarm of a make whose layout is not known is still one."""
    if kind == "HTBT":
        level = re.search(r"HTBT,(\d{1,3})[,#]", frame, re.ASCII)
        if level and int(level[1]) <= 100:
            return (Contact(now_ms), Battery(now_ms, float(level[1])))
    return (Alarm(now_ms, "unnamed"),) if kind == "ALRM" else (Contact(now_ms),)
