"""The list of a person's tests on the card, and the officer's button."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from baqylau.platform.instants import to_datetime
from baqylau.register.order import parse_order
from baqylau.register.replacing import Decision
from baqylau.register.write_orders import write_decisions
from tests.console.conftest import Desk
from tests.console.test_incidents import raise_incidents
from tests.console.test_watch import PURPOSE
from tests.incidents.worlds import MINUTE, NOW, found, run

pytestmark = pytest.mark.services


def order_tests(desk: Desk, person: int) -> None:
    """Breath tests and check-ins on demand."""
    demand = {"on_demand_only": True, "answer_minutes": 20}
    order = parse_order(
        {
            "person": {"name": "Азамат"}, "timezone": "Asia/Almaty", "ground": "restriction_of_liberty", "number": "5",
            "court": "court", "valid": {"from": to_datetime(NOW - 30 * 86_400_000).isoformat()},
            "conditions": [
                {"id": "sober", "kind": "alcohol", "schedule": demand, "limit_mg_l": 0.1, "tolerance_mg_l": 0.03},
                {"id": "shows", "kind": "check_in", "way": "face", "schedule": demand},
            ],
        }
    )  # fmt: skip
    run(lambda connection: write_decisions(connection, [Decision(person, order)], NOW), desk.world.url)


def unit(desk: Desk, protocol: str) -> None:
    """The person's device is a breath unit."""
    desk.do(
        "UPDATE devices SET kind = 'breath_unit', protocol = %s WHERE device_id = %s",
        protocol,
        desk.world.devices[0],
    )


def breath(desk: Desk, minutes_ago: int, mg_l: float | None, **more: Any) -> None:
    detail = {
        "outcome": "measured",
        "alcohol_mg_l": mg_l,
        "calibration": "C-1",
        "photo": None,
        "request": None,
    } | more
    at = to_datetime(NOW - minutes_ago * MINUTE)
    desk.do(
        "INSERT INTO signals VALUES (%s, %s, 'breath_result', 1, 0, null, %s, %s, %s)",
        desk.world.devices[0], at, at, at, json.dumps(detail),
    )  # fmt: skip


def shown(desk: Desk, person: int) -> Any:
    answer = desk.get(f"/api/people/{person}/tests", headers=PURPOSE)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_asking_for_a_test(desk: Desk) -> None:
    """An officer asks with a purpose; the device is sent the command; the list shows it waiting, then what came."""
    person = desk.world.people[0]
    order_tests(desk, person)
    unit(desk, "baqylau_device")
    path = f"/api/people/{person}/tests"
    bare = {"X-Purpose": ""}
    assert desk.post(path, "aigul", json={"condition": "sober"}, headers=bare).status_code == 428
    assert desk.post(path, "aigul", json={"condition": "night"}, headers=PURPOSE).status_code == 409
    asked = desk.post(path, "aigul", json={"condition": "sober"}, headers=PURPOSE)
    assert asked.status_code == 201, asked.text
    assert asked.json()["told"] is True
    ((kind, request, asked_by),) = desk.do("SELECT kind, parameters ->> 'request', asked_by FROM commands")
    assert (kind, request, asked_by) == ("breath_test", asked.json()["request"], "aigul")
    (one,) = shown(desk, person)["tests"]
    assert (one["outcome"], one["origin"], one["asked_by"]) == ("waiting", "on_demand", "aigul")
    assert [one["kind"] for one in shown(desk, person)["conditions"]] == ["alcohol", "check_in"]
    ((purpose,),) = desk.do("SELECT purpose FROM test_requests")
    assert purpose == "scheduled_check"
    entries = desk.do("SELECT act, object_kind, person_id FROM ledger_entries WHERE act = 'write'")
    assert ("write", "person", person) in entries


def test_no_device_that_can_be_told(desk: Desk) -> None:
    """Without a device that takes the command the officer is told so."""
    person = desk.world.people[0]
    order_tests(desk, person)
    unit(desk, "osmand")
    asked = desk.post(f"/api/people/{person}/tests", "aigul", json={"condition": "sober"}, headers=PURPOSE)
    assert asked.json()["told"] is False


def test_what_came_of_each(desk: Desk) -> None:
    """Results stand by their requests with what the rules found; one nobody asked for stands by itself."""
    person, device = desk.world.people[0], desk.world.devices[0]
    order_tests(desk, person)
    unit(desk, "baqylau_device")
    for number, minutes in enumerate((300, 200, 100)):
        desk.do(
            "INSERT INTO test_requests (request, person_id, condition, kind, origin, due_at, until_at, device_id,"
            " asked_by) VALUES (%s, %s, 'sober', 'breath_test', 'random', %s, %s, %s, 'system')",
            f"t-{number}", person, to_datetime(NOW - minutes * MINUTE), to_datetime(NOW - (minutes - 30) * MINUTE),
            device,
        )  # fmt: skip
    raise_incidents(desk, found("breath_missed", person, began=NOW - 300 * MINUTE, condition="sober"))
    desk.do("INSERT INTO calibrations VALUES (%s, 'C-1', %s)", device, to_datetime(NOW - 90 * MINUTE))
    breath(desk, 195, 0.12, photo="sha256:" + "a" * 64)
    breath(desk, 80, 0.31, request="t-2")
    breath(desk, 10, 0.02)
    tests = shown(desk, person)["tests"]
    assert [(one["outcome"], one["origin"]) for one in tests] == [
        ("received", "unasked"), ("positive", "random"), ("tolerated", "random"), ("missed", "random"),
    ]  # fmt: skip
    assert [one["calibration_valid"] for one in tests] == [False, False, True, None]
    assert tests[2]["media"] == ["sha256:" + "a" * 64]


def test_who_may_not_ask(desk: Desk) -> None:
    """An operator may not, and nobody of another office sees that there is such a person."""
    person = desk.world.people[0]
    order_tests(desk, person)
    body = {"condition": "sober"}
    assert desk.post(f"/api/people/{person}/tests", "dana", json=body, headers=PURPOSE).status_code == 403
    assert desk.get(f"/api/people/{person}/tests", "berik", headers=PURPOSE).status_code == 404


def test_by_the_thresholds_in_force(desk: Desk) -> None:
    """Where the order is silent, limit, tolerance and time to answer are those in force, not the defaults."""
    person = desk.world.people[0]
    order_tests(desk, person)
    desk.do(
        "UPDATE conditions SET limit_mg_l = NULL, tolerance_mg_l = NULL, schedule = schedule - 'answer_minutes'"
    )
    unit(desk, "baqylau_device")
    breath(desk, 10, 0.2)
    assert [one["outcome"] for one in shown(desk, person)["tests"]] == ["positive"]
    figures = {"alcohol_limit_mg_l": 0.3, "alcohol_tolerance_mg_l": 0.05, "test_answer_s": 600}
    desk.do("INSERT INTO threshold_versions (valid_from, values, written_by, reason)"
            " VALUES (now(), %s, 'admin', 'tried')", json.dumps(figures))  # fmt: skip
    answer = shown(desk, person)
    assert [one["outcome"] for one in answer["tests"]] == ["received"]
    assert (answer["conditions"][0]["limit_mg_l"], answer["conditions"][0]["tolerance_mg_l"]) == (0.3, 0.05)
    path = f"/api/people/{person}/tests"
    asked = desk.post(path, "aigul", json={"condition": "sober"}, headers=PURPOSE).json()
    assert datetime.fromisoformat(asked["until"]) == to_datetime(NOW + 10 * MINUTE)
