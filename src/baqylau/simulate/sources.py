"""Records of a device's memory, by their time: from a moved track, or from a path and a receiver."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from random import Random

import numpy as np
from msgspec.structs import replace

from baqylau.simulate.days import Path
from baqylau.simulate.geometry import Place, offset
from baqylau.simulate.receiver import Receiver
from baqylau.simulate.speak import ProtocolName, Record, says
from baqylau.simulate.tracks import DAY_MS, Track

HOUR_MS = 3_600_000
_UNUSABLE_M = 50.0


@dataclass(frozen=True, slots=True)
class Happenings:
    """What befalls a device, UTC milliseconds. strap, case, jamming: intervals; sos: moments.

    battery_percent at `from_ms`, falling by drain_per_hour; the device raises its alarm at `low_percent`.
    """

    from_ms: int
    strap: tuple[tuple[int, int], ...] = ()
    case: tuple[tuple[int, int], ...] = ()
    jamming: tuple[tuple[int, int], ...] = ()
    sos: tuple[int, ...] = ()
    battery_percent: float = 95.0
    drain_per_hour: float = 1.5
    low_percent: float = 20.0
    moments: tuple[int, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        edges = [edge for spans in (self.strap, self.case, self.jamming) for span in spans for edge in span]
        object.__setattr__(self, "moments", tuple(sorted({*edges, *self.sos})))

    def level(self, time_ms: int) -> int:
        """A device that would be empty is charged, and full again."""
        drained = (time_ms - self.from_ms) / HOUR_MS * self.drain_per_hour
        return max(1, round((self.battery_percent - drained) % 100.0))

    def upon(self, record: Record) -> Record:
        """The record with what has befallen the device at its time."""
        time_ms = record.time_ms
        level = self.level(time_ms)
        return replace(
            record,
            battery_percent=level,
            battery_low=level <= self.low_percent and self.battery_percent > self.low_percent,
            charging=False,
            strap_open=_within(self.strap, time_ms),
            case_open=_within(self.case, time_ms),
            jamming=_within(self.jamming, time_ms),
            sos=time_ms in self.sos,
        )


def _within(spans: Iterable[tuple[int, int]], time_ms: int) -> bool:
    return any(start <= time_ms < end for start, end in spans)


def urgent(before: Record | None, record: Record) -> bool:
    """Whether the device reports this at once instead of with its next batch."""
    if record.sos:
        return True
    now = (record.strap_open, record.case_open, record.jamming, record.battery_low)
    earlier = (
        (False, False, False, False)
        if before is None
        else (before.strap_open, before.case_open, before.jamming, before.battery_low)
    )
    return any(bool(a) != bool(b) for a, b in zip(now, earlier, strict=True))


def expressible(protocol: ProtocolName, record: Record) -> Record:
    """Where a language has no field for accuracy, its device calls a fix worse than 50 m no fix."""
    if (record.accuracy_m or 0.0) > _UNUSABLE_M and says(protocol).isdisjoint(("accuracy", "dilution")):
        return replace(record, valid=False)
    return record


def track_records(track: Track, from_ms: int, *, repeat: bool = True) -> Iterator[Record]:
    """The fixes from a moment on; after the last one the track begins again, whole days later."""
    days = math.ceil((int(track.times_ms[-1]) - int(track.times_ms[0]) + 1) / DAY_MS)
    round_trip = 0
    start = int(np.searchsorted(track.times_ms, from_ms))
    while True:
        for index in range(start, len(track)):
            yield _fix(track, index, round_trip * days * DAY_MS)
        if not repeat:
            return
        start = 0
        round_trip += 1


def _fix(track: Track, index: int, shift_ms: int) -> Record:
    accuracy, speed = float(track.accuracies_m[index]), float(track.speeds_kmh[index])
    return Record(
        int(track.times_ms[index]) + shift_ms,
        float(track.lats[index]),
        float(track.lons[index]),
        accuracy_m=None if math.isnan(accuracy) else accuracy,
        speed_kmh=0.0 if math.isnan(speed) else speed,
    )


def path_records(
    path: Path, home: Place, receiver: Receiver, from_ms: int, interval_s: int | None = None
) -> Iterator[Record]:
    """Fixes of a receiver on the path, on whole seconds: every interval_s, or at measured intervals."""
    time_ms = from_ms - from_ms % 1000
    while True:
        truth = path.at(time_ms)
        seen = receiver.see(
            time_ms,
            truth.spot.east_m,
            truth.spot.north_m,
            moving=truth.speed_kmh > 0,
            indoors=truth.indoors,
        )
        lat, lon = offset(home, seen.east_m, seen.north_m)
        yield Record(
            time_ms,
            round(lat, 6),
            round(lon, 6),
            accuracy_m=seen.accuracy_m,
            satellites=seen.satellites,
            speed_kmh=round(truth.speed_kmh, 1),
            course_deg=round(truth.course_deg, 1),
        )
        time_ms += 1000 * (interval_s or receiver.next_interval_s())


def with_happenings(records: Iterator[Record], happenings: Happenings) -> Iterator[Record]:
    """The records, and one more at each moment something happens, at the last place seen."""
    last: Record | None = None
    moments = ((moment, 0, None) for moment in happenings.moments)
    fixes = ((record.time_ms, 1, record) for record in records)
    before_ms = -1
    for moment, _, record in merge(moments, fixes, key=_by_time):
        if record is not None:
            last = record
        if last is None or moment <= before_ms:
            continue
        before_ms = moment
        yield happenings.upon(last if record is not None else replace(last, time_ms=moment))


def _by_time(item: tuple[int, int, Record | None]) -> tuple[int, int]:
    return item[0], item[1]


def thinned(records: Iterator[Record], least_interval_s: int) -> Iterator[Record]:
    """As a device configured to report no oftener than that."""
    due_ms = 0
    for record in records:
        if record.time_ms >= due_ms:
            due_ms = record.time_ms + 1000 * least_interval_s
            yield record


def seeded(*parts: object) -> Random:
    """A generator that depends on the parts alone."""
    return Random(":".join(map(str, parts)))
