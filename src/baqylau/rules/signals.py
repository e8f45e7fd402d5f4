"""Judging by when it was heard: silence, lost position, wrong clocks, and what devices say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Final

from msgspec.structs import replace

from baqylau.observations.kinds import Position
from baqylau.register.device import DeviceKind
from baqylau.rules import battery_end, device_signals, tamper
from baqylau.rules.breaches import Changed
from baqylau.rules.clocks import true_time
from baqylau.rules.device_findings import Scene, close, open_once
from baqylau.rules.ears import Event
from baqylau.rules.equipment import locates, stands
from baqylau.rules.finding import Ground
from baqylau.rules.overheard import event_of, finds_it, of_the_heard
from baqylau.rules.positions import Fix
from baqylau.rules.programme import Programme, kind_of
from baqylau.rules.state import Heard, State, Worn
from baqylau.rules.thresholds import Thresholds

_BY_SATELLITE: Final = frozenset({"satellite", "fused"})
"""A phone's mixed fix is by satellite where there are any; an access point may have been carried to another city."""


def hear(
    programme: Programme,
    state: State,
    heard: Sequence[Heard],
    events: list[Event],
    coarse: set[int],
    changed: Changed,
) -> list[Fix]:
    """Takes in what was heard, which is in the order of receipt; gives the usable fixes in the order of their times.

    events: what ears reported is added to it, in no order. coarse: where there are several devices, the ids of fixes
    that are not by satellite.
    """
    thresholds = programme.thresholds
    ahead_ms, behind_ms = thresholds.clock_ahead_s * 1000, thresholds.clock_behind_s * 1000
    fixes: list[Fix] = []
    devices = {worn.device_id: worn for worn in state.devices}
    for each in heard:
        observation, received_ms = each.observation, each.received_ms
        worn = devices.get(each.device_id)
        if worn is None:
            continue
        on_duty = _on_duty(programme, worn, each, changed)
        time_ms: int | None = observation.time_ms
        if worn.skew_ms or worn.lag_n or not -ahead_ms <= received_ms - observation.time_ms < behind_ms:
            time_ms = true_time(programme, worn, each, changed)
        if type(observation) is Position and usable(observation):
            if on_duty:
                _found(worn, received_ms, changed)
                if worn.open is not None:
                    _while_open(programme, worn, each, time_ms, changed)
            if time_ms is not None and _worn_at(programme, worn, time_ms):
                fixes.append(fix_of(observation, time_ms, each, thresholds))
                if programme.equipment is not None and observation.source not in _BY_SATELLITE:
                    coarse.add(each.observation_id)
        elif on_duty:
            _contact(programme, worn, each, heard, changed)
            _signal(programme, worn, each, time_ms, changed)
        if programme.equipment is not None:
            _by_radio(programme, devices, worn, each, time_ms, events, changed)
    if len(fixes) > 1:
        fixes.sort()
    return fixes


_OWN_SILENCE: Final[Mapping[DeviceKind, str]] = {
    "phone": "phone_silent_s",
    "mobile_unit": "mobile_unit_silent_s",
    "home_unit": "home_unit_silent_s",
    "beacon": "beacon_silent_s",
    "breath_unit": "breath_unit_silent_s",
    "audiovisual_unit": "audiovisual_unit_silent_s",
}
"""The threshold of silence of each kind but trackers and bracelets, which have `silent_s`."""


def _on_duty(programme: Programme, worn: Worn, each: Heard, changed: Changed) -> bool:
    """Whether the device is worn when it is heard; if so it is silent no longer."""
    received_ms = each.received_ms
    if received_ms >= worn.to_ms:
        pass_time(programme, worn, received_ms, changed)
    if received_ms < worn.from_ms:
        return False
    if worn.open is not None or received_ms - worn.heard_ms >= _patience(programme, worn)[1] * 1000:
        _break_silence(programme, worn, each, changed)
    if received_ms - worn.heard_ms >= programme.thresholds.evidence_gap_s * 1000:
        # Two contacts with silence between them do not show that no position was found in between.
        worn.lost_ms = 0
    worn.heard_ms = received_ms
    return True


def _while_open(programme: Programme, worn: Worn, each: Heard, time_ms: int | None, changed: Changed) -> None:
    if time_ms is None or not isinstance(each.observation, Position):
        return
    place = fix_of(each.observation, time_ms, each, programme.thresholds)
    scene = Scene(programme, worn, time_ms, each.received_ms, time_ms, changed)
    tamper.travelled(scene, place[4], place[5], place[7], device_signals.heard_ground("left_with_it", each))


def _speaks(worn: Worn, received_ms: int) -> None:
    """It has a modem of its own: then its silence is judged like that of any other device."""
    if worn.marks is None:
        worn.marks = {}
    worn.marks.setdefault("speaks", received_ms)


