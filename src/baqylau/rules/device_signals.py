"""What devices say of themselves: strap, case, battery, mains, calls for help, and what is missing in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from baqylau.observations.kinds import (
    Battery,
    BraceletHeard,
    Case,
    IdentityConflict,
    Jamming,
    Motion,
    Power,
    SequenceGap,
    Sos,
    Strap,
    Tamper,
    UnitState,
)
from baqylau.rules import battery_end, tamper
from baqylau.rules.device_findings import Scene, close, momentary, open_once, switch
from baqylau.rules.equipment import has_mains
from baqylau.rules.finding import Ground
from baqylau.rules.programme import kind_of
from baqylau.rules.state import Heard
from baqylau.rules.thresholds import Thresholds


def take(scene: Scene, each: Heard) -> None:
    """Judges an observation that is no position. Other alarms of a device are kept and shown, and not judged."""
    judge = _SIGNALS.get(type(each.observation))
    if judge is not None:
        judge(scene, each)


def of_bracelet(scene: Scene, each: Heard, heard: BraceletHeard) -> None:
    """What a unit says of the bracelet that it heard."""
    if heard.strap_open is not None:
        _opening(scene, "strap_opened", heard.strap_open, heard_ground("strap_open", each))
    if heard.case_open is not None:
        _opening(scene, "case_opened", heard.case_open, heard_ground("case_open", each))
    if heard.battery_percent is not None or heard.battery_low is not None:
        _discharge(
            scene, each, Battery(each.observation.time_ms, heard.battery_percent, low=heard.battery_low)
        )


def heard_ground(fact: str, each: Heard, value: float | str | None = None) -> Ground:
    return Ground(
        fact,
        each.observation.time_ms,
        each.received_ms,
        each.observation_id,
        each.device_id,
        value=value,
    )


def _strap(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Strap)
    _opening(scene, "strap_opened", each.observation.open, heard_ground("strap_open", each))


def _case(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Case)
    _opening(scene, "case_opened", each.observation.open, heard_ground("case_open", each))


def _opening(scene: Scene, kind: str, is_open: bool, ground: Ground) -> None:
    before = (scene.worn.open or {}).get(kind)
    switch(scene, kind, is_open, ground)
    if is_open:
        tamper.opened(scene, kind, before, ground)


def _motion(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Motion)
    if each.observation.moving:
        tamper.moved(scene, heard_ground("moved", each))


def _power(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Power)
    if has_mains(kind_of(scene.programme, scene.worn.device_id)):
        switch(scene, "mains_lost", not each.observation.connected, heard_ground("mains_lost", each))
    else:
        tamper.charging(scene, each.observation.connected)
        if each.observation.connected:
            battery_end.forget(scene.worn)


def _unit(scene: Scene, each: Heard) -> None:
    unit = each.observation
    assert isinstance(unit, UnitState)
    if unit.mains is not None:
        switch(scene, "mains_lost", not unit.mains, heard_ground("mains_lost", each))
    if unit.opened is not None:
        _opening(scene, "case_opened", unit.opened, heard_ground("case_open", each))
    if unit.jamming is not None:
        switch(scene, "jamming", unit.jamming, heard_ground("jamming", each))
    if unit.battery_percent is not None:
        _discharge(scene, each, Battery(unit.time_ms, unit.battery_percent, charging=unit.mains))


def _gap(scene: Scene, each: Heard) -> None:
    gap = each.observation
    assert isinstance(gap, SequenceGap)
    ground = heard_ground("messages_missing", each, gap.received - gap.expected)
    momentary(scene, "messages_lost", "messages_lost", ground)


def _jamming(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Jamming)
    band = each.observation.band
    # A device that says of each band whether it is jammed must not end one with the other.
    about = "jamming" if band == "unknown" else f"jamming/{band}"
    switch(scene, "jamming", each.observation.active, heard_ground("jamming", each, band), about)


def _sos(scene: Scene, each: Heard) -> None:
    momentary(scene, "sos", "sos", heard_ground("sos", each))


def _tamper(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Tamper)
    about, ground = f"tamper/{each.observation.what}", heard_ground("tamper", each, each.observation.what)
    tamper.told(scene, about, momentary(scene, "tamper", about, ground), ground)


def _identity(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, IdentityConflict)
    text = f"{each.observation.here} and {each.observation.there}"
    momentary(scene, "identity_conflict", "identity_conflict", heard_ground("identity_conflict", each, text))


def _battery(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Battery)
    tamper.charging(scene, each.observation.charging)
    _discharge(scene, each, each.observation)


def _discharge(scene: Scene, each: Heard, battery: Battery) -> None:
    marks = scene.worn.marks
    if marks is not None and scene.began_ms < marks.get("battery", 0):
        return
    if marks is not None and "battery" in marks:
        marks["battery"] = scene.began_ms
    value = battery.level_percent if battery.level_percent is not None else battery.voltage_v
    battery_end.take(scene, battery, heard_ground("battery_critical", each, value))
    thresholds = scene.programme.thresholds
    for kind, percent, volts, own in (
        ("battery_low", thresholds.battery_low_percent, thresholds.battery_low_v, battery.low),
        ("battery_critical", thresholds.battery_critical_percent, thresholds.battery_critical_v, None),
    ):
        verdict = _discharged(battery, percent, volts, own, thresholds)
        if verdict is True:
            name = kind + ("_percent" if battery.level_percent is not None else "_v")
            limit = percent if battery.level_percent is not None else volts
            because = (heard_ground(kind, each, value), Ground("threshold", name=name, value=limit))
            open_once(scene, kind, kind, because)
            scene.mark("battery", scene.began_ms)
        elif verdict is False and not (kind == battery_end.KIND and scene.worn.ending):
            close(scene.worn, kind, scene.began_ms, scene.changed)


def _discharged(
    battery: Battery, percent: float, volts: float, own: bool | None, thresholds: Thresholds
) -> bool | None:
    """True below the limit, False clearly above it or charging, None in between or unsaid."""
    if battery.charging:
        return False
    if own:
        return True
    if battery.level_percent is not None:
        value, limit, rise = battery.level_percent, percent, thresholds.battery_rise_percent
    elif battery.voltage_v is not None and 0 < battery.voltage_v <= thresholds.single_cell_max_v:
        value, limit, rise = battery.voltage_v, volts, thresholds.battery_rise_v
    else:
        return own
    if value <= limit:
        return True
    return False if value >= limit + rise else None


_SIGNALS: dict[type[Any], Callable[[Scene, Heard], None]] = {
    Strap: _strap,
    Case: _case,
    Jamming: _jamming,
    Sos: _sos,
    Tamper: _tamper,
    IdentityConflict: _identity,
    Battery: _battery,
    Motion: _motion,
    Power: _power,
    UnitState: _unit,
    SequenceGap: _gap,
}
