"""What has to be found of breath tests and check-ins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from baqylau.simulate.days import HOUR_MS, MINUTE_MS
from baqylau.simulate.twins.answers import SECOND_TEST_AFTER_MS, TEST_AFTER_MS, deed_at
from baqylau.simulate.twins.asking import ANSWER_BY_MS
from baqylau.simulate.twins.expectation import CLOCKS_MS, Expected, Window, around
from baqylau.simulate.twins.script import Deed
from baqylau.simulate.twins.truth import Asked, Deedspan, Truth

_UNDONE: Final[dict[Deed, str]] = {
    "misses_test": "breath_missed",
    "refuses_test": "breath_refused",
    "breaks_off_test": "breath_incomplete",
    "misses_check_in": "check_in_missed",
    "refuses_check_in": "check_in_refused",
    "breaks_off_check_in": "check_in_incomplete",
}
_TO_LOOK_AT: Final[dict[Deed, str]] = {
    "is_someone_else": "check_in_mismatch",
    "is_recorded": "check_in_recorded",
}
_DEEDS: Final = {
    "alcohol": frozenset({"drinks", "misses_test", "refuses_test", "breaks_off_test"}),
    "check_in": frozenset({"misses_check_in", "refuses_check_in", "breaks_off_check_in", *_TO_LOOK_AT}),
}
ANSWER_MS: Final = HOUR_MS
"""A test that was due is over by then, however it ended."""

LEAST_MS: Final = 10 * MINUTE_MS
"""With less time than that to do it, who hears of it has missed nothing."""

SECOND_AT_LEAST_MS: Final = 2 * MINUTE_MS
"""A second test sooner than that is none."""

POSITIVE_MG_L: Final = 0.15
"""Clearly above every limit and tolerance; the script draws no test between this and none."""


def tests(truth: Truth) -> Iterator[Expected]:
    """Do what is due when it is due or asked for, sober, and as oneself. What nobody was asked for nobody missed."""
    order = truth.script.order
    set_times = [*_daily(truth, order.tests, "alcohol"), *_daily(truth, order.check_ins, "check_in")]
    for due, test in set_times:
        yield from _of(truth, due, due, test, (due + TEST_AFTER_MS, due + TEST_AFTER_MS))
    for each in truth.asked:
        if each.asked_ms is None:
            kind = "breath_not_asked" if each.test == "alcohol" else "check_in_not_asked"
            due = each.due_ms
            yield Expected((kind,), around(due, 0, 0), (due, due + ANSWER_MS), "no network when asked")
        else:
            yield from _of(truth, each.due_ms, each.asked_ms, each.test, _done(each, each.asked_ms))


def _done(each: Asked, asked_ms: int) -> Window:
    return (each.due_ms, asked_ms) if each.at_once else (asked_ms + TEST_AFTER_MS, asked_ms + TEST_AFTER_MS)


def _daily(truth: Truth, walls: Sequence[str], test: str) -> Iterator[tuple[int, str]]:
    return ((due, test) for wall in walls for due in truth.daily(wall))


def _of(truth: Truth, due: int, asked: int, test: str, done: Window) -> Iterator[Expected]:
    each = deed_at(truth, due, _DEEDS[test])
    if each is None:
        return
    kind = _UNDONE.get(each.deed)
    if kind is not None and kind.endswith("_missed") and asked > due + ANSWER_BY_MS - LEAST_MS:
        kind = kind.replace("_missed", "_not_asked")
    if kind is not None:
        # Done again and well within the time, it is done.
        if not each.happening.tries_again:
            yield Expected((kind,), around(due, 0, 0), (due, due + ANSWER_MS), each.deed)
    elif each.deed in _TO_LOOK_AT:
        over = (done[0] - CLOCKS_MS, due + ANSWER_MS)
        yield Expected((_TO_LOOK_AT[each.deed],), _within(done), over, each.deed)
    else:
        yield _drank(each, done, due)


def _within(done: Window) -> Window:
    return around(done[0], 0, done[1] - done[0])


def _drank(each: Deedspan, done: Window, due: int) -> Expected:
    """A positive test waits for a second one, which confirms it, does not, or never comes."""
    again = each.happening.again_mg_l
    if again is None:
        over = (done[0], due + ANSWER_MS)
        return Expected(("alcohol_no_second",), _within(done), over, "no second test")
    kind = "alcohol_confirmed" if again >= POSITIVE_MG_L else "alcohol_not_confirmed"
    # At the latest by the script; a system that asks for it may have it sooner.
    again_ms = done[1] + SECOND_TEST_AFTER_MS
    earliest_ms = again_ms if done[0] == done[1] else done[0] + SECOND_AT_LEAST_MS
    return Expected((kind,), _within(done), (earliest_ms - CLOCKS_MS, again_ms + CLOCKS_MS), "a second test")
