"""Breath tests and check-ins: what a unit or phone says when one is due, or asked for."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from heapq import merge
from typing import TYPE_CHECKING, Any, Final

from baqylau.simulate.days import MINUTE_MS
from baqylau.simulate.speak.baqylau_device import Said
from baqylau.simulate.speaking import Note
from baqylau.simulate.twins.radio import rounds
from baqylau.simulate.twins.truth import Truth

if TYPE_CHECKING:
    from baqylau.simulate.twins.bodies import Body


def reference(*about: object) -> str:
    """Of a picture or recording: named by its content, which nobody has taken here."""
    return "sha256:" + sha256(":".join(map(str, about)).encode()).hexdigest()


def breath_unit(body: Body, from_ms: int) -> Iterator[Note]:
    truth = body.truth
    tests = merge(*(truth.daily(wall) for wall in truth.script.order.tests))
    results = [note for moment in sorted(tests) for note in test(body, moment)]
    beats = (Note(moment) for moment, _ in rounds(body, from_ms))
    yield from merge(beats, sorted(results), key=lambda note: note.time_ms)


def deed_at(truth: Truth, moment_ms: int) -> Any:
    """What the script says of the test or check-in at that moment."""
    return next((each for each in truth.deeds if each.start_ms == moment_ms and each.deed in _OF_TESTS), None)


_OF_TESTS: Final = frozenset(
    {
        "drinks",
        "misses_test",
        "refuses_test",
        "breaks_off_test",
        "misses_check_in",
        "refuses_check_in",
        "is_someone_else",
    }
)
TEST_AFTER_MS: Final = 4 * MINUTE_MS
ASKED_NEAR_MS: Final = 30 * MINUTE_MS
RESULTS: Final = ("breath_result", "check_in_result")
SECOND_TEST_AFTER_MS: Final = 18 * MINUTE_MS
"""After the moment at which it was due, and after the first."""


def test(body: Body, moment_ms: int) -> list[Note]:
    deed = deed_at(body.truth, moment_ms)
    at = moment_ms + TEST_AFTER_MS
    match deed.deed if deed is not None else None:
        case "misses_test":
            return []
        case "refuses_test":
            return [Note(at, ({"kind": "breath_result", "outcome": "refused"},), urgent=True)]
        case "breaks_off_test":
            return [Note(at, ({"kind": "breath_result", "outcome": "incomplete"},), urgent=True)]
        case "drinks":
            again = deed.happening.again_mg_l
            notes = [measured(body, at, deed.happening.alcohol_mg_l)]
            return notes if again is None else [*notes, measured(body, at + SECOND_TEST_AFTER_MS, again)]
        case _:
            return [measured(body, at, 0.0)]


def measured(body: Body, at_ms: int, alcohol_mg_l: float) -> Note:
    said: Said = {
        "kind": "breath_result",
        "outcome": "measured",
        "alcohol_mg_l": alcohol_mg_l,
        "calibration": "CAL-2026-0001",
        "photo": reference(body.fitted.identity, at_ms),
    }
    return Note(at_ms, (said,), urgent=True)


def audiovisual_unit(body: Body, from_ms: int) -> Iterator[Note]:
    truth = body.truth
    due = sorted(moment for wall in truth.script.order.check_ins for moment in truth.daily(wall))
    results = [note for moment in due for note in check_in(body, moment)]
    beats = (Note(moment) for moment, _ in rounds(body, from_ms))
    yield from merge(beats, results, key=lambda note: note.time_ms)


def check_in(body: Body, moment_ms: int) -> list[Note]:
    deed = deed_at(body.truth, moment_ms)
    outcome = {"refuses_check_in": "refused", "is_someone_else": "mismatch"}.get(
        deed.deed if deed is not None else "", "match"
    )
    if deed is not None and deed.deed == "misses_check_in":
        return []
    at = moment_ms + TEST_AFTER_MS
    media = [] if outcome == "refused" else [reference(body.fitted.identity, at)]
    said: Said = {"kind": "check_in_result", "outcome": outcome, "media": media}
    return [Note(at, (said,), urgent=True)]
