"""Silence with a cause outside the wearer: one cell, one operator, one region, one cellar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.incidents.coverage import Loss, Spot, explained_until_ms, metres, spots
from baqylau.incidents.proposing import propose
from baqylau.incidents.scopes import Scope, everybody, likeliest_first
from baqylau.incidents.store import take_in
from baqylau.incidents.sweep import sweep
from baqylau.incidents.terms import DEFAULT_TERMS, CoverageTerms
from tests.incidents.test_blind import heard, living, look_over, silent
from tests.incidents.worlds import MINUTE, NOW, World, rows, run, settle_world

TERMS = CoverageTerms()
DAY = 24 * 60 * MINUTE
HOUR = 60 * MINUTE
CELLAR = (43.25, 76.90)


def losses(*days: float, minutes: int = 50, north_m: float = 0) -> list[Loss]:
    return [
        Loss(
            NOW + round(day * DAY), NOW + round(day * DAY) + minutes * MINUTE, 43.25 + north_m / 111_195, 76.9
        )
        for day in days
    ]


def test_three_losses_on_two_days_make_a_spot() -> None:
    """Three losses at one place on two days are a place without coverage; on one day, or two of them, are not."""
    (spot,) = spots(losses(0, 0.4, 1.3), TERMS)
    assert (spot.losses, spot.longest_ms) == (3, 50 * MINUTE)
    assert spots(losses(0, 0.01, 0.02), TERMS) == []
    assert spots(losses(0, 1), TERMS) == []


def test_losses_far_apart_are_no_spot() -> None:
    """Losses half a kilometre from one another have no place in common."""
    scattered = [*losses(0), *losses(1, north_m=500), *losses(2, north_m=1000)]
    assert spots(scattered, TERMS) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 29 * DAY), st.integers(1, 400), st.floats(-400, 400), st.floats(-400, 400)),
        max_size=40,
    )
)
def test_every_spot_has_enough_losses_behind_it(lost: list[tuple[int, int, float, float]]) -> None:
    """Whatever was lost where: a spot counts real losses, none twice, and enough of them."""
    heard_again = [
        Loss(at, at + length * MINUTE, 43.25 + north / 111_195, 76.9 + east / 81_000)
        for at, length, north, east in lost
    ]
    found = spots(heard_again, TERMS)
    assert sum(one.losses for one in found) <= len(heard_again)
    assert all(one.losses >= TERMS.losses for one in found)


@given(st.integers(1, 600))
def test_a_place_explains_no_silence_longer_than_the_cap(longest_minutes: int) -> None:
    """However long contact was once lost there, three hours is the most that a place explains."""
    spot = Spot(*CELLAR, 150, 3, longest_minutes * MINUTE, NOW, NOW)
    assert explained_until_ms(spot, NOW, TERMS) - NOW <= min(
        TERMS.longest_ms, longest_minutes * MINUTE * 1.25
    )


def test_metres_by_hand() -> None:
    """A hundredth of a degree north is 1,112 metres."""
    assert metres(43.25, 76.9, 43.26, 76.9) == pytest.approx(1111.95, abs=0.1)


def test_the_likeliest_scope_comes_first() -> None:
    """Everybody first, then the scope of which the largest share is silent."""
    whole = everybody(100, range(9))
    cell = Scope("cell:1", 8, frozenset(range(8)))
    region = Scope("region:1", 20, frozenset(range(9)))
    assert likeliest_first([region, cell, whole]) == [whole, cell, region]


@pytest.fixture
def world(fresh_database: str) -> World:
    """A hundred people of one region who wear devices; the first eight are served by one cell."""
    world = settle_world(fresh_database, people=100)
    with psycopg.connect(world.url) as connection:
        for place, device in enumerate(world.devices):
            connection.execute(
                "INSERT INTO device_cells VALUES (%s, 401, %s, 7, %s, now())",
                (device, 1 if place < 50 else 2, 4711 if place < 8 else 1000 + place),
            )
    return world


@pytest.mark.services
def test_a_cell_that_fails_is_one_incident(world: World) -> None:
    """Six of eight people at one cell fall silent: one incident that names the cell, not six."""
    silent(world, world.people[:6])
    look_over(world, NOW + 1000)
    assert living(world) == [("mass_silence", "open", None)]
    assert rows(world.url, "SELECT scope FROM incidents WHERE person_id IS NULL") == [
        {"scope": "cell:401-1-7-4711"}
    ]


@pytest.mark.services
def test_six_of_many_cells_are_six(world: World) -> None:
    """Six silences with no cell, operator or region in common that half of its people share stay six."""
    silent(world, world.people[40:46])
    look_over(world, NOW + DEFAULT_TERMS.silence_pending_ms)
    assert [state for cause, state, _ in living(world) if cause == "silence"] == ["open"] * 6


@pytest.mark.services
def test_only_those_of_the_cell_join(world: World) -> None:
    """While a cell's incident goes on, a seventh of that cell joins it and a stranger's silence does not."""
    silent(world, world.people[:6])
    look_over(world, NOW + 1000)
    silent(world, [world.people[6], world.people[90]], NOW + MINUTE)
    look_over(world, NOW + 3 * MINUTE)
    listed = rows(world.url, "SELECT person_id FROM incident_people WHERE back_at IS NULL ORDER BY 1")
    assert [one["person_id"] for one in listed] == world.people[:7]
    assert ("silence", "open", world.people[90]) in living(world)


def _fix(world: World, at: int) -> None:
    with psycopg.connect(world.url) as connection:
        connection.execute(
            "INSERT INTO fixes (device_id, happened_at, source, ordinal, valid, archived, received_at, visible_at,"
            " frame_id, lat, lon, activation_id) SELECT device_id, %(at)s, 1, 0, true, false, %(at)s, %(at)s, 1,"
            " %(lat)s, %(lon)s, activation_id FROM activations WHERE device_id = %(device)s",
            {
                "at": datetime.fromtimestamp(at / 1000, UTC),
                "lat": CELLAR[0],
                "lon": CELLAR[1],
                "device": world.devices[0],
            },
        )


def _lose(world: World, at: int, minutes: int) -> None:
    """The first person's device is seen in the cellar, falls silent at `at` and is heard again."""
    _fix(world, at - 5 * MINUTE)
    findings = silent(world, world.people[:1], at + MINUTE)
    end = at + minutes * MINUTE
    heard(world, findings, end)
    with psycopg.connect(world.url) as connection:
        connection.execute(
            "UPDATE findings SET ended_at = to_timestamp(%s) WHERE ended_at IS NULL", (end / 1000,)
        )


