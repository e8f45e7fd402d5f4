"""Judging of breath tests and check-ins that were due: done, missed, refused, incomplete, or could not be asked.

What is due stays open until the time to answer is over and results in flight have had theirs; the most complete
result counts. A result that comes later is judged by when the test was done, and disproves a finding that says that
there was none. What nobody can have been asked (no device, silent, without power, a command that never arrived) is
never called missed. A set time stands in the order, so the wearer knows it; a random one is due only for whom the
device has confirmed that it asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from baqylau.observations.kinds import BreathResult, CheckInResult
from baqylau.register.supervised import AskedTest
from baqylau.rules import breath, check_in
from baqylau.rules.adoption import NEVER_MS
from baqylau.rules.asked_devices import able_at, fed, kinds_for, request_of
from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY, Finding, Ground, finding_id
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, State
from baqylau.rules.tests_due import binding, due_between, next_due_ms
from baqylau.rules.tests_programme import TestRule, Tests
from baqylau.rules.tests_state import Decided, Given, OpenDue, TestWatch

_MOST_RESULTS: Final = 24
_MOST_ASKED: Final = 60
_DAY_MS: Final = 86_400_000
_LAST_GASP_MS: Final = 60_000
"""What a device sends within this of losing the mains may come from what its capacitors hold."""

_RANK: Final = {"incomplete": 1, "refused": 2, "recorded": 3, "mismatch": 3, "measured": 4, "match": 4}
_DONE: Final = 3
_PREFIX: Final = {"alcohol": "breath", "check_in": "check_in"}


def concerns(programme: Programme) -> bool:
    return programme.tests is not None


def hear(programme: Programme, state: State, each: Heard, changed: Changed) -> None:
    for rule, watch in _watched(programme, state):
        seen = _contact(programme, rule, watch, each)
        given = _given(state, rule, each)
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
        if any(_decision_ms(programme, due) <= until_ms for due in now.open):
            now = _decide(programme, rule, now, until_ms, changed)
        now = breath.advance(programme, state, rule, now, until_ms, changed)
        if now is not watch:
            _put(state, _pruned(programme, now, until_ms))


def deadline(programme: Programme, state: State) -> int | None:
    if state.tests is None:
        return None
    wait_ms = _wait_ms(programme)
    due = [_decision_ms(programme, each) for watch in state.tests for each in watch.open]
    due += [each.until_ms + wait_ms for watch in state.tests for each in watch.positives if each.awaited]
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
        _matched(
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
        _matched(programme, watch, OpenDue(row.due_ms, row.until_ms, "on_demand", row.request)) for row in new
    ]
    asked = (*watch.asked, *(row.request for row in new))[-_MOST_ASKED:]
    return replace(watch, open=(*watch.open, *opened), asked=asked)


def _matched(programme: Programme, watch: TestWatch, due: OpenDue) -> OpenDue:
    """With a result that came before it was opened: early, or faster than the news that it was asked for."""
    for given in watch.results:
        if _answers(programme, due, given) and not given.used:
            due = _better(due, given)
    return due


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


def _given(state: State, rule: TestRule, each: Heard) -> Given | None:
    said = each.observation
    if rule.kind == "alcohol" and isinstance(said, BreathResult):
        return Given(
            _happened_ms(state, each), each.received_ms, each.observation_id, each.device_id, said.outcome,
            said.alcohol_mg_l, said.calibration, said.request,
        )  # fmt: skip
    if rule.kind == "check_in" and isinstance(said, CheckInResult):
        return Given(
            _happened_ms(state, each), each.received_ms, each.observation_id, each.device_id, said.outcome,
            request=said.request,
        )  # fmt: skip
    return None


def _happened_ms(state: State, each: Heard) -> int:
    """By the device's clock, unless that is known to be wrong or is ahead of ours."""
    wrong = any(worn.device_id == each.device_id and worn.skew_ms for worn in state.devices)
    return each.received_ms if wrong else min(each.observation.time_ms, each.received_ms)


def _take(
    programme: Programme, state: State, rule: TestRule, watch: TestWatch, given: Given, changed: Changed
) -> TestWatch:
    watch, used = _answer(programme, rule, watch, given, changed)
    given = replace(given, used=used)
    watch = replace(watch, results=(*watch.results, given)[-_MOST_RESULTS:])
    if rule.kind == "alcohol":
        return breath.take(programme, state, rule, watch, given, changed)
    check_in.take(programme, rule, given, changed)
    return watch


def _answer(
    programme: Programme, rule: TestRule, watch: TestWatch, given: Given, changed: Changed
) -> tuple[TestWatch, bool]:
    """The watch after the result, and whether it answers something that was due."""
    due = _one_answered(programme, [*watch.open, *(each.due for each in watch.decided)], given)
    if due is None:
        return watch, False
    if due in watch.open:
        opened = tuple(_better(each, given) if each is due else each for each in watch.open)
        return replace(watch, open=opened), True
    decided = [_again(rule, each, given, changed) if each.due is due else each for each in watch.decided]
    return replace(watch, decided=tuple(each for each in decided if each is not None)), True