def _signal(programme: Programme, worn: Worn, each: Heard, time_ms: int | None, changed: Changed) -> None:
    when_ms = each.received_ms if time_ms is None else time_ms
    if when_ms >= worn.from_ms:
        device_signals.take(Scene(programme, worn, when_ms, each.received_ms, when_ms, changed), each)


def _by_radio(
    programme: Programme,
    devices: dict[int, Worn],
    worn: Worn,
    each: Heard,
    time_ms: int | None,
    events: list[Event],
    changed: Changed,
) -> None:
    assert programme.equipment is not None
    if worn.from_ms <= each.received_ms and each.device_id in programme.equipment.quiet:
        _speaks(worn, each.received_ms)
    if type(each.observation) is Position or time_ms is None or not _worn_at(programme, worn, time_ms):
        return
    event = event_of(programme, each, time_ms)
    if event is None:
        return
    events.append(event)
    other = of_the_heard(programme, devices, event, each, changed)
    if other is None:
        return
    _break_silence(programme, other, each, changed)
    other.heard_ms = max(other.heard_ms, each.received_ms)
    found = other if finds_it(programme, other.device_id) else devices[each.device_id]
    if found.position_heard_ms > found.from_ms or locates(kind_of(programme, found.device_id)):
        # Being heard makes no device one that is expected to say where it is.
        _found(found, each.received_ms, changed)


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
        battery_end.forget(worn)


def deadline(programme: Programme, worn: Worn) -> int | None:
    """When silence, its escalation or the end of wearing is due if nothing more is heard."""
    if not worn.to_ms:
        return None
    finding = worn.open.get("device_silent") if worn.open else None
    _, silent_s, escalated_s = _patience(programme, worn)
    if finding is None:
        due_ms = worn.heard_ms + round(silent_s * 1000)
    elif finding.severity != "high":
        due_ms = worn.heard_ms + round(escalated_s * 1000)
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
    quiet_ms = until_ms - worn.heard_ms
    name, silent_s, escalated_s = _patience(programme, worn)
    if quiet_ms < silent_s * 1000:
        return
    due_ms = worn.heard_ms + round(silent_s * 1000)
    scene = Scene(programme, worn, worn.heard_ms, due_ms, due_ms, changed)
    because = (
        Ground("last_heard", worn.heard_ms, device_id=worn.device_id),
        Ground("threshold", name=name, value=silent_s),
    )
    finding = open_once(scene, "device_silent", "device_silent", because)
    if quiet_ms >= escalated_s * 1000 and finding.severity != "high":
        grounds = (
            *finding.because,
            Ground("threshold", name="silent_escalated_s", value=escalated_s),
        )
        escalated = replace(finding, severity="high", because=grounds)
        assert worn.open is not None
        worn.open["device_silent"] = changed[escalated.finding_id] = escalated


def _patience(programme: Programme, worn: Worn) -> tuple[str, float, float]:
    """The threshold of this device's silence by name and value, and that of a severe one, in seconds.

    Who may have no modem is heard only through others, and away from them for most of a day.
    """
    thresholds, equipment = programme.thresholds, programme.equipment
    kind = kind_of(programme, worn.device_id)
    if equipment is None or worn.device_id not in equipment.quiet or "speaks" in (worn.marks or ()):
        name = _OWN_SILENCE.get(kind, "silent_s")
        silent_s: float = getattr(thresholds, name)
        return name, silent_s, silent_s + thresholds.silent_escalated_s - thresholds.silent_s
    if kind == "beacon":
        return "beacon_unheard_s", thresholds.beacon_unheard_s, 2 * thresholds.beacon_unheard_s
    return "bracelet_unheard_s", thresholds.bracelet_unheard_s, 2 * thresholds.bracelet_unheard_s


def _break_silence(programme: Programme, worn: Worn, each: Heard, changed: Changed) -> None:
    _silence(programme, worn, each.received_ms, changed)
    close(worn, "device_silent", each.received_ms, changed)


def _contact(programme: Programme, worn: Worn, each: Heard, heard: Sequence[Heard], changed: Changed) -> None:
    """The device speaks: without a valid position for long, its position is lost. Not that of a unit that stands
    somewhere, whatever it once said, nor of a device that never gave one and is not made to."""
    if worn.position_heard_ms <= worn.from_ms and not locates(kind_of(programme, worn.device_id)):
        return
    if not worn.lost_ms and each.received_ms > worn.position_heard_ms:
        worn.lost_ms = each.received_ms
    due_ms = worn.lost_ms + round(programme.thresholds.position_lost_s * 1000)
    if not worn.lost_ms or each.received_ms < due_ms or _has_position(each, heard):
        return
    if stands(kind_of(programme, worn.device_id)):
        return
    scene = Scene(programme, worn, worn.position_heard_ms, each.received_ms, due_ms, changed)
    because = (
        Ground("last_position", worn.position_heard_ms, device_id=worn.device_id),
        device_signals.heard_ground("contact", each),
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
