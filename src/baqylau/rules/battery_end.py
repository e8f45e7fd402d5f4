"""A battery that is nearly empty by how fast it empties, before its level alone would say so.

The same finding as a level that is critical (`battery_critical`), whichever comes first: one discharge alarms once. It
ends when the device is charged or its level rises, not when a later forecast is more hopeful.

Decided only when the device says something new of its battery. A state that is said again is passed over before it is
judged, so that nothing is heard of a battery does not tell that it goes on emptying.
"""

from __future__ import annotations

from typing import Final

from baqylau.observations.kinds import Battery
from baqylau.rules.battery_forecast import LEAST_SPAN_MS, RISE_PERCENT, RISE_V, Reading, forecast
from baqylau.rules.device_findings import Scene, open_once
from baqylau.rules.finding import Ground
from baqylau.rules.state import Worn

KIND: Final = "battery_critical"
_APART_MS: Final = 600_000
_MOST: Final = 24
"""Readings so far apart, so many of them: four hours, which a discharge that ends within one does not outlast."""

_SLACK_PERCENT: Final = 5.0


def take(scene: Scene, battery: Battery, heard: Ground) -> None:
    """Remembers the reading and opens the finding where little time is left. heard: the reading as a ground."""
    worn = scene.worn
    if battery.charging:
        forget(worn)
        return
    reading = Reading(scene.began_ms, battery.level_percent, _cell_v(scene, battery))
    if reading.level_percent is None and reading.voltage_v is None:
        return
    if worn.curve and reading.time_ms <= worn.curve[-1].time_ms:
        return
    if _rose(worn.curve, reading):
        forget(worn)
    worn.curve = _grown(worn.curve, reading)
    if not worn.ending and not (worn.open and KIND in worn.open):
        _judge(scene, heard)


def forget(worn: Worn) -> None:
    """The discharge is over: the next one is another story."""
    worn.curve, worn.ending = (), False


def _judge(scene: Scene, heard: Ground) -> None:
    thresholds = scene.programme.thresholds
    left_ms = round(thresholds.battery_left_s * 1000)
    fresh = scene.decided_ms - scene.began_ms <= thresholds.late_after_s * 1000
    if not fresh or not _may_end_within(scene.worn.curve[-1], left_ms):
        return
    found = forecast(scene.worn.curve)
    if found is None or found.empty_ms - scene.began_ms > left_ms:
        return
    because = (
        heard,
        Ground("empty_forecast", found.empty_ms, device_id=scene.worn.device_id),
        Ground("discharging_since", found.discharge_ms, device_id=scene.worn.device_id),
        Ground("threshold", name="battery_left_s", value=thresholds.battery_left_s),
    )
    open_once(scene, KIND, KIND, because)
    scene.mark("battery", scene.began_ms)
    scene.worn.ending = True


def _may_end_within(last: Reading, left_ms: int) -> bool:
    """A full battery seen to fall for the least span there is a forecast from has no more than this left."""
    if last.level_percent is None:
        return True
    return last.level_percent <= 100 * left_ms / (left_ms + LEAST_SPAN_MS) + _SLACK_PERCENT


def _cell_v(scene: Scene, battery: Battery) -> float | None:
    volts = battery.voltage_v
    if volts is None or not 0 < volts <= scene.programme.thresholds.single_cell_max_v:
        return None
    return volts


def _rose(curve: tuple[Reading, ...], reading: Reading) -> bool:
    if reading.level_percent is not None:
        levels = [one.level_percent for one in curve if one.level_percent is not None]
        return bool(levels) and reading.level_percent - min(levels) >= RISE_PERCENT
    volts = [one.voltage_v for one in curve if one.voltage_v is not None]
    return reading.voltage_v is not None and bool(volts) and reading.voltage_v - min(volts) >= RISE_V


def _grown(curve: tuple[Reading, ...], reading: Reading) -> tuple[Reading, ...]:
    """The newest is always there; of the others those that are apart."""
    if len(curve) > 1 and curve[-1].time_ms - curve[-2].time_ms < _APART_MS:
        curve = curve[:-1]
    return (*curve, reading)[-_MOST:]
