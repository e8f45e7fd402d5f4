"""One frame whose checksum is right, opened: its protocol number, its content and what its times mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from baqylau.observations import Observation
from baqylau.protocols.language import FrameError

Observations = tuple[Observation, ...]

_DAY_MS = 86_400_000
_DAYS_TO_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
_DAYS_1970_TO_2000 = 10_957


@dataclass(slots=True)
class Packet:
    """A frame between its protocol number and its serial number.

    long: framed with 0x79 0x79. start: offset of `content` in the frame, for errors.
    zone_ms: what the device's clock is ahead of UTC in this kind of packet.
    """

    number: int
    long: bool
    content: bytes
    serial: bytes
    start: int
    now_ms: int
    zone_ms: int

    def need(self, length: int, field: str) -> None:
        """Raises FrameError when the content ends before `length`."""
        if len(self.content) < length:
            problem = f"content has {len(self.content)} bytes, {length} needed"
            raise FrameError(problem, field=field, offset=self.start + len(self.content))

    def fail(self, problem: str, field: str, at: int) -> FrameError:
        return FrameError(problem, field=field, offset=self.start + at)

    def time_ms(self, at: int = 0) -> int:
        """The six date fields at `at`. All zero means a device without a clock: heard now."""
        self.need(at + 6, "date and time")
        return self.from_date(*self.content[at : at + 6], at=at)

    def from_date(
        self, year: int, month: int, day: int, hour: int, minute: int, second: int, *, at: int
    ) -> int:
        if hour > 23 or minute > 59 or second > 59:
            raise self.fail(f"no time of day: {hour}:{minute}:{second}", "date and time", at + 3)
        start_ms = _day_start_ms(year << 16 | month << 8 | day)
        if start_ms is not None:
            return start_ms + hour * 3_600_000 + minute * 60_000 + second * 1000 - self.zone_ms
        if not (year or month or day or hour or minute or second):
            return self.now_ms
        raise self.fail(f"no date: 20{year:02}-{month:02}-{day:02}", "date and time", at)


@lru_cache(maxsize=4096)
def _day_start_ms(date: int) -> int | None:
    year, month, day = date >> 16, date >> 8 & 0xFF, date & 0xFF
    if year > 99 or not 1 <= month <= 12:
        return None
    leap = year % 4 == 0
    length = _DAYS_TO_MONTH[month] - _DAYS_TO_MONTH[month - 1] + (leap and month == 2)
    if not 1 <= day <= length:
        return None
    days = year * 365 + (year + 3) // 4 + _DAYS_TO_MONTH[month - 1] + (leap and month > 2) + day - 1
    return (_DAYS_1970_TO_2000 + days) * _DAY_MS
