"""A draft order is tried on what the person did, and places that contradict one another are named."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from baqylau.console.feasible import warnings_of
from baqylau.platform.instants import to_datetime
from baqylau.register.order import Condition
from tests.console.conftest import Desk
from tests.console.test_watch import NIGHTS, PURPOSE
from tests.incidents.worlds import MINUTE, NOW

DAY = 24 * 60 * MINUTE


def circle(lon: float, lat: float, radius_m: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat], "radius_m": radius_m}


def condition(kind: str, place: dict[str, Any], name: str | None = None, **more: Any) -> Condition:
    hours = NIGHTS if kind in ("curfew", "attendance") else []
    return Condition.model_validate({"id": name or kind, "kind": kind, "place": place, "hours": hours} | more)


HOME = condition("curfew", circle(76.9, 43.2, 100))


def give_walk(desk: Desk, minutes: int) -> None:
    """A fix a minute up to now, five kilometres north of home."""
    with psycopg.connect(desk.world.url) as connection:
        connection.execute(
            "INSERT INTO fixes (device_id, happened_at, source, ordinal, valid, archived, received_at, visible_at,"
            " frame_id, lat, lon, accuracy_m, activation_id)"
            " SELECT device_id, t, 1, 0, true, false, t + interval '1 s', t + interval '1 s',"
            "        extract(epoch FROM t)::bigint, 43.245, 76.9, 5, activation_id"
            " FROM activations, generate_series(%s::timestamptz, %s::timestamptz, interval '1 min') AS t"
            " WHERE person_id = %s",
            (to_datetime(NOW - minutes * MINUTE), to_datetime(NOW - MINUTE), desk.world.people[0]),
        )


@pytest.mark.services
def test_a_draft_finds_what_it_would_have_found(desk: Desk) -> None:
    """Nights away from the drafted home are found; nothing is written."""
    give_walk(desk, 12 * 60)
    body = {
        "number": "9", "court": "court", "ground": "restriction_of_liberty", "timezone": "Asia/Almaty",
        "valid": {"from": to_datetime(NOW).isoformat()},
        "conditions": [HOME.model_dump(mode="json", by_alias=True)],
    }  # fmt: skip
    person = desk.world.people[0]
    answer = desk.post(
        f"/api/people/{person}/orders/draft/try", json={"order": body, "days": 30}, headers=PURPOSE
    )
    assert answer.status_code == 200, answer.text
    tried = answer.json()
    assert tried["observations"] == 720
    assert tried["by_kind"] == {"curfew_absence": 1}
    assert tried["findings"][0]["condition"] == "curfew"
    assert desk.do("SELECT 1 FROM findings") == []
    assert desk.do("SELECT 1 FROM orders") == []


@pytest.mark.services
def test_without_data_it_says_so(desk: Desk) -> None:
    """A person of whom nothing was heard gives no findings and the reason."""
    body = {
        "number": "9", "court": "court", "ground": "restriction_of_liberty", "timezone": "Asia/Almaty",
        "valid": {"from": to_datetime(NOW).isoformat()},
        "conditions": [HOME.model_dump(mode="json", by_alias=True)],
    }  # fmt: skip
    path = f"/api/people/{desk.world.people[0]}/orders/draft/try"
    assert desk.post(path, json={"order": body}, headers=PURPOSE).json()["warnings"][0]["code"] == "no_data"
    assert desk.post(path, "berik", json={"order": body}, headers=PURPOSE).status_code == 404


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([condition("exclusion", circle(76.9, 43.2, 500))], "home_in_exclusion"),
        ([condition("exclusion", circle(76.91, 43.2, 500), warning_m=400)], "home_near_exclusion"),
        ([condition("inclusion", circle(77.9, 43.2, 5000))], "home_outside_inclusion"),
        ([condition("attendance", circle(76.9, 43.2, 20), "visit")], "place_small"),
    ],
)
def test_contradictions_are_named(others: list[Condition], expected: str) -> None:
    """Each way in which places contradict one another has its own code."""
    assert expected in [one.code for one in warnings_of([HOME, *others])]


def test_home_cut_off_from_work() -> None:
    """A ring of exclusion around home leaves no way to work; a zone beside the way does."""
    work = condition("attendance", circle(77.0, 43.2, 100), "work")
    outer = [[76.85, 43.15], [76.95, 43.15], [76.95, 43.25], [76.85, 43.25], [76.85, 43.15]]
    inner = [[76.87, 43.17], [76.87, 43.23], [76.93, 43.23], [76.93, 43.17], [76.87, 43.17]]
    ring = condition("exclusion", {"type": "Polygon", "coordinates": [outer, inner]})
    beside = condition("exclusion", circle(76.95, 43.2, 1000))
    assert [one.code for one in warnings_of([HOME, work, ring])] == ["cut_off"]
    assert warnings_of([HOME, work, beside]) == []


@pytest.mark.services
def test_tests_are_left_out_and_it_says_so(desk: Desk) -> None:
    """Tests that nobody was asked for then give no findings, and the answer names what was not tried."""
    give_walk(desk, 12 * 60)
    schedule = {"times": [{"days": "mon-sun", "at": "12:00"}]}
    body = {
        "number": "9", "court": "court", "ground": "restriction_of_liberty", "timezone": "Asia/Almaty",
        "valid": {"from": to_datetime(NOW).isoformat()},
        "conditions": [
            {"id": "sober", "kind": "alcohol", "schedule": schedule},
            {"id": "seen", "kind": "check_in", "schedule": schedule, "way": "face"},
            {"id": "apart", "kind": "protection", "protects": "P-1", "distance_m": 500},
        ],
    }  # fmt: skip
    path = f"/api/people/{desk.world.people[0]}/orders/draft/try"
    answer = desk.post(path, json={"order": body}, headers=PURPOSE)
    assert answer.status_code == 200, answer.text
    assert answer.json()["findings"] == []
    codes = [one["code"] for one in answer.json()["warnings"]]
    assert codes == ["protection_not_tried", "tests_not_tried"]
