"""When breath tests and check-ins are due: at set times, at random within hours, or only when an officer asks."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from baqylau.platform.refusal import Refusal
from baqylau.register.hours import Hours, WallTime, minutes, weekdays

MOST_TESTS = 12
"""Of one row on one day; more would be harassment rather than supervision."""


class ScheduledTime(BaseModel):
    """Due at this local wall time on each of the days. A time that the clock shows twice is due the first time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: str = Field(default="mon-sun", examples=["mon-sun", "mon,wed", "fri-mon"])
    at: WallTime

    @field_validator("days")
    @classmethod
    def _days_are_weekdays(cls, days: str) -> str:
        weekdays(days)
        return days

    @field_validator("at")
    @classmethod
    def _is_before_midnight(cls, text: str) -> str:
        if text == "24:00":
            raise Refusal("due_at_24")
        return text


class RandomTests(Hours):
    """`tests` times at random in the hours that begin on each of the days."""

    tests: Annotated[int, Field(ge=1, le=MOST_TESTS)]


class Schedule(BaseModel):
    """Set times and random ones together; `on_demand_only` where there are neither.

    An officer may ask at other times too. On a date with an exception only what falls in its hours is due; random
    tests of that date are drawn there. What falls in a permitted absence is not due.
    apart_minutes: random tests of one date are at least so far apart, and from its set times, where they fit.
    answer_minutes: within so long of the due time it is to be done; without it the threshold `test_answer_s`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    times: tuple[ScheduledTime, ...] = Field(default=(), max_length=48)
    random: tuple[RandomTests, ...] = Field(default=(), max_length=24)
    apart_minutes: int = Field(default=60, ge=0, le=1440)
    answer_minutes: int | None = Field(default=None, ge=1, le=1440)
    on_demand_only: bool = False

    @model_validator(mode="after")
    def _says_when(self) -> Schedule:
        said = bool(self.times or self.random)
        if said and self.on_demand_only:
            raise Refusal("schedule_both")
        if not said and not self.on_demand_only:
            raise Refusal("schedule_empty")
        return self


def fits(row: RandomTests, apart_minutes: int) -> bool:
    """Whether the tests of a row can keep their distance in its hours."""
    begin, end = row.span_minutes()
    return (row.tests - 1) * apart_minutes < end - begin


def minute_of(time: ScheduledTime) -> int:
    """Minutes from local midnight."""
    return minutes(time.at)
