"""Reports as JSON, as Traccar Client posts them from version 9 on."""

from __future__ import annotations

from typing import Any

import msgspec

from baqylau.observations import Battery, Contact, Motion, Observation, Position, Tamper
from baqylau.protocols.osmand import values
from baqylau.protocols.osmand.values import ValueProblem


class _Coords(msgspec.Struct):
    latitude: float
    longitude: float
    accuracy: float | None = None
    speed: float | None = None
    heading: float | None = None
    altitude: float | None = None


class _Battery(msgspec.Struct):
    level: float | None = None
    is_charging: bool | None = None


class _Location(msgspec.Struct):
    timestamp: str | int | None = None
    coords: _Coords | None = None
    is_moving: bool | None = None
    mock: bool | None = None
    battery: _Battery | None = None
    extras: Any = None


class Report(msgspec.Struct):
    """What is posted: one location, or several of a phone that was offline."""

    location: _Location | list[_Location]
    device_id: str | int | None = None


_decoder = msgspec.json.Decoder(Report)


def read(body: bytes) -> Report:
    """Raises ValueProblem for a body that is no report."""
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueProblem("body", str(error)) from error


def observe(report: Report, now_ms: int) -> list[Observation]:
    """Everything the report says. Raises ValueProblem."""
    locations = report.location if isinstance(report.location, list) else [report.location]
    return [seen for location in locations for seen in _observe(location, now_ms)] or [Contact(now_ms)]


def _observe(location: _Location, now_ms: int) -> list[Observation]:
    stamp = location.timestamp
    time_ms = now_ms if stamp is None else values.time_ms("timestamp", str(stamp))
    seen: list[Observation] = []
    if location.coords is not None:
        seen.append(_position(location.coords, time_ms, mock=location.mock is True))
    battery = location.battery
    if battery is not None:
        level = None if battery.level is None else values.percent(round(battery.level * 100, 3))
        if level is not None or battery.is_charging is not None:
            seen.append(Battery(time_ms, level_percent=level, charging=battery.is_charging))
    if location.is_moving is not None:
        seen.append(Motion(time_ms, location.is_moving))
    if location.mock:
        seen.append(Tamper(time_ms, "mock_location"))
    seen += values.alarms(time_ms, _alarm(location.extras))
    return seen or [Contact(time_ms)]


def _alarm(extras: Any) -> str:
    alarm = extras.get("alarm") if isinstance(extras, dict) else None
    return alarm if isinstance(alarm, str) else ""


def _position(coords: _Coords, time_ms: int, *, mock: bool) -> Position:
    place = values.place(coords.latitude, coords.longitude)
    speed = values.known(values.measured("speed", coords.speed))
    return Position(
        time_ms,
        *place,
        # Zero and zero is what is sent where there was no fix; a place that an app made up is no fix either.
        valid=place != (0, 0) and not mock,
        source="fused",
        accuracy_m=values.positive(values.measured("accuracy", coords.accuracy)),
        altitude_m=values.measured("altitude", coords.altitude),
        speed_kmh=speed if speed is None else speed * values.KMH_PER_METRE_PER_SECOND,
        course_deg=values.course("heading", coords.heading),
    )
