"""Judging by when it happened: positions against places and hours, in the order of their own times."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from baqylau.rules.breaches import Changed, begin_hours, broken, end_attendance, kept
from baqylau.rules.intervals import FOREVER_MS
from baqylau.rules.latch import forget_if_stale, observe
from baqylau.rules.programme import ATTENDANCE, EXCLUSION, Programme, Rule, window_of
from baqylau.rules.shapes import outline_distance_m
from baqylau.rules.state import OFF, ON, Latch, Sighting, State, Watch
from baqylau.rules.thresholds import Thresholds

Fix = tuple[int, int, int, int, float, float, float, float]
"""time_ms, received_ms, observation_id, device_id, lat, lon, accuracy and radius of the error circle in metres."""


def judge(programme: Programme, state: State, fixes: Iterable[Fix], changed: Changed) -> None:
    """Judges fixes in the order of their times; those from before `state.judged_ms` are noted."""
    rules, watches = programme.rules, state.watches
    for fix in fixes:
        time_ms = fix[0]
        if time_ms < state.judged_ms:
            note_late(state, time_ms, fix[1])
            continue
        if time_ms >= state.next_ms:
            advance(programme, state, time_ms, fix[1], changed)
        state.judged_ms = time_ms
        for rule, watch in zip(rules, watches, strict=True):
            if rule.from_ms <= time_ms < rule.to_ms:
                judge_one(programme, rule, watch, fix, changed)


def judge_one(programme: Programme, rule: Rule, watch: Watch, fix: Fix, changed: Changed) -> None:
    """The road of every fix: most change nothing, and are dismissed here."""
    time_ms, _, _, _, lat, lon, _, circle_m = fix
    shape, latch = rule.shape, watch.latch
    north = lat - shape.lat
    x = (lon - shape.lon) * (shape.m_per_lon + shape.m_per_lon_lat * north)
    y = north * shape.m_per_lat
    distance_m = sqrt(x * x + y * y) - shape.radius_m
    reach_m = circle_m + rule.ring_m
    calm = latch.run is None
    if rule.kind == EXCLUSION and calm and latch.side == OFF and distance_m > reach_m:
        return
    if shape.outline is not None and distance_m <= reach_m:
        distance_m = outline_distance_m(shape.outline, x, y, reach_m)
    if rule.kind == EXCLUSION:
        _judge_exclusion(programme, rule, watch, fix, distance_m, changed)
    elif rule.kind == ATTENDANCE:
        judge_attendance(watch, fix, distance_m, programme.thresholds)
    elif not calm or (latch.side == ON) != (distance_m > circle_m):
        _judge_presence(programme, rule, watch, fix, distance_m, changed)
    elif latch.side == ON:
        _still_out(programme, rule, watch, fix, distance_m, changed)
    elif distance_m <= 0 and circle_m <= programme.thresholds.usable_accuracy_m:
        latch.side, latch.off_ms = OFF, time_ms


def _still_out(
    programme: Programme, rule: Rule, watch: Watch, fix: Fix, distance_m: float, changed: Changed
) -> None:
    latch = watch.latch
    recent = fix[0] - latch.on_ms <= programme.thresholds.known_for_s * 1000
    if latch.finding is not None or (recent and not watch.entered):
        # A unit that misses the bracelet may have said so of a later time.
        latch.on_ms = max(latch.on_ms, fix[0])
    else:
        _judge_presence(programme, rule, watch, fix, distance_m, changed)


def note_late(state: State, time_ms: int, received_ms: int) -> None:
    """Something that happened before what was judged: `rewind` judges it in its order."""
    if not state.late_ms:
        state.late_since_ms = received_ms
    state.late_ms = min(time_ms, state.late_ms or time_ms)
    state.late_heard_ms = max(received_ms, state.late_heard_ms)


def advance(programme: Programme, state: State, until_ms: int, known_ms: int, changed: Changed) -> None:
    """Lets hours begin and end up to and including `until_ms`.

    known_ms: the receipt of what shows that this time has passed; a decision is not dated after it.
    """
    next_ms = None
    for rule, watch in zip(programme.rules, state.watches, strict=True):
        due_ms = _boundary(watch)
        while due_ms is not None and due_ms <= until_ms:
            # What happened after the last of these instants has still been judged by nothing.
            state.judged_ms = max(state.judged_ms, due_ms)
            if watch.entered:
                if _leave_hours(programme, rule, watch, until_ms, known_ms, changed):
                    state.judged_ms = max(state.judged_ms, until_ms)
            else:
                begin_hours(programme, rule, watch, known_ms, changed)
            due_ms = _boundary(watch)
        if due_ms is not None and (next_ms is None or due_ms < next_ms):
            next_ms = due_ms
    state.next_ms = next_ms if next_ms is not None else 1 << 62


def deadline(programme: Programme, state: State) -> int | None:
    """When the begin or end of hours will decide something if nothing more is heard."""
    due_ms = None
    for rule, watch in zip(programme.rules, state.watches, strict=True):
        # Most people keep their conditions: then no hour decides anything.
        if watch.latch.side != ON and watch.deep is None and not watch.covered_ms:
            continue
        if watch.end_ms and _something_to_decide(rule, watch):
            end_ms = watch.end_ms if watch.entered else watch.start_ms
            due_ms = end_ms if due_ms is None or end_ms < due_ms else due_ms
    return None if due_ms is None else due_ms + round(programme.thresholds.settle_s * 1000)


def _something_to_decide(rule: Rule, watch: Watch) -> bool:
    if rule.kind == ATTENDANCE:
        return watch.covered_ms > 0
    if watch.entered:
        return watch.latch.finding is not None or (watch.deep is not None and watch.deep.finding is not None)
    return watch.latch.side == ON or (watch.deep is not None and watch.deep.side == ON)


def _boundary(watch: Watch) -> int | None:
    if not watch.end_ms:
        return None
    return watch.end_ms if watch.entered else watch.start_ms


def _leave_hours(
    programme: Programme, rule: Rule, watch: Watch, until_ms: int, known_ms: int, changed: Changed
) -> bool:
    """Says whether whole hours up to `until_ms` were passed over: what happened in them and comes later is late."""
    end_ms = watch.end_ms
    if rule.kind == ATTENDANCE:
        end_attendance(programme, rule, watch, known_ms, changed)
    for latch in (watch.latch, watch.deep):
        if latch is not None and latch.finding is not None:
            kept(latch, end_ms, changed, returned=False)
    # Hours that passed without a sighting hold nothing to decide; a long silence must not cost a step a day.
    last_ms = max(watch.latch.on_ms, watch.met_ms, watch.latch.run_ms)
    unseen = last_ms < end_ms - 86_400_000
    span = window_of(rule, until_ms if unseen else end_ms)
    watch.start_ms, watch.end_ms = span or (0, 0)
    watch.entered = False
    return unseen


def _judge_presence(
    programme: Programme, rule: Rule, watch: Watch, fix: Fix, distance_m: float, changed: Changed
) -> None:
    thresholds, latch, circle_m = programme.thresholds, watch.latch, fix[7]
    if distance_m > circle_m:
        forget_if_stale(latch, fix[0], thresholds.known_for_s * 1000)
        out = _sighting(fix, distance_m)
        gap_ms = thresholds.evidence_gap_s * 1000
        observe(latch, ON, out, thresholds.fixes_needed, thresholds.persistence_s * 1000, gap_ms)
        if latch.side == ON and latch.finding is None and _binds(watch, fix[0]):
            broken(programme, rule, watch, latch, out, changed)
    elif distance_m <= 0 and circle_m <= thresholds.usable_accuracy_m:
        forget_if_stale(latch, fix[0], thresholds.known_for_s * 1000)
        if latch.side == ON:
            _return(latch, fix, distance_m, thresholds, changed)
        else:
            latch.side, latch.run, latch.off_ms = OFF, None, fix[0]


def _return(latch: Latch, fix: Fix, distance_m: float, thresholds: Thresholds, changed: Changed) -> None:
    back = _sighting(fix, distance_m)
    # However long the silence between two fixes at home: nothing in it speaks for an absence.
    if not observe(latch, OFF, back, thresholds.return_fixes, thresholds.return_s * 1000, FOREVER_MS):
        return
    if latch.finding is not None:
        kept(latch, latch.since_ms, changed, returned=True, seen=back)


def _judge_exclusion(
    programme: Programme, rule: Rule, watch: Watch, fix: Fix, distance_m: float, changed: Changed
) -> None:
    thresholds, circle_m = programme.thresholds, fix[7]
    if circle_m > thresholds.usable_accuracy_m:
        return
    sighting = _sighting(fix, distance_m)
    gap_ms = thresholds.evidence_gap_s * 1000
    beyond_m = distance_m - circle_m - rule.ring_m
    needs = (thresholds.approach_fixes, thresholds.approach_s)
    if beyond_m <= 0:
        _step(programme, rule, watch, watch.latch, ON, sighting, needs, gap_ms, changed)
    elif watch.latch.side != ON or beyond_m > thresholds.clear_m:
        # Who walks along the ring is one approach, not one for every fix that falls inside it.
        _step(programme, rule, watch, watch.latch, OFF, sighting, needs, gap_ms, changed)
    if watch.deep is None and distance_m + circle_m <= 0:
        watch.deep = Latch(side=OFF, off_ms=watch.latch.off_ms)
    if watch.deep is None:
        return
    needs = (thresholds.fixes_needed, thresholds.persistence_s)
    if distance_m + circle_m <= 0:
        _step(programme, rule, watch, watch.deep, ON, sighting, needs, gap_ms, changed)
    elif distance_m - circle_m > 0:
        _step(programme, rule, watch, watch.deep, OFF, sighting, needs, gap_ms, changed)
        if watch.deep.side == OFF and watch.deep.run is None and watch.latch.side == OFF:
            watch.deep = None


def _step(
    programme: Programme,
    rule: Rule,
    watch: Watch,
    latch: Latch,
    side: int,
    sighting: Sighting,
    needs: tuple[int, float],
    gap_ms: float,
    changed: Changed,
) -> None:
    """One fix for one edge of an exclusion zone."""
    thresholds = programme.thresholds
    forget_if_stale(latch, sighting.time_ms, thresholds.known_for_s * 1000)
    if side == ON:
        observe(latch, ON, sighting, needs[0], needs[1] * 1000, gap_ms)
        if latch.side == ON and latch.finding is None and _binds(watch, sighting.time_ms):
            broken(programme, rule, watch, latch, sighting, changed)
        return
    if latch.side != ON:
        latch.side, latch.run, latch.off_ms = OFF, None, sighting.time_ms
    elif observe(latch, OFF, sighting, 2, thresholds.clear_s * 1000, FOREVER_MS) and latch.finding:
        kept(latch, latch.since_ms, changed, returned=True, seen=sighting)


def judge_attendance(watch: Watch, fix: Fix, distance_m: float, thresholds: Thresholds) -> None:
    time_ms, latch = fix[0], watch.latch
    if distance_m <= fix[7]:
        watch.met_ms, watch.covered_ms = time_ms, 0
        return
    if not watch.covered_ms or time_ms - latch.on_ms > thresholds.attendance_gap_s * 1000:
        watch.covered_ms = time_ms
        latch.run = _sighting(fix, distance_m)
    latch.on_ms = time_ms
    latch.evidence = (_sighting(fix, distance_m),)


def _binds(watch: Watch, time_ms: int) -> bool:
    return watch.entered and time_ms < watch.end_ms


def _sighting(fix: Fix, distance_m: float) -> Sighting:
    return Sighting(*fix, distance_m)
