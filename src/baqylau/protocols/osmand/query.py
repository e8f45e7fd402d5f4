"""Reports as query or form parameters (OsmAnd live tracking, Traccar Client up to 8)."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from baqylau.observations import (
    Battery,
    Cell,
    Contact,
    Motion,
    Network,
    Observation,
    Position,
    Source,
    Tamper,
    WifiPoint,
)
from baqylau.protocols.osmand import values
from baqylau.protocols.osmand.values import ValueProblem

Parameters = dict[str, list[str]]

_MOST_PARAMETERS = 200
_BSSID = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}")


def parameters(text: str) -> Parameters:
    """Names and values of `a=1&b=2`. Raises ValueProblem for more than any phone sends."""
    found: Parameters = {}
    pairs = text.split("&", _MOST_PARAMETERS)
    if len(pairs) > _MOST_PARAMETERS:
        raise ValueProblem("query", f"more than {_MOST_PARAMETERS} parameters")
    for pair in pairs:
        name, _, value = pair.partition("=")
        if "%" in pair or "+" in pair:
            name, value = unquote_plus(name), unquote_plus(value)
        if name:
            found.setdefault(name, []).append(value)
    return found


def device(given: Parameters) -> str:
    return values.device(_last(given, "id") or _last(given, "deviceid"))


def observe(given: Parameters, now_ms: int) -> list[Observation]:
    """Everything the parameters say. Raises ValueProblem."""
    text = _last(given, "timestamp")
    time_ms = values.time_ms("timestamp", text) if text else now_ms
    seen: list[Observation] = []
    position = _position(given, time_ms)
    if position is not None:
        seen.append(position)
    network = _network(given, time_ms)
    if network is not None:
        seen.append(network)
    seen += _states(given, time_ms)
    seen += values.alarms(time_ms, ",".join(given.get("alarm", ())))
    return seen or [Contact(time_ms)]


def _last(given: Parameters, name: str) -> str:
    found = given.get(name)
    return found[-1].strip() if found else ""


def _number(given: Parameters, name: str) -> float | None:
    found = given.get(name)
    return values.number(name, found[-1].strip()) if found else None


def _position(given: Parameters, time_ms: int) -> Position | None:
    place = _place(given)
    if place is None:
        return None
    hdop = values.positive(_number(given, "hdop"))
    accuracy = values.positive(_number(given, "accuracy"))
    speed = values.known(_number(given, "speed"))
    bearing = "bearing" if "bearing" in given else "heading"
    # Zero and zero is what is sent where there was no fix; a place that an app made up is no fix either.
    current = place != (0, 0) and not _true(given, "mock") and ("valid" not in given or _true(given, "valid"))
    return Position(
        time_ms,
        *place,
        valid=current,
        source=_source(hdop, accuracy),
        accuracy_m=accuracy,
        hdop=hdop,
        altitude_m=_number(given, "altitude"),
        speed_kmh=speed if speed is None else speed * values.KMH_PER_KNOT,
        course_deg=values.course(bearing, _number(given, bearing)),
    )


def _source(hdop: float | None, accuracy: float | None) -> Source:
    if hdop is not None:
        return "satellite"
    return "fused" if accuracy is not None else "unknown"


def _place(given: Parameters) -> tuple[float, float] | None:
    pair = _last(given, "location")
    if pair:
        first, comma, second = pair.partition(",")
        if not comma:
            raise ValueProblem("location", f"not latitude,longitude: {pair[:40]!r}")
        lat, lon = values.number("location", first), values.number("location", second)
    else:
        lat, lon = _number(given, "lat"), _number(given, "lon")
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise ValueProblem("lon" if lon is None else "lat", "missing")
    return values.place(lat, lon)


def _true(given: Parameters, name: str) -> bool:
    return values.yes(_last(given, name)) is True


def _states(given: Parameters, time_ms: int) -> list[Observation]:
    seen: list[Observation] = []
    level = values.percent(_number(given, "batt"))
    charging = values.yes(_last(given, "charge"))
    if level is not None or charging is not None:
        seen.append(Battery(time_ms, level_percent=level, charging=charging))
    moving = values.yes(_last(given, "motion"))
    if moving is not None:
        seen.append(Motion(time_ms, moving))
    if _true(given, "mock"):
        seen.append(Tamper(time_ms, "mock_location"))
    return seen


def _network(given: Parameters, time_ms: int) -> Network | None:
    cells = tuple(cell for text in given.get("cell", ()) if (cell := _cell(text)) is not None)
    wifi = tuple(_wifi(text) for text in given.get("wifi", ()))
    return Network(time_ms, cells, wifi) if cells or wifi else None


def _cell(text: str) -> Cell | None:
    """None for numbers that no cell has, which is how phones write that they hear none."""
    try:
        mcc, mnc, lac, cell_id, *signal = (int(part) for part in text.split(","))
    except ValueError:
        raise ValueProblem("cell", f"not mcc,mnc,lac,cell[,dBm]: {text[:60]!r}") from None
    if not (0 <= mcc < 1000 and 0 <= mnc < 1000 and 0 <= lac < 2**32 and 0 <= cell_id < 2**36):
        return None
    return Cell(mcc, mnc, lac, cell_id, _signal(signal[0]) if signal else None)


def _signal(level: int) -> int | None:
    return level if -200 <= level <= 0 else None


def _wifi(text: str) -> WifiPoint:
    bssid, _, signal = text.partition(",")
    bssid = bssid.strip().replace("-", ":").lower()
    try:
        level = int(signal) if signal else None
    except ValueError:
        raise ValueProblem("wifi", f"not a signal in dBm: {signal[:40]!r}") from None
    if not _BSSID.fullmatch(bssid):
        raise ValueProblem("wifi", f"not an address: {bssid[:40]!r}")
    return WifiPoint(bssid, level if level is None else _signal(level))
