"""Measures on a folder of recorded phone tracks what the receiver model needs.

    python -m baqylau.simulate.measure ../shared/data/tracks/phones

The truth is known where nobody moves: at night (00:00 to 06:00) in a home, the median of the accurate night
fixes. A night counts when at least half of its accurate fixes lie within 100 m of home. The figures printed
are kept in `receiver.py` and described in `docs/simulation.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from baqylau.simulate.geometry import EARTH_RADIUS_M, Array
from baqylau.simulate.tracks import DAY_MS, HOUR_MS, Track, read_phone

SHARES = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0)
_NIGHT_HOURS, _ACCURATE_M, _AT_HOME_M = 6, 50.0, 100.0
_STILL_KMH, _MOVING_KMH = 1.0, 5.0
_GAP_S = 600.0


@dataclass(frozen=True, slots=True)
class Night:
    """Fixes of one night at home: seconds since the first, metres from home, metres claimed."""

    seconds: Array
    errors_m: Array
    claimed_m: Array


def distances_m(track: Track) -> Array:
    home = track.home()
    north = np.radians(track.lats - home.lat) * EARTH_RADIUS_M
    east = np.radians(track.lons - home.lon) * EARTH_RADIUS_M * np.cos(np.radians(home.lat))
    result: Array = np.hypot(east, north)
    return result


def nights(track: Track) -> Iterator[Night]:
    far = distances_m(track)
    at_night = track.local_time_of_day_ms() < _NIGHT_HOURS * HOUR_MS
    day = (track.times_ms + track.utc_offset_ms) // DAY_MS
    for each in np.unique(day[at_night]):
        chosen = at_night & (day == each)
        accurate = chosen & (track.accuracies_m <= _ACCURATE_M)
        if accurate.sum() >= 20 and (far[accurate] <= _AT_HOME_M).mean() >= 0.5:
            seconds = (track.times_ms[chosen] - track.times_ms[chosen][0]) / 1000
            yield Night(seconds, far[chosen], track.accuracies_m[chosen])


def table(values: Array) -> list[float]:
    return [float(f"{value:.3g}") for value in np.quantile(values, SHARES)]


def excursions(night: Night) -> list[tuple[float, float, float]]:
    """Runs of fixes more than 100 m from home: how long (s), how far (m), what was claimed (m)."""
    away = np.concatenate(([0], (night.errors_m > _AT_HOME_M).astype(int), [0]))
    starts = np.flatnonzero(np.diff(away) == 1).tolist()
    ends = np.flatnonzero(np.diff(away) == -1).tolist()
    last = len(night.seconds) - 1
    return [
        (
            float(night.seconds[min(end, last)] - night.seconds[start]),
            float(night.errors_m[start:end].max()),
            float(np.median(night.claimed_m[start:end])),
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _rank_correlation(a: Array, b: Array) -> float:
    def ranks(values: Array) -> Array:
        return np.argsort(np.argsort(values)).astype(float)

    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def figures(tracks: list[Track]) -> dict[str, Any]:
    """What the receiver model is built on, by name; lengths in metres, times in seconds."""
    claimed = np.concatenate([track.accuracies_m for track in tracks])
    intervals = np.concatenate([np.diff(track.times_ms) / 1000 for track in tracks])
    moving = np.concatenate([track.accuracies_m[track.speeds_kmh > _MOVING_KMH] for track in tracks])
    repeated = np.concatenate([(np.diff(t.lats) == 0) & (np.diff(t.lons) == 0) for t in tracks])
    same_claim = np.concatenate([np.diff(track.accuracies_m) == 0 for track in tracks])
    at_home = [night for track in tracks for night in nights(track)]
    errors = np.concatenate([night.errors_m for night in at_home])
    said = np.concatenate([night.claimed_m for night in at_home])
    hours = sum(float(night.seconds[-1]) for night in at_home) / 3600
    trips = [trip for night in at_home for trip in excursions(night)]
    near = errors <= _AT_HOME_M
    before = np.concatenate([night.claimed_m[:-1] for night in at_home])
    after = np.concatenate([night.claimed_m[1:] for night in at_home])
    accurate = said <= _ACCURATE_M
    return {
        "tracks": len(tracks),
        "fixes": len(claimed),
        "shares": SHARES,
        "claimed_m": table(claimed),
        "claimed_moving_m": table(moving),
        "claimed_at_home_m": table(said),
        "claimed_rank_correlation": round(_rank_correlation(before, after), 3),
        "claimed_same_as_before": round(float(same_claim.mean()), 3),
        "interval_s": table(intervals[intervals <= _GAP_S]),
        "gaps_per_1000": round(float((intervals > _GAP_S).mean() * 1000), 2),
        "gap_s": table(intervals[intervals > _GAP_S]),
        "place_repeated": round(float(repeated.mean()), 3),
        "nights": len(at_home),
        "night_hours": round(hours, 1),
        "night_fixes": len(errors),
        "error_over_claimed": table(errors[near] / said[near]),
        "lies": {
            "claimed_at_most_50_m": int(accurate.sum()),
            "beyond_claimed": round(float((errors > said)[accurate].mean()), 4),
            "beyond_3_times_claimed": round(float((errors > 3 * said)[accurate].mean()), 4),
            "beyond_100_m": round(float((errors > _AT_HOME_M)[accurate].mean()), 4),
        },
        "jumps": len(trips),
        "jumps_per_hour": round(len(trips) / hours, 3),
        "lying_jumps": round(sum(map(_lies, trips)) / len(trips), 3),
        "honest_jump": _jump_tables([trip for trip in trips if not _lies(trip)]),
        "lying_jump": _jump_tables([trip for trip in trips if _lies(trip)]),
    }


def _lies(trip: tuple[float, float, float]) -> bool:
    """Whether the claimed circle does not reach home."""
    return trip[2] < trip[1]


def _jump_tables(trips: list[tuple[float, float, float]]) -> dict[str, list[float]]:
    lasts, far, claimed = np.array(trips).T
    return {"lasts_s": table(lasts), "distance_m": table(far), "claimed_over_distance": table(claimed / far)}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m baqylau.simulate.measure FOLDER_OF_PHONE_TRACKS")
    paths = sorted(Path(sys.argv[1]).glob("*.csv"))
    if not paths:
        sys.exit(f"no CSV files in {sys.argv[1]}")
    sys.stdout.write(json.dumps(figures([read_phone(path) for path in paths]), indent=1) + "\n")


if __name__ == "__main__":
    main()
