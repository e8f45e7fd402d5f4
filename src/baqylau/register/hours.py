"""When a condition holds: a weekday table in local wall time, its exceptions, and permitted absences."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from baqylau.platform.refusal import Refusal

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60


WallTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", examples=["22:00"])]
"""Local wall time, HH:MM; 24:00 is the end of the day."""


class Hours(BaseModel):
    """A span of local wall time that begins on each of the days; it runs over midnight when `to` <= `from`.

    When the clock is set back, an instant is within the hours if the wall clock shows a time within them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    days: str = Field(default="mon-sun", examples=["mon-sun", "mon,wed", "fri-mon"])
    from_: WallTime = Field(alias="from")
    to: WallTime

    @field_validator("days")
    @classmethod
    def _days_are_weekdays(cls, days: str) -> str:
        weekdays(days)
        return days

    @field_validator("from_")
    @classmethod
    def _begins_before_midnight(cls, text: str) -> str:
        if text == "24:00":
            raise Refusal("hours_begin_at_24")
        return text

    def span_minutes(self) -> tuple[int, int]:
        """Minutes from the local midnight on which the span begins; the end is past 1440 over midnight."""
        begin, end = minutes(self.from_), minutes(self.to)
        return begin, end if end > begin else end + DAY_MINUTES


class DayHours(BaseModel):
    """The hours of one date, in place of the weekday table."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: WallTime = Field(alias="from")
    to: WallTime

    def span_minutes(self) -> tuple[int, int]:
        begin, end = minutes(self.from_), minutes(self.to)
        return begin, end if end > begin else end + DAY_MINUTES


class HoursException(BaseModel):
    """On this local date the hours that begin are these; an empty list: none begin."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: date
    hours: tuple[DayHours, ...]


class PermittedAbsence(BaseModel):
    """From `from` until before `to` the condition does not bind, for this reason (a doctor, a funeral)."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime
    reason: str = Field(min_length=1, max_length=500)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> PermittedAbsence:
        if self.to <= self.from_:
            raise Refusal("absence_ends_before")
        return self


def minutes(text: str) -> int:
    """Minutes since midnight of a wall time HH:MM."""
    return int(text[:2]) * 60 + int(text[3:])


def weekdays(text: str) -> frozenset[int]:
    """The days of "mon-sun" or "mon,wed" or "fri-mon", Monday = 0. Raises ValueError for another word."""
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        begin = _weekday(first)
        end = _weekday(last) if last else begin
        found.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return frozenset(found)


def _weekday(word: str) -> int:
    name = word.strip().lower()
    if name not in WEEKDAYS:
        raise Refusal("weekday_unknown", word=word.strip(), weekdays=WEEKDAYS)
    return WEEKDAYS.index(name)
