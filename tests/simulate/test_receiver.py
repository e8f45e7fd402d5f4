"""Generated receiver noise has the figures that were measured."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest

from baqylau.simulate import measure, receiver
from baqylau.simulate.receiver import Receiver, Seen
from baqylau.simulate.tracks import read_phone


def _watch(seed: int, hours: int, *, moving: bool) -> list[Seen]:
    noise = Receiver(Random(seed))
    return [
        noise.see(second * 1000, 0.0, 0.0, moving=moving, indoors=not moving)
        for second in range(0, hours * 3600, 48)
    ]


def _error(seen: Seen) -> float:
    return math.hypot(seen.east_m, seen.north_m)


def test_claimed_accuracy_at_home_follows_the_measured_quantiles() -> None:
    """Apart from jumps the claims of a receiver at home have the measured quartiles within a fifth."""
    claims = [seen.accuracy_m for seen in _watch(1, 500, moving=False) if _error(seen) <= 100]
    for share in (0.25, 0.5, 0.75):
        expected = receiver.quantile(receiver.CLAIMED_AT_HOME_M, share)
        assert np.quantile(claims, share) == pytest.approx(expected, rel=0.2)


def test_errors_at_home_have_the_measured_tail() -> None:
    """The error over the claim has the measured median and a tail that exceeds the claim."""
    ratios = [_error(seen) / seen.accuracy_m for seen in _watch(2, 500, moving=False) if _error(seen) <= 99]
    assert np.quantile(ratios, 0.5) == pytest.approx(0.26, rel=0.3)
    assert 0.01 < np.mean([ratio > 1 for ratio in ratios]) < 0.12


def test_a_wearer_at_home_jumps_as_often_as_measured() -> None:
    """Excursions beyond 100 m from an unmoved home come about as often an hour as on the phones."""
    seen = _watch(3, 500, moving=False)
    far = [_error(each) > 100 for each in seen]
    starts = sum(now and not before for before, now in pairwise(far))
    assert starts / 500 == pytest.approx(receiver.JUMPS_PER_HOUR, rel=0.25)


def test_some_claims_lie() -> None:
    """There are fixes whose whole claimed circle lies off the truth by more than 100 m."""
    seen = _watch(4, 500, moving=False)
    assert any(_error(each) - each.accuracy_m > 100 for each in seen)


def test_fixes_on_the_move_are_better() -> None:
    """A moving receiver claims the measured 5 m in the median."""
    assert np.median([seen.accuracy_m for seen in _watch(5, 100, moving=True)]) == pytest.approx(5, abs=1)


def test_the_same_seed_gives_the_same_noise() -> None:
    """Two receivers of one seed report the same fixes."""
    assert _watch(6, 10, moving=False) == _watch(6, 10, moving=False)


def test_the_figures_in_the_code_are_those_of_the_tracks(shared: Path) -> None:
    """Measuring the shared tracks again gives the parameters kept in the code."""
    paths = sorted((shared / "data/tracks/phones").glob("*.csv"))
    found = measure.figures([read_phone(path) for path in paths])
    kept = {
        "claimed_m": receiver.CLAIMED_M,
        "claimed_moving_m": receiver.CLAIMED_MOVING_M,
        "claimed_at_home_m": receiver.CLAIMED_AT_HOME_M,
        "claimed_rank_correlation": receiver.CLAIM_RANK_CORRELATION,
        "claimed_same_as_before": receiver.CLAIM_SAME_AS_BEFORE,
        "place_repeated": receiver.PLACE_SAME_AS_BEFORE,
        "interval_s": receiver.INTERVAL_S,
        "gaps_per_1000": receiver.GAPS_PER_1000,
        "gap_s": receiver.GAP_S,
        "error_over_claimed": receiver.ERROR_OVER_CLAIMED,
        "lying_jumps": receiver.LYING_JUMPS,
        "honest_jump": receiver.HONEST_JUMP._asdict(),
        "lying_jump": receiver.LYING_JUMP._asdict(),
    }
    assert {name: found[name] for name in kept} == json.loads(json.dumps(kept))
    assert found["jumps_per_hour"] == pytest.approx(receiver.JUMPS_PER_HOUR, abs=0.01)
