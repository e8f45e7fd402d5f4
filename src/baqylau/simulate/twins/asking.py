"""What is asked for beside the set times, as the jobs do it: random tests when they are due, others on demand.

The times of random tests are drawn where the jobs draw them; what has to be found holds them against the hours and
the number that the order names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final

from baqylau.register.supervised import AskedTest
from baqylau.rules.asked_devices import request_of
from baqylau.rules.programme import Programme
from baqylau.rules.tests_due import due_between
from baqylau.rules.tests_programme import TestRule
from baqylau.simulate.days import MINUTE_MS
from baqylau.simulate.twins.fixes import within
from baqylau.simulate.twins.truth import Asked, Span, Truth

ANSWER_BY_MS: Final = 30 * MINUTE_MS
"""How long there is to do what was asked for, where the order says nothing else."""


def seed_of(truth: Truth, condition: str) -> str:
    """The secret from which the random times of a condition are drawn, hexadecimal."""
    return sha256(f"{truth.seed}/{truth.script.person}/{condition}".encode()).hexdigest()


def asked_of(truth: Truth, programme: Programme, unheard: Sequence[Span]) -> tuple[Asked, ...]:
    """unheard: when the device that does it has no network; it hears of what is due when it has one again."""
    rules = programme.tests.rules if programme.tests is not None else ()
    found = [each for rule in rules for each in _of(truth, programme.person_id, rule, unheard)]
    return tuple(sorted(found, key=lambda each: each.due_ms))


def rows_of(asked: Sequence[Asked], device_id: int) -> list[AskedTest]:
    """As the register has them."""
    conditions = {"alcohol": "sober", "check_in": "shows-up"}
    return [
        AskedTest(
            each.request,
            conditions[each.test],
            each.origin,
            each.due_ms,
            each.due_ms + ANSWER_BY_MS,
            device_id,
            each.asked_ms is not None,
            each.asked_ms,
        )
        for each in asked
    ]


def _of(truth: Truth, person_id: int, rule: TestRule, unheard: Sequence[Span]) -> Iterator[Asked]:
    for due in due_between(rule.times, truth.from_ms, truth.to_ms):
        if due.random:
            request = request_of(person_id, rule.condition, due.due_ms)
            yield Asked(request, rule.kind, "random", due.due_ms, _reached(due.due_ms, unheard))
    for number, (due_ms, _) in enumerate(truth.spans("is_asked"), 1):
        yield Asked(f"d-{number}", rule.kind, "on_demand", due_ms, _reached(due_ms, unheard))


def _reached(due_ms: int, unheard: Sequence[Span]) -> int | None:
    moment = due_ms
    while within(unheard, moment):
        moment += MINUTE_MS
    return moment if moment < due_ms + ANSWER_BY_MS else None
