"""Fields of text frames: numbers, times, angles, alarm words. Every error names the field and its first byte."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from baqylau.protocols.language import FrameError

KMH_PER_KNOT: Final = 1.852

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_HEX = re.compile(r"[0-9A-Fa-f]{1,16}")
_ANGLE = re.compile(r"(\d{1,3}?)(\d\d(?:\.\d*)?)", re.ASCII)
_SIX = re.compile(r"\d{6}", re.ASCII)
_CLOCK = re.compile(r"(\d{6})(?:\.(\d{1,3})\d*)?", re.ASCII)
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST_WORD = 40


class Fields:
    """The fields of one frame. `offset`: the byte of the frame at which the first field begins."""

    __slots__ = ("_offset", "_parts")

    def __init__(self, text: str, offset: int = 0, separator: str = ",") -> None:
        self._parts = text.split(separator)
        self._offset = offset

    @property
    def count(self) -> int:
        return len(self._parts)

    def at(self, index: int) -> str:
        """The field without blanks around it; empty where the frame is shorter."""
        return self._parts[index].strip() if index < len(self._parts) else ""

    def error(self, index: int, field: str, problem: str = "") -> FrameError:
        before = self._parts[:index]
        offset = self._offset + sum(map(len, before)) + len(before)
        shown = self._parts[index][:40] if index < len(self._parts) else ""
        return FrameError(problem or f"not readable: {shown!r}", field=field, offset=offset)

    def need(self, count: int, field: str) -> None:
        if len(self._parts) < count:
            raise self.error(len(self._parts), field, f"{len(self._parts)} fields instead of {count}")

    def number(self, index: int, field: str, least: float, most: float) -> float | None:
        """None for an empty field, which says nothing."""
        text = self.at(index)
        if not text:
            return None
        if not _NUMBER.fullmatch(text) or not least <= (value := float(text)) <= most:
            raise self.error(index, field)
        return value

    def whole(self, index: int, field: str, least: int, most: int) -> int | None:
        text = self.at(index)
        if not text:
            return None
        if not _WHOLE.fullmatch(text) or not least <= (value := int(text)) <= most:
            raise self.error(index, field)
        return value

    def hexadecimal(self, index: int, field: str) -> int | None:
        text = self.at(index)
        if not text:
            return None
        if not _HEX.fullmatch(text):
            raise self.error(index, field)
        return int(text, 16)

    def one_of(self, index: int, field: str, allowed: str) -> str:
        text = self.at(index)
        if len(text) != 1 or text not in allowed:
            raise self.error(index, field)
        return text

    def time_ms(self, date: int, clock: int, order: str = "dmy") -> int:
        """A date field of six digits in `order` and a field hhmmss[.sss], UTC."""
        day = day_ms(self.at(date), order)
        if day is None:
            raise self.error(date, "date")
        since = since_midnight_ms(self.at(clock))
        if since is None:
            raise self.error(clock, "time")
        return day + since

    def angle(self, index: int, field: str, signs: str, most: int) -> float | None:
        """Degrees and minutes as ddmm.mmmm, the hemisphere in the field behind; None where both are empty."""
        text, sign = self.at(index), self.at(index + 1)
        if not text:
            return None
        degrees = degrees_of(text)
        if degrees is None or degrees > most:
            raise self.error(index, field)
        if not sign or sign not in signs:
            raise self.error(index + 1, field)
        return degrees if sign == signs[0] else -degrees


@lru_cache(maxsize=64)
def day_ms(text: str, order: str = "dmy") -> int | None:
    """Midnight of a day written as six digits, two for the year; None: no such day."""
    if not _SIX.fullmatch(text):
        return None
    parts = dict(zip(order, (int(text[:2]), int(text[2:4]), int(text[4:])), strict=True))
    try:
        return int(datetime(2000 + parts["y"], parts["m"], parts["d"], tzinfo=UTC).timestamp()) * 1000
    except ValueError:
        return None


def since_midnight_ms(text: str) -> int | None:
    """hhmmss with or without a fraction; None: no time of day."""
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    digits = match[1]
    hour, minute, second = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if hour > 23 or minute > 59 or second > 59:
        return None
    return ((hour * 60 + minute) * 60 + second) * 1000 + int((match[2] or "0").ljust(3, "0"))


def degrees_of(text: str) -> float | None:
    """ddmm.mmmm in degrees; None: not so written, or 60 minutes and more."""
    whole, _, _fraction = text.partition(".")
    match = _ANGLE.fullmatch(text) if len(whole) >= 3 else None
    if not match or (minutes := float(match[2])) >= 60:
        return None
    return int(match[1]) + minutes / 60


def word(text: str) -> str:
    """A device's own words as one snake_case word."""
    return _NO_WORD.sub("_", _CAPITAL.sub("_", text.strip()[:_LONGEST_WORD]).lower()).strip("_")
