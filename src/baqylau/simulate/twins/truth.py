"""What truly happens to one person and the devices: spans and moments in UTC milliseconds, from the script alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from baqylau.simulate.cities import CITIES, City
from baqylau.simulate.days import HOME, MINUTE_MS, Path, Spot, Stay
from baqylau.simulate.geometry import Place, offset
from baqylau.simulate.sources import seeded
from baqylau.simulate.twins.battery import Battery, battery
from baqylau.simulate.twins.script import SOME_MONDAY, Deed, Destination, Happening, Script, ScriptError

Span = tuple[int, int]

HOME_RADIUS_M = 100.0
FORBIDDEN_RADIUS_M = 300.0
WARNING_M = 200.0
TOWN_RADIUS_M = 30_000.0

_FAR_M: dict[Destination, tuple[float, float]] = {
    "near": (450, 900),
    "work": (2_500, 5_000),
    "forbidden": (1_600, 2_200),
    "out_of_town": (42_000, 48_000),
}
_KMH: dict[Destination, float] = {
    "near": 4.5, "work": 22, "forbidden": 15, "out_of_town": 70, "protected": 22, "toward_protected": 22,
}  # fmt: skip
PROTECTED_M = 500.0
"""To be kept from the person who is protected."""

_THEIR_HOME_M = (5_000.0, 6_000.0)
_SHORT_OF_M: dict[Destination, float] = {"protected": 60.0, "toward_protected": 1.5 * PROTECTED_M}
STILL_MS = 5 * MINUTE_MS
_WAY_MS_PER_M = 3_600.0


@dataclass(frozen=True, slots=True)
class Deedspan:
    """A happening in time; end_ms is the beginning where it is of a moment."""

    deed: Deed
    start_ms: int
    end_ms: int
    happening: Happening


@dataclass(frozen=True, slots=True)
class Asked:
    """A test or check-in beside the set times. asked_ms: when the device heard of it; None: in vain. at_once: done as
    soon as it heard of it, as devices at a gateway do; asked_ms is then when the gateway knew that.
    """

    request: str
    test: Literal["alcohol", "check_in"]
    origin: Literal["random", "on_demand"]
    due_ms: int
    asked_ms: int | None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """from_ms, to_ms: local midnights between which the script plays. path: metres from `home`. still_ms: between fixes
    of a device that rests. asked: tests and check-ins that somebody asked for, beside those at set times.
    """

    script: Script
    seed: int
    city: City
    home: Place
    forbidden: Spot
    from_ms: int
    to_ms: int
    deeds: tuple[Deedspan, ...]
    path: Path
    battery: Battery
    still_ms: int = STILL_MS
    protected: Spot = HOME
    asked: tuple[Asked, ...] = ()
    _spans: dict[tuple[Deed, ...], tuple[Span, ...]] = field(default_factory=dict)

    def spans(self, *deeds: Deed) -> tuple[Span, ...]:
        found = self._spans.get(deeds)
        if found is None:
            found = tuple((each.start_ms, each.end_ms) for each in self.deeds if each.deed in deeds)
            self._spans[deeds] = found
        return found

    def during(self, deed: Deed, time_ms: int) -> bool:
        return any(start <= time_ms < end for start, end in self.spans(deed))

    def dead(self) -> tuple[Span, ...]:
        """When the battery of what is worn is empty."""
        return self.spans("battery_runs_out")

    def unheard(self) -> tuple[Span, ...]:
        """When nothing comes from the device, whatever it has to say."""
        return self.spans("loses_network", "battery_runs_out")

    def instant(self, day: int, wall: str) -> int:
        return instant(self.script, self.city, day, wall)

    def daily(self, wall: str) -> Iterator[int]:
        """That time of each day that is played."""
        return (self.instant(day, wall) for day in range(1, self.script.lasts_days + 1))


def instant(script: Script, city: City, day: int, wall: str) -> int:
    hours, minutes = map(int, wall.split(":"))
    local = datetime.combine(script.begins or SOME_MONDAY, datetime.min.time(), ZoneInfo(city.zone))
    moment = (local + timedelta(days=day - 1)).replace(hour=hours, minute=minutes)
    return int(moment.timestamp()) * 1000


def truth_of(script: Script, seed: int = 1) -> Truth:
    """Everything that happens. seed: draws homes, ways and noise. Raises ScriptError."""
    city = next(each for each in CITIES if each.slug == script.city)
    random = seeded(seed, "home", script.person)
    home = offset(city.centre, random.uniform(-4_000, 4_000), random.uniform(-4_000, 4_000))
    deeds = tuple(sorted(_deeds(script, city), key=lambda each: (each.start_ms, each.deed)))
    from_ms, to_ms = instant(script, city, 1, "00:00"), instant(script, city, script.lasts_days + 1, "00:00")
    spots = {place: spot_of(seed, script.person, place) for place in _FAR_M}
    # Between the ways to the other places, and beyond them.
    theirs_m = seeded(seed, "protected", script.person).uniform(*_THEIR_HOME_M)
    spots |= {place: Spot.polar(theirs_m - short_m, 45) for place, short_m in _SHORT_OF_M.items()}
    path = path_of(script, deeds, spots, from_ms, to_ms)
    empty = [(each.start_ms, each.end_ms) for each in deeds if each.deed == "battery_runs_out"]
    return Truth(
        script,
        seed,
        city,
        home,
        spots["forbidden"],
        from_ms,
        to_ms,
        deeds,
        path,
        battery(from_ms, to_ms, empty),
        # Whose distance to somebody is judged is located every minute.
        MINUTE_MS if script.order.keeps_from_person else STILL_MS,
        Spot.polar(theirs_m, 45),
    )


def _deeds(script: Script, city: City) -> Iterator[Deedspan]:
    for day, happenings in script.days.items():
        for each in happenings:
            start_ms = instant(script, city, day, each.at)
            end_ms = start_ms
            if each.until is not None:
                end_ms = instant(script, city, day + (each.until <= each.at), each.until)
            yield Deedspan(each.does, start_ms, end_ms, each)


def spot_of(seed: int, person: str, place: Destination) -> Spot:
    random = seeded(seed, "spot", person, place)
    nearest, farthest = _FAR_M[place]
    distance = random.uniform(nearest, farthest)
    # Into the quarter of the compass that is the place's own: no way leads through another place.
    turn = list(_FAR_M).index(place) * 90 + random.uniform(-20, 20)
    return Spot.polar(distance, turn)


def path_of(
    script: Script, deeds: Sequence[Deedspan], spots: Mapping[Destination, Spot], from_ms: int, to_ms: int
) -> Path:
    """Home, but for the ways to those spots and back. Raises ScriptError where there is no time for one."""
    stays = [Stay(HOME, from_ms - MINUTE_MS, to_ms)]
    for each in deeds:
        if each.deed != "leaves":
            continue
        to: Destination = each.happening.to
        way_ms = round(spots[to].distance_m(HOME) * _WAY_MS_PER_M / _KMH[to])
        if each.end_ms - each.start_ms < 2 * way_ms:
            minutes = -(-2 * way_ms // MINUTE_MS)
            raise ScriptError(
                f"{script.person}, {each.happening.at}: to {to} and back takes {minutes} minutes; return later"
            )
        if each.start_ms < stays[-1].from_ms:
            raise ScriptError(f"{script.person}, {each.happening.at}: leaves before being back")
        stays[-1] = replace(stays[-1], to_ms=each.start_ms)
        stays.append(Stay(spots[to], each.start_ms + way_ms, each.end_ms - way_ms, indoors=False))
        stays.append(Stay(HOME, each.end_ms, max(to_ms, each.end_ms)))
    return Path(stays)
