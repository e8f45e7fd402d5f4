"""Recorded tracks, read from files and moved in space and time.

Formats: the phones' CSV (`time_unix,lat,lon,accuracy_m`, further columns `speed_mps,altitude_m`), GPX, and
the vehicles' CSV (`vehicle_id,timestamp,speed,…,latitude,longitude`; speed in miles an hour).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import gpxpy
import numpy as np
from gpxpy.gpx import GPXException

from baqylau.simulate.geometry import Array, Place, rigid_move
from baqylau.simulate.speak.record import UERE_M

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
_MPH_KMH = 1.609344
_ACCURATE_M = 50.0
_NIGHT_HOURS = 6
_ENOUGH_NIGHT_FIXES = 20

SAO_PAULO_OFFSET_MS = -3 * HOUR_MS
"""The phones' clock offset from UTC in July and August 2017."""


class TrackError(ValueError):
    """No track can be read from this file; the message says why."""


@dataclass(frozen=True, slots=True)
class Track:
    """Fixes in the order of their time, one a second at most.

    times_ms: UTC. accuracies_m and speeds_kmh: NaN where the receiver did not say. utc_offset_ms: local time
    minus UTC where it was recorded. unreadable: lines that held no fix.
    """

    name: str
    times_ms: np.ndarray[tuple[int], np.dtype[np.int64]]
    lats: Array
    lons: Array
    accuracies_m: Array
    speeds_kmh: Array
    utc_offset_ms: int
    unreadable: int = field(default=0)

    def __len__(self) -> int:
        return len(self.times_ms)

    def local_time_of_day_ms(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return (self.times_ms + self.utc_offset_ms) % DAY_MS

    def home(self) -> Place:
        """The median of the accurate night fixes (00:00 to 06:00); of all fixes where there are too few."""
        night = self.local_time_of_day_ms() < _NIGHT_HOURS * HOUR_MS
        chosen = night & (self.accuracies_m <= _ACCURATE_M)
        if int(chosen.sum()) < _ENOUGH_NIGHT_FIXES:
            chosen = np.ones(len(self), dtype=bool)
        return Place(float(np.median(self.lats[chosen])), float(np.median(self.lons[chosen])))


_Row = tuple[int, float, float, float, float]
_NAN = float("nan")


def _track(name: str, rows: Iterable[_Row | None], utc_offset_ms: int) -> Track:
    by_time: dict[int, _Row] = {}
    unreadable = 0
    for row in rows:
        if row is None:
            unreadable += 1
        else:
            # The first of several in one second stays: devices keep whole seconds.
            by_time.setdefault(row[0], row)
    if not by_time:
        raise TrackError(f"{name}: no fix could be read ({unreadable} lines without one)")
    ordered = [by_time[second] for second in sorted(by_time)]
    seconds, lats, lons, accuracies, speeds = zip(*ordered, strict=True)
    return Track(
        name,
        np.array(seconds, dtype=np.int64) * 1000,
        np.array(lats),
        np.array(lons),
        np.array(accuracies),
        np.array(speeds),
        utc_offset_ms,
        unreadable,
    )


def _number(text: str | None) -> float:
    try:
        return float(text) if text else _NAN
    except ValueError:
        return _NAN


def _phone_row(cells: dict[str, str]) -> _Row | None:
    second, lat, lon = _number(cells.get("time_unix")), _number(cells.get("lat")), _number(cells.get("lon"))
    if not (second > 0 and -90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    speed = _number(cells.get("speed_mps"))
    return int(second), lat, lon, _number(cells.get("accuracy_m")), speed * 3.6 if speed >= 0 else _NAN


def read_phone(path: Path, utc_offset_ms: int = SAO_PAULO_OFFSET_MS) -> Track:
    """Raises TrackError when the file has no fix, OSError when it cannot be read."""
    with path.open(encoding="utf-8", newline="") as lines:
        return _track(path.stem, map(_phone_row, csv.DictReader(lines)), utc_offset_ms)


def read_gpx(path: Path, utc_offset_ms: int = 0) -> Track:
    """Accuracy is HDOP times 5 m where the file has it. Raises TrackError, OSError."""
    try:
        parsed = gpxpy.parse(path.read_text(encoding="utf-8"))
    except GPXException as problem:
        raise TrackError(f"{path.name}: not GPX: {problem}") from problem
    points = (point for track in parsed.tracks for segment in track.segments for point in segment.points)
    rows = (
        None
        if point.time is None
        else (
            int(point.time.timestamp()),
            point.latitude,
            point.longitude,
            _NAN if point.horizontal_dilution is None else point.horizontal_dilution * UERE_M,
            _NAN,
        )
        for point in points
    )
    return _track(path.stem, rows, utc_offset_ms)


def _vehicle_row(cells: dict[str, str]) -> tuple[str, int, _Row] | None:
    try:
        moment = datetime.fromisoformat(cells["timestamp"])
        lat, lon = float(cells["latitude"]), float(cells["longitude"])
    except (KeyError, ValueError, TypeError):
        return None
    offset = moment.utcoffset()
    if offset is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    row = (int(moment.astimezone(UTC).timestamp()), lat, lon, _NAN, _number(cells.get("speed")) * _MPH_KMH)
    return cells.get("vehicle_id", ""), int(offset.total_seconds()) * 1000, row


def read_vehicles(path: Path) -> list[Track]:
    """One track a vehicle, by number. Lines that hold no fix are left out. Raises OSError."""
    rows: dict[str, list[_Row | None]] = {}
    offsets: dict[str, int] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for read in map(_vehicle_row, csv.DictReader(lines)):
            if read is not None:
                vehicle, offset_ms, row = read
                rows.setdefault(vehicle, []).append(row)
                offsets[vehicle] = offset_ms
    return [_track(f"bus-{name}", rows[name], offsets[name]) for name in sorted(rows)]


def read_track_files(paths: Iterable[Path], utc_offset_ms: int = SAO_PAULO_OFFSET_MS) -> Iterator[Track]:
    """The tracks of CSV and GPX files, told apart by name and header. Raises TrackError, OSError."""
    for path in paths:
        if path.suffix.lower() == ".gpx":
            yield read_gpx(path, utc_offset_ms)
            continue
        with path.open(encoding="utf-8") as lines:
            header = lines.readline()
        if header.startswith("vehicle_id"):
            yield from read_vehicles(path)
        else:
            yield read_phone(path, utc_offset_ms)


@dataclass(frozen=True, slots=True)
class Moved:
    """A track somewhere else at another time, and where its home came to lie."""

    track: Track
    home: Place


def moved(track: Track, anchor: Place, target: Place, days: int, utc_offset_ms: int) -> Moved:
    """The track turned from anchor to target and shifted by whole local days, so that times of day are kept.

    utc_offset_ms: local time minus UTC at the target.
    """
    lats, lons = rigid_move(track.lats, track.lons, anchor, target)
    shift = days * DAY_MS + track.utc_offset_ms - utc_offset_ms
    there = Track(
        track.name,
        track.times_ms + shift,
        lats,
        lons,
        track.accuracies_m,
        track.speeds_kmh,
        utc_offset_ms,
        track.unreadable,
    )
    return Moved(there, target)
