"""Consent, devices and distance of a protected person, as the office that keeps them sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from baqylau.platform.instants import to_datetime
from tests.console.conftest import Desk
from tests.incidents.worlds import NOW

pytestmark = pytest.mark.services

DAY = timedelta(days=1)
ORDER = {
    "number": "77",
    "court": "Almaty",
    "ground": "restriction_of_liberty",
    "timezone": "Asia/Almaty",
    "valid": {"from": (to_datetime(NOW) - 10 * DAY).isoformat(), "to": None},
    "conditions": [{"id": "away", "kind": "protection", "protects": "P-1", "distance_m": 500}],
}


def consent(code: str = "P-1", days: int = 90) -> dict[str, Any]:
    return {
        "protected": {"code": code, "name": "Сауле", "language": "kk", "channel": "json://localhost/tell"},
        "consent": {
            "from": (to_datetime(NOW) - DAY).isoformat(),
            "to": (to_datetime(NOW) + days * DAY).isoformat(),
        },
    }


@pytest.fixture
def person(desk: Desk) -> int:
    """The first person, whose officer is aigul, bound to keep 500 m away from P-1."""
    person = desk.world.people[0]
    made = desk.post(f"/api/people/{person}/orders", "aigul", json=ORDER)
    assert made.status_code == 201, made.text
    return person


def _spare(desk: Desk) -> tuple[int, str]:
    """A device that nobody wears."""
    ((device_id,),) = desk.do(
        "INSERT INTO devices (identity, protocol, kind) VALUES (%s, 'osmand', 'phone') RETURNING device_id",
        "spare-1",
    )
    return device_id, "spare-1"


def _fix(desk: Desk, device: int, lat: float, worn: bool) -> None:
    desk.do(
        "INSERT INTO fixes (device_id, happened_at, source, ordinal, valid, archived, received_at, visible_at,"
        " frame_id, lat, lon, accuracy_m, activation_id) VALUES (%s, %s, 1, 0, true, false, now(), now(), 1, %s,"
        " 76.9, 8, (SELECT activation_id FROM activations WHERE device_id = %s AND %s))",
        device,
        to_datetime(NOW - 60_000),
        lat,
        device,
        worn,
    )


def test_from_the_order_to_a_distance(desk: Desk, person: int) -> None:
    """Named without consent, then without device, then watched with a distance and never with a place."""
    where = f"/api/people/{person}/protections"
    before = desk.get(where, "aigul").json()
    assert before["without_consent"] == [{"condition": "away", "code": "P-1", "distance_m": 500.0}]
    made = desk.post(where, "aigul", json=consent())
    assert made.status_code == 201, made.text
    (one,) = made.json()["protections"]
    assert (one["state"], one["reachable"], one["apart"]) == ("no_device", True, None)
    device, identity = _spare(desk)
    given = desk.post(f"{where}/{one['protection_id']}/devices", "aigul", json={"identity": identity})
    assert given.status_code == 201, given.text
    desk.do("UPDATE protected_devices SET from_at = %s", to_datetime(NOW) - DAY)
    _fix(desk, desk.world.devices[0], 43.25, True)
    _fix(desk, device, 43.26, False)
    shown = desk.get(where, "aigul")
    (one,) = shown.json()["protections"]
    assert one["state"] == "watched"
    assert one["apart"]["metres"] == 1112
    assert "43.26" not in shown.text


def test_withdrawn_consent_ends_it(desk: Desk, person: int) -> None:
    """A withdrawn consent is over at once and cannot be withdrawn twice; it stays in the list."""
    where = f"/api/people/{person}/protections"
    (one,) = desk.post(where, "aigul", json=consent()).json()["protections"]
    path = f"{where}/{one['protection_id']}/withdraw"
    assert desk.post(path, "aigul").json()["protections"][0]["state"] == "withdrawn"
    assert desk.post(path, "aigul").status_code == 409
    assert desk.get(where, "aigul").json()["without_consent"] != []


def test_a_worn_device_protects_nobody(desk: Desk, person: int) -> None:
    """A device that somebody wears under an order is refused for a protected person."""
    where = f"/api/people/{person}/protections"
    (one,) = desk.post(where, "aigul", json=consent()).json()["protections"]
    ((identity,),) = desk.do("SELECT identity FROM devices WHERE device_id = %s", desk.world.devices[3])
    path = f"{where}/{one['protection_id']}/devices"
    assert desk.post(path, "aigul", json={"identity": identity}).status_code == 409


def test_another_officer_sees_none_of_it(desk: Desk, person: int) -> None:
    """An officer of another caseload, a technician and an auditor are told nothing of a protected person."""
    desk.post(f"/api/people/{person}/protections", "aigul", json=consent())
    for login, status in (("berik", 404), ("talgat", 403), ("marat", 403), ("admin", 403)):
        answer = desk.get(f"/api/people/{person}/protections", login)
        assert answer.status_code == status, login
        assert "Сауле" not in answer.text


def test_a_place_without_coverage_is_decided_by_a_supervisor(desk: Desk, person: int) -> None:
    """Only a supervisor decides, with words; a confirmed place has an end."""
    ((place,),) = desk.do(
        "INSERT INTO coverage_profiles (person_id, lat, lon, radius_m, losses, longest_s, first_at, last_at)"
        " VALUES (%s, 43.2, 76.9, 150, 4, 4000, now(), now()) RETURNING profile_id",
        person,
    )
    path = f"/api/people/{person}/coverage"
    (shown,) = desk.get(path, "aigul").json()["places"]
    assert (shown["state"], shown["lat"]) == ("proposed", 43.2)
    body = {"decision": "confirmed", "note": "a cellar flat, seen by the officer"}
    assert desk.post(f"{path}/{place}", "aigul", json=body).status_code == 403
    (decided,) = desk.post(f"{path}/{place}", "erlan", json=body).json()["places"]
    assert (decided["state"], decided["decided_by"]) == ("confirmed", "erlan")
    assert decided["valid_to"] is not None


def test_where_no_positions_are_ordered_a_place_has_none(desk: Desk) -> None:
    """Of somebody without a condition that needs positions, not even a place without coverage has coordinates."""
    person = desk.world.people[1]
    desk.do(
        "INSERT INTO coverage_profiles (person_id, lat, lon, radius_m, losses, longest_s, first_at, last_at)"
        " VALUES (%s, 43.2, 76.9, 150, 4, 4000, now(), now())",
        person,
    )
    (shown,) = desk.get(f"/api/people/{person}/coverage", "erlan").json()["places"]
    assert (shown["lat"], shown["lon"], shown["losses"]) == (None, None, 4)
