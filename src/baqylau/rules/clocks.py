"""Whether a device's clock can be believed, and when what it reports really happened.

A clock ahead shows at once: nothing is received before it happens. A clock behind looks like delay; it shows
when the lag stays the same over several reports, while delayed uploads catch up.
"""

from __future__ import annotations

from baqylau.observations.kinds import Position
from baqylau.rules.breaches import Changed
from baqylau.rules.device_findings import Scene, close, open_once
from baqylau.rules.finding import Ground
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, Worn


def true_time(programme: Programme, worn: Worn, each: Heard, changed: Changed) -> int | None:
    """When the observation happened, by a clock that is put right; None when that cannot be told."""
    thresholds = programme.thresholds
    time_ms, received_ms = each.observation.time_ms, each.received_ms
    lag_ms = received_ms - time_ms
    if -thresholds.clock_ahead_s * 1000 <= lag_ms < thresholds.clock_behind_s * 1000:
        _right(worn, received_ms, changed)
        return time_ms
    if not (type(each.observation) is Position and each.observation.archived):
        _note_lag(programme, worn, each, lag_ms, changed)
    if lag_ms < 0:
        return received_ms
    if worn.skew_ms and abs(lag_ms - worn.skew_ms) <= thresholds.clock_steady_s * 1000:
        return received_ms
    return time_ms if lag_ms < thresholds.oldest_usable_days * 86_400_000 else None


def _right(worn: Worn, received_ms: int, changed: Changed) -> None:
    worn.lag_n = worn.skew_ms = 0
    close(worn, "clock_skewed", received_ms, changed)


def _note_lag(programme: Programme, worn: Worn, each: Heard, lag_ms: int, changed: Changed) -> None:
    thresholds = programme.thresholds
    steady_ms = thresholds.clock_steady_s * 1000
    if worn.lag_n and abs(lag_ms - worn.lag_ms) <= steady_ms:
        if each.received_ms - worn.lag_heard_ms >= steady_ms:
            worn.lag_n += 1
            worn.lag_heard_ms = each.received_ms
            # A clock drifts: the lag is compared with the last one, not with the first.
            worn.lag_ms = lag_ms
    else:
        worn.lag_n, worn.lag_ms, worn.lag_heard_ms = 1, lag_ms, each.received_ms
    if worn.lag_n < thresholds.clock_reports or not worn.from_ms <= each.received_ms < worn.to_ms:
        return
    worn.skew_ms = worn.lag_ms
    scene = Scene(programme, worn, each.received_ms, each.received_ms, each.received_ms, changed)
    because = (
        Ground(
            "lag_ms",
            each.observation.time_ms,
            each.received_ms,
            each.observation_id,
            each.device_id,
            value=lag_ms,
        ),
        Ground("threshold", name="clock_reports", value=thresholds.clock_reports),
    )
    open_once(scene, "clock_skewed", "clock_skewed", because)
