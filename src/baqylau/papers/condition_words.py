"""What the court ordered, in plain words: the sentences that the workstation shows too."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise

from baqylau.papers.dates import day, moment
from baqylau.papers.words import Words, number
from baqylau.platform.instants import from_datetime
from baqylau.register.hours import DAY_MINUTES, WEEKDAYS, DayHours, Hours, PermittedAbsence, weekdays
from baqylau.register.order import Condition
from baqylau.register.place import Circle, Coordinate, Place
from baqylau.register.schedule import Schedule

_EARTH_M = 6_371_008.8


def condition_words(condition: Condition, words: Words) -> str:
    """What it demands, a sentence."""
    if condition.schedule is not None:
        return _sentence(_test_words(condition, condition.schedule, words))
    if condition.protects is not None and condition.distance_m is not None:
        distance = distance_words(condition.distance_m, words)
        return _sentence(words("orders.words.protection", distance=distance, code=condition.protects))
    place = words("orders.words.no_place") if condition.place is None else place_words(condition.place, words)
    if not condition.hours:
        return _sentence(words(f"orders.words.{condition.kind}.always", place=place))
    hours = table_words(condition.hours, words)
    return _sentence(words(f"orders.words.{condition.kind}.hours", place=place, hours=hours))


def further_words(condition: Condition, zone: str, words: Words) -> list[str]:
    """Warning ring, time to answer, exceptions and permitted absences, a sentence each."""
    found = []
    if condition.warning_m:
        found.append(words("papers.order.warning", metres=distance_words(condition.warning_m, words)))
    if condition.schedule is not None and condition.schedule.answer_minutes is not None:
        found.append(words("orders.words.answer", n=condition.schedule.answer_minutes))
    found += [_exception_words(condition, one.date, one.hours, words) for one in condition.exceptions]
    return found + [_absence_words(one, zone, words) for one in condition.permitted_absences]


def place_words(place: Place, words: Words) -> str:
    """«Үй» (радиусы 100 м шеңбер)."""
    name = words("orders.words.named", name=place.name) if place.name else words("orders.words.unnamed")
    if isinstance(place, Circle):
        return words("orders.words.circle", name=name, radius=distance_words(place.radius_m, words))
    return words("orders.words.polygon", name=name, area=_area_words(_area_m2(place.coordinates), words))


def distance_words(metres: float, words: Words) -> str:
    """Metres below a kilometre, kilometres above."""
    if metres < 1000:
        return words("orders.unit.m", n=round(metres))
    return words("orders.unit.km", n=round(metres / 1000, 1))


def table_words(table: Iterable[Hours], words: Words) -> str:
    """“every day from 22:00 to 06:00 of the next day; on Sundays all day”."""
    return "; ".join(f"{days_words(row.days, words)} {span_words(row, words)}" for row in table)


def days_words(text: str, words: Words) -> str:
    days = weekdays(text)
    if len(days) == 7:
        return words("orders.days.every")
    long, single = [], []
    for first, length in _runs(days):
        if length > 2:
            last = (first + length - 1) % 7
            run = {"from": day_word(first, "from", words), "to": day_word(last, "to", words)}
            long.append(words("orders.days.run", **run))
        else:
            single += [day_word((first + step) % 7, "on", words) for step in range(length)]
    singles = [words("orders.days.on", days=_listed(single, words))] if single else []
    return _listed([*long, *singles], words)


def span_words(row: Hours | DayHours, words: Words) -> str:
    begin, end = row.span_minutes()
    if (begin, end) == (0, DAY_MINUTES):
        return words("orders.span.all_day")
    key = "over_midnight" if end > DAY_MINUTES else "same_day"
    return words(f"orders.span.{key}", **{"from": row.from_, "to": row.to})


def day_word(weekday: int, form: str, words: Words) -> str:
    """The name of a weekday, Monday = 0, in the form that the place in the sentence asks for."""
    return words(f"orders.day.{WEEKDAYS[weekday]}.{form}")


def _test_words(condition: Condition, schedule: Schedule, words: Words) -> str:
    when = _schedule_words(schedule, words)
    if condition.kind == "check_in":
        return words("orders.words.check_in", way=words(f"orders.way.by.{condition.way}"), when=when)
    if condition.limit_mg_l is None:
        return words("orders.words.alcohol", when=when)
    limit = number(condition.limit_mg_l, words.language, 3)
    return words("orders.words.alcohol.limit", when=when, limit=limit)


def _schedule_words(schedule: Schedule, words: Words) -> str:
    times = [
        words("orders.words.due_at", days=days_words(one.days, words), time=one.at) for one in schedule.times
    ]
    for one in schedule.random:
        hours = f"{days_words(one.days, words)} {span_words(one, words)}"
        times.append(words("orders.words.random", n=one.tests, hours=hours))
    return "; ".join(times) or words("orders.words.on_demand")


def _exception_words(condition: Condition, of: date, hours: Sequence[DayHours], words: Words) -> str:
    on = day(of, words)
    if not hours:
        key = "none" if condition.schedule is None else "none_due"
        return words(f"orders.words.exception.{key}", date=on)
    said = "; ".join(span_words(one, words) for one in hours)
    return words("orders.words.exception.hours", date=on, hours=said)


def _absence_words(absence: PermittedAbsence, zone: str, words: Words) -> str:
    span = {"from": _at(absence.from_, zone, words), "to": _at(absence.to, zone, words)}
    return words("orders.words.absence", **span, reason=absence.reason)


def _at(at: datetime, zone: str, words: Words) -> str:
    return moment(from_datetime(at), zone, words)


def _runs(days: frozenset[int]) -> list[tuple[int, int]]:
    """Days that follow one another, as first and length; Sunday and Monday follow one another."""
    starts = sorted(one for one in days if (one + 6) % 7 not in days)
    return [(first, next(n for n in range(1, 8) if (first + n) % 7 not in days)) for first in starts]


def _listed(parts: Sequence[str], words: Words) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return words("orders.list", first=", ".join(parts[:-1]), last=parts[-1])


def _area_words(square_m: float, words: Words) -> str:
    if square_m < 1_000_000:
        return words("orders.unit.ha", n=round(square_m / 10_000, 1))
    return words("orders.unit.km2", n=round(square_m / 1_000_000, 1))


def _area_m2(rings: Sequence[Sequence[Coordinate]]) -> float:
    """Of the outer ring less its holes, on a sphere."""
    outer, *holes = (abs(_ring_area_m2(ring)) for ring in rings)
    return outer - sum(holes)


def _ring_area_m2(ring: Sequence[Coordinate]) -> float:
    corners = [(math.radians(lon), math.sin(math.radians(lat))) for lon, lat in ring]
    return _EARTH_M**2 / 2 * sum((b[0] - a[0]) * (a[1] + b[1]) for a, b in pairwise(corners))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
