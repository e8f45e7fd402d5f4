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
from baqylau.rules.state import Heard, Lag, Worn
from baqylau.rules.thresholds import Thresholds


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


def lag_again(known: Lag, lag_ms: int, received_ms: int, thresholds: Thresholds) -> Lag:
    """The run of observations whose lag is steady with one more in it, or a new run."""
    steady_ms = thresholds.clock_steady_s * 1000
    if not known.lag_n or abs(lag_ms - known.lag_ms) > steady_ms:
        return Lag(lag_ms, 1, received_ms, known.skew_ms)
    if received_ms - known.heard_ms < steady_ms:
        return known
    # A clock drifts: the lag is compared with the last one, not with the first.
    proven = known.lag_n + 1 >= thresholds.clock_reports
    return Lag(lag_ms, known.lag_n + 1, received_ms, lag_ms if proven else known.skew_ms)


def _right(worn: Worn, received_ms: int, changed: Changed) -> None:
    worn.lag_n = worn.skew_ms = 0
    close(worn, "clock_skewed", received_ms, changed)


def _note_lag(programme: Programme, worn: Worn, each: Heard, lag_ms: int, changed: Changed) -> None:
    thresholds = programme.thresholds
    run = lag_again(Lag(worn.lag_ms, worn.lag_n, worn.lag_heard_ms), lag_ms, each.received_ms, thresholds)
    worn.lag_ms, worn.lag_n, worn.lag_heard_ms = run.lag_ms, run.lag_n, run.heard_ms
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
