"""A fitting is complete when everything is done and the device has shown itself; until then it says what is missing."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.register.fitting import (
    CLOCK_TOLERANCE_MS,
    FITTING_STEPS,
    Done,
    Fitting,
    FittingRefused,
    Heard,
    missing,
    refuse_step,
)

WHOLE = {
    "medical": Done("a", 1, {"result": "fit"}),
    "photo": Done("a", 2),
    "second_check": Done("b", 3),
    "sheet": Done("a", 4),
}
HEARD = Heard(5, 1000)


@pytest.mark.parametrize("left_out", [one for n in range(5) for one in combinations(FITTING_STEPS, n)])
def test_exactly_what_is_left_out_is_missing(left_out: tuple[str, ...]) -> None:
    """Whichever steps were not done, those are named and no others."""
    done = {step: one for step, one in WHOLE.items() if step not in left_out}
    assert missing(Fitting("a", done, HEARD)) == left_out  # type: ignore[arg-type]


def test_a_device_not_heard() -> None:
    """A device that was not heard since shows neither contact nor clock."""
    assert missing(Fitting("a", WHOLE)) == ("contact", "clock")  # type: ignore[arg-type]


@given(st.integers(-10 * CLOCK_TOLERANCE_MS, 10 * CLOCK_TOLERANCE_MS))
def test_a_wrong_clock(lag_ms: int) -> None:
    """A clock is right within the tolerance to either side, and wrong beyond it."""
    lacking = missing(Fitting("a", WHOLE, Heard(5, lag_ms)))  # type: ignore[arg-type]
    assert lacking == (() if abs(lag_ms) <= CLOCK_TOLERANCE_MS else ("clock",))


def test_contraindications_end_it() -> None:
    """With contraindications a fitting is never complete, whatever else is done."""
    done = WHOLE | {"medical": Done("a", 1, {"result": "contraindicated"})}
    assert missing(Fitting("a", done, HEARD)) == ("contraindicated",)  # type: ignore[arg-type]


def test_a_photo_taken_anew_needs_a_new_look() -> None:
    """The second person looks at what is worn now."""
    done = WHOLE | {"photo": Done("a", 9)}
    assert missing(Fitting("a", done, HEARD)) == ("second_check",)  # type: ignore[arg-type]


def test_two_people_fit() -> None:
    """Who began or photographed does not check; a third person does, and not before there is a photo."""
    photographed = Fitting("a", {"photo": Done("c", 2)})
    for login in ("a", "c"):
        with pytest.raises(FittingRefused, match="another person"):
            refuse_step(photographed, "second_check", login)
    refuse_step(photographed, "second_check", "b")
    with pytest.raises(FittingRefused, match="photo"):
        refuse_step(Fitting("a", {}), "second_check", "b")