def _proposed(world: World, at: int) -> int:
    async def work(connection: Any) -> int:
        return await propose(connection, at, TERMS)

    return run(work, world.url)


@pytest.mark.services
def test_a_confirmed_place_holds_a_usual_silence_back(world: World) -> None:
    """Proposed once, of no effect until confirmed; then a usual silence waits and a longer one is shown."""
    for day in range(3):
        _lose(world, NOW + day * DAY, 80)
    later = NOW + 3 * DAY
    assert _proposed(world, later) == 1
    assert _proposed(world, later) == 0
    _fix(world, later - 5 * MINUTE)
    (finding,) = silent(world, world.people[:1], later + MINUTE)
    look_over(world, later + 3 * MINUTE)
    assert living(world) == [("silence", "open", world.people[0])]
    heard(world, [finding], later + 10 * MINUTE)

    with psycopg.connect(world.url) as connection:
        connection.execute(
            "UPDATE coverage_profiles SET state = 'confirmed', decided_by = 'sup', decided_at = now(),"
            " valid_to = to_timestamp(%s)",
            ((later + 90 * DAY) / 1000,),
        )
        connection.execute(
            "UPDATE incidents SET state = 'closed', closed_at = now(), disposition = 'technical', reason = 'x'"
        )
    _fix(world, later + DAY - 5 * MINUTE)
    (finding,) = silent(world, world.people[:1], later + DAY + MINUTE)
    look_over(world, later + DAY + 30 * MINUTE)
    assert living(world) == [("silence", "pending", world.people[0])]
    look_over(world, later + DAY + 101 * MINUTE)
    assert living(world) == [("silence", "open", world.people[0])]


@pytest.mark.services
def test_a_severe_silence_is_shown_from_any_place(world: World) -> None:
    """A silence that has become severe opens although a confirmed place would explain it for longer."""
    with psycopg.connect(world.url) as connection:
        connection.execute(
            "INSERT INTO coverage_profiles (person_id, lat, lon, radius_m, losses, longest_s, first_at, last_at,"
            " state, decided_by, decided_at, valid_to) VALUES (%s, %s, %s, 150, 3, 9000, now(), now(),"
            " 'confirmed', 'sup', now(), 'infinity')",
            (world.people[0], *CELLAR),
        )
    _fix(world, NOW - 5 * MINUTE)
    (finding,) = silent(world, world.people[:1], NOW)
    look_over(world, NOW + 5 * MINUTE)
    assert living(world) == [("silence", "pending", world.people[0])]
    severe = msgspec.structs.replace(finding, severity="high")

    async def work(connection: Any) -> None:
        await take_in(connection, [severe], NOW + HOUR)
        await sweep(connection, NOW + HOUR)

    run(work, world.url)
    assert living(world) == [("silence", "open", world.people[0])]
