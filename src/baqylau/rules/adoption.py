"""Carrying what is known of a person over to a changed programme."""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.rules.breaches import Changed
from baqylau.rules.programme import Programme, Rule, window_of
from baqylau.rules.protection import adopt_guards
from baqylau.rules.state import State, Watch, Worn, copy_state

NEVER_MS = 1 << 62


def adopt(programme: Programme, state: State, changed: Changed) -> State:
    """The state under the programme: what it knew of conditions and devices that are still there stays.

    Findings of those that are gone end when they went, or are withdrawn if they began after that.
    """
    state = copy_state(state)
    known = {watch.key: watch for watch in state.watches}
    worn = {each.device_id: each for each in state.devices}
    watches = [_watch(rule, known.pop(rule.key, None), state.judged_ms, changed) for rule in programme.rules]
    devices = [
        _worn(device_id, spans, worn.pop(device_id, None), state.judged_ms)
        for device_id, spans in programme.devices
    ]
    for gone in known.values():
        _end(gone, state.judged_ms, state.judged_ms, changed)
    for device in worn.values():
        for finding in (device.open or {}).values():
            if finding.ended_ms is not None:
                continue
            ended_ms = max(device.heard_ms, finding.began_ms)
            changed[finding.finding_id] = replace(finding, ended_ms=ended_ms)
    due = [each.end_ms if each.entered else each.start_ms for each in watches if each.end_ms]
    next_ms = min(due, default=NEVER_MS)
    guards = adopt_guards(programme, state, changed)
    return replace(
        state, programme_key=programme.key, next_ms=next_ms, watches=watches, devices=devices, guards=guards
    )


def _watch(rule: Rule, watch: Watch | None, judged_ms: int, changed: Changed) -> Watch:
    span = window_of(rule, judged_ms) or (0, 0)
    if watch is None:
        return Watch(rule.key, *span)
    within = watch.entered and span[0] <= judged_ms < span[1]
    if within:
        # The start of long hours may not be found again from here; it is known.
        span = (min(watch.start_ms, span[0]), span[1])
    else:
        _end(watch, min(rule.to_ms, watch.end_ms), judged_ms, changed)
    watch.entered = within
    watch.start_ms, watch.end_ms = span
    return watch


def _end(watch: Watch, end_ms: int, judged_ms: int, changed: Changed) -> None:
    for latch in (watch.latch, watch.deep):
        if latch is None or latch.finding is None:
            continue
        finding = latch.finding
        if finding.began_ms >= end_ms:
            changed[finding.finding_id] = replace(finding, withdrawn_ms=max(judged_ms, finding.decided_ms))
        else:
            changed[finding.finding_id] = replace(finding, ended_ms=end_ms)
        latch.finding = None


def _worn(device_id: int, spans: tuple[tuple[int, int], ...], known: Worn | None, judged_ms: int) -> Worn:
    start, end = next((span for span in spans if span[1] > judged_ms), (NEVER_MS, 0))
    if known is None:
        return Worn(device_id, start, end, start, start)
    if start != known.from_ms:
        known.heard_ms = known.position_heard_ms = start
        known.lost_ms = 0
    known.from_ms, known.to_ms = start, end
    return known
