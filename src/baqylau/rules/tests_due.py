"""When breath tests and check-ins are due: the same on every replay, and nothing the wearer can foresee.

Random times are drawn from HMAC-SHA-256 (RFC 2104) of the condition's secret over the condition, the local date and
a running number. Who has not the secret learns nothing of tomorrow from all the times of the past; who has it, the
monitor and the jobs, always come to the same times. Without a secret nothing random is due, for nobody asked.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from baqylau.rules.intervals import Span, merge, subtract
from baqylau.rules.windows import DAY_MS, MINUTE_MS, HoursTable, day_spans, offset_ms

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_SEARCH_DAYS: Final = 8
_EVERY_DAY: Final = 127
_DAY_MINUTES: Final = 1440


class Times(msgspec.Struct, frozen=True, gc=False):
    """The schedule of a condition in its zone; equal to another with the same times.

    set_times: (weekday bits with Monday the lowest, minute of the day). random: (bits, first minute, last minute,
    how many). exceptions: (day ordinal, spans of minutes in which what is due on that day must fall).
    """

    condition: str
    zone: str
    set_times: tuple[tuple[int, int], ...]
    random: tuple[tuple[int, int, int, int], ...]
    exceptions: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    apart_ms: int
    seed: bytes


class Due(NamedTuple):
    """random: at a time that nobody was told beforehand."""

    due_ms: int
    random: bool


def due_between(times: Times, from_ms: int, to_ms: int) -> list[Due]:
    """What is due in [from_ms, to_ms), in order."""
    first, last = _local_day(times.zone, from_ms) - 2, _local_day(times.zone, to_ms) + 1
    found = {due for day in range(first, last + 1) for due in due_on(times, day)}
    return sorted(due for due in found if from_ms <= due.due_ms < to_ms)


def next_due_ms(times: Times, after_ms: int) -> int:
    """The first due time after the instant; where there is none within a week, when to look again."""
    horizon_ms = after_ms + _SEARCH_DAYS * DAY_MS
    for day in range(_SEARCH_DAYS):
        some = due_between(times, after_ms + 1 + day * DAY_MS, after_ms + 1 + (day + 1) * DAY_MS)
        if some:
            return some[0].due_ms
    return horizon_ms


@lru_cache(maxsize=16_384)
def due_on(times: Times, ordinal: int) -> tuple[Due, ...]:
    """What is due of the times and hours that begin on a local day, in order; over midnight some is due the next."""
    allowed = _exception(times, ordinal)
    fixed = [due for due in _set_times(times, ordinal) if allowed is None or _within(due, allowed)]
    drawn = _draw(times, ordinal, fixed, allowed)
    return tuple(
        sorted({Due(at, False) for at in fixed} | {Due(at, True) for at in drawn if at not in fixed})
    )


def _set_times(times: Times, ordinal: int) -> list[int]:
    return [
        _instant(times.zone, ordinal, minute)
        for bits, minute in times.set_times
        if bits >> (ordinal + 6) % 7 & 1
    ]


def _instant(zone: str, ordinal: int, minute: int) -> int:
    """The first instant at which the wall clock of the day shows the minute; one it skips is when it goes on."""
    table = HoursTable(zone, ((_EVERY_DAY, minute, minute + _DAY_MINUTES),))
    return day_spans(table, ordinal)[0][0]


def _exception(times: Times, ordinal: int) -> tuple[Span, ...] | None:
    for day, spans in times.exceptions:
        if day == ordinal:
            return merge(span for row in spans for span in _spans(times.zone, ordinal, *row))
    return None


def _spans(zone: str, ordinal: int, begin: int, end: int) -> tuple[Span, ...]:
    return day_spans(HoursTable(zone, ((_EVERY_DAY, begin, end),)), ordinal)


def _draw(times: Times, ordinal: int, fixed: Sequence[int], allowed: tuple[Span, ...] | None) -> list[int]:
    """The random times of a date, row by row, each row keeping away from what the date has already."""
    if not times.seed:
        return []
    apart_ms = max(times.apart_ms, MINUTE_MS)
    taken, drawn, number = list(fixed), [], 0
    for bits, begin, end, tests in times.random:
        if not bits >> (ordinal + 6) % 7 & 1:
            continue
        spans = _spans(times.zone, ordinal, begin, end) if allowed is None else allowed
        keys = [_uniform(times, ordinal, number + index) for index in range(tests)]
        number += tests
        row = _place(_free(spans, taken, tests, apart_ms), keys, apart_ms)
        taken += row
        drawn += row
    return drawn


def _free(spans: tuple[Span, ...], taken: Sequence[int], tests: int, apart_ms: int) -> tuple[Span, ...]:
    """The spans without what lies too near to the taken times, if the tests still fit into the rest."""
    rest = subtract(spans, [(at - apart_ms + 1, at + apart_ms) for at in taken])
    return rest if _length(rest) > (tests - 1) * apart_ms else spans


def _place(spans: tuple[Span, ...], keys: Sequence[float], apart_ms: int) -> list[int]:
    """As many instants as keys (each in [0, 1)) in the spans, whole minutes from their begin, `apart_ms` apart.

    Where so many do not fit at that distance they lie as far apart as they can.
    """
    length = _length(spans) // MINUTE_MS
    if not keys or not length:
        return []
    apart = min(apart_ms // MINUTE_MS, length // len(keys))
    room = length - (len(keys) - 1) * apart
    offsets = [int(key * room) + index * apart for index, key in enumerate(sorted(keys))]
    return sorted({_at(spans, offset * MINUTE_MS) for offset in offsets})


def _at(spans: tuple[Span, ...], offset_ms_: int) -> int:
    """The instant so far along the spans, as if there were nothing between them."""
    for start, end in spans:
        if offset_ms_ < end - start:
            return start + offset_ms_
        offset_ms_ -= end - start
    raise ValueError("beyond the spans")


def _uniform(times: Times, ordinal: int, number: int) -> float:
    text = f"{times.condition}/{date.fromordinal(ordinal).isoformat()}/{number}"
    digest = hmac.digest(times.seed, text.encode(), "sha256")
    return int.from_bytes(digest[:6], "big") / 2**48


def _length(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _within(time_ms: int, spans: Sequence[Span]) -> bool:
    return any(start <= time_ms < end for start, end in spans)


def _local_day(zone: str, time_ms: int) -> int:
    return (time_ms + offset_ms(zone, time_ms)) // DAY_MS + _EPOCH_DAY


def binding(dues: Sequence[Due], permitted: Sequence[Span]) -> Iterator[Due]:
    """Those that fall in no permitted absence."""
    return (due for due in dues if not _within(due.due_ms, permitted))
