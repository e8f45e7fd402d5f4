"""Which test that was due a result answers, and which of several results counts: the most complete one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from baqylau.observations.kinds import BreathResult, CheckInResult
from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, State
from baqylau.rules.tests_programme import TestRule
from baqylau.rules.tests_state import Decided, Given, OpenDue, TestWatch

PREFIX: Final = {"alcohol": "breath", "check_in": "check_in"}
"""What the kinds of finding of a test begin with."""

DONE: Final = 3
"""A result of this rank or above leaves nothing missed."""

_RANK: Final = {"incomplete": 1, "refused": 2, "recorded": 3, "mismatch": 3, "measured": 4, "match": 4}


def given_of(state: State, rule: TestRule, each: Heard) -> Given | None:
    """The result that was heard; None: it is none of this rule."""
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


def matched(programme: Programme, watch: TestWatch, due: OpenDue) -> OpenDue:
    """With a result that came before it was opened: early, or faster than the news that it was asked for."""
    for given in watch.results:
        if _answers(programme, due, given) and not given.used:
            due = better(due, given)
    return due


def answer(
    programme: Programme, rule: TestRule, watch: TestWatch, given: Given, changed: Changed
) -> tuple[TestWatch, bool]:
    """The watch after the result, and whether it answers something that was due."""
    due = _one_answered(programme, [*watch.open, *(each.due for each in watch.decided)], given)
    if due is None:
        return watch, False
    if due in watch.open:
        opened = tuple(better(each, given) if each is due else each for each in watch.open)
        return replace(watch, open=opened), True
    decided = [_again(rule, each, given, changed) if each.due is due else each for each in watch.decided]
    return replace(watch, decided=tuple(each for each in decided if each is not None)), True


def _one_answered(programme: Programme, dues: Sequence[OpenDue], given: Given) -> OpenDue | None:
    named = [due for due in dues if due.request == given.request]
    if named:
        return named[0]
    timely = [due for due in dues if _answers(programme, due, given)]
    return min(
        timely, key=lambda due: (rank(due.best) >= DONE, abs(given.time_ms - due.due_ms)), default=None
    )


def _answers(programme: Programme, due: OpenDue, given: Given) -> bool:
    early_ms = round(programme.thresholds.test_early_s * 1000)
    return due.request == given.request or due.due_ms - early_ms <= given.time_ms <= due.until_ms


def better(due: OpenDue, given: Given) -> OpenDue:
    """With the more complete of its result so far and this one; of two alike the first stays."""
    return replace(due, best=given) if rank(given) > rank(due.best) else due


def rank(given: Given | None) -> int:
    return 0 if given is None else _RANK[given.outcome]


def _again(rule: TestRule, decided: Decided, given: Given, changed: Changed) -> Decided | None:
    """The finding read again with a result that came after it was decided; None: it is disproved."""
    due = better(decided.due, given)
    if due is decided.due:
        return decided
    finding = decided.finding
    if rank(given) >= DONE:
        withdrawn_ms = max(given.received_ms, finding.decided_ms)
        changed[finding.finding_id] = replace(
            finding, withdrawn_ms=withdrawn_ms, because=(*finding.because, given.as_ground())
        )
        return None
    kind = f"{PREFIX[rule.kind]}_{given.outcome}"
    because = (*finding.because, given.as_ground())
    read = replace(finding, kind=kind, severity=SEVERITY[kind], because=because)
    changed[read.finding_id] = read
    return Decided(due, read)
