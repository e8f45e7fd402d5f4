"""Values as phones write them: numbers, times, yes and no, alarms."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from baqylau.observations import Alarm, Battery, Jamming, Observation, Position, Power, Sos, Strap, Tamper

KMH_PER_KNOT: Final = 1.852
KMH_PER_METRE_PER_SECOND: Final = 3.6

_LARGEST = 1e9
_LARGEST_SECONDS = 2**31 - 1
_LAST_MS = 253_402_300_799_999
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")

_ALARMS: dict[str, Callable[[int], Observation]] = {
    "sos": Sos,
    "low_battery": lambda time_ms: Battery(time_ms, low=True),
    "power_cut": lambda time_ms: Power(time_ms, connected=False),
    "power_restored": lambda time_ms: Power(time_ms, connected=True),
    "jamming": lambda time_ms: Jamming(time_ms, active=True),
    "removing": lambda time_ms: Strap(time_ms, open=True),
    "tampering": lambda time_ms: Tamper(time_ms, "tampering"),
}


class ValueProblem(ValueError):
    """A value that cannot be read: the name it was given under and what is wrong with it."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


def number(name: str, text: str) -> float | None:
    """None for an empty value, which says nothing."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueProblem(name, f"not a number: {text[:40]!r}") from None
    return finite(name, value)


def finite(name: str, value: float) -> float:
    if not math.isfinite(value):
        raise ValueProblem(name, "not a finite number")
    if abs(value) > _LARGEST:
        raise ValueProblem(name, f"{value} is more than anything measured here")
    return value


def measured(name: str, value: float | None) -> float | None:
    return None if value is None else finite(name, value)


def known(value: float | None) -> float | None:
    """Phones write -1 for what they do not know."""
    return None if value is None or value < 0 else value


def positive(value: float | None) -> float | None:
    """An accuracy or dilution of 0 is one that the phone does not know."""
    return None if value is None or value <= 0 else value


def course(name: str, value: float | None) -> float | None:
    if value is not None and value > 360:
        raise ValueProblem(name, f"{value} degrees")
    return known(value)


def percent(value: float | None) -> float | None:
    """A battery level; None for what is no percentage."""
    return value if value is not None and 0 <= value <= 100 else None


def place(lat: float, lon: float) -> tuple[float, float]:
    if abs(lat) > 90:
        raise ValueProblem("lat", f"{lat} degrees")
    if abs(lon) > 180:
        raise ValueProblem("lon", f"{lon} degrees")
    return lat, lon


def is_no_place(position: Position) -> bool:
    """Latitude and longitude 0 is what is sent where there was no fix."""
    return position.lat == 0 and position.lon == 0


def time_ms(name: str, text: str) -> int:
    """Seconds or milliseconds since 1970, or ISO 8601 (UTC where no zone is given)."""
    try:
        moment = int(text)
    except ValueError:
        moment = _from_iso(name, text)
    else:
        moment *= 1000 if moment < _LARGEST_SECONDS else 1
    if not 0 <= moment <= _LAST_MS:
        raise ValueProblem(name, f"not a time: {text[:40]!r}")
    return moment


def _from_iso(name: str, text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueProblem(name, f"not a time: {text[:40]!r}") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return round(moment.timestamp() * 1000)
    except OverflowError:
        raise ValueProblem(name, f"not a time: {text[:40]!r}") from None


def yes(text: str) -> bool | None:
    """None for what is neither yes nor no."""
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower())


def device(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= 64 or not text.isprintable():
        raise ValueProblem("id", "missing" if not text else "not an id: up to 64 printable characters")
    return text


def alarms(moment: int, text: str) -> list[Observation]:
    """One observation for each alarm named, separated by commas."""
    names = (_snake(name) for name in text.split(",")[:20])
    return [_ALARMS[name](moment) if name in _ALARMS else Alarm(moment, name) for name in names if name]


def _snake(name: str) -> str:
    return _NO_WORD.sub("_", _CAPITAL.sub("_", name.strip()[:40]).lower()).strip("_")
