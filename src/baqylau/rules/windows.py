"""From hours in local wall time to spans of UTC.

An instant is within the hours when the wall clock of the zone then shows a time within them. So when clocks are
set back at midnight, as in most of Kazakhstan on 29 February 2024, a curfew from 22:00 to 06:00 lasts nine hours
in one piece, and one from 23:00 holds through both hours that are called so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import msgspec

from baqylau.rules.intervals import FOREVER_MS, Span, merge, subtract

MINUTE_MS = 60_000
DAY_MS = 86_400_000
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_SEARCH_DAYS = 400
_WEEK_AND_A_DAY = 8


class HoursTable(msgspec.Struct, frozen=True, gc=False):
    """Weekly hours of a zone, with exceptions. Equal tables are one object, shared by all who have them.

    rows: (weekday bits with Monday the lowest, first minute, last minute) counted from local midnight.
    exceptions: (day ordinal, spans of minutes that begin on that day instead).
    """

    zone: str
    rows: tuple[tuple[int, int, int], ...]
    exceptions: tuple[tuple[int, tuple[tuple[int, int], ...]], ...] = ()


@cache
def shared_table(table: HoursTable) -> HoursTable:
    return table


@cache
def zone(name: str) -> ZoneInfo:
    """The zone by the tzdata that the program ships with, so that every machine judges by the same rules."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def window_after(table: HoursTable | None, time_ms: int) -> Span | None:
    """The unbroken span of hours that contains the instant, or the next one. None: none within 400 days.

    Without a table the hours are always. Weekly hours that are not all week have a gap within a week, so the span is
    whole.
    """
    if table is None or (_covers_week(table.rows) and not table.exceptions):
        return (0, FOREVER_MS)
    if _covers_week(table.rows):
        return next((span for span in _always_but(table) if span[1] > time_ms), None)
    return _search(table, time_ms)


def _search(table: HoursTable, time_ms: int) -> Span | None:
    day = time_ms // DAY_MS + _EPOCH_DAY - _WEEK_AND_A_DAY
    current: Span | None = None
    for ordinal in range(day, day + _SEARCH_DAYS):
        for start, end in day_spans(table, ordinal):
            if current is not None and start <= current[1]:
                current = (current[0], max(current[1], end))
            elif current is not None and current[1] > time_ms:
                return current
            else:
                current = (start, end)
        if current is not None and time_ms < current[1] <= (ordinal - _EPOCH_DAY - 1) * DAY_MS:
            return current
    return current if current is not None and current[1] > time_ms else None


@lru_cache(maxsize=256)
def _always_but(table: HoursTable) -> tuple[Span, ...]:
    whole_days = HoursTable(table.zone, ((127, 0, 1440),))
    holes = [span for ordinal, _ in table.exceptions for span in day_spans(whole_days, ordinal)]
    extra = [span for ordinal, _ in table.exceptions for span in day_spans(table, ordinal)]
    return merge((*subtract([(0, FOREVER_MS)], holes), *extra))


@lru_cache(maxsize=1024)
def _covers_week(rows: tuple[tuple[int, int, int], ...]) -> bool:
    spans = [
        ((weekday + week * 7) * 1440 + start, (weekday + week * 7) * 1440 + end)
        for bits, start, end in rows
        for weekday in range(7)
        if bits >> weekday & 1
        for week in range(3)
    ]
    return any(start <= 7 * 1440 and end >= 14 * 1440 for start, end in merge(spans))


@lru_cache(maxsize=65_536)
def day_spans(table: HoursTable, ordinal: int) -> tuple[Span, ...]:
    """The spans of UTC of the hours that begin on a local day, in order."""
    midnight = (ordinal - _EPOCH_DAY) * DAY_MS
    pieces: list[Span] = []
    for start, end in _minutes_of(table, ordinal):
        pieces += _wall_to_utc(table.zone, midnight + start * MINUTE_MS, midnight + end * MINUTE_MS)
    return merge(pieces)


def _minutes_of(table: HoursTable, ordinal: int) -> tuple[tuple[int, int], ...]:
    for day, spans in table.exceptions:
        if day == ordinal:
            return spans
    weekday = (ordinal + 6) % 7
    return tuple((start, end) for bits, start, end in table.rows if bits >> weekday & 1)


def _wall_to_utc(zone_name: str, wall_start: int, wall_end: int) -> Iterator[Span]:
    for low, high, offset in _offsets(zone_name, wall_start - DAY_MS, wall_end + DAY_MS):
        start, end = max(low, wall_start - offset), min(high, wall_end - offset)
        if start < end:
            yield start, end


def _offsets(zone_name: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Spans of constant offset from UTC that cover [start, end), with the offset in milliseconds."""
    first, last = offset_ms(zone_name, start), offset_ms(zone_name, end)
    if first == last:
        return [(start, end, first)]
    change = _change_between(zone_name, start, end, first)
    return [(start, change, first), *_offsets(zone_name, change, end)]


def _change_between(zone_name: str, low: int, high: int, offset: int) -> int:
    while high - low > 1000:
        middle = (low + high) // 2000 * 1000
        if middle <= low:
            break
        if offset_ms(zone_name, middle) == offset:
            low = middle
        else:
            high = middle
    return high


def offset_ms(zone_name: str, time_ms: int) -> int:
    """What the zone's wall clock shows ahead of UTC at the instant, milliseconds."""
    local = datetime.fromtimestamp(time_ms / 1000, UTC).astimezone(zone(zone_name))
    offset = local.utcoffset()
    assert offset is not None
    return round(offset.total_seconds() * 1000)
