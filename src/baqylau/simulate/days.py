"""Days of invented wearers: where they truly are, and therefore when they were truly away.

Places are metres east and north of home. A path is a list of stays; between two stays the person travels in a
straight line. Everything follows from the seed.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import NamedTuple

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


class Spot(NamedTuple):
    """Metres from home."""

    east_m: float
    north_m: float

    def distance_m(self, other: Spot) -> float:
        return math.hypot(self.east_m - other.east_m, self.north_m - other.north_m)

    @classmethod
    def polar(cls, distance_m: float, course_deg: float) -> Spot:
        """So far in that direction, north 0, east 90."""
        course = math.radians(course_deg)
        return cls(distance_m * math.sin(course), distance_m * math.cos(course))


HOME = Spot(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Stay:
    """At one spot from … to …, UTC milliseconds."""

    spot: Spot
    from_ms: int
    to_ms: int
    indoors: bool = True


class Truth(NamedTuple):
    """Where somebody truly is at one moment."""

    spot: Spot
    speed_kmh: float
    course_deg: float
    indoors: bool


class Path:
    """Stays in order of time, none overlapping the next. Before the first and after the last one: there."""

    def __init__(self, stays: Sequence[Stay]) -> None:
        self.stays = tuple(stays)
        self._starts = [stay.from_ms for stay in stays]

    def at(self, time_ms: int) -> Truth:
        index = max(0, bisect_right(self._starts, time_ms) - 1)
        here = self.stays[index]
        if time_ms <= here.to_ms or index + 1 == len(self.stays):
            return Truth(here.spot, 0.0, 0.0, here.indoors)
        return _under_way(here, self.stays[index + 1], time_ms)

    def away(self, radius_m: float, from_ms: int, to_ms: int) -> list[tuple[int, int]]:
        """When the wearer truly was farther from home than the radius: intervals, to five seconds."""
        found: list[tuple[int, int]] = []
        began: int | None = None
        for moment in range(from_ms, to_ms, 5_000):
            outside = self.at(moment).spot.distance_m(HOME) > radius_m
            if outside and began is None:
                began = moment
            elif not outside and began is not None:
                found.append((began, moment))
                began = None
        return found if began is None else [*found, (began, to_ms)]


def _under_way(here: Stay, there: Stay, time_ms: int) -> Truth:
    lasts_ms = there.from_ms - here.to_ms
    part = (time_ms - here.to_ms) / lasts_ms
    east, north = there.spot.east_m - here.spot.east_m, there.spot.north_m - here.spot.north_m
    spot = Spot(here.spot.east_m + east * part, here.spot.north_m + north * part)
    speed = math.hypot(east, north) / lasts_ms * 3_600
    return Truth(spot, speed, math.degrees(math.atan2(east, north)) % 360, indoors=False)


class Evening(StrEnum):
    """What a wearer does about the curfew in the evening."""

    KEEPS = "keeps"
    LATE = "late"
    LEAVES = "leaves"
    AWAY = "away"
    WANDERS = "wanders"
    """Goes to where the exclusion zone is, and comes home in time."""


@dataclass(frozen=True, slots=True)
class Life:
    """The fixed points of an invented person's days. forbidden: the centre of their exclusion zone."""

    work: Spot
    shop: Spot
    friend: Spot
    forbidden: Spot


def _spot(random: Random, nearest_m: float, farthest_m: float) -> Spot:
    distance, direction = random.uniform(nearest_m, farthest_m), random.uniform(0.0, math.tau)
    return Spot(distance * math.sin(direction), distance * math.cos(direction))


def life(random: Random) -> Life:
    return Life(
        work=_spot(random, 1_500, 8_000),
        shop=_spot(random, 250, 900),
        friend=_spot(random, 800, 4_000),
        forbidden=_spot(random, 900, 3_000),
    )


_WALK_M_PER_MS = 4.5 / 3_600
_RIDE_M_PER_MS = 22 / 3_600
_WALKS_UP_TO_M = 1_500


def travel_ms(distance_m: float) -> int:
    speed = _WALK_M_PER_MS if distance_m <= _WALKS_UP_TO_M else _RIDE_M_PER_MS
    return round(distance_m / speed)


