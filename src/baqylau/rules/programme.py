"""A person's conditions and devices, prepared once for judging: immutable and small."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

import msgspec

from baqylau.register.activation import Activation
from baqylau.register.device import DeviceKind
from baqylau.register.hours import weekdays
from baqylau.register.order import PROTECTION_TERMS, TEST_TERMS, Condition, Order, OrderVersion, epoch_ms
from baqylau.register.protection import Protection
from baqylau.register.supervised import AskedTest, Calibration, KnownDevice
from baqylau.rules.bound import Bound
from baqylau.rules.equipment import Equipment, compile_equipment
from baqylau.rules.intervals import FOREVER_MS, Span, intersect, merge, subtract
from baqylau.rules.shapes import Shape, shape_of
from baqylau.rules.tests_programme import Tests, compile_tests, tests_key
from baqylau.rules.thresholds import DEFAULT, Thresholds
from baqylau.rules.windows import HoursTable, shared_table, window_after

CURFEW, INCLUSION, EXCLUSION, ATTENDANCE = range(4)
_KINDS = {"curfew": CURFEW, "inclusion": INCLUSION, "exclusion": EXCLUSION, "attendance": ATTENDANCE}


class Rule(msgspec.Struct, frozen=True, gc=False):
    """A condition while it was in force, [from_ms, to_ms).

    key: the same as long as the condition is the same and began at the same time, whatever its end.
    """

    key: int
    condition: str
    kind: int
    from_ms: int
    to_ms: int
    shape: Shape
    ring_m: float
    hours: HoursTable | None
    permitted: tuple[Span, ...]


class Programme(msgspec.Struct, frozen=True, gc=False):
    """What one person is judged by.

    key: other programmes of the person have another. devices: each device's id and when it was worn under an
    order in force, the only time in which it is judged. kinds: what each of these devices is. equipment:
    what they are to one another, where there are several. What follows is one field a further judge; see `judges`.
    """

    key: int
    person_id: int
    rules: tuple[Rule, ...]
    devices: tuple[tuple[int, tuple[Span, ...]], ...]
    thresholds: Thresholds
    kinds: tuple[DeviceKind, ...] = ()
    tests: Tests | None = None
    bounds: tuple[Bound, ...] = ()
    equipment: Equipment | None = None


def compile_programme(
    person_id: int,
    versions: Sequence[OrderVersion],
    worn: Iterable[Activation],
    thresholds: Thresholds = DEFAULT,
    equipment: Iterable[KnownDevice] = (),
    asked: Iterable[AskedTest] = (),
    calibrations: Iterable[Calibration] = (),
    protections: Sequence[Protection] = (),
) -> Programme:
    """From the versions of a person's orders and the times each device was worn.

    equipment: kind and radio identity of the devices worn; what is not among it is judged as a tracker.
    asked, calibrations: of tests, see `SupervisedPerson`.
    protections: whom conditions of kind `protection` name, where they consent.
    """
    worn = tuple(worn)
    in_force = merge((version.in_force_from_ms, _end(version.in_force_to_ms)) for version in versions)
    spans: dict[int, list[Span]] = {}
    for each in worn:
        spans.setdefault(each.device_id, []).append((each.from_ms, _end(each.to_ms)))
    devices = tuple((device_id, intersect(spans[device_id], in_force)) for device_id in sorted(spans))
    known = {each.device_id: each for each in equipment}
    kinds = tuple(known[each].kind if each in known else "tracker" for each, _ in devices)
    rules = tuple(_rules(versions))
    tests = compile_tests(versions, thresholds, asked, calibrations)
    bounds = tuple(_bounds(versions, protections))
    pieces = compile_equipment(devices, worn, known)
    parts = f"{devices}{kinds}{tests_key(tests)}{bounds}{pieces}"
    key = _key(f"{[(rule.key, rule.to_ms) for rule in rules]}{parts}")
    return Programme(key, person_id, rules, devices, thresholds, kinds, tests, bounds, pieces)


def kind_of(programme: Programme, device_id: int) -> DeviceKind:
    """What this device is; a tracker, where nobody said."""
    for (known, _), kind in zip(programme.devices, programme.kinds, strict=True):
        if known == device_id:
            return kind
    return "tracker"


def window_of(rule: Rule, time_ms: int) -> Span | None:
    """The span in which the rule binds that contains the instant, or the next one; None when there is none.

    It is the hours of the order, less permitted absences, while the condition is in force.
    """
    time_ms = max(time_ms, rule.from_ms)
    while time_ms < rule.to_ms:
        hours = window_after(rule.hours, time_ms)
        if hours is None:
            return None
        clipped = [(max(hours[0], rule.from_ms), min(hours[1], rule.to_ms))]
        for piece in subtract(clipped, rule.permitted):
            if piece[1] > time_ms:
                return piece
        time_ms = hours[1]
    return None


def _bounds(versions: Sequence[OrderVersion], protections: Sequence[Protection]) -> Iterator[Bound]:
    """One for each condition of kind `protection` and each person it names who consents."""
    spans: dict[tuple[str, str, float], list[Span]] = {}
    permitted: dict[tuple[str, str, float], list[Span]] = {}
    for version in versions:
        for condition in version.order.conditions:
            if condition.kind != "protection":
                continue
            assert condition.protects is not None
            assert condition.distance_m is not None
            about = (condition.id, condition.protects, condition.distance_m)
            spans.setdefault(about, []).append((version.in_force_from_ms, _end(version.in_force_to_ms)))
            allowed = ((epoch_ms(each.from_), epoch_ms(each.to)) for each in condition.permitted_absences)
            permitted.setdefault(about, []).extend(allowed)
    for about, in_force in spans.items():
        condition_id, code, distance_m = about
        for one in protections:
            if one.code == code:
                heard = merge((start, _end(end)) for start, end in one.spans)
                judged = subtract(intersect(merge(in_force), heard), permitted[about])
                key = _key(f"protection{about}{one.protected_id}")
                yield Bound(key, condition_id, one.protected_id, distance_m, judged)


def _rules(versions: Sequence[OrderVersion]) -> Iterator[Rule]:
    """One rule per condition; a version that repeats a condition unchanged prolongs it."""
    spans: dict[str, list[Span]] = {}
    conditions: dict[str, tuple[Order, Condition]] = {}
    for version in versions:
        for condition in version.order.conditions:
            if condition.kind not in _KINDS:
                continue
            terms = condition.model_dump(mode="json", exclude=set(TEST_TERMS | PROTECTION_TERMS))
            text = json.dumps([version.order.timezone, terms], sort_keys=True)
            conditions[text] = (version.order, condition)
            spans.setdefault(text, []).append((version.in_force_from_ms, _end(version.in_force_to_ms)))
    for text, (order, condition) in conditions.items():
        for span in merge(spans[text]):
            yield _rule(text, order, condition, span)


def _rule(text: str, order: Order, condition: Condition, span: Span) -> Rule:
    return Rule(
        _key(f"{text}{span[0]}"),
        condition.id,
        _KINDS[condition.kind],
        span[0],
        span[1],
        shape_of(condition.where),
        condition.warning_m or 0.0,
        _table(condition.where.timezone or order.timezone, condition),
        merge((epoch_ms(each.from_), epoch_ms(each.to)) for each in condition.permitted_absences),
    )


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=7).digest(), "big")


def _table(zone: str, condition: Condition) -> HoursTable | None:
    if not condition.hours and not condition.exceptions:
        return None
    rows = tuple((_bits(hours.days), *hours.span_minutes()) for hours in condition.hours)
    exceptions = tuple(
        (each.date.toordinal(), tuple(hours.span_minutes() for hours in each.hours))
        for each in sorted(condition.exceptions, key=lambda each: each.date)
    )
    return shared_table(HoursTable(zone, rows or ((127, 0, 1440),), exceptions))


@lru_cache(maxsize=256)
def _bits(days: str) -> int:
    return sum(1 << day for day in weekdays(days))


def _end(to_ms: int | None) -> int:
    return FOREVER_MS if to_ms is None else to_ms
