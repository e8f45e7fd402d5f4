"""Judging by when it was heard: silence, lost position, wrong clocks, and what devices say of themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from msgspec.structs import replace

from baqylau.observations.kinds import Battery, Case, IdentityConflict, Jamming, Position, Sos, Strap, Tamper
from baqylau.rules.breaches import Changed
from baqylau.rules.clocks import true_time
from baqylau.rules.device_findings import Scene, close, momentary, open_once, switch
from baqylau.rules.finding import Ground
from baqylau.rules.positions import Fix
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, State, Worn
from baqylau.rules.thresholds import Thresholds


def hear(programme: Programme, state: State, heard: Sequence[Heard], changed: Changed) -> list[Fix]:
    """Takes in what was heard, which is in the order of receipt; gives the usable fixes in the order of their times."""
    thresholds = programme.thresholds
    ahead_ms, behind_ms = thresholds.clock_ahead_s * 1000, thresholds.clock_behind_s * 1000
    silent_ms = thresholds.silent_s * 1000
    fixes: list[Fix] = []
    devices = {worn.device_id: worn for worn in state.devices}
    for each in heard:
        observation, received_ms = each.observation, each.received_ms
        worn = devices.get(each.device_id)
        if worn is None:
            continue
        if received_ms >= worn.to_ms:
            pass_time(programme, worn, received_ms, changed)
        on_duty = worn.from_ms <= received_ms
        if on_duty:
            if worn.open is not None or received_ms - worn.heard_ms >= silent_ms:
                _break_silence(programme, worn, each, changed)
            worn.heard_ms = received_ms
        time_ms: int | None = observation.time_ms
        if worn.skew_ms or worn.lag_n or not -ahead_ms <= received_ms - observation.time_ms < behind_ms:
            time_ms = true_time(programme, worn, each, changed)
        if type(observation) is Position and usable(observation):
            if on_duty:
                _found(worn, received_ms, changed)
            if time_ms is not None and _worn_at(programme, worn, time_ms):
                fixes.append(fix_of(observation, time_ms, each, thresholds))
        elif on_duty:
            _contact(programme, worn, each, heard, changed)
            _signal(programme, worn, each, time_ms, changed)
    if len(fixes) > 1:
        fixes.sort()
    return fixes


def in_order_of_receipt(heard: Sequence[Heard]) -> Sequence[Heard]:
    last = 0
    for each in heard:
        if each.received_ms < last:
            return sorted(heard, key=lambda one: one.received_ms)
        last = each.received_ms
    return heard


def pass_time(programme: Programme, worn: Worn, until_ms: int, changed: Changed) -> None:
    """What the clock alone decides about a device up to `until_ms`: silence, and the end of its being worn."""
    while True:
        if worn.to_ms:
            _silence(programme, worn, min(until_ms, worn.to_ms), changed)
        if not worn.to_ms or until_ms < worn.to_ms:
            return
        end_ms = worn.to_ms
        for about in tuple(worn.open or ()):
            close(worn, about, end_ms, changed)
        span = _span_after(programme, worn.device_id, end_ms)
        worn.from_ms, worn.to_ms = span
        worn.heard_ms = worn.position_heard_ms = span[0]
        worn.skew_ms = worn.lag_n = worn.lost_ms = 0
        worn.marks = None


def deadline(programme: Programme, worn: Worn) -> int | None:
    """When silence, its escalation or the end of wearing is due if nothing more is heard."""
    if not worn.to_ms:
        return None
    thresholds = programme.thresholds
    finding = worn.open.get("device_silent") if worn.open else None
    if finding is None:
        due_ms = worn.heard_ms + round(thresholds.silent_s * 1000)
    elif finding.severity != "high":
        due_ms = worn.heard_ms + round(thresholds.silent_escalated_s * 1000)
    else:
        return worn.to_ms
    return min(due_ms, worn.to_ms)


def usable(position: Position) -> bool:
    """Whether the device itself calls it a current fix and it is a place on Earth."""
    return position.valid and -90 <= position.lat <= 90 and -180 <= position.lon <= 180


def accuracy_of(position: Position, thresholds: Thresholds) -> float:
    """As the device states it, from its HDOP, or what is usual for its source; metres."""
    stated = position.accuracy_m
    if stated is not None and stated > 0 and isfinite(stated):
        return stated
    hdop = position.hdop
    if hdop is not None and hdop > 0 and isfinite(hdop):
        return hdop * thresholds.range_error_m
    return _default_accuracy(position.source, thresholds)


def fix_of(position: Position, time_ms: int, each: Heard, thresholds: Thresholds) -> Fix:
    accuracy_m = accuracy_of(position, thresholds)
    circle_m = max(accuracy_m * thresholds.accuracy_factor, thresholds.accuracy_floor_m)
    return (
        time_ms,
        each.received_ms,
        each.observation_id,
        each.device_id,
        position.lat,
        position.lon,
        accuracy_m,
        circle_m,
    )


def _found(worn: Worn, received_ms: int, changed: Changed) -> None:
    worn.position_heard_ms, worn.lost_ms = received_ms, 0
    if worn.open is not None:
        close(worn, "position_lost", received_ms, changed)


def _default_accuracy(source: str, thresholds: Thresholds) -> float:
    figure: float = getattr(thresholds, f"{source}_accuracy_m")
    return figure


def _worn_at(programme: Programme, worn: Worn, time_ms: int) -> bool:
    if worn.from_ms <= time_ms < worn.to_ms:
        return True
    return any(start <= time_ms < end for start, end in _spans(programme, worn.device_id))


def _spans(programme: Programme, device_id: int) -> tuple[tuple[int, int], ...]:
    return next((spans for known, spans in programme.devices if known == device_id), ())


def _span_after(programme: Programme, device_id: int, time_ms: int) -> tuple[int, int]:
    return next((span for span in _spans(programme, device_id) if span[0] >= time_ms), (1 << 62, 0))


def _silence(programme: Programme, worn: Worn, until_ms: int, changed: Changed) -> None:
    thresholds = programme.thresholds
    quiet_ms = until_ms - worn.heard_ms
    if quiet_ms < thresholds.silent_s * 1000:
        return
    due_ms = worn.heard_ms + round(thresholds.silent_s * 1000)
    scene = Scene(programme, worn, worn.heard_ms, due_ms, due_ms, changed)
    because = (
        Ground("last_heard", worn.heard_ms, device_id=worn.device_id),
        Ground("threshold", name="silent_s", value=thresholds.silent_s),
    )
    finding = open_once(scene, "device_silent", "device_silent", because)
    if quiet_ms >= thresholds.silent_escalated_s * 1000 and finding.severity != "high":
        grounds = (
            *finding.because,
            Ground("threshold", name="silent_escalated_s", value=thresholds.silent_escalated_s),
        )
        escalated = replace(finding, severity="high", because=grounds)
        assert worn.open is not None
        worn.open["device_silent"] = changed[escalated.finding_id] = escalated


def _break_silence(programme: Programme, worn: Worn, each: Heard, changed: Changed) -> None:
    _silence(programme, worn, each.received_ms, changed)
    close(worn, "device_silent", each.received_ms, changed)


def _contact(programme: Programme, worn: Worn, each: Heard, heard: Sequence[Heard], changed: Changed) -> None:
    """The device speaks: without a valid position for long, its position is lost."""
    if not worn.lost_ms and each.received_ms > worn.position_heard_ms:
        worn.lost_ms = each.received_ms
    due_ms = worn.lost_ms + round(programme.thresholds.position_lost_s * 1000)
    if not worn.lost_ms or each.received_ms < due_ms or _has_position(each, heard):
        return
    scene = Scene(programme, worn, worn.position_heard_ms, each.received_ms, due_ms, changed)
    because = (
        Ground("last_position", worn.position_heard_ms, device_id=worn.device_id),
        _heard("contact", each),
        Ground("threshold", name="position_lost_s", value=programme.thresholds.position_lost_s),
    )
    open_once(scene, "position_lost", "position_lost", because)


def _has_position(report: Heard, heard: Sequence[Heard]) -> bool:
    """Whether the same report also says where the device is."""
    return any(
        each.received_ms == report.received_ms
        and each.device_id == report.device_id
        and type(each.observation) is Position
        and usable(each.observation)
        for each in heard
    )


def _signal(programme: Programme, worn: Worn, each: Heard, time_ms: int | None, changed: Changed) -> None:
    judge = _SIGNALS.get(type(each.observation))
    when_ms = each.received_ms if time_ms is None else time_ms
    if judge is None or when_ms < worn.from_ms:
        return
    judge(Scene(programme, worn, when_ms, each.received_ms, when_ms, changed), each)


def _heard(fact: str, each: Heard, value: float | str | None = None) -> Ground:
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
    switch(scene, "strap_opened", each.observation.open, _heard("strap_open", each))


def _case(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Case)
    switch(scene, "case_opened", each.observation.open, _heard("case_open", each))


def _jamming(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Jamming)
    band = each.observation.band
    # A device that says of each band whether it is jammed must not end one with the other.
    about = "jamming" if band == "unknown" else f"jamming/{band}"
    switch(scene, "jamming", each.observation.active, _heard("jamming", each, band), about)


def _sos(scene: Scene, each: Heard) -> None:
    momentary(scene, "sos", "sos", _heard("sos", each))


def _tamper(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, Tamper)
    momentary(
        scene, "tamper", f"tamper/{each.observation.what}", _heard("tamper", each, each.observation.what)
    )


def _identity(scene: Scene, each: Heard) -> None:
    assert isinstance(each.observation, IdentityConflict)
    text = f"{each.observation.here} and {each.observation.there}"
    momentary(scene, "identity_conflict", "identity_conflict", _heard("identity_conflict", each, text))


def _battery(scene: Scene, each: Heard) -> None:
    battery = each.observation
    assert isinstance(battery, Battery)
    marks = scene.worn.marks
    if marks is not None and scene.began_ms < marks.get("battery", 0):
        return
    if marks is not None and "battery" in marks:
        marks["battery"] = scene.began_ms
    thresholds = scene.programme.thresholds
    for kind, percent, volts, own in (
        ("battery_low", thresholds.battery_low_percent, thresholds.battery_low_v, battery.low),
        ("battery_critical", thresholds.battery_critical_percent, thresholds.battery_critical_v, None),
    ):
        value = battery.level_percent if battery.level_percent is not None else battery.voltage_v
        verdict = _discharged(battery, percent, volts, own, thresholds)
        if verdict is True:
            name = kind + ("_percent" if battery.level_percent is not None else "_v")
            limit = percent if battery.level_percent is not None else volts
            because = (_heard(kind, each, value), Ground("threshold", name=name, value=limit))
            open_once(scene, kind, kind, because)
            scene.mark("battery", scene.began_ms)
        elif verdict is False:
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
}