class Outing(NamedTuple):
    """Leave where one is at leave_ms for the spot, stay there for stay_ms."""

    leave_ms: int
    spot: Spot
    stay_ms: int
    indoors: bool = True


def _about(random: Random, hour: float, spread_minutes: float) -> int:
    return round(hour * HOUR_MS + random.gauss(0.0, spread_minutes) * MINUTE_MS)


def _back_by(life: Life, place: Spot, home_at_ms: int, stay_ms: int) -> Outing:
    """An outing that ends at home at the given time of day."""
    way_ms = travel_ms(place.distance_m(HOME))
    return Outing(home_at_ms - 2 * way_ms - stay_ms, place, stay_ms, place != life.forbidden)


def _evening(random: Random, life: Life, kind: Evening, curfew_ms: int) -> list[Outing]:
    match kind:
        case Evening.KEEPS:
            if random.random() < 0.5:
                return []
            home_at = curfew_ms - round(random.uniform(25, 90) * MINUTE_MS)
            return [_back_by(life, life.shop, home_at, 15 * MINUTE_MS)]
        case Evening.LATE:
            home_at = curfew_ms + round(random.uniform(8, 30) * MINUTE_MS)
            return [_back_by(life, life.friend, home_at, 90 * MINUTE_MS)]
        case Evening.LEAVES:
            leave = curfew_ms + round(random.uniform(3, 20) * MINUTE_MS)
            return [Outing(leave, life.shop, round(random.uniform(15, 40) * MINUTE_MS))]
        case Evening.AWAY:
            return [Outing(curfew_ms - 3 * HOUR_MS, life.friend, 8 * HOUR_MS)]
        case Evening.WANDERS:
            home_at = curfew_ms - round(random.uniform(2, 8) * MINUTE_MS)
            return [_back_by(life, life.forbidden, home_at, 6 * MINUTE_MS)]


def _day(random: Random, life: Life, kind: Evening, curfew_ms: int) -> list[Outing]:
    evening = _evening(random, life, kind, curfew_ms)
    return [Outing(_about(random, 8.2, 20), life.work, _about(random, 8.5, 20)), *evening]


def plan(
    random: Random, life: Life, midnight_ms: int, evenings: Sequence[Evening], curfew_ms: int = 22 * HOUR_MS
) -> Path:
    """As many days as evenings, from local midnight (UTC milliseconds) on; curfew_ms: its time of day."""
    stays = [Stay(HOME, midnight_ms - DAY_MS, midnight_ms)]
    for number, kind in enumerate(evenings):
        start = midnight_ms + number * DAY_MS
        for outing in _day(random, life, kind, curfew_ms):
            _go(stays, outing, start)
    end = midnight_ms + len(evenings) * DAY_MS
    last = replace(stays[-1], to_ms=max(stays[-1].to_ms, end))
    return Path([*stays[:-1], last])


def _go(stays: list[Stay], outing: Outing, day_ms: int) -> None:
    """There and back home, never before the previous way home is done."""
    leave = max(stays[-1].to_ms, day_ms + outing.leave_ms)
    stays[-1] = replace(stays[-1], to_ms=leave)
    arrive = leave + travel_ms(stays[-1].spot.distance_m(outing.spot))
    stays.append(Stay(outing.spot, arrive, arrive + outing.stay_ms, outing.indoors))
    back = stays[-1].to_ms + travel_ms(outing.spot.distance_m(HOME))
    stays.append(Stay(HOME, back, back))


def usual_evenings(random: Random, days: int, first: Evening) -> list[Evening]:
    """After the first, evenings of a person who mostly keeps the curfew."""
    later = random.choices(
        (Evening.KEEPS, Evening.LATE, Evening.LEAVES, Evening.AWAY, Evening.WANDERS),
        weights=(88, 5, 4, 1, 2),
        k=max(0, days - 1),
    )
    return [first, *later]


def moments(path: Path, from_ms: int, step_ms: int) -> Iterator[tuple[int, Truth]]:
    """The truth at regular moments, without end."""
    moment = from_ms
    while True:
        yield moment, path.at(moment)
        moment += step_ms
