"""Terminal information, battery and alarm byte: what the device says of itself.

GT06 v1.8.1, sections 5.3.1.14 to 5.3.1.17 and 5.4; V3.1, sections 2 and 6.
"""

from __future__ import annotations

from collections.abc import Mapping

from baqylau.observations import Battery, Observation, Power
from baqylau.protocols.gt06.alarms import (
    ALARMS,
    HEARTBEAT_ALARMS,
    LOW_BATTERY,
    POWER_CUT,
    STATUS_ALARMS,
    Templates,
    at,
    templates,
)

_CHARGING = 0x04

LEVELS = (0.0, 5.0, 15.0, 30.0, 50.0, 75.0, 100.0)
"""Percent, ours, for the words: no power, extremely low, very low (alarm), low, medium, high, full."""

_ALARM_LEVEL = 2
"""Level 2 is "Very Low Battery (Low Battery Alarm)"."""


def battery_percent(level: int) -> float | None:
    """0 to 6 are the specification's levels; later models send percent in the same byte."""
    if level < len(LEVELS):
        return LEVELS[level]
    return float(level) if level <= 100 else None


def level_is_low(level: int) -> bool | None:
    return level <= _ALARM_LEVEL if level < len(LEVELS) else None


def alarms(information: int, code: int) -> Templates:
    """All alarms of an alarm packet: those of the information byte and that of the alarm byte, each once."""
    found = templates(STATUS_ALARMS, information >> 3 & 7, "status") + templates(ALARMS, code)
    return tuple(dict.fromkeys(found))


def heartbeat_alarms(information: int, port: int) -> Templates:
    """A heartbeat has fewer: other values of its bits and of the port byte are no alarms (V3.1, 2.1)."""
    found = STATUS_ALARMS.get(information >> 3 & 7, ()) + HEARTBEAT_ALARMS.get(port, ())
    return tuple(dict.fromkeys(found))


def read_status(
    time_ms: int,
    information: int,
    found: Templates,
    *,
    level: int | None = None,
    percent: float | None = None,
    voltage_v: float | None = None,
    external_v: float | None = None,
) -> tuple[Observation, ...]:
    """Battery, supply and alarms. `level`: the voltage level byte; `percent`: where another field says it."""
    low = None if level is None else level_is_low(level)
    if percent is None and level is not None:
        percent = battery_percent(level)
    battery = Battery(
        time_ms, percent, voltage_v, bool(information & _CHARGING), True if LOW_BATTERY in found else low
    )
    others = tuple(item for item in found if item is not LOW_BATTERY)
    supply: tuple[Observation, ...] = ()
    if external_v is not None and POWER_CUT not in found:
        supply = (external_power(time_ms, external_v),)
    elif information & _CHARGING and POWER_CUT not in found:
        supply = (Power(time_ms, connected=True),)
    return (battery, *supply, *at(time_ms, others))


def external_power(time_ms: int, voltage_v: float) -> Power:
    return Power(time_ms, connected=voltage_v > 0, voltage_v=voltage_v)


def events(time_ms: int, table: Mapping[int, Templates], code: int) -> tuple[Observation, ...]:
    return at(time_ms, templates(table, code, "event"))
