"""Positions are shown as far as a court's condition needs them, and no further."""

from __future__ import annotations

import json
import math
from datetime import timedelta
from typing import Any

import numpy as np
import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.console.thinning import thinned
from baqylau.platform.instants import to_datetime
from tests.console.conftest import Desk
from tests.incidents.worlds import NOW

DAY = 86_400_000
SPAN = {"from": "2026-06-20T00:00:00Z", "to": "2026-06-22T00:00:00Z"}


def give_order(
    desk: Desk, person: int, *kinds: str, begins: int = NOW - 30 * DAY, ends: int | None = None
) -> None:
    """An order with conditions of these kinds, in force from `begins` to `ends`."""
    with psycopg.connect(desk.world.url) as connection:

        def insert(statement: str, *values: Any) -> int:
            row = connection.execute(statement, values).fetchone()
            assert row is not None
            return int(row[0])

        order = insert(
            "INSERT INTO orders (person_id, number) VALUES (%s, %s) RETURNING order_id",
            person, f"1-{begins}",
        )  # fmt: skip
        version = insert(
            "INSERT INTO order_versions (order_id, version, number, court, ground, valid_from, valid_to, timezone,"
            " in_force_from, digest)"
            " VALUES (%s, 1, '1', 'court', 'parole', %s, %s, 'Asia/Almaty', %s, 'd') RETURNING order_version_id",
            order, to_datetime(begins), None if ends is None else to_datetime(ends), to_datetime(begins),
        )  # fmt: skip
        place = insert(
            "INSERT INTO places (person_id, name, geometry) VALUES (%s, %s, %s) RETURNING place_id",
            person, f"home {begins}", json.dumps({"type": "Point", "coordinates": [76.9, 43.2]}),
        )  # fmt: skip
        for ordinal, kind in enumerate(kinds):
            connection.execute(
                "INSERT INTO conditions (order_version_id, ordinal, key, kind, place_id) VALUES (%s, %s, %s, %s, %s)",
                (version, ordinal, kind, kind, place),
            )


def give_fixes(
    desk: Desk, place: int, count: int, *, first: int = NOW - 600_000, every: int = 60_000
) -> None:
    """A walk to the north-east, a fix a minute."""
    with psycopg.connect(desk.world.url) as connection:
        for number in range(count):
            at = to_datetime(first + number * every)
            connection.execute(
                "INSERT INTO fixes (device_id, happened_at, source, ordinal, valid, archived, received_at, visible_at,"
                " frame_id, lat, lon, accuracy_m) VALUES (%s, %s, 1, 0, true, false, %s, %s, 1, %s, %s, 5)",
                (desk.world.devices[place], at, at + timedelta(seconds=1), at + timedelta(seconds=2),
                 43.2 + number * 1e-4, 76.9 + math.sin(number) * 1e-3),
            )  # fmt: skip


@pytest.mark.services
def test_curfew_alone_gives_no_trail(desk: Desk) -> None:
    """A person whose order has only a curfew has no trail and no last position to show, and the answer says why."""
    person = desk.world.people[0]
    give_order(desk, person, "curfew")
    give_fixes(desk, 0, 5)
    answer = desk.get(f"/api/people/{person}/track", params=SPAN)
    assert answer.status_code == 403
    assert "curfew alone" in answer.json()["detail"]
    (last,) = desk.get("/api/positions/last", params={"person_id": person}).json()["positions"]
    assert last["position"] is None
    assert "curfew alone" in last["withheld"]
    assert last["heard_at"] is not None


@pytest.mark.services
def test_trail_is_thinned_and_says_so(desk: Desk) -> None:
    """With an exclusion zone the trail is given, thinned to what was asked, with how many there are."""
    person = desk.world.people[0]
    give_order(desk, person, "curfew", "exclusion")
    give_fixes(desk, 0, 200, first=NOW - 200 * 60_000)
    track = desk.get(f"/api/people/{person}/track", params=SPAN | {"points": 20}).json()
    assert track["of"] == 200
    assert 2 <= track["given"] == len(track["points"]) <= 20
    times = [one["happened_at"] for one in track["points"]]
    assert times == sorted(times)
    assert track["points"][0]["source"] == "satellite"
    whole = desk.get(f"/api/people/{person}/track", params=SPAN).json()
    assert (whole["given"], whole["tolerance_m"]) == (200, 0.0)


