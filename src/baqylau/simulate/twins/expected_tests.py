"""What has to be found of breath tests and check-ins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from baqylau.simulate.days import HOUR_MS
from baqylau.simulate.twins.answers import SECOND_TEST_AFTER_MS, TEST_AFTER_MS
from baqylau.simulate.twins.expectation import CLOCKS_MS, Expected, around
from baqylau.simulate.twins.script import Deed
from baqylau.simulate.twins.truth import Deedspan, Truth

_UNDONE: Final[dict[Deed, str]] = {
    "misses_test": "breath_missed",
    "refuses_test": "breath_refused",
    "breaks_off_test": "breath_incomplete",
    "misses_check_in": "check_in_missed",
    "refuses_check_in": "check_in_refused",
}
ANSWER_MS: Final = HOUR_MS
"""A test that was due is over by then, however it ended."""

POSITIVE_MG_L: Final = 0.15
"""Clearly above every limit and tolerance; the script draws no test between this and none."""


def tests(truth: Truth) -> Iterator[Expected]:
    """Do what is due when it is due, sober, and as oneself."""
    for each in truth.deeds:
        due, done = each.start_ms, each.start_ms + TEST_AFTER_MS
        kind = _UNDONE.get(each.deed)
        if kind is not None:
            yield Expected((kind,), around(due, 0, 0), (due, due + ANSWER_MS), each.deed)
        elif each.deed == "is_someone_else":
            yield Expected(
                ("check_in_mismatch",), around(done, 0, 0), (done - CLOCKS_MS, due + ANSWER_MS), each.deed
            )
        elif each.deed == "drinks":
            yield _drank(each, done, due)


def _drank(each: Deedspan, done: int, due: int) -> Expected:
    """A positive test waits for a second one, which confirms it, does not, or never comes."""
    again = each.happening.again_mg_l
    if again is None:
        return Expected(("alcohol_no_second",), around(done, 0, 0), (done, due + ANSWER_MS), "no second test")
    kind = "alcohol_confirmed" if again >= POSITIVE_MG_L else "alcohol_not_confirmed"
    return Expected((kind,), around(done, 0, 0), around(done + SECOND_TEST_AFTER_MS, 0, 0), "a second test")
