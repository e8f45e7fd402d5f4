"""Frames of the R16H ankle bracelet ("R16H Ankle Bracelet Protocol Document": @<type>,<IMEI>[,data]$)."""

from __future__ import annotations

import re
from typing import ClassVar

from baqylau.observations import (
    Alarm,
    Battery,
    Cell,
    Contact,
    Network,
    Observation,
    Position,
    Sos,
    Strap,
    WifiPoint,
)
from baqylau.protocols.fields import Fields, day_ms, since_midnight_ms, word
from baqylau.protocols.framed import Cut, Framed
from baqylau.protocols.language import FrameError, Message

_END = re.compile(rb"[$\n@]")
_IMEI = re.compile(r"\d{15}", re.ASCII)
_CELL = re.compile(r"(\d{3})-(\d{1,3})-([0-9a-f]{1,8})-([0-9a-f]{1,8})(?::(-\d{1,3}))?", re.ASCII | re.I)
_WIFI = re.compile(r"([0-9a-f]{2}(?:[:-]?[0-9a-f]{2}){5})[^0-9a-f]{1,2}(-?\d{1,3})(?!\d)", re.ASCII | re.I)

_OTHERS = frozenset(("LINK", "ROLL", "STNA", "STPH", "STIN", "STTZ", "STAL", "CKPA", "RPLY"))
"""Link and replies to settings: the device speaks, and says nothing that is observed."""

_LOCKED, _RELEASED = "L", "R"


class R16h(Framed):
    """R16H: an ankle bracelet with a strap lock. The bracelet wants no answers."""

    name: ClassVar = "r16h"
    most_bytes: ClassVar = 4096
    between: ClassVar = b"\r\n$"

    def _cut(self, data: bytes, at: int, limit: int) -> Cut | None:
        end = _END.search(data, at + 1, limit)
        if end is None:
            return None
        if data[at] != 0x40:
            return Cut(end.start(), FrameError("no @ begins it", field="data header", offset=0))
        if end[0] == b"@":
            problem = "the next frame begins before its $"
            return Cut(end.start(), FrameError(problem, field="data tail", offset=end.start() - at))
        return Cut(end.start() + (end[0] == b"$"))

    def _read(self, raw: bytes, now_ms: int) -> Message:
        fields = Fields(raw.decode("latin-1").rstrip("\r$")[1:], offset=1)
        kind, imei = fields.at(0), fields.at(1)
        if not _IMEI.fullmatch(imei):
            raise fields.error(1, "IMEI")
        if kind == "GPSD":
            seen = _located(fields)
        elif kind == "LBSD":
            seen = _indoors(fields, now_ms)
        elif kind in _OTHERS:
            seen = (Contact(now_ms),)
        else:
            raise fields.error(0, "data type")
        self._device = imei
        return Message(raw, imei, seen)


def _located(fields: Fields) -> tuple[Observation, ...]:
    fields.need(15, "GPS location data")
    archived = fields.one_of(2, "R or S", "RS") == "S"
    time_ms = _time_ms(fields)
    lat = _degrees(fields, 5, "latitude", "NS", 90)
    lon = _degrees(fields, 7, "longitude", "EW", 180)
    position = Position(
        time_ms,
        lat,
        lon,
        altitude_m=fields.number(11, "altitude", -1000, 100_000),
        speed_kmh=fields.number(9, "speed", 0, 2000),
        course_deg=fields.number(10, "direction", 0, 360),
        archived=archived,
    )
    return (position, *_states(fields, 12, time_ms))


def _degrees(fields: Fields, index: int, field: str, signs: str, most: int) -> float:
    value = fields.number(index, field, 0, most)
    if value is None:
        raise fields.error(index, field)
    return value if fields.one_of(index + 1, field, signs) == signs[0] else -value


def _indoors(fields: Fields, now_ms: int) -> tuple[Observation, ...]:
    """Cells and access points instead of a place; sent without a time while the clock is not set."""
    fields.need(10, "indoor location data")
    fields.one_of(2, "R or S", "RS")
    time_ms = _time_ms(fields) if fields.at(3) or fields.at(4) else now_ms
    last = fields.count - 3
    around = ",".join(fields.at(index) for index in range(5, last))
    cells = tuple(
        Cell(int(mcc), int(mnc), int(lac, 16), int(cell, 16), int(signal) if signal else None)
        for mcc, mnc, lac, cell, signal in _CELL.findall(around)
    )
    wifi = tuple(WifiPoint(_bssid(mac), int(signal)) for mac, signal in _WIFI.findall(_CELL.sub("", around)))
    heard: Observation = Network(time_ms, cells, wifi) if cells or wifi else Contact(time_ms)
    return (heard, *_states(fields, last, time_ms))


def _bssid(text: str) -> str:
    digits = re.sub("[:-]", "", text).lower()
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def _time_ms(fields: Fields) -> int:
    date = fields.at(3)
    day = day_ms(date[2:], "ymd") if len(date) == 8 and date.startswith("20") else None
    if day is None:
        raise fields.error(3, "date")
    since = since_midnight_ms(fields.at(4))
    if since is None:
        raise fields.error(4, "time")
    return day + since


def _states(fields: Fields, index: int, time_ms: int) -> tuple[Observation, ...]:
    """Battery, alarm and strap. An alarm tells what happened, so it stands before the state that came of it."""
    level = fields.number(index, "battery percentage", 0, 100)
    locked = fields.one_of(index + 1, "strap locking status", _LOCKED + _RELEASED) == _LOCKED
    flag = fields.at(index + 2)
    seen: list[Observation] = [Battery(time_ms, level, low=True if flag == "LBT" else None)]
    if flag == "SOS":
        seen.append(Sos(time_ms))
    elif flag == "ULK":
        seen.append(Strap(time_ms, open=True))
    elif flag and flag != "LBT":
        seen.append(Alarm(time_ms, word(flag) or "unnamed"))
    seen.append(Strap(time_ms, open=not locked))
    return tuple(dict.fromkeys(seen))