def _one_answered(programme: Programme, dues: Sequence[OpenDue], given: Given) -> OpenDue | None:
    named = [due for due in dues if due.request == given.request]
    if named:
        return named[0]
    timely = [due for due in dues if _answers(programme, due, given)]
    return min(
        timely, key=lambda due: (_rank(due.best) >= _DONE, abs(given.time_ms - due.due_ms)), default=None
    )


def _answers(programme: Programme, due: OpenDue, given: Given) -> bool:
    early_ms = round(programme.thresholds.test_early_s * 1000)
    return due.request == given.request or due.due_ms - early_ms <= given.time_ms <= due.until_ms


def _better(due: OpenDue, given: Given) -> OpenDue:
    return replace(due, best=given) if _rank(given) > _rank(due.best) else due


def _rank(given: Given | None) -> int:
    return 0 if given is None else _RANK[given.outcome]


def _again(rule: TestRule, decided: Decided, given: Given, changed: Changed) -> Decided | None:
    """The finding read again with a result that came after it was decided; None: it is disproved."""
    better = _better(decided.due, given)
    if better is decided.due:
        return decided
    finding = decided.finding
    if _rank(given) >= _DONE:
        withdrawn_ms = max(given.received_ms, finding.decided_ms)
        changed[finding.finding_id] = replace(
            finding, withdrawn_ms=withdrawn_ms, because=(*finding.because, given.as_ground())
        )
        return None
    kind = f"{_PREFIX[rule.kind]}_{given.outcome}"
    because = (*finding.because, given.as_ground())
    read = replace(finding, kind=kind, severity=SEVERITY[kind], because=because)
    changed[read.finding_id] = read
    return Decided(better, read)


def _decide(
    programme: Programme, rule: TestRule, watch: TestWatch, until_ms: int, changed: Changed
) -> TestWatch:
    opened, decided = [], list(watch.decided)
    for due in watch.open:
        if _decision_ms(programme, due) > until_ms:
            opened.append(due)
            continue
        # A condition that ended before the time to answer was over demands no answer any more.
        if _rank(due.best) < _DONE and due.until_ms < rule.to_ms:
            decided.append(Decided(due, _found(programme, rule, due, changed)))
    return replace(watch, open=tuple(opened), decided=tuple(decided))


def _found(programme: Programme, rule: TestRule, due: OpenDue, changed: Changed) -> Finding:
    prefix = _PREFIX[rule.kind]
    why = None if due.best is not None else _why_not_asked(programme, rule, due)
    if due.best is not None:
        kind = f"{prefix}_{due.best.outcome}"
    else:
        kind = f"{prefix}_missed" if why is None else f"{prefix}_not_asked"
    because = [
        Ground("due", due.due_ms, name=due.origin, value=due.request),
        Ground("answer_by", due.until_ms),
    ]
    because += [due.best.as_ground()] if due.best is not None else []
    because += [Ground("not_asked", name=why)] if why is not None else []
    finding = Finding(
        finding_id(programme.person_id, None, rule.condition, kind, due.due_ms),
        programme.person_id,
        rule.condition,
        kind,
        SEVERITY[kind],
        due.due_ms,
        _decision_ms(programme, due),
        due.until_ms,
        because=tuple(because),
    )
    changed[finding.finding_id] = finding
    return finding


def _why_not_asked(programme: Programme, rule: TestRule, due: OpenDue) -> str | None:
    """Why nobody can have been asked; None: somebody was."""
    row = _row(programme, due)
    if not able_at(programme, kinds_for(rule.kind, rule.way), due.due_ms):
        return "no_device"
    if not due.contact:
        return "silent"
    if due.unpowered and not _ran_on(programme, due):
        return "no_power"
    reached = None if row is None else row.reached
    known = due.origin == "set_time" and reached is None
    return None if reached or known else "not_reached"


def _ran_on(programme: Programme, due: OpenDue) -> bool:
    """Whether a battery fed the device to the end: it spoke again after it left the mains, and till late."""
    gap_ms = round(programme.thresholds.alive_gap_s * 1000)
    return due.heard_ms - due.lost_ms >= _LAST_GASP_MS and due.until_ms - due.heard_ms <= gap_ms


def _row(programme: Programme, due: OpenDue) -> AskedTest | None:
    return next((row for row in _tests(programme).asked if row.request == due.request), None)


def _pruned(programme: Programme, watch: TestWatch, until_ms: int) -> TestWatch:
    oldest_ms = until_ms - _late_ms(programme)
    decided = tuple(each for each in watch.decided if each.due.due_ms > oldest_ms)
    positives = tuple(each for each in watch.positives if each.awaited or each.first.time_ms > oldest_ms)
    return replace(watch, decided=decided, positives=positives)


def _decision_ms(programme: Programme, due: OpenDue) -> int:
    return due.until_ms + _wait_ms(programme)


def _wait_ms(programme: Programme) -> int:
    return round(programme.thresholds.test_wait_s * 1000)


def _late_ms(programme: Programme) -> int:
    return round(programme.thresholds.test_late_days * _DAY_MS)
