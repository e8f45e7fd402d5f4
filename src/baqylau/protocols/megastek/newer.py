"""The `$MGV` frame: 35 fields ("GPRS uploading data format", Megastek and MT80 protocol documents)."""

from __future__ import annotations

import re

from baqylau.observations import Battery, Cell, Contact, Network, Observation, Position, Strap, WifiPoint
from baqylau.protocols.fields import KMH_PER_KNOT, Fields
from baqylau.protocols.megastek.alerts import read_alert

_IMEI = re.compile(r"\d{14,16}", re.ASCII)
_ACCESSORIES = re.compile(r"([01])([0-3])?\D*\d*", re.ASCII)
_WIFI = re.compile(r"([0-9a-f]{12}):-?(\d{1,3})", re.ASCII | re.I)

_DATE, _CLOCK, _FIX, _LAT, _LON = 4, 5, 6, 7, 9
_SATELLITES = (11, 12, 13)
_HDOP, _SPEED, _COURSE, _ALTITUDE = 14, 15, 16, 17
_MCC, _ACCESSORY, _BATTERY, _ALERT = 19, 32, 33, 34
_FEWEST = 24


class Belts:
    """The belts of one device that were seen connected on this connection; bit 0 the first, bit 1 the second."""

    def __init__(self) -> None:
        self._connected = 0

    def open(self, connected: int, *, live: bool) -> bool:
        """A belt that was connected before and is not now is open, as is the only belt of a device with one."""
        missing = self._connected & ~connected
        if live:
            self._connected |= connected
        return connected == 0 or (live and missing != 0)


def read(raw: bytes, start: int, now_ms: int, belts: Belts) -> tuple[str, tuple[Observation, ...]]:
    """Device and observations of a frame whose `$` stands at byte `start`. Raises FrameError."""
    text = raw[start:].decode("latin-1").rstrip("\r!")
    body, _, _checksum = text.rpartition(";")
    fields = Fields(body or text, start)
    device = fields.at(1)
    if not _IMEI.fullmatch(device):
        raise fields.error(1, "device IMEI")
    fields.need(_FEWEST, "frame")
    archived = fields.one_of(3, "real-time or stored flag", "RS") == "S"
    time_ms = fields.time_ms(_DATE, _CLOCK)
    position = _position(fields, time_ms, archived=archived)
    seen: list[Observation] = [position] if position else []
    if position is None or not position.valid:
        heard = _network(fields, time_ms)
        if heard:
            seen.append(heard)
    if not seen:
        seen.append(Contact(time_ms if archived else now_ms))
    seen += _states(fields, time_ms, belts, live=not archived)
    return device, tuple(dict.fromkeys(seen))


def _position(fields: Fields, time_ms: int, *, archived: bool) -> Position | None:
    current = fields.one_of(_FIX, "GPS fix flag", "AV") == "A"
    lat = fields.angle(_LAT, "latitude", "NS", 90)
    lon = fields.angle(_LON, "longitude", "EW", 180)
    satellites = sum(fields.whole(index, "satellites", 0, 99) or 0 for index in _SATELLITES)
    hdop = fields.number(_HDOP, "HDOP", 0, 1000)
    speed = fields.number(_SPEED, "speed", 0, 2000)
    course = fields.number(_COURSE, "course", 0, 360)
    altitude = fields.number(_ALTITUDE, "altitude", -10_000, 100_000)
    if lat is None or lon is None:
        return None
    return Position(
        time_ms,
        lat,
        lon,
        current,
        hdop=hdop,
        satellites=satellites,
        altitude_m=altitude,
        speed_kmh=None if speed is None else speed * KMH_PER_KNOT,
        course_deg=course,
        archived=archived,
    )


def _network(fields: Fields, time_ms: int) -> Network | None:
    mcc, mnc = fields.whole(_MCC, "MCC", 0, 999), fields.whole(_MCC + 1, "MNC", 0, 999)
    area, cell = fields.hexadecimal(_MCC + 2, "LAC"), fields.hexadecimal(_MCC + 3, "cell ID")
    cells: tuple[Cell, ...] = ()
    if mcc and mnc is not None and area and cell:
        cells = (Cell(mcc, mnc, area, cell),)
    around = _WIFI.findall(fields.at(_ALERT + 1)) if fields.count > _ALERT + 1 else ()
    wifi = tuple(WifiPoint(_bssid(mac), -int(signal)) for mac, signal in around)
    return Network(time_ms, cells, wifi) if cells or wifi else None


def _bssid(digits: str) -> str:
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2)).lower()


def _states(fields: Fields, time_ms: int, belts: Belts, *, live: bool) -> list[Observation]:
    """What the alert says happened, then the states that came of it."""
    seen = list(read_alert(fields.at(_ALERT), time_ms))
    low = any(isinstance(item, Battery) for item in seen)
    seen = [item for item in seen if not isinstance(item, Battery)]
    accessories = _ACCESSORIES.fullmatch(fields.at(_ACCESSORY))
    if fields.at(_ACCESSORY) and not accessories:
        raise fields.error(_ACCESSORY, "external accessories status")
    level = fields.number(_BATTERY, "battery percent", 0, 100)
    charging = accessories[1] == "1" if accessories else None
    if level is not None or charging is not None or low:
        seen.append(Battery(time_ms, level, charging=charging, low=low or None))
    if accessories and accessories[2] is not None:
        seen.append(Strap(time_ms, open=belts.open(int(accessories[2]), live=live)))
    return seen
