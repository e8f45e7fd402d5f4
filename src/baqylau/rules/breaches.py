"""Opening and closing findings about places, with the grounds they rest on."""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.rules.finding import SEVERITY, Finding, Ground, finding_id
from baqylau.rules.latch import forget_if_stale
from baqylau.rules.programme import ATTENDANCE, CURFEW, EXCLUSION, INCLUSION, Programme, Rule
from baqylau.rules.state import ON, Latch, Sighting, Watch
from baqylau.rules.thresholds import Thresholds

Changed = dict[str, Finding]
"""Findings that are new or altered, by id; the last reading counts."""


def begin_hours(programme: Programme, rule: Rule, watch: Watch, known_ms: int, changed: Changed) -> None:
    """At the start of hours whoever is known to be on the wrong side breaks the condition, with no new fix."""
    watch.entered = True
    if rule.kind == ATTENDANCE:
        return
    thresholds = programme.thresholds
    start_ms = watch.start_ms
    due_ms = start_ms + round(thresholds.settle_s * 1000)
    for latch in (watch.latch, watch.deep):
        if latch is None:
            continue
        forget_if_stale(latch, start_ms, thresholds.known_for_s * 1000)
        # Who was just seen coming back gets the benefit until the next fix; then `broken` decides.
        if latch.side == ON and latch.run is None:
            decided_ms = max(min(due_ms, known_ms), *(each.received_ms for each in latch.evidence))
            because = (
                _hours_began(start_ms),
                *_evidence(rule, watch, latch),
                Ground("last_seen_so", latch.on_ms),
                *_held_to(thresholds, latch),
            )
            kind = _kind(rule, watch, latch, away_at_start=True)
            _open(programme, rule, latch, kind, start_ms, decided_ms, due_ms, because, changed)


def broken(
    programme: Programme, rule: Rule, watch: Watch, latch: Latch, last: Sighting, changed: Changed
) -> None:
    """The latch is on the wrong side within the hours: a finding begins with the run that settled it."""
    away_at_start = latch.since_ms <= watch.start_ms or latch.off_ms < watch.start_ms
    began_ms = max(latch.since_ms, watch.start_ms)
    decided_ms = max(last.received_ms, *(each.received_ms for each in latch.evidence))
    because = (*_evidence(rule, watch, latch, last), *_held_to(programme.thresholds, latch))
    kind = _kind(rule, watch, latch, away_at_start)
    _open(programme, rule, latch, kind, began_ms, decided_ms, last.time_ms, because, changed)


def kept(
    latch: Latch, ended_ms: int, changed: Changed, *, returned: bool, seen: Sighting | None = None
) -> None:
    """The finding of the latch has ended: the person came back or away, or the hours ended."""
    finding = latch.finding
    assert finding is not None
    late_return = returned and finding.kind == "curfew_absence"
    kind = "curfew_late_return" if late_return else finding.kind
    because = finding.because
    if seen is not None:
        because = (*because, seen.as_ground("inside" if seen.distance_m <= 0 else "outside"))
    ended = replace(
        finding, kind=kind, severity=SEVERITY[kind], ended_ms=max(ended_ms, finding.began_ms), because=because
    )
    latch.finding = None
    changed[ended.finding_id] = ended


def end_attendance(programme: Programme, rule: Rule, watch: Watch, known_ms: int, changed: Changed) -> None:
    """At the end of its hours attendance was missed if fixes without gap show the person elsewhere throughout."""
    thresholds, latch = programme.thresholds, watch.latch
    gap_ms = thresholds.attendance_gap_s * 1000
    start_ms, end_ms = watch.start_ms, watch.end_ms
    elsewhere = 0 < watch.covered_ms <= start_ms + gap_ms and latch.on_ms >= end_ms - gap_ms
    if watch.met_ms >= start_ms or not elsewhere:
        return
    due_ms = end_ms + round(thresholds.settle_s * 1000)
    seen = ((latch.run,) if latch.run is not None else ()) + latch.evidence
    decided_ms = max(min(due_ms, known_ms), *(each.received_ms for each in seen))
    because = (
        Ground("hours_ended", end_ms),
        *(each.as_ground("outside") for each in seen),
        _threshold("attendance_gap_s", thresholds.attendance_gap_s),
    )
    _open(programme, rule, latch, "attendance_missed", start_ms, decided_ms, due_ms, because, changed)


def _open(
    programme: Programme,
    rule: Rule,
    latch: Latch,
    kind: str,
    began_ms: int,
    decided_ms: int,
    due_ms: int,
    because: tuple[Ground, ...],
    changed: Changed,
) -> None:
    id_ = finding_id(programme.person_id, None, rule.condition, kind, began_ms)
    late = decided_ms - due_ms > programme.thresholds.late_after_s * 1000
    finding = Finding(
        id_,
        programme.person_id,
        rule.condition,
        kind,
        SEVERITY[kind],
        began_ms,
        decided_ms,
        None,
        late,
        None,
        because,
    )
    latch.finding = finding
    changed[id_] = finding


def _kind(rule: Rule, watch: Watch, latch: Latch, away_at_start: bool) -> str:
    if rule.kind == EXCLUSION:
        return "exclusion_entered" if latch is watch.deep else "exclusion_approach"
    if rule.kind == INCLUSION:
        return "territory_left"
    assert rule.kind == CURFEW
    return "curfew_absence" if away_at_start else "curfew_left_early"


def _evidence(rule: Rule, watch: Watch, latch: Latch, last: Sighting | None = None) -> tuple[Ground, ...]:
    fact = "outside"
    if rule.kind == EXCLUSION:
        fact = "inside" if latch is watch.deep else "may_be_near"
    seen = latch.evidence if last is None or last in latch.evidence else (*latch.evidence, last)
    return tuple(each.as_ground(fact) for each in seen)


def _held_to(thresholds: Thresholds, latch: Latch) -> tuple[Ground, ...]:
    if latch.evidence and latch.evidence[-1].fact:
        return (_threshold("unheard_s", thresholds.unheard_s),)
    return (
        _threshold("fixes_needed", thresholds.fixes_needed),
        _threshold("persistence_s", thresholds.persistence_s),
    )


def _hours_began(start_ms: int) -> Ground:
    return Ground("hours_began", start_ms)


def _threshold(name: str, value: float) -> Ground:
    return Ground("threshold", name=name, value=value)
