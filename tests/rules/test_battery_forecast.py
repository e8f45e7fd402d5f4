"""When a battery will be empty: right for an even discharge, silent where nothing is known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baqylau.rules.battery_forecast import Reading, forecast

HOUR = 3_600_000
START = 1_782_000_000_000


def falling(per_hour: float, hours: int = 8, begin: float = 80.0) -> list[Reading]:
    """A reading every quarter of an hour."""
    return [Reading(START + n * HOUR // 4, begin - per_hour * n / 4) for n in range(hours * 4 + 1)]


@given(st.floats(0.5, 8), st.lists(st.floats(-1, 1), min_size=33, max_size=33))
def test_an_even_discharge(per_hour: float, noise: list[float]) -> None:
    """The forecast of an even discharge with a percent of noise lies near its true end, and within its own bounds."""
    readings = [
        Reading(one.time_ms, (one.level_percent or 0) + wobble)
        for one, wobble in zip(falling(per_hour), noise, strict=True)
    ]
    found = forecast(readings)
    if found is None:
        assert per_hour < 1
        return
    true_ms = START + round(80 / per_hour * HOUR)
    assert found.earliest_ms <= found.empty_ms <= found.latest_ms
    assert abs(found.empty_ms - true_ms) < (true_ms - START) * 0.5


@given(st.sets(st.integers(8, 31), max_size=2))
def test_wild_readings_move_little(wild: set[int]) -> None:
    """One or two readings that are three per cent off leave the forecast within a tenth of what is left."""
    readings = [
        one if n not in wild else Reading(one.time_ms, (one.level_percent or 0) + 3)
        for n, one in enumerate(falling(5.0))
    ]
    plain, found = forecast(falling(5.0)), forecast(readings)
    assert plain is not None
    assert found is not None
    assert abs(found.empty_ms - plain.empty_ms) < 8 * HOUR // 10


def test_charging_breaks_it() -> None:
    """While it charges nothing is forecast; afterwards only the new discharge counts."""
    used = falling(5.0)
    charged = [Reading(used[-1].time_ms + HOUR, 60.0, charging=True)]
    assert forecast([*used, *charged]) is None
    again = [Reading(one.time_ms + 10 * HOUR, one.level_percent) for one in falling(2.0)]
    found = forecast([*used, *charged, *again])
    assert found is not None
    assert found.discharge_ms == again[0].time_ms
    assert abs(found.empty_ms - (again[0].time_ms + 40 * HOUR)) < HOUR


def test_a_rise_without_a_word_of_charging() -> None:
    """A device that never says that it charges is seen to have been charged by its level."""
    again = [Reading(one.time_ms + 10 * HOUR, one.level_percent) for one in falling(2.0)]
    found = forecast([*falling(5.0), *again])
    assert found is not None
    assert found.discharge_ms == again[0].time_ms


def test_voltage_near_the_end() -> None:
    """By voltage nothing is told of a full cell, and the end of one that falls evenly to its last volts."""
    full = [Reading(START + n * HOUR, None, 4.2 - n * 0.02) for n in range(8)]
    assert forecast(full) is None
    low = [Reading(START + n * HOUR, None, 3.7 - n * 0.02) for n in range(8)]
    found = forecast(low)
    assert found is not None
    assert abs(found.empty_ms - (START + 15 * HOUR)) < HOUR


def test_too_little_is_known() -> None:
    """Few readings, a short time, a level that does not fall: no forecast rather than a wrong one."""
    assert forecast([]) is None
    assert forecast(falling(5.0)[:3]) is None
    assert forecast(falling(5.0, hours=1)) is None
    assert forecast(falling(0.0)) is None