@pytest.mark.services
def test_trail_ends_with_the_order(desk: Desk) -> None:
    """Of a time that an order covers in part only that part is given."""
    person = desk.world.people[0]
    give_order(desk, person, "exclusion", ends=NOW - 300_000)
    give_fixes(desk, 0, 10)
    track = desk.get(f"/api/people/{person}/track", params=SPAN).json()
    assert track["of"] == 5
    assert track["periods"] == [["2026-06-20T00:00:00Z", "2026-06-20T23:55:00Z"]]
    (last,) = desk.get("/api/positions/last", params={"person_id": person}).json()["positions"]
    assert last["withheld"] is not None


@pytest.mark.services
def test_trail_is_the_persons_not_the_devices(desk: Desk) -> None:
    """Fixes of the same device from before this person wore it are someone else's and stay out."""
    person = desk.world.people[0]
    give_order(desk, person, "exclusion")
    give_fixes(desk, 0, 10)
    desk.do("UPDATE activations SET from_at = %s WHERE person_id = %s", to_datetime(NOW - 300_000), person)
    assert desk.get(f"/api/people/{person}/track", params=SPAN).json()["of"] == 5


@pytest.mark.services
def test_last_positions_page_by_page(desk: Desk) -> None:
    """Every worn device once, with the newest fix that its wearer sent."""
    for place, person in enumerate(desk.world.people):
        give_order(desk, person, "inclusion")
        give_fixes(desk, place, 3)
    seen: list[Any] = []
    after: int | None = 0
    while after is not None:
        page = desk.get("/api/positions/last", params={"limit": 4, "after": after}).json()
        seen += page["positions"]
        after = page["next"]
    assert [one["person"]["person_id"] for one in seen] == desk.world.people
    assert {one["position"]["happened_at"] for one in seen} == {"2026-06-20T23:52:00Z"}


@pytest.mark.services
@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"from": SPAN["to"], "to": SPAN["from"]}, 422),
        ({"from": "2026-06-20T00:00:00", "to": SPAN["to"]}, 422),
        ({}, 422),
        (SPAN | {"points": 1}, 422),
    ],
)
def test_wrong_questions_for_a_trail(desk: Desk, params: dict[str, Any], status: int) -> None:
    """A time without a zone, an empty time, or one point are refused in words."""
    answer = desk.get(f"/api/people/{desk.world.people[0]}/track", params=params)
    assert answer.status_code == status
    assert answer.json()["detail"]


@pytest.mark.services
def test_trail_of_another_region(desk: Desk) -> None:
    """An officer of another region is told that there is no such person."""
    give_order(desk, desk.world.people[0], "exclusion")
    assert desk.get(f"/api/people/{desk.world.people[0]}/track", "berik", params=SPAN).status_code == 404


coordinates = st.lists(st.tuples(st.floats(43, 43.5), st.floats(76, 77)), min_size=2, max_size=120)


@given(coordinates, st.integers(2, 40))
@settings(deadline=None)
def test_thinning_keeps_order_ends_and_number(track: list[tuple[float, float]], points: int) -> None:
    """What is kept is in order, has both ends, and is no more than was asked for."""
    lats, lons = (np.array(column) for column in zip(*track, strict=True))
    kept, tolerance_m = thinned(lats, lons, points)
    assert kept == sorted(set(kept))
    assert (kept[0], kept[-1]) == (0, len(track) - 1)
    assert len(kept) <= max(2, points)
    assert tolerance_m >= 0


def test_thinning_keeps_the_corner() -> None:
    """A track with one corner thinned to three points keeps exactly its ends and the corner."""
    lats = np.array([43 + 0.001 * min(number, 50) for number in range(101)])
    lons = np.array([76 + 0.001 * max(0, number - 50) for number in range(101)])
    assert thinned(lats, lons, 3)[0] == [0, 50, 100]
