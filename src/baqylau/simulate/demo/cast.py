"""Who takes part: each person's home, orders, device, and what they do while the demonstration runs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

import numpy as np

from baqylau.simulate import days, sources
from baqylau.simulate.cities import CITIES, UTC_OFFSET_MS, City
from baqylau.simulate.days import DAY_MS, HOUR_MS, MINUTE_MS, Evening
from baqylau.simulate.demo import names
from baqylau.simulate.geometry import Place, metres_between, offset
from baqylau.simulate.receiver import Receiver
from baqylau.simulate.sources import Happenings, seeded
from baqylau.simulate.speak import PROTOCOLS, ProtocolName, Record, known_by, says
from baqylau.simulate.tracks import Moved, Track, moved, read_phone, read_track_files, read_vehicles
from baqylau.simulate.wearer import Order

USUAL_CURFEW_MS = 22 * HOUR_MS
"""Local time of day at which curfews begin where nothing else is asked for."""

HOME_RADIUS_M = 100.0
_PLANNED_DAYS = 5
_BUSES = 40
_TRACKER_INTERVAL_S = 30
_PHONE_LEAST_INTERVAL_S = 10
_EVENING_WINDOW_MS = 90 * MINUTE_MS
_ENOUGH_FIXES = 20
_HOME_WITHIN_M = 12_000

Origin = Literal["phone", "bus", "invented"]


@dataclass(frozen=True, slots=True)
class Zone:
    """A circle that an order names."""

    centre: Place
    radius_m: float


@dataclass(frozen=True, slots=True)
class Member:
    """One person with one device.

    origin: whether the places come from a recorded phone, a recorded bus, or a day plan; `path` only for the
    last. curfew_hours: local wall time. forbidden: the exclusion zone. territory: the city that must not be left.
    sign_in: where to be at some time between a quarter before the curfew and a quarter after.
    """

    number: int
    iin: str
    name: tuple[str, str]
    city: City
    home: Place
    protocol: ProtocolName
    transport: Literal["tcp", "udp"]
    identity: str
    origin: Origin
    source: str
    evening: Evening | None
    curfew_hours: tuple[str, str]
    forbidden: Zone | None
    territory: Zone | None
    sign_in: Zone | None
    track: Track | None = None
    path: days.Path | None = None
    happenings: Happenings = field(default_factory=lambda: Happenings(0))
    offline: tuple[tuple[int, int], ...] = ()
    upload: Order = "oldest"

    def records(self, from_ms: int, seed: int) -> Iterator[Record]:
        """What the device records from a moment on, without end."""
        if self.track is not None:
            fixes = sources.track_records(self.track, from_ms)
            fixes = sources.thinned(fixes, _PHONE_LEAST_INTERVAL_S)
        else:
            assert self.path is not None
            receiver = Receiver(seeded(seed, "receiver", self.number))
            fixes = sources.path_records(self.path, self.home, receiver, from_ms, _TRACKER_INTERVAL_S)
        return sources.with_happenings(fixes, self.happenings)


@dataclass(frozen=True, slots=True)
class Evenings:
    """Recorded evenings, moved so that they happen on the first evening of the demonstration."""

    phones: tuple[Moved, ...] = ()
    buses: tuple[Moved, ...] = ()


def _local_days_with_an_evening(track: Track, start_of_day_ms: int) -> list[int]:
    """Local days with enough fixes in the hour and a half from that time of day on."""
    day = (track.times_ms + track.utc_offset_ms) // DAY_MS
    time_of_day = track.local_time_of_day_ms()
    within = (time_of_day >= start_of_day_ms) & (time_of_day < start_of_day_ms + _EVENING_WINDOW_MS)
    return [value for value, count in Counter(day[within].tolist()).items() if count >= _ENOUGH_FIXES]


def recorded_evenings(tracks: Path, start_ms: int, random: Random) -> Evenings:
    """Recorded tracks, moved so that they happen now. Nothing where there are none. Raises TrackError, OSError.

    From a folder with `phones` and `vehicles` in it: each phone's evenings, and buses that run at this time of
    day. From a file, or a folder of CSV and GPX files: each track from its first day on.
    """
    today = (start_ms + UTC_OFFSET_MS) // DAY_MS
    if not ((tracks / "phones").is_dir() or (tracks / "vehicles").is_dir()):
        files = [tracks] if tracks.is_file() else sorted([*tracks.glob("*.csv"), *tracks.glob("*.gpx")])
        read = read_track_files(files)
        return Evenings(tuple(_moved_home(track, today - _day_of(track), random) for track in read))
    start_of_day_ms = (start_ms + UTC_OFFSET_MS) % DAY_MS
    phones = []
    for path in sorted((tracks / "phones").glob("*.csv")):
        track = read_phone(path)
        found = _local_days_with_an_evening(track, start_of_day_ms)
        phones += [_moved_home(track, today - day, random) for day in found]
    buses = [bus for path in sorted((tracks / "vehicles").glob("*.csv")) for bus in read_vehicles(path)]
    riding = [bus for bus in buses if _runs_at(bus, start_of_day_ms)]
    chosen = random.sample(riding, min(_BUSES, len(riding)))
    return Evenings(tuple(phones), tuple(_moved_home(bus, today - _day_of(bus), random) for bus in chosen))


def _moved_home(track: Track, days_later: int, random: Random) -> Moved:
    return moved(track, track.home(), _home_in(random.choice(CITIES), random), days_later, UTC_OFFSET_MS)


def _day_of(track: Track) -> int:
    return int((track.times_ms[0] + track.utc_offset_ms) // DAY_MS)


def _runs_at(track: Track, start_of_day_ms: int) -> bool:
    time_of_day = track.local_time_of_day_ms()
    return bool(np.any((time_of_day >= start_of_day_ms) & (time_of_day < start_of_day_ms + HOUR_MS)))


def _home_in(city: City, random: Random) -> Place:
    distance, direction = 4_500 * math.sqrt(random.random()), random.uniform(0, math.tau)
    return offset(city.centre, distance * math.sin(direction), distance * math.cos(direction))


def cast(
    people: int,
    start_ms: int,
    seed: int,
    tracks: Path | None,
    protocols: Sequence[ProtocolName] = PROTOCOLS,
    curfew_ms: int = USUAL_CURFEW_MS,
) -> list[Member]:
    """Everyone, real tracks first. Raises TrackError, OSError.

    start_ms: when the devices begin, UTC. curfew_ms: local time of day at which curfews begin.
    """
    random = seeded(seed, "cast")
    evenings = recorded_evenings(tracks, start_ms, random) if tracks is not None else Evenings()
    recorded: list[tuple[Origin, Moved]] = [("phone", each) for each in evenings.phones]
    recorded += [("bus", each) for each in evenings.buses]
    recorded = recorded[:people]
    casting = _Casting(start_ms, seed, protocols, curfew_ms)
    members = [casting.recorded(origin, each) for origin, each in recorded]
    return [*members, *(casting.invented() for _ in range(people - len(members)))]


class _Casting:
    """Hands out numbers, identities and protocols in turn."""

    def __init__(self, start_ms: int, seed: int, protocols: Sequence[ProtocolName], curfew_ms: int) -> None:
        # Most languages carry whole seconds.
        self._start_ms = start_ms // 1000 * 1000
        self._midnight_ms = (start_ms + UTC_OFFSET_MS) // DAY_MS * DAY_MS - UTC_OFFSET_MS
        self._curfew_ms = curfew_ms
        self._seed = seed
        self._random = seeded(seed, "member", 0)
        self._protocols = protocols
        self._iins = names.iins(seeded(seed, "iins"))
        self._imeis = names.imeis(seed % 1_000)
        self._number = 0
        self._invented = 0

    def _device(self) -> tuple[int, ProtocolName, Literal["tcp", "udp"]]:
        number = self._number
        self._number += 1
        # Each member's own chances: how many came before of another kind changes nothing for this one.
        self._random = seeded(self._seed, "member", number)
        protocol = self._protocols[number % len(self._protocols)]
        # Every sixth device of a protocol that has UDP uses it.
        datagrams = protocol in ("teltonika", "wialon_ips") and number // len(self._protocols) % 6 == 5
        return number, protocol, "udp" if datagrams else "tcp"

    def _hours(self, later_ms: int) -> tuple[str, str]:
        return wall_time(self._curfew_ms + later_ms), wall_time(self._curfew_ms + later_ms + 8 * HOUR_MS)

    def recorded(self, origin: Origin, evening: Moved) -> Member:
        number, protocol, transport = self._device()
        track, home = evening.track, evening.home
        visited = self._place_visited(track, home) if self._random.random() < 0.4 else None
        return Member(
            number,
            next(self._iins),
            names.name(self._random),
            _nearest_city(home),
            home,
            protocol,
            transport,
            known_by(protocol, next(self._imeis)),
            origin,
            track.name,
            None,
            # A bus is on the road until late; its "wearer" has to be home three hours later.
            self._hours(0 if origin == "phone" else 3 * HOUR_MS),
            Zone(visited, 300.0) if visited is not None else None,
            Zone(_nearest_city(home).centre, 30_000.0) if self._random.random() < 0.3 else None,
            None,
            track=track,
            happenings=Happenings(self._start_ms, battery_percent=self._random.uniform(40, 100)),
        )

    def _place_visited(self, track: Track, home: Place) -> Place | None:
        """Where the track leads within the first hour, if away from home: a zone that will be entered."""
        soon = np.flatnonzero(
            (track.times_ms >= self._start_ms) & (track.times_ms < self._start_ms + HOUR_MS)
        )
        for index in soon[len(soon) // 2 :]:
            place = Place(float(track.lats[index]), float(track.lons[index]))
            if 800 < metres_between(home, place) < _HOME_WITHIN_M:
                return place
        return None

    def invented(self) -> Member:
        number, protocol, transport = self._device()
        random = self._random
        city = random.choice(CITIES)
        home = _home_in(city, random)
        life = days.life(random)
        first = random.choices(list(Evening), weights=(80, 6, 5, 3, 6))[0]
        part = _PARTS[self._invented % len(_PARTS)]
        self._invented += 1
        if part == "home_offline":
            first = Evening.KEEPS
        evenings = days.usual_evenings(random, _PLANNED_DAYS, first)
        path = days.plan(random, life, self._midnight_ms, evenings, self._curfew_ms)
        happenings, offline, path = self._part(part, protocol, path, life)
        return Member(
            number,
            next(self._iins),
            names.name(random),
            city,
            home,
            protocol,
            transport,
            known_by(protocol, next(self._imeis)),
            "invented",
            f"day plan: {first}",
            first,
            self._hours(0),
            Zone(offset(home, *life.forbidden), 300.0)
            if first is Evening.WANDERS or number % 3 == 0
            else None,
            Zone(city.centre, 30_000.0) if number % 4 == 0 else None,
            Zone(offset(home, *life.shop), 150.0) if part == "sign_in" else None,
            path=path,
            happenings=happenings,
            offline=offline,
            upload="newest" if number % 2 else "oldest",
        )

    def _part(
        self, part: str, protocol: ProtocolName, path: days.Path, life: days.Life
    ) -> tuple[Happenings, tuple[tuple[int, int], ...], days.Path]:
        """What befalls the device, its forced spells without network, and where its wearer goes."""
        at = self._start_ms + round(self._random.uniform(5, 40) * MINUTE_MS) // 1000 * 1000
        curfew = self._midnight_ms + self._curfew_ms
        charge = self._random.uniform(45, 100)
        befalls = Happenings(self._start_ms, battery_percent=charge)
        offline: tuple[tuple[int, int], ...] = ()
        match part:
            case "strap" if "strap" in says(protocol):
                befalls = Happenings(
                    self._start_ms, strap=((at, at + 6 * MINUTE_MS),), battery_percent=charge
                )
            case "strap":
                befalls = Happenings(self._start_ms, sos=(at,), battery_percent=charge)
            case "case":
                befalls = Happenings(self._start_ms, case=((at, at + 90_000),), battery_percent=charge)
            case "sos":
                befalls = Happenings(self._start_ms, sos=(at,), battery_percent=charge)
            case "battery":
                befalls = Happenings(self._start_ms, battery_percent=23.0, drain_per_hour=20.0)
            case "jamming":
                befalls = Happenings(
                    self._start_ms, jamming=((at, at + 4 * MINUTE_MS),), battery_percent=charge
                )
            case "offline":
                offline = ((curfew - 8 * MINUTE_MS, curfew + 20 * MINUTE_MS),)
            case "home_offline":
                path = _home_just_in_time(self._midnight_ms, life, curfew)
                offline = ((curfew - 5 * MINUTE_MS, curfew + 15 * MINUTE_MS),)
            case "silent":
                offline = ((self._start_ms + MINUTE_MS, self._start_ms + 5 * HOUR_MS),)
        return befalls, offline, path


_PARTS = (
    "strap", "", "", "offline", "", "battery", "", "", "home_offline", "", "sos", "", "", "case", "",
    "", "offline", "", "", "sign_in", "", "", "jamming", "strap", "silent", "", "", "", "home_offline",
)  # fmt: skip
"""Handed out in turn to invented wearers; an empty one befalls nothing. As many as no number of protocols divides,
so that each part comes to each protocol."""


def _home_just_in_time(midnight_ms: int, life: days.Life, curfew_ms: int) -> days.Path:
    """Still out when the network goes, home two minutes before the curfew: seen only afterwards."""
    home_at = curfew_ms - 2 * MINUTE_MS
    leaves = home_at - days.travel_ms(life.shop.distance_m(days.HOME))
    out = days.Stay(life.shop, midnight_ms, leaves, indoors=False)
    return days.Path([out, days.Stay(days.HOME, home_at, midnight_ms + 7 * DAY_MS)])


def wall_time(time_of_day_ms: int) -> str:
    """HH:MM, past midnight of the next day where it is more than a day."""
    minutes = time_of_day_ms // MINUTE_MS % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def curfew_after(start_ms: int) -> int:
    """The first full quarter of an hour at least a quarter after the start, as local time of day."""
    quarter = 15 * MINUTE_MS
    return -(-((start_ms + UTC_OFFSET_MS) % DAY_MS + quarter) // quarter) * quarter


def _nearest_city(place: Place) -> City:
    return min(CITIES, key=lambda city: metres_between(city.centre, place))
