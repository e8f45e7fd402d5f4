"""When tests are due: the right number, within the hours, apart, also on the night that had an hour twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from baqylau.register.order import epoch_ms
from baqylau.rules.tests_due import Due, Times, due_between, due_on, next_due_ms
from baqylau.rules.windows import DAY_MS, MINUTE_MS

HOUR = 60 * MINUTE_MS
ALMATY = "Asia/Almaty"
DOUBLE_HOUR = date(2024, 2, 29).toordinal()
DAYS = st.one_of(
    st.integers(date(2023, 1, 1).toordinal(), date(2027, 1, 1).toordinal()),
    st.sampled_from([DOUBLE_HOUR - 1, DOUBLE_HOUR, DOUBLE_HOUR + 1]),
)
SEEDS = st.binary(min_size=32, max_size=32)
ZONES = st.sampled_from([ALMATY, "Asia/Qyzylorda", "Europe/Berlin", "Australia/Lord_Howe"])


def times(**changes: object) -> Times:
    given_: dict[str, object] = {
        "condition": "sober", "zone": ALMATY, "set_times": (), "random": ((127, 480, 1320, 2),), "exceptions": (),
        "apart_ms": HOUR, "seed": b"s" * 32,
    }  # fmt: skip
    return Times(**{**given_, **changes})  # type: ignore[arg-type]


def local(due: Due, zone: str) -> datetime:
    return datetime.fromtimestamp(due.due_ms / 1000, ZoneInfo(zone))


@given(
    DAYS, SEEDS, ZONES, st.integers(0, 1439), st.integers(60, 1440), st.integers(1, 12), st.integers(0, 240)
)
def test_as_many_as_ordered_within_the_hours_and_apart(
    day: int, seed: bytes, zone: str, begin: int, length: int, tests: int, apart: int
) -> None:
    """Of any hours of any day there come as many as ordered, each within them by the wall clock, apart if they fit."""
    end = begin + length
    drawn = due_on(
        times(zone=zone, seed=seed, random=((127, begin, end, tests),), apart_ms=apart * MINUTE_MS), day
    )
    assert len(drawn) == tests
    midnight = datetime.combine(date.fromordinal(day), datetime.min.time())
    for due in drawn:
        wall = local(due, zone).replace(tzinfo=None) - midnight
        assert timedelta(minutes=begin) <= wall < timedelta(minutes=end)
    lost = 60 if zone in ("Europe/Berlin", "Australia/Lord_Howe") else 0
    least = min(apart, max(0, length - lost) // tests)
    assert all(b.due_ms - a.due_ms >= least * MINUTE_MS for a, b in pairwise(drawn))


@given(DAYS, SEEDS)
def test_the_same_on_every_replay(day: int, seed: bytes) -> None:
    """Drawn again from the secret the times are the same; asked for in any span they are the same."""
    sober = times(seed=seed, random=((127, 1320, 1800, 3),))
    start_ms = (day - date(1970, 1, 1).toordinal()) * DAY_MS
    whole = due_between(sober, start_ms, start_ms + 3 * DAY_MS)
    hours = [start_ms + hour * HOUR for hour in range(72)]
    pieces = [due for at_ms in hours for due in due_between(sober, at_ms, at_ms + HOUR)]
    assert pieces == whole
    due_on.cache_clear()
    assert due_between(sober, start_ms, start_ms + 3 * DAY_MS) == whole


def test_nobody_without_the_secret_can_tell() -> None:
    """Another secret, another condition or another day gives other times, spread over all of the hours."""
    day = date(2026, 5, 4).toordinal()
    of_days = [due_on(times(), day + n)[0].due_ms % DAY_MS for n in range(400)]
    assert len(set(of_days)) > 200
    assert due_on(times(seed=b"t" * 32), day) != due_on(times(), day)
    assert due_on(times(condition="other"), day) != due_on(times(), day)
    one = times(random=((127, 480, 1320, 1),))
    spread = [local(due_on(one, day + n)[0], ALMATY).hour for n in range(700)]
    assert all(30 <= spread.count(hour) <= 75 for hour in range(8, 22))


def test_without_a_secret_nothing_random_is_due() -> None:
    """An order in a file has no secret: only its set times are due."""
    sober = times(seed=b"", set_times=((1, 540),))
    assert [local(due, ALMATY).strftime("%H:%M") for due in due_on(sober, date(2026, 5, 4).toordinal())] == [
        "09:00"
    ]
    assert due_on(sober, date(2026, 5, 5).toordinal()) == ()


def test_the_night_with_an_hour_twice() -> None:
    """On 29.02.2024 a set time of the double hour is due once, the first time; hours of it are two long."""
    (due,) = due_on(times(seed=b"", set_times=((127, 23 * 60 + 30),)), DOUBLE_HOUR)
    assert due.due_ms == epoch_ms(datetime.fromisoformat("2024-02-29T23:30:00+06:00"))
    drawn = {
        due_on(times(seed=bytes([n]) * 32, random=((127, 23 * 60, 1440, 1),)), DOUBLE_HOUR)[0].due_ms
        for n in range(60)
    }
    begins = epoch_ms(datetime.fromisoformat("2024-02-29T23:00:00+06:00"))
    assert all(begins <= at < begins + 2 * HOUR for at in drawn)
    assert any(at < begins + HOUR for at in drawn)
    assert any(at >= begins + HOUR for at in drawn)


@given(DAYS, SEEDS, st.integers(0, 23))
def test_random_times_keep_away_from_set_ones(day: int, seed: bytes, hour: int) -> None:
    """A random test is never within the distance of a set time of its date."""
    due = due_on(times(seed=seed, set_times=((127, hour * 60),)), day)
    assert all(b.due_ms - a.due_ms >= HOUR for a, b in pairwise(due))
    assert sum(one.random for one in due) == 2


@given(DAYS, SEEDS)
def test_an_exception_says_in_which_hours(day: int, seed: bytes) -> None:
    """On a date with other hours everything random falls there, and a set time outside them is not due."""
    other = times(seed=seed, set_times=((127, 540), (127, 840)), exceptions=((day, ((800, 1000),)),))
    due = due_on(other, day)
    assert sum(one.random for one in due) == 2
    assert all(800 <= local(one, ALMATY).hour * 60 + local(one, ALMATY).minute < 1000 for one in due)
    assert sum(not one.random for one in due) == 1
    assert due_on(times(seed=seed, set_times=((127, 540),), exceptions=((day, ()),)), day) == ()


def test_the_next_one() -> None:
    """The next due time is found; where none comes within the week, the moment to look again is."""
    mondays = times(random=(), set_times=((1, 540),))
    monday = epoch_ms(datetime.fromisoformat("2026-05-04T09:00:00+05:00"))
    assert next_due_ms(mondays, monday - 1) == monday
    assert next_due_ms(mondays, monday) == monday + 7 * DAY_MS
    assert next_due_ms(times(random=()), monday) == monday + 8 * DAY_MS
