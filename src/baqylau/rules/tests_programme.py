"""A person's breath tests and check-ins, prepared once for judging."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

import msgspec

from baqylau.register.hours import minutes, weekdays
from baqylau.register.order import Condition, Order, OrderVersion, epoch_ms
from baqylau.register.schedule import Schedule
from baqylau.register.supervised import AskedTest, Calibration
from baqylau.rules.intervals import FOREVER_MS, Span, merge
from baqylau.rules.tests_due import Times
from baqylau.rules.thresholds import Thresholds

TestKind = Literal["alcohol", "check_in"]
Way = Literal["face", "voice", "phone"]


class TestRule(msgspec.Struct, frozen=True, gc=False):
    """A condition of tests while it was in force, [from_ms, to_ms).

    key: the same as long as the condition is the same and began at the same time, whatever its end. answer_ms: how
    long there is to do what is due. limit_mg_l, tolerance_mg_l: of alcohol only.
    """

    key: int
    condition: str
    kind: TestKind
    from_ms: int
    to_ms: int
    times: Times
    permitted: tuple[Span, ...]
    answer_ms: int
    limit_mg_l: float
    tolerance_mg_l: float
    way: Way | None


class Tests(msgspec.Struct, frozen=True, gc=False):
    """asked: what was asked for beside or because of the schedule. calibrations: of the devices that measure."""

    rules: tuple[TestRule, ...]
    asked: tuple[AskedTest, ...] = ()
    calibrations: tuple[Calibration, ...] = ()


def compile_tests(
    versions: Sequence[OrderVersion],
    thresholds: Thresholds,
    asked: Iterable[AskedTest] = (),
    calibrations: Iterable[Calibration] = (),
) -> Tests | None:
    """None for a person whose orders never had such a condition."""
    rules = tuple(_rules(versions, thresholds))
    return Tests(rules, tuple(asked), tuple(calibrations)) if rules else None


def tests_key(tests: Tests | None) -> str:
    """Text that is the same for the same tests, without their secrets."""
    if tests is None:
        return ""
    return f"{[(rule.key, rule.to_ms) for rule in tests.rules]}{tests.asked}{tests.calibrations}"


def _rules(versions: Sequence[OrderVersion], thresholds: Thresholds) -> Iterator[TestRule]:
    """One rule a condition; a version that repeats a condition unchanged prolongs it."""
    spans: dict[str, list[Span]] = {}
    conditions: dict[str, tuple[Order, Condition, bytes]] = {}
    for version in versions:
        for condition in version.order.conditions:
            if condition.schedule is None:
                continue
            seed = version.seeds.get(condition.id, "")
            text = json.dumps(
                [version.order.timezone, condition.model_dump(mode="json"), seed], sort_keys=True
            )
            conditions[text] = (version.order, condition, bytes.fromhex(seed))
            end_ms = FOREVER_MS if version.in_force_to_ms is None else version.in_force_to_ms
            spans.setdefault(text, []).append((version.in_force_from_ms, end_ms))
    for text, (order, condition, secret) in conditions.items():
        for span in merge(spans[text]):
            yield rule_of(order.timezone, condition, secret, thresholds, span, text)


def rule_of(
    zone: str,
    condition: Condition,
    seed: bytes,
    thresholds: Thresholds,
    span: Span = (0, FOREVER_MS),
    text: str = "",
) -> TestRule:
    """A condition that has a schedule, ready to be asked for and judged. text: what makes it the same again."""
    schedule = condition.schedule
    assert schedule is not None
    answer_s = thresholds.test_answer_s if schedule.answer_minutes is None else schedule.answer_minutes * 60
    return TestRule(
        int.from_bytes(blake2b(f"{text}{span[0]}".encode(), digest_size=7).digest(), "big"),
        condition.id,
        "alcohol" if condition.kind == "alcohol" else "check_in",
        span[0],
        span[1],
        _times(zone, condition, schedule, seed),
        merge((epoch_ms(each.from_), epoch_ms(each.to)) for each in condition.permitted_absences),
        round(answer_s * 1000),
        _or(condition.limit_mg_l, thresholds.alcohol_limit_mg_l),
        _or(condition.tolerance_mg_l, thresholds.alcohol_tolerance_mg_l),
        condition.way,
    )


def _times(zone: str, condition: Condition, schedule: Schedule, seed: bytes) -> Times:
    return Times(
        condition.id,
        zone,
        tuple((_bits(each.days), minutes(each.at)) for each in schedule.times),
        tuple((_bits(each.days), *each.span_minutes(), each.tests) for each in schedule.random),
        tuple(
            (each.date.toordinal(), tuple(hours.span_minutes() for hours in each.hours))
            for each in condition.exceptions
        ),
        schedule.apart_minutes * 60_000,
        seed,
    )


@lru_cache(maxsize=256)
def _bits(days: str) -> int:
    return sum(1 << day for day in weekdays(days))


def _or(figure: float | None, otherwise: float) -> float:
    return otherwise if figure is None else figure
