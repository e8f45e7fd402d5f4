"""The IIN: birth date, century, check digit."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from baqylau.register.iin import IinError, born_on, check_digit, checked_iin, composed_iin

BIRTHS = st.dates(min_value=date(1800, 1, 1), max_value=date(2099, 12, 31))
SERIALS = st.integers(min_value=0, max_value=9999)


@given(born=BIRTHS, male=st.booleans(), serial=SERIALS)
def test_composed_is_accepted(born: date, male: bool, serial: int) -> None:
    """A composed IIN is accepted and gives back the birth date it was made of."""
    iin = composed_iin(born, male=male, serial=serial)
    assume(iin is not None)
    assert iin is not None
    assert checked_iin(iin) == iin
    assert born_on(iin) == born


@given(born=BIRTHS, serial=SERIALS, position=st.sampled_from([7, 8, 9, 11]), step=st.integers(1, 9))
def test_one_wrong_digit(born: date, serial: int, position: int, step: int) -> None:
    """One wrong digit is found by the first row of weights; digit 11 has weight 11 there and stays unseen."""
    iin = composed_iin(born, male=True, serial=serial)
    assume(iin is not None and _by_first_row(iin))
    assert iin is not None
    wrong = iin[:position] + str((int(iin[position]) + step) % 10) + iin[position + 1 :]
    assume(_by_first_row(wrong))
    with pytest.raises(IinError):
        checked_iin(wrong)


def _by_first_row(iin: str) -> bool:
    return sum(weight * int(digit) for weight, digit in zip(range(1, 12), iin, strict=False)) % 11 != 10


def test_second_row_of_weights() -> None:
    """Where the first row gives 10, the second row decides."""
    found = next(s for s in range(10_000) if not _by_first_row(f"900101{3}{s:04d}"))
    digits = f"9001013{found:04d}"
    second = sum(w * int(d) for w, d in zip((3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2), digits, strict=True)) % 11
    assert check_digit(digits) == (None if second == 10 else second)


def test_some_numbers_are_never_issued() -> None:
    """A serial number for which both rows give 10 has no IIN."""
    composed = [composed_iin(date(1990, 1, 1), male=True, serial=serial) for serial in range(2000)]
    assert None in composed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "12 digits"),
        ("90010130001", "12 digits"),
        ("9001013000170", "12 digits"),
        ("90010130001x", "12 digits"),
        ("٩٠٠١٠١٣٠٠٠١٧", "12 digits"),
        ("901301300017", "no birth date"),
        ("900230300017", "no birth date"),
        ("900101000017", "digit 7"),
        ("900101900017", "digit 7"),
    ],
)
def test_refused(text: str, says: str) -> None:
    """What is no IIN is refused with the digits that are wrong."""
    with pytest.raises(IinError, match=says):
        checked_iin(text)


@given(st.text(max_size=14))
def test_only_its_own_error(text: str) -> None:
    """Any text is either accepted or refused with IinError."""
    with suppress(IinError):
        assert checked_iin(text) == text


def test_compose_refuses() -> None:
    """A birth date or serial number that does not fit the digits is refused."""
    with pytest.raises(ValueError, match="no IIN"):
        composed_iin(date(2100, 1, 1), male=True, serial=1)
    with pytest.raises(ValueError, match="no IIN"):
        composed_iin(date(2000, 1, 1), male=True, serial=10_000)
