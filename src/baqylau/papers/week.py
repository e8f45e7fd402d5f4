"""Weekly hours as a table of seven days, for drawing. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from baqylau.register.hours import DAY_MINUTES, Hours, weekdays
from baqylau.rules.intervals import merge

Span = tuple[int, int]


def week_of(hours: Iterable[Hours]) -> list[list[Span]]:
    """For each day, Monday first, spans of minutes since midnight; what runs over midnight is cut there."""
    days: list[list[Span]] = [[] for _ in range(7)]
    for each in hours:
        begin, end = each.span_minutes()
        for day in weekdays(each.days):
            days[day].append((begin, min(end, DAY_MINUTES)))
            if end > DAY_MINUTES:
                days[(day + 1) % 7].append((0, end - DAY_MINUTES))
    return [list(merge(spans)) for spans in days]
