"""What the values of a report say."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from baqylau.observations import (
    Alarm,
    Battery,
    Cell,
    Contact,
    Motion,
    Nearby,
    Network,
    Observation,
    Position,
    WifiPoint,
)
from baqylau.protocols.language import FrameError

_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
_BRACELET = re.compile(r"(\d{1,12})(?:\.\d{1,4})?", re.ASCII)
_BSSID = re.compile(r"[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}", re.ASCII | re.I)

_UNIT_S = 10
"""Ages come in tens of seconds, 15 bits each; all ones: never, or longer ago than that can say."""
_AGE_BITS = 15
_NEVER = (1 << _AGE_BITS) - 1
_CHARGING = 2
"""BatteryManager.BATTERY_STATUS_CHARGING of Android, whose numbers the real report fits (3: discharging)."""
_FIRST_MS, _LAST_MS = 946_684_800_000, 4_102_444_800_000


class _Gps(msgspec.Struct):
    x: float
    y: float
    t: int | None = None
    a: float | None = None
    z: float | None = None


class _GsmCell(msgspec.Struct):
    l: int  # noqa: E741 - the report's name
    c: int
    b: int | None = None


class _Gsm(msgspec.Struct):
    c: int
    n: int
    b: list[_GsmCell] = []


class _Wifi(msgspec.Struct):
    m: str
    l: int | None = None  # noqa: E741 - the report's name


_gps = msgspec.json.Decoder(_Gps)
_gsm = msgspec.json.Decoder(_Gsm)
_wifi = msgspec.json.Decoder(list[_Wifi])


class Values:
    """The values of one report by name, each with its place in the body."""

    def __init__(self, given: Mapping[str, tuple[str, int]]) -> None:
        self._given = given

    def text(self, name: str) -> str:
        return self._given[name][0] if name in self._given else ""

    def error(self, name: str, problem: str = "") -> FrameError:
        text, offset = self._given.get(name, ("", 0))
        return FrameError(problem or f"not readable: {text[:40]!r}", field=name, offset=offset)

    def whole(self, name: str) -> int | None:
        text = self.text(name)
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            raise self.error(name)
        return int(text)

    def json(self, name: str) -> bytes:
        return self.text(name).encode("latin-1")


def observe(given: Values, now_ms: int) -> tuple[Observation, ...]:
    """Everything the report says. Raises FrameError, msgspec.DecodeError and UnicodeError."""
    time_ms = given.whole("t")
    if time_ms is None:
        time_ms = now_ms
    elif not _FIRST_MS <= time_ms < _LAST_MS:
        raise given.error("t")
    position = _position(given, time_ms)
    seen: list[Observation] = [position] if position else []
    if position is None:
        heard = _network(given, time_ms)
        seen.append(heard or Contact(time_ms))
    battery = given.whole("bat")
    if battery is not None:
        seen.append(_battery(given, battery, time_ms))
    seen += _bracelet_code(given, time_ms)
    seen += _nearby(given, time_ms)
    moved = given.whole("mt")
    if moved is not None and moved & _NEVER != _NEVER:
        seen.append(Motion(time_ms - (moved & _NEVER) * _UNIT_S * 1000, moving=True))
    return tuple(dict.fromkeys(seen))


def _position(given: Values, time_ms: int) -> Position | None:
    if not given.text("gps"):
        return None
    gps = _gps.decode(given.json("gps"))
    if abs(gps.y) > 90 or abs(gps.x) > 180:
        raise given.error("gps", "no place on Earth")
    if gps.x == 0 and gps.y == 0:
        return None
    at_ms = time_ms if gps.t is None else gps.t
    if not _FIRST_MS <= at_ms < _LAST_MS:
        raise given.error("gps", f"not a time: {at_ms}")
    accuracy = gps.a if gps.a is not None and gps.a > 0 else None
    return Position(at_ms, gps.y, gps.x, accuracy_m=accuracy, altitude_m=gps.z)


def _network(given: Values, time_ms: int) -> Network | None:
    gsm = _gsm.decode(given.json("gsm")) if given.text("gsm") else None
    cells = tuple(Cell(gsm.c, gsm.n, cell.l, cell.c) for cell in gsm.b) if gsm else ()
    around = _wifi.decode(given.json("wifi")) if given.text("wifi") else []
    wifi = tuple(
        WifiPoint(point.m.replace("-", ":").lower(), point.l) for point in around if _BSSID.fullmatch(point.m)
    )
    return Network(time_ms, cells, wifi) if cells or wifi else None


def _battery(given: Values, value: int, time_ms: int) -> Battery:
    """Bits 0 to 7 percent, 8 to 11 what it is plugged to, 12 to 15 whether it charges."""
    level = value & 0xFF
    if not 0 <= value < 1 << 16 or level > 100:
        raise given.error("bat")
    return Battery(time_ms, float(level), charging=value >> 12 == _CHARGING)


def _bracelet_code(given: Values, time_ms: int) -> list[Observation]:
    """The bracelet's own code and status: 0 is well; what the others mean is not known, so each is an alarm."""
    value = given.whole("rc") or 0
    code, status = value & 0xFFFF, value >> 16 & 0xFFFF
    seen: list[Observation] = []
    if code:
        seen.append(Alarm(time_ms, f"bracelet_code_{code:04x}"))
    if status:
        seen.append(Alarm(time_ms, f"bracelet_status_{status:04x}"))
    return seen


def _nearby(given: Values, time_ms: int) -> list[Observation]:
    """The wearer's bracelet as of its last heartbeat, then the other bracelets that were heard."""
    own = given.text("id")
    ages = given.whole("idt")
    seen: list[Observation] = []
    if own and ages is not None:
        heartbeat, paired, unpaired = (ages >> shift & _NEVER for shift in (45, 30, 15))
        if heartbeat != _NEVER:
            state = None if paired == unpaired else paired < unpaired
            seen.append(Nearby(time_ms - heartbeat * _UNIT_S * 1000, own, state))
    strangers = _identities(given, "u_ids")
    seen += [Nearby(time_ms, each, paired=False) for each in strangers]
    seen += [Nearby(time_ms, each) for each in _identities(given, "i_ids") if each not in strangers]
    return seen


def _identities(given: Values, name: str) -> list[str]:
    text = given.text(name).strip("[]")
    found = []
    for each in text.split(",") if text else ():
        match = _BRACELET.fullmatch(each.strip())
        if not match:
            raise given.error(name)
        found.append(match[1])
    return found
