"""Judging of what a breath test measured: positive, and what the second test says of it.

A test is positive when what was measured, less the tolerance of the device, is above the limit: an error of the
device within its tolerance accuses nobody. A positive test awaits a second one within a time; the second confirms it,
or does not, and then both stay to be seen. Alcohol in the mouth goes away within minutes, so a second test that
follows at once decides nothing.
"""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY, Finding, Ground, finding_id
from baqylau.rules.programme import Programme
from baqylau.rules.state import State
from baqylau.rules.tests_programme import TestRule
from baqylau.rules.tests_state import Given, Positive, TestWatch


def is_positive(alcohol_mg_l: float, limit_mg_l: float, tolerance_mg_l: float) -> bool:
    # Rounded to the nanogram: 0.13 less 0.03 is 0.10, not a hair more.
    return round(alcohol_mg_l - tolerance_mg_l, 6) > limit_mg_l


def take(
    programme: Programme, state: State, rule: TestRule, watch: TestWatch, given: Given, changed: Changed
) -> TestWatch:
    if given.alcohol_mg_l is None or given.outcome != "measured":
        return watch
    for positive in watch.positives:
        if _decides(programme, positive, given):
            return _concluded(state, rule, watch, positive, given, changed)
    positive_now = is_positive(given.alcohol_mg_l, rule.limit_mg_l, rule.tolerance_mg_l)
    covered = any(one.first.time_ms <= given.time_ms <= one.until_ms for one in watch.positives)
    if not positive_now or covered:
        return watch
    watch = _opened(programme, state, rule, watch, given, changed)
    later = [each for each in watch.results if each.time_ms > given.time_ms]
    for each in later:
        if each.alcohol_mg_l is not None and _decides(programme, watch.positives[-1], each):
            return _concluded(state, rule, watch, watch.positives[-1], each, changed)
    return watch


def advance(
    programme: Programme, state: State, rule: TestRule, watch: TestWatch, until_ms: int, changed: Changed
) -> TestWatch:
    """A positive test whose second one did not come in time."""
    wait_ms = round(programme.thresholds.test_wait_s * 1000)
    for positive in watch.positives:
        if positive.awaited and positive.until_ms + wait_ms <= until_ms:
            ground = Ground("answer_by", positive.until_ms)
            finding = _ended(
                state, rule, positive, "alcohol_no_second", positive.until_ms, (ground,), changed
            )
            watch = _with(watch, replace(positive, finding=finding, awaited=False))
    return watch


def drop(state: State, watch: TestWatch, changed: Changed) -> None:
    """A condition that was taken back awaits no second test."""
    standing = dict(state.open or {})
    for positive in watch.positives:
        finding = standing.pop(_name(watch.key, positive.first), None)
        if finding is not None:
            changed[finding.finding_id] = replace(finding, ended_ms=positive.until_ms)
    state.open = standing or None


def _decides(programme: Programme, positive: Positive, given: Given) -> bool:
    after_ms = round(programme.thresholds.alcohol_second_after_s * 1000)
    timely = positive.first.time_ms + after_ms <= given.time_ms <= positive.until_ms
    return timely and (positive.awaited or positive.finding.kind == "alcohol_no_second")


def _opened(
    programme: Programme, state: State, rule: TestRule, watch: TestWatch, given: Given, changed: Changed
) -> TestWatch:
    kind = "alcohol_positive"
    finding = Finding(
        finding_id(programme.person_id, None, rule.condition, kind, given.time_ms),
        programme.person_id,
        rule.condition,
        kind,
        SEVERITY[kind],
        given.time_ms,
        given.received_ms,
        late=given.received_ms - given.time_ms > programme.thresholds.late_after_s * 1000,
        because=(given.as_ground(), *_held_to(rule), _calibration(programme, given)),
    )
    state.open = {**(state.open or {}), _name(rule.key, given): finding}
    changed[finding.finding_id] = finding
    until_ms = given.time_ms + round(programme.thresholds.alcohol_second_within_s * 1000)
    return replace(watch, positives=(*watch.positives, Positive(given, until_ms, finding)))


def _concluded(
    state: State, rule: TestRule, watch: TestWatch, positive: Positive, second: Given, changed: Changed
) -> TestWatch:
    assert second.alcohol_mg_l is not None
    confirmed = is_positive(second.alcohol_mg_l, rule.limit_mg_l, rule.tolerance_mg_l)
    kind = "alcohol_confirmed" if confirmed else "alcohol_not_confirmed"
    finding = _ended(state, rule, positive, kind, second.time_ms, (second.as_ground(),), changed)
    return _with(watch, replace(positive, finding=finding, awaited=False))


def _ended(
    state: State,
    rule: TestRule,
    positive: Positive,
    kind: str,
    ended_ms: int,
    because: tuple[Ground, ...],
    changed: Changed,
) -> Finding:
    standing = dict(state.open or {})
    finding = standing.pop(_name(rule.key, positive.first), positive.finding)
    state.open = standing or None
    read = replace(
        finding, kind=kind, severity=SEVERITY[kind], ended_ms=ended_ms, because=(*finding.because, *because)
    )
    changed[read.finding_id] = read
    return read


def _with(watch: TestWatch, changed: Positive) -> TestWatch:
    return replace(
        watch, positives=tuple(changed if one.first is changed.first else one for one in watch.positives)
    )


def _name(key: int, given: Given) -> str:
    return f"tests/{key}/{given.time_ms}"


def _held_to(rule: TestRule) -> tuple[Ground, ...]:
    return (
        Ground("threshold", name="alcohol_limit_mg_l", value=rule.limit_mg_l),
        Ground("threshold", name="alcohol_tolerance_mg_l", value=rule.tolerance_mg_l),
    )


def _calibration(programme: Programme, given: Given) -> Ground:
    return Ground("calibration", name=given.calibration, value=calibration_state(programme, given))


def calibration_state(programme: Programme, given: Given) -> str:
    """valid, expired, or unknown where the device names none or the register does not know it."""
    assert programme.tests is not None
    for each in programme.tests.calibrations:
        if each.device_id == given.device_id and each.serial == given.calibration:
            return "valid" if given.time_ms < each.to_ms else "expired"
    return "unknown"
