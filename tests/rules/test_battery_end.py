"""A battery that is nearly empty by its discharge: one alarm a discharge, none where nothing ends soon."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations.kinds import Battery, Power
from baqylau.register.activation import Activation
from baqylau.register.order import OrderVersion, parse_order
from baqylau.register.supervised import KnownDevice
from baqylau.rules.finding import Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard, decode_state, encode_state
from baqylau.rules.thresholds import Thresholds

MINUTE = 60_000
START = 1_782_000_000_000
DEVICE, PERSON = 5, 7


def programme(thresholds: Thresholds | None = None) -> Programme:
    order = parse_order(
        {
            "person": {"name": "a person"},
            "timezone": "Asia/Almaty",
            "ground": "restriction_of_liberty",
            "valid": {"from": "2026-01-01T00:00:00+05:00"},
            "conditions": [
                {"id": "sober", "kind": "alcohol", "schedule": {"on_demand_only": True, "answer_minutes": 20}}
            ],
        }
    )
    return compile_programme(
        PERSON,
        [OrderVersion(order=order, in_force_from_ms=START - 86_400_000)],
        [Activation(1, DEVICE, PERSON, START - 3_600_000, None)],
        thresholds or Thresholds(),
        equipment=[KnownDevice(DEVICE, "tracker", "t")],
    )


def said(minute: float, percent: float | None, lag_ms: int = 2000, **more: object) -> Heard:
    time_ms = START + round(minute * MINUTE)
    battery = Battery(time_ms, percent, **more)  # type: ignore[arg-type]
    return Heard(battery, time_ms + lag_ms, time_ms, DEVICE)


def falling(per_hour: float, begin: float = 100.0, last: float = 0.0, from_min: float = 0) -> list[Heard]:
    """A reading every five minutes, in whole percents, until the level is `last`."""
    count = int((begin - last) / per_hour * 12) + 1
    return [said(from_min + 5 * n, round(begin - per_hour * n / 12)) for n in range(count)]


def wobbling(one: Heard, by: int) -> Heard:
    battery = one.observation
    assert isinstance(battery, Battery)
    assert battery.level_percent is not None
    return said((battery.time_ms - START) / MINUTE, max(0.0, battery.level_percent + by))


def lived(heard: Sequence[Heard], cut: int | None = None, of: Programme | None = None) -> list[Finding]:
    """The findings that the battery is nearly empty; however it was heard, and through a restart at each step."""
    run, chance = Offline(of or programme()), random.Random(cut)
    rest = sorted(heard, key=lambda one: one.received_ms)
    while rest:
        size = 1 if cut is None else chance.choice([1, 2, 7, 30])
        batch, rest = rest[:size], rest[size:]
        run.state = decode_state(encode_state(run.state))
        run.hear(batch, batch[-1].received_ms)
    return [finding for finding in run.findings() if finding.kind == "battery_critical"]


def level_of(finding: Finding) -> object:
    return finding.because[0].value


@pytest.mark.parametrize("cut", [None, 0, 1, 2])
def test_a_fast_discharge_alarms_half_an_hour_before_its_end(cut: int | None) -> None:
    """At 30 % an hour the alarm comes at 15 %, once, and the level that is critical later adds none."""
    (found,) = lived(falling(30), cut)
    assert 12 <= float(str(level_of(found))) <= 17
    assert found.ended_ms is None
    assert [ground.fact for ground in found.because] == [
        "battery_critical", "empty_forecast", "discharging_since", "threshold",
    ]  # fmt: skip


def test_a_slow_discharge_alarms_by_its_level() -> None:
    """At 8 % an hour ten per cent are more than an hour: the level speaks first, and the forecast adds nothing."""
    (found,) = lived(falling(8))
    assert level_of(found) == 10
    assert found.because[-1].name == "battery_critical_percent"


@settings(deadline=None, max_examples=30)
@given(st.floats(3, 45), st.floats(60, 100), st.integers(0, 99))
def test_one_alarm_a_discharge(per_hour: float, begin: float, seed: int) -> None:
    """Whatever the speed and with a percent of noise, a discharge to the end alarms exactly once, however cut."""
    chance = random.Random(seed)
    heard = [wobbling(one, chance.choice([-1, 0, 0, 1])) for one in falling(per_hour, begin)]
    found = lived(heard)
    assert len(found) == 1
    assert found == lived(heard, cut=seed)


def test_charging_ends_it() -> None:
    """On the charger the alarm ends; the next discharge has one of its own."""
    first = falling(30, last=14)
    charging = said(180, 15, charging=True)
    found = lived([*first, charging, *falling(30, begin=95, last=13, from_min=300)])
    assert [one.ended_ms is not None for one in found] == [True, False]
    assert found[0].ended_ms == charging.observation.time_ms


def test_none_while_it_charges() -> None:
    """What fell fast before it was put on the charger ends nowhere, by its own word or by that of the mains."""
    before = falling(30, last=18)
    after = [said(175 + n, 17 - n / 4, charging=True) for n in range(20)]
    assert lived([*before, *after]) == []
    power = Heard(Power(START + 170 * MINUTE, connected=True), START + 170 * MINUTE, 1, DEVICE)
    assert lived([*before, power, *(said(175 + n, 17 - n / 4) for n in range(20))]) == []


def test_a_wild_reading_does_not_alarm() -> None:
    """A single level far too low for its discharge, above the critical one, moves no median."""
    heard = falling(6, begin=60, last=24)
    wild = [*heard[:60], said(302, 16), *heard[61:]]
    assert lived(wild) == []


def test_a_more_hopeful_forecast_does_not_end_it() -> None:
    """A discharge that slows down after the alarm neither ends nor repeats it."""
    fast = falling(36, last=18)
    slow = [said(140 + 20 * n, 18 - n / 2) for n in range(1, 20)]
    (found,) = lived([*fast, *slow])
    assert found.ended_ms is None


def test_memory_that_comes_late() -> None:
    """What was stored and is sent hours later alarms nobody by a forecast, in order or newest first."""
    heard = [
        Heard(one.observation, START + 400 * MINUTE + n, n, DEVICE)
        for n, one in enumerate(falling(30, last=12))
    ]
    assert lived(heard) == []
    assert lived([Heard(one.observation, 2 * heard[-1].received_ms - one.received_ms, n, DEVICE) for n, one in enumerate(heard)]) == []  # fmt: skip  # noqa: E501


def test_the_threshold_is_data() -> None:
    """An installation that wants an hour is alarmed an hour before the end."""
    (found,) = lived(falling(30), of=programme(Thresholds(battery_left_s=3600)))
    assert 27 <= float(str(level_of(found))) <= 33
