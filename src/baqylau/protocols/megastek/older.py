"""The `STX` frame: an NMEA sentence RMC with status fields behind it, in two layouts."""

from __future__ import annotations

import re
from functools import reduce
from operator import xor

from baqylau.observations import Battery, Cell, Contact, Network, Observation, Position
from baqylau.protocols.fields import KMH_PER_KNOT, Fields
from baqylau.protocols.language import FrameError
from baqylau.protocols.megastek.alerts import read_alert

_DEVICE = re.compile(r"[!-+\--~]{1,32}")
_IMEI = re.compile(r"imei:(\d{1,16})", re.ASCII)
_BATTERY = re.compile(r"Battery=(\d{1,3})%", re.ASCII)
_SATELLITES = re.compile(r"(\d{1,2})(?:/\d{1,2})?", re.ASCII)
_PADDED_ID = 16

Seen = tuple[Observation, ...]


def read(raw: bytes, head: re.Match[bytes], now_ms: int) -> tuple[str, Seen]:
    """Device and observations. Raises FrameError."""
    text = raw.decode("latin-1").rstrip("\r!")
    begin = text.find("$GPRMC,", head.end())
    if begin < 0:
        raise FrameError("no $GPRMC", field="location", offset=head.end())
    padded = text[head.end()] != ","
    if padded and begin != head.end() + _PADDED_ID + 1:
        raise FrameError("the device takes 16 places and a blank", field="device", offset=head.end())
    device = text[head.end() : begin].strip(", ")
    if not _DEVICE.fullmatch(device):
        raise FrameError(f"not readable: {device[:40]!r}", field="device", offset=head.end())
    sentence, star, rest = text[begin:].partition("*")
    offset = begin + len(sentence) + 4
    if star:
        _check_nmea(sentence, rest[:2], begin)
    status = Fields(rest[3:].partition(";")[0], offset)
    place = Fields(sentence, begin)
    time_ms = place.time_ms(9, 1)
    if padded:
        return device, _padded(place, status, time_ms, now_ms)
    found = _IMEI.fullmatch(status.at(2))
    if star and status.at(2) and not found:
        raise status.error(2, "imei")
    return found[1] if found else device, _simple(place, status, time_ms, stored=head[1] is not None)


def _check_nmea(sentence: str, given: str, begin: int) -> None:
    """NMEA 0183: the exclusive or of everything between $ and *."""
    computed = reduce(xor, sentence[1:].encode("latin-1"), 0)
    if not re.fullmatch("[0-9A-Fa-f]{2}", given) or int(given, 16) != computed:
        problem = f"{given!r} given, {computed:02X} computed"
        raise FrameError(problem, field="NMEA checksum", offset=begin + len(sentence) + 1)


def _position(
    place: Fields, time_ms: int, *, satellites: int | None, altitude: float | None, stored: bool
) -> Position | None:
    current = place.one_of(2, "GPS fix flag", "AV") == "A"
    lat, lon = place.angle(3, "latitude", "NS", 90), place.angle(5, "longitude", "EW", 180)
    speed, course = place.number(7, "speed", 0, 2000), place.number(8, "course", 0, 360)
    if lat is None or lon is None:
        return None
    return Position(
        time_ms,
        lat,
        lon,
        current,
        satellites=satellites,
        altitude_m=altitude,
        speed_kmh=None if speed is None else speed * KMH_PER_KNOT,
        course_deg=course,
        archived=stored,
    )


def _simple(place: Fields, status: Fields, time_ms: int, *, stored: bool) -> Seen:
    """F or L; alert; imei; satellites; altitude; battery; empty; charger; operator and cell."""
    match = _SATELLITES.fullmatch(status.at(3))
    altitude = status.number(4, "altitude", -10_000, 100_000)
    position = _position(
        place, time_ms, satellites=int(match[1]) if match else None, altitude=altitude, stored=stored
    )
    at = 6 if status.at(6) else 7
    seen = _with_network(position, status, at + 1, time_ms)
    charger = status.at(at)
    charging = {"0": False, "1": True}.get(charger)
    battery = _BATTERY.fullmatch(status.at(5))
    level = float(battery[1]) if battery and int(battery[1]) <= 100 else None
    return (*seen, *_states(status.at(1), level, charging, time_ms))


def _padded(place: Fields, status: Fields, time_ms: int, now_ms: int) -> Seen:
    """Operator and cell; signal; battery; flags; inputs; outputs; analogue inputs; alert last."""
    alert = status.at(status.count - 1)
    stored = alert.lower() == "store"
    position = _position(place, time_ms, satellites=None, altitude=None, stored=stored)
    seen = _with_network(position, status, 0, time_ms if stored else now_ms)
    level = status.number(5, "battery", 0, 100)
    return (*seen, *_states(alert, level, None, time_ms))


def _with_network(position: Position | None, status: Fields, at: int, time_ms: int) -> Seen:
    if position and position.valid:
        return (position,)
    mcc, mnc = status.whole(at, "MCC", 0, 999), status.whole(at + 1, "MNC", 0, 999)
    area, cell = status.hexadecimal(at + 2, "LAC"), status.hexadecimal(at + 3, "cell ID")
    heard: Seen = ()
    if mcc and mnc is not None and area and cell:
        heard = (Network(time_ms, (Cell(mcc, mnc, area, cell),)),)
    return ((position,) if position else ()) + heard or (Contact(time_ms),)


def _states(alert: str, level: float | None, charging: bool | None, time_ms: int) -> Seen:
    happened = read_alert(alert, time_ms)
    low = any(isinstance(item, Battery) for item in happened)
    battery: Seen = ()
    if level is not None or charging is not None or low:
        battery = (Battery(time_ms, level, charging=charging, low=low or None),)
    return tuple(item for item in happened if not isinstance(item, Battery)) + battery
