"""Breath tests and check-ins: what a unit or phone says when one is due, or asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256
from heapq import merge
from typing import TYPE_CHECKING, Final

from baqylau.simulate.days import MINUTE_MS
from baqylau.simulate.speak.baqylau_device import Said
from baqylau.simulate.speaking import Note
from baqylau.simulate.twins.radio import rounds
from baqylau.simulate.twins.truth import Deedspan, Truth

if TYPE_CHECKING:
    from baqylau.simulate.twins.bodies import Body


def reference(*about: object) -> str:
    """Of a picture or recording: named by its content, which nobody has taken here."""
    return "sha256:" + sha256(":".join(map(str, about)).encode()).hexdigest()


TEST_AFTER_MS: Final = 4 * MINUTE_MS
ASKED_NEAR_MS: Final = 30 * MINUTE_MS
RESULTS: Final = ("breath_result", "check_in_result")
SECOND_TEST_AFTER_MS: Final = 18 * MINUTE_MS
"""After the moment at which it was due, and after the first."""

_TEST_DEEDS: Final = frozenset({"drinks", "misses_test", "refuses_test", "breaks_off_test"})
_SHOWN: Final[dict[str, str]] = {
    "refuses_check_in": "refused",
    "breaks_off_check_in": "incomplete",
    "is_someone_else": "mismatch",
    "is_recorded": "recorded",
}
_CHECK_IN_DEEDS: Final = frozenset({"misses_check_in", *_SHOWN})


def breath_unit(body: Body, from_ms: int) -> Iterator[Note]:
    beats = (Note(moment) for moment, _ in rounds(body, from_ms))
    yield from merge(beats, results(body), key=lambda note: note.time_ms)


audiovisual_unit = breath_unit


def results(body: Body) -> list[Note]:
    """Of everything that was due at a set time or asked for, in the order of time."""
    truth, order = body.truth, body.truth.script.order
    notes = [note for wall in order.tests for due in truth.daily(wall) for note in breath_test(body, due)]
    notes += [note for wall in order.check_ins for due in truth.daily(wall) for note in check_in(body, due)]
    for each in truth.asked:
        if each.asked_ms is not None:
            answered = breath_test if each.test == "alcohol" else check_in
            notes += answered(body, each.due_ms, each.asked_ms, {"request": each.request})
    return sorted(notes, key=lambda note: note.time_ms)


def deed_at(truth: Truth, moment_ms: int, deeds: Collection[str]) -> Deedspan | None:
    """What the script says of a test or check-in due at that moment."""
    return next(
        (
            each
            for each in truth.deeds
            if each.deed in deeds and (each.start_ms == moment_ms or each.start_ms <= moment_ms < each.end_ms)
        ),
        None,
    )


def breath_test(
    body: Body, due_ms: int, asked_ms: int | None = None, request: Said | None = None
) -> list[Note]:
    deed = deed_at(body.truth, due_ms, _TEST_DEEDS)
    at = (due_ms if asked_ms is None else asked_ms) + TEST_AFTER_MS
    if deed is None:
        return [_note(at, measured(body, at, 0.0), request)]
    if deed.deed == "misses_test":
        return []
    if deed.deed == "drinks":
        return _drunk(body, at, deed, request)
    outcome = "refused" if deed.deed == "refuses_test" else "incomplete"
    first = _note(at, {"kind": "breath_result", "outcome": outcome}, request)
    again_ms = at + TEST_AFTER_MS
    return [first, *_again(deed, _note(again_ms, measured(body, again_ms, 0.0), request))]


def tested_at(body: Body, now_ms: int) -> list[Note]:
    """The one result of a test asked for now. Who has drunk measures as at first when asked anew, or as the script
    says of a second test."""
    notes = breath_test(body, now_ms)
    second = body.drank_ms is not None and now_ms - body.drank_ms <= ASKED_NEAR_MS
    if len(notes) > 1 and second:
        return notes[1:2]
    deed = deed_at(body.truth, now_ms, ("drinks",))
    body.drank_ms = body.drank_ms if deed is None or second else now_ms
    return [] if deed is not None and second else notes[:1]


def _drunk(body: Body, at_ms: int, deed: Deedspan, request: Said | None) -> list[Note]:
    happening, second_ms = deed.happening, at_ms + SECOND_TEST_AFTER_MS
    notes = [_note(at_ms, measured(body, at_ms, happening.alcohol_mg_l or 0.0), request)]
    if happening.again_mg_l is not None:
        notes.append(_note(second_ms, measured(body, second_ms, happening.again_mg_l), None))
    return notes


def measured(body: Body, at_ms: int, alcohol_mg_l: float) -> Said:
    return {
        "kind": "breath_result",
        "outcome": "measured",
        "alcohol_mg_l": alcohol_mg_l,
        "calibration": "CAL-2026-0001",
        "photo": reference(body.fitted.identity, at_ms),
    }


def check_in(body: Body, due_ms: int, asked_ms: int | None = None, request: Said | None = None) -> list[Note]:
    deed = deed_at(body.truth, due_ms, _CHECK_IN_DEEDS)
    at = (due_ms if asked_ms is None else asked_ms) + TEST_AFTER_MS
    if deed is None:
        return [_note(at, shown(body, at, "match"), request)]
    if deed.deed == "misses_check_in":
        return []
    again_ms = at + TEST_AFTER_MS
    first = _note(at, shown(body, at, _SHOWN[deed.deed]), request)
    return [first, *_again(deed, _note(again_ms, shown(body, again_ms, "match"), request))]


def shown(body: Body, at_ms: int, outcome: str) -> Said:
    media = [reference(body.fitted.identity, at_ms)] if outcome not in ("refused", "incomplete") else []
    return {"kind": "check_in_result", "outcome": outcome, "media": media}


def _again(deed: Deedspan, second: Note) -> list[Note]:
    return [second] if deed.happening.tries_again else []


def _note(at_ms: int, said: Said, request: Said | None) -> Note:
    return Note(at_ms, ({**said, **(request or {})},), urgent=True)
