"""The individual identification number (IIN, ЖСН, ИИН): 12 digits that carry a birth date and a check digit.

Structure and check digit: Government resolution 406 of 22 May 2007, rules for forming the identification
number. Digits 1 to 6 are the birth date as YYMMDD, digit 7 the century and sex (1, 2: 1800s; 3, 4: 1900s;
5, 6: 2000s; odd is male), digits 8 to 11 a serial number, digit 12 the check digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from baqylau.platform.refusal import Refusal

_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURY_OF_DIGIT_7 = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}
_DIGITS = frozenset("0123456789")


class IinError(Refusal):
    """Not an IIN; the message says which digits are wrong and why."""


def checked_iin(text: str) -> str:
    """`text` itself when it is an IIN. Raises IinError."""
    if len(text) != 12 or not _DIGITS.issuperset(text):
        raise IinError("iin_length", iin=text)
    born_on(text)
    expected = check_digit(text[:11])
    if expected is None:
        raise IinError("iin_never_issued", iin=text)
    if expected != int(text[11]):
        raise IinError("iin_check_digit", iin=text, digit=text[11], expected=expected)
    return text


def born_on(iin: str) -> date:
    """The birth date in digits 1 to 7. Raises IinError when there is no such day or century."""
    century = _CENTURY_OF_DIGIT_7.get(int(iin[6]))
    if century is None:
        raise IinError("iin_century", iin=iin, digit=iin[6])
    try:
        return date(century + int(iin[0:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError as cause:
        raise IinError("iin_birth_date", iin=iin) from cause


def check_digit(first_eleven: str) -> int | None:
    """Digit 12; None when both rows of weights give 10, such a number is skipped at issue."""
    digits = [int(character) for character in first_eleven]
    remainder = _weighted_remainder(digits, _WEIGHTS)
    if remainder == 10:
        remainder = _weighted_remainder(digits, _SECOND_WEIGHTS)
    return None if remainder == 10 else remainder


def composed_iin(born: date, *, male: bool, serial: int) -> str | None:
    """The IIN with this birth date, sex and serial number (0 to 9999); None when it would never be issued.

    Raises ValueError for a birth date outside 1800 to 2099 and a serial number of more than four digits.
    """
    if not (1800 <= born.year <= 2099 and 0 <= serial <= 9999):
        raise ValueError(f"no IIN for birth year {born.year} and serial number {serial}")
    digit_7 = (born.year // 100 - 18) * 2 + (1 if male else 2)
    first_eleven = f"{born:%y%m%d}{digit_7}{serial:04d}"
    last = check_digit(first_eleven)
    return None if last is None else f"{first_eleven}{last}"


def _weighted_remainder(digits: Sequence[int], weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
