"""Tracks in files: CSV and GPX, read a fix at a time; what cannot be read is reported and costs nothing else."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from baqylau.observations.kinds import Position

_MPS_TO_KMH = 3.6
_NEEDED = ("time_unix", "lat", "lon", "accuracy_m")


class TrackError(ValueError):
    """The file holds no track; the message says why."""


class TrackFix(NamedTuple):
    position: Position
    received_ms: int


Damage = Callable[[int, str], None]
"""Told the line number (GPX: the number of the point) and what is wrong with it."""


def read_track(path: Path, damage: Damage) -> list[TrackFix]:
    """The fixes of the file, in the order of receipt (time of the fix where the file does not say).

    `.gpx` is GPX 1.0 or 1.1; anything else is CSV with a header that names time_unix, lat, lon, accuracy_m (UTC
    seconds, degrees, metres) and perhaps received_unix, speed_mps, altitude_m. Raises TrackError when the file
    cannot be opened, is of neither format, or has no usable row.
    """
    try:
        rows = _gpx(path, damage) if path.suffix.lower() == ".gpx" else _csv(path, damage)
        fixes = list(rows)
    except OSError as error:
        raise TrackError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise TrackError(f"{path}: not text in UTF-8: {error}") from None
    if not fixes:
        raise TrackError(f"{path}: no usable row")
    fixes.sort(key=lambda fix: (fix.received_ms, fix.position.time_ms))
    return fixes


def _csv(path: Path, damage: Damage) -> Iterator[TrackFix]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise TrackError(f"{path}: no column {', '.join(missing)} in line 1")
        rows = iter(reader)
        while True:
            try:
                row = next(rows)
                fix = _fix(row)
            except StopIteration:
                return
            except (ValueError, csv.Error) as error:
                damage(reader.line_num, str(error))
                continue
            yield fix


def _fix(row: dict[str, str | None]) -> TrackFix:
    time_ms = _time_ms(row, "time_unix")
    speed_mps = _optional(row, "speed_mps")
    position = Position(
        time_ms,
        _within(row, "lat", 90),
        _within(row, "lon", 180),
        source="fused",
        accuracy_m=_accuracy(row),
        speed_kmh=speed_mps * _MPS_TO_KMH if speed_mps is not None and speed_mps >= 0 else None,
        altitude_m=_optional(row, "altitude_m"),
    )
    received = row.get("received_unix")
    return TrackFix(position, _time_ms(row, "received_unix") if received else time_ms)


def _time_ms(row: dict[str, str | None], name: str) -> int:
    seconds = _number(row, name)
    if not 0 <= seconds < 253_402_300_800:
        raise ValueError(f"{name} is no time in seconds since 1970: {row[name]}")
    return round(seconds * 1000)


def _accuracy(row: dict[str, str | None]) -> float | None:
    accuracy_m = _optional(row, "accuracy_m")
    if accuracy_m is not None and accuracy_m < 0:
        raise ValueError(f"accuracy_m is negative: {row['accuracy_m']}")
    return accuracy_m


def _within(row: dict[str, str | None], name: str, limit: float) -> float:
    value = _number(row, name)
    if abs(value) > limit:
        raise ValueError(f"{name} is beyond {limit:g} degrees: {row[name]}")
    return value


def _optional(row: dict[str, str | None], name: str) -> float | None:
    return _number(row, name) if row.get(name) else None


def _number(row: dict[str, str | None], name: str) -> float:
    text = row.get(name)
    if not text:
        raise ValueError(f"{name} is missing")
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name} is no number: {text!r}") from None
    if not isfinite(value):
        raise ValueError(f"{name} is no number: {text!r}")
    return value


def _gpx(path: Path, damage: Damage) -> Iterator[TrackFix]:
    import gpxpy
    import gpxpy.gpx

    try:
        gpx = gpxpy.parse(path.read_text(encoding="utf-8-sig"))
    except gpxpy.gpx.GPXException as error:
        raise TrackError(f"{path}: not GPX: {error}") from None
    for number, (point, *_) in enumerate(gpx.walk(), start=1):
        if point.time is None:
            damage(number, "the point has no time")
        elif not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):
            damage(number, "the point is not on Earth")
        else:
            moment = point.time if point.time.tzinfo is not None else point.time.replace(tzinfo=UTC)
            time_ms = round(moment.timestamp() * 1000)
            position = Position(
                time_ms,
                point.latitude,
                point.longitude,
                hdop=point.horizontal_dilution,
                satellites=point.satellites,
                altitude_m=point.elevation,
            )
            yield TrackFix(position, time_ms)
