"""Judging of breath tests and check-ins that were due: done, missed, refused, incomplete, or could not be asked.

What is due stays open until the time to answer is over and results in flight have had theirs; the most complete
result counts. A result that comes later is judged by when the test was done, and disproves a finding that says that
there was none. What nobody can have been asked (no device, silent, without power, a command that never arrived) is
never called missed. A set time stands in the order, so the wearer knows it; a random one is due only for whom the
device has confirmed that it asks.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from baqylau.rules import breath, check_in
from baqylau.rules.adoption import NEVER_MS
from baqylau.rules.asked_answers import answer, given_of, matched
from baqylau.rules.asked_devices import able_at, fed, kinds_for, request_of
from baqylau.rules.asked_verdicts import decide, decision_ms, wait_ms
from baqylau.rules.breaches import Changed
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, State
from baqylau.rules.tests_due import binding, due_between, next_due_ms
from baqylau.rules.tests_programme import TestRule, Tests
from baqylau.rules.tests_state import Given, OpenDue, TestWatch

_MOST_RESULTS: Final = 24
_MOST_ASKED: Final = 60
_DAY_MS: Final = 86_400_000


def concerns(programme: Programme) -> bool:
    return programme.tests is not None


def hear(programme: Programme, state: State, each: Heard, changed: Changed) -> None:
    for rule, watch in _watched(programme, state):
        seen = _contact(programme, rule, watch, each)
        given = given_of(state, rule, each)
        if given is not None and rule.from_ms <= given.time_ms < rule.to_ms:
            seen = _take(programme, state, rule, seen, given, changed)
        if seen is not watch:
            _put(state, seen)


def advance(programme: Programme, state: State, until_ms: int, changed: Changed) -> None:
    _adopt(_tests(programme), state, until_ms, changed)
    for rule, watch in _watched(programme, state):
        now = watch
        if now.next_ms <= until_ms:
            now = _open_due(programme, rule, now, until_ms)
        now = _open_asked(programme, rule, now, until_ms)
        if any(decision_ms(programme, due) <= until_ms for due in now.open):
            now = decide(programme, rule, now, until_ms, changed)
        now = breath.advance(programme, state, rule, now, until_ms, changed)
        if now is not watch:
            _put(state, _pruned(programme, now, until_ms))


def deadline(programme: Programme, state: State) -> int | None:
    if state.tests is None:
        return None
    awaited_ms = wait_ms(programme)
    due = [decision_ms(programme, each) for watch in state.tests for each in watch.open]
    due += [each.until_ms + awaited_ms for watch in state.tests for each in watch.positives if each.awaited]
    due += [watch.next_ms for watch in state.tests]
    return min(due, default=None)


def _tests(programme: Programme) -> Tests:
    assert programme.tests is not None
    return programme.tests


def _adopt(tests: Tests, state: State, until_ms: int, changed: Changed) -> None:
    known = {watch.key: watch for watch in state.tests or ()}
    if [(one.key, one.to_ms) for one in known.values()] == [(one.key, one.to_ms) for one in tests.rules]:
        return
    state.tests = tuple(_adopted(rule, known.pop(rule.key, None), until_ms) for rule in tests.rules)
    for gone in known.values():
        breath.drop(state, gone, changed)


def _adopted(rule: TestRule, watch: TestWatch | None, until_ms: int) -> TestWatch:
    """Nothing was asked under a condition before it was known, so nothing of then is due."""
    if watch is not None:
        return replace(watch, to_ms=rule.to_ms, next_ms=_next_ms(rule, watch.seen_ms))
    seen_ms = max(rule.from_ms - 1, until_ms)
    return TestWatch(rule.key, rule.to_ms, seen_ms, _next_ms(rule, seen_ms))


def _next_ms(rule: TestRule, after_ms: int) -> int:
    next_ms = next_due_ms(rule.times, after_ms) if after_ms < rule.to_ms else NEVER_MS
    return next_ms if next_ms < rule.to_ms else NEVER_MS


def _watched(programme: Programme, state: State) -> list[tuple[TestRule, TestWatch]]:
    return list(zip(_tests(programme).rules, state.tests or (), strict=True))


def _put(state: State, changed: TestWatch) -> None:
    state.tests = tuple(changed if watch.key == changed.key else watch for watch in state.tests or ())


def _open_due(programme: Programme, rule: TestRule, watch: TestWatch, until_ms: int) -> TestWatch:
    dues = due_between(rule.times, watch.seen_ms + 1, min(until_ms + 1, rule.to_ms))
    opened = [
        matched(
            programme,
            watch,
            OpenDue(
                due.due_ms,
                due.due_ms + rule.answer_ms,
                "random" if due.random else "set_time",
                request_of(programme.person_id, rule.condition, due.due_ms),
            ),
        )
        for due in binding(dues, rule.permitted)
        if due.due_ms >= rule.from_ms
    ]
    return replace(watch, seen_ms=until_ms, next_ms=_next_ms(rule, until_ms), open=(*watch.open, *opened))


def _open_asked(programme: Programme, rule: TestRule, watch: TestWatch, until_ms: int) -> TestWatch:
    oldest_ms = until_ms - _late_ms(programme)
    new = [
        row
        for row in _tests(programme).asked
        if row.origin == "on_demand"
        and row.condition == rule.condition
        and rule.from_ms <= row.due_ms < rule.to_ms
        and oldest_ms < row.due_ms <= until_ms
        and row.request not in watch.asked
    ]
    if not new:
        return watch
    opened = [
        matched(programme, watch, OpenDue(row.due_ms, row.until_ms, "on_demand", row.request)) for row in new
    ]
    asked = (*watch.asked, *(row.request for row in new))[-_MOST_ASKED:]
    return replace(watch, open=(*watch.open, *opened), asked=asked)


def _contact(programme: Programme, rule: TestRule, watch: TestWatch, each: Heard) -> TestWatch:
    if not any(due.due_ms <= each.received_ms <= due.until_ms for due in watch.open):
        return watch
    kinds = kinds_for(rule.kind, rule.way)
    known = fed(each)
    opened = []
    for due in watch.open:
        within = due.due_ms <= each.received_ms <= due.until_ms
        if within and each.device_id in able_at(programme, kinds, due.due_ms):
            unpowered = due.unpowered if known is None else not known
            lost_ms = (due.lost_ms or each.received_ms) if unpowered else 0
            heard_ms = max(due.heard_ms, each.received_ms)
            due = replace(due, contact=True, unpowered=unpowered, lost_ms=lost_ms, heard_ms=heard_ms)
        opened.append(due)
    return watch if tuple(opened) == watch.open else replace(watch, open=tuple(opened))


def _take(
    programme: Programme, state: State, rule: TestRule, watch: TestWatch, given: Given, changed: Changed
) -> TestWatch:
    watch, used = answer(programme, rule, watch, given, changed)
    given = replace(given, used=used)
    watch = replace(watch, results=(*watch.results, given)[-_MOST_RESULTS:])
    if rule.kind == "alcohol":
        return breath.take(programme, state, rule, watch, given, changed)
    check_in.take(programme, rule, given, changed)
    return watch


def _pruned(programme: Programme, watch: TestWatch, until_ms: int) -> TestWatch:
    oldest_ms = until_ms - _late_ms(programme)
    decided = tuple(each for each in watch.decided if each.due.due_ms > oldest_ms)
    positives = tuple(each for each in watch.positives if each.awaited or each.first.time_ms > oldest_ms)
    return replace(watch, decided=decided, positives=positives)


def _late_ms(programme: Programme) -> int:
    return round(programme.thresholds.test_late_days * _DAY_MS)
