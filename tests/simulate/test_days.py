"""Invented days are possible days, and know when their wearer was away."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.simulate import days
from baqylau.simulate.days import DAY_MS, HOUR_MS, MINUTE_MS, Evening, Path

CURFEW_MS = 22 * HOUR_MS


def _path(seed: int, first: Evening, number: int = 3) -> Path:
    random = Random(seed)
    life = days.life(random)
    return days.plan(random, life, 0, days.usual_evenings(random, number, first), CURFEW_MS)


def _away_at_curfew(path: Path) -> list[tuple[int, int]]:
    return path.away(100.0, CURFEW_MS, CURFEW_MS + 2 * HOUR_MS)


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.sampled_from(list(Evening)))
def test_nobody_jumps(seed: int, evening: Evening) -> None:
    """Between two moments nobody gets farther than a bus would."""
    path = _path(seed, evening)
    before = path.at(0).spot
    for moment in range(0, 3 * DAY_MS, MINUTE_MS):
        here = path.at(moment).spot
        assert here.distance_m(before) <= 25 / 3.6 * 60
        before = here


@pytest.mark.parametrize("evening", [Evening.KEEPS, Evening.WANDERS])
@pytest.mark.parametrize("seed", range(10))
def test_who_keeps_the_curfew_is_at_home(seed: int, evening: Evening) -> None:
    """The truth of an evening that keeps the curfew has no absence after 22:00."""
    assert _away_at_curfew(_path(seed, evening)) == []


@pytest.mark.parametrize("evening", [Evening.LATE, Evening.LEAVES, Evening.AWAY])
@pytest.mark.parametrize("seed", range(5))
def test_who_breaks_the_curfew_is_away(seed: int, evening: Evening) -> None:
    """Every other evening has a true absence after 22:00, and the truth says when."""
    away = _away_at_curfew(_path(seed, evening))
    assert away
    assert (away[0][0] == CURFEW_MS) == (evening is not Evening.LEAVES)


def test_the_same_seed_gives_the_same_days() -> None:
    """Everything about a life follows from its seed."""
    assert _path(5, Evening.LATE).stays == _path(5, Evening.LATE).stays
