"""The first screen, the lists behind its counters, a person's card and timeline."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from baqylau.papers.week import week_of
from baqylau.platform.instants import to_datetime
from baqylau.register.hours import Hours
from baqylau.register.order import parse_order
from baqylau.register.replacing import Decision
from baqylau.register.write_orders import write_decisions
from tests.console.conftest import Desk
from tests.console.test_incidents import raise_incidents, strap
from tests.console.test_positions import DAY, give_fixes
from tests.incidents.worlds import MINUTE, NOW, found, run

PURPOSE = {"X-Purpose": "scheduled_check"}
HOME = {"type": "Point", "coordinates": [76.9, 43.2], "radius_m": 100}
NIGHTS = [{"days": "mon-sun", "from": "22:00", "to": "06:00"}]


def order_whole(desk: Desk, person: int, *kinds: str) -> None:
    """An order that the rules can read: home circle, nights."""
    conditions = [
        {"id": kind, "kind": kind, "place": HOME | {"name": f"place of {kind}"}, "hours": NIGHTS}
        for kind in kinds
    ]
    order = parse_order(
        {
            "person": {"name": "one"}, "number": f"7-{person}", "court": "court",
            "ground": "restriction_of_liberty", "timezone": "Asia/Almaty",
            "valid": {"from": to_datetime(NOW - 30 * DAY).isoformat()}, "conditions": conditions,
        }
    )  # fmt: skip
    decision = Decision(person, order, None, NOW - 30 * DAY)
    run(lambda connection: write_decisions(connection, [decision], NOW), desk.world.url)


def card(desk: Desk, person: int) -> Any:
    answer = desk.get(f"/api/people/{person}/card", headers=PURPOSE)
    assert answer.status_code == 200, answer.text
    return answer.json()


def signal(desk: Desk, place: int, kind: str, detail: dict[str, Any]) -> None:
    with psycopg.connect(desk.world.url) as connection:
        at = to_datetime(NOW - MINUTE)
        connection.execute(
            "INSERT INTO signals VALUES (%s, %s, %s, 1, 0, null, %s, %s, %s)",
            (desk.world.devices[place], at, kind, at, at, json.dumps(detail)),
        )


@pytest.mark.services
def test_first_screen(desk: Desk) -> None:
    """One call gives the queue, most urgent and longest waiting first, the counters and the number to listen from."""
    people = desk.world.people
    raise_incidents(
        desk,
        found("battery_critical", people[0], began=NOW - 9 * MINUTE),
        found("strap_opened", people[1], began=NOW - MINUTE),
        found("strap_opened", people[2], began=NOW - 5 * MINUTE),
    )
    picture = desk.get("/api/watch").json()
    assert [one["person"]["person_id"] for one in picture["incidents"]] == [people[2], people[1], people[0]]
    assert picture["counters"]["by_priority"]["1"] == 2
    assert picture["counters"]["monitored"] == 6
    assert picture["seq"] > 0
    assert picture["shift"]["login"] == "erlan"
    assert desk.get("/api/watch", "berik").json()["incidents"] == []


@pytest.mark.services
def test_ordered_but_not_monitored(desk: Desk) -> None:
    """Whoever has an order and no device is counted and listed, with since when."""
    person = desk.world.people[0]
    order_whole(desk, person, "curfew")
    desk.do("UPDATE activations SET to_at = %s WHERE person_id = %s", to_datetime(NOW - DAY), person)
    assert desk.get("/api/watch").json()["counters"]["ordered_not_monitored"] == 1
    (listed,) = desk.get("/api/watch/not-monitored").json()["people"]
    assert (listed["person"]["person_id"], listed["order_number"]) == (person, f"7-{person}")


@pytest.mark.services
def test_being_fitted(desk: Desk) -> None:
    """Who wears only what is being fitted is counted apart, with the days since the order; finished, is monitored."""
    person, other = desk.world.people[:2]
    for one in (person, other):
        order_whole(desk, one, "curfew")
    desk.do("UPDATE activations SET to_at = %s WHERE person_id = %s", to_datetime(NOW - DAY), other)
    desk.do(
        "INSERT INTO fittings (activation_id, begun_at, begun_by) SELECT activation_id, %s, 'talgat' "
        "FROM activations WHERE person_id = %s", to_datetime(NOW - MINUTE), person,
    )  # fmt: skip
    counters = desk.get("/api/watch").json()["counters"]
    assert (counters["being_fitted"], counters["ordered_not_monitored"], counters["monitored"]) == (1, 1, 4)
    listed = desk.get("/api/watch/not-monitored").json()["people"]
    assert [(one["person"]["person_id"], one["standing"], one["days_waiting"]) for one in listed] == [
        (person, "being_fitted", 30), (other, "not_fitted", 30),
    ]  # fmt: skip
    assert card(desk, person)["devices"][0]["being_fitted"] is True
    desk.do(
        "UPDATE fittings SET completed_at = %s, completed_by = 'talgat', contact_at = %s, clock_lag_ms = 0",
        to_datetime(NOW), to_datetime(NOW),
    )  # fmt: skip
    assert desk.get("/api/watch").json()["counters"]["being_fitted"] == 0


@pytest.mark.services
def test_non_reporting_devices(desk: Desk) -> None:
    """A silent device is counted and listed until it speaks."""
    person, device = desk.world.people[0], desk.world.devices[0]
    raise_incidents(desk, found("device_silent", person, device=device))
    desk.do("UPDATE findings SET device_id = %s", device)
    assert desk.get("/api/watch").json()["counters"]["non_reporting"] == 1
    assert [one["device_id"] for one in desk.get("/api/watch/non-reporting").json()["people"]] == [device]
    desk.do("UPDATE findings SET ended_at = now()")
    assert desk.get("/api/watch/non-reporting").json()["people"] == []


@pytest.mark.services
def test_card_under_curfew_alone(desk: Desk) -> None:
    """Under a curfew alone the card says home and no position; the week shows nights cut at midnight."""
    person = desk.world.people[0]
    order_whole(desk, person, "curfew")
    give_fixes(desk, 0, 1, first=NOW - MINUTE)
    signal(desk, 0, "battery", {"level_percent": 40.0, "voltage_v": None, "charging": False, "low": None})
    signal(desk, 0, "strap", {"open": False})
    shown = card(desk, person)
    assert (shown["position"], shown["positions_needed"]) == (None, False)
    assert shown["presence"]["state"] == "home"
    assert shown["orders"][0]["conditions"][0]["week"][0] == [[0, 360], [1320, 1440]]
    assert shown["orders"][0]["ground_name"]["ru"]
    assert shown["devices"][0]["battery"]["level_percent"] == 40
    assert shown["devices"][0]["strap_open"] is False
    assert shown["last_contact"] is not None


@pytest.mark.services
def test_card_with_a_zone_shows_the_position(desk: Desk) -> None:
    """With a condition that needs positions the last one is shown, and the open incidents of the person."""
    person = desk.world.people[0]
    order_whole(desk, person, "exclusion")
    give_fixes(desk, 0, 1, first=NOW - MINUTE)
    raise_incidents(desk, strap(desk))
    shown = card(desk, person)
    assert shown["position"]["lat"] == pytest.approx(43.2)
    assert [one["kind"] for one in shown["incidents"]] == ["strap_opened"]
    assert desk.get(f"/api/people/{person}/card", "berik", headers=PURPOSE).status_code == 404


@pytest.mark.services
def test_the_card_says_what_came_of_asking_for_the_position(desk: Desk) -> None:
    """Who opens the card again sees how far "where are you?" has come, and who asked it."""
    person = desk.world.people[0]
    order_whole(desk, person, "exclusion")
    ((device,),) = desk.do("SELECT device_id FROM activations WHERE person_id = %s", person)
    desk.do("UPDATE devices SET protocol = 'watch' WHERE device_id = %s", device)
    path = f"/api/devices/{device}/commands"
    desk.post(path, "dana", json={"kind": "message", "parameters": {"text": "a"}}, headers=PURPOSE)
    made = desk.post(path, "dana", json={"kind": "locate"}, headers=PURPOSE).json()
    (shown,) = card(desk, person)["located"]
    assert (shown["command_id"], shown["state"]) == (made["command_id"], "queued")
    assert (shown["asked_by"], "answer" in shown) == ("dana", False)


@pytest.mark.services
def test_timeline_page_by_page(desk: Desk) -> None:
    """Findings and incidents come newest first, none twice and none left out."""
    person = desk.world.people[0]
    raise_incidents(desk, *[found("sos", person, began=NOW - n * 10 * MINUTE) for n in range(1, 5)])
    seen, after = [], None
    while True:
        params = {"limit": "2"} | ({} if after is None else {"after": after})
        page = desk.get(f"/api/people/{person}/timeline", params=params, headers=PURPOSE).json()
        seen += [(one["at"], one["type"]) for one in page["entries"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(desk.do("SELECT 1 FROM findings")) + len(desk.do("SELECT 1 FROM incidents"))
    assert seen == sorted(seen, reverse=True)


def test_week_is_cut_at_midnight() -> None:
    """A night from Sunday runs into Monday; touching spans become one."""
    hours = [
        Hours(days="sun", **{"from": "22:00"}, to="06:00"),
        Hours(days="mon", **{"from": "06:00"}, to="08:00"),
    ]
    week = week_of(hours)
    assert week[0] == [(0, 480)]
    assert week[6] == [(1320, 1440)]
    assert week[2] == []
