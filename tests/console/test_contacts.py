"""How wearers are reached: written and read by who watches over them, and the channels that carry words to them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.console.conftest import Desk
from tests.incidents.ears import http_ear
from tests.incidents.worlds import NOW, give_channel, give_contact

# Apprise asks for it when it first looks at addresses of e-mail.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

CHANNELS = "/api/administration/channels"
PHONE = "+77011234567"


def put(desk: Desk, login: str = "erlan", **contact: Any) -> Any:
    path = f"/api/people/{desk.world.people[0]}/contact"
    return desk.ask("PUT", path, login, json=contact)


def test_a_contact_is_replaced_as_a_whole(desk: Desk) -> None:
    """What is not said is no longer kept; who watches reads it, and the rest of the person stays as it was."""
    path = f"/api/people/{desk.world.people[0]}/contact"
    assert desk.get(path).json() == {"phone": None, "email": None}
    assert put(desk, phone=PHONE, email="a@example.kz").status_code == 200
    assert put(desk, phone=PHONE).json() == {"phone": PHONE, "email": None}
    assert desk.get(path, "aigul").json() == {"phone": PHONE, "email": None}
    assert desk.get(f"/api/people/{desk.world.people[0]}").json()["language"] == "kk"


def test_the_ledger_says_what_of_a_contact_changed(desk: Desk) -> None:
    """The entry names account, person and which parts changed, and holds neither number nor address."""
    put(desk, phone=PHONE, email="a@example.kz")
    put(desk, phone="+77019999999", email="a@example.kz")
    entries = desk.do(
        "SELECT account, act, person_id, detail FROM ledger_entries WHERE object_kind = 'contact' ORDER BY seq"
    )
    assert [entry[:3] for entry in entries] == [("erlan", "write", desk.world.people[0])] * 2
    assert [json.loads(entry[3])["changed"] for entry in entries] == [["email", "phone"], ["phone"]]
    assert not any("7701" in entry[3] or "example" in entry[3] for entry in entries)


def test_a_contact_that_cannot_be_reached_is_refused(desk: Desk) -> None:
    """A number without its country, letters in it, and an e-mail that would say more than an address."""
    for bad in ({"phone": "87011234567"}, {"phone": "+7701x"}, {"email": "a b@example.kz"},
                {"email": "a@example.kz?to=b@example.kz"}, {"email": "a@b"}, {"fax": PHONE}):  # fmt: skip
        assert put(desk, **bad).status_code == 422, bad
    assert desk.do("SELECT count(*) FROM person_contacts") == [(0,)]


def channel(carries: str, address: str) -> dict[str, Any]:
    return {"name": carries, "carries": carries, "address": address, "language": "kk", "least_priority": 4}


def test_a_channel_to_wearers_has_a_place_for_theirs(desk: Desk) -> None:
    """Without it, or with the other one's, it is refused; and one to staff has none."""
    for carries, address in (
        ("sms", "json://127.0.0.1:1"),
        ("sms", "json://127.0.0.1:1/?:to={email}"),
        ("email", "json://127.0.0.1:1/?:to={phone}"),
        ("incidents", "json://127.0.0.1:1/?:to={phone}"),
        ("sms", "nonsense {phone}"),
    ):
        assert desk.post(CHANNELS, "admin", json=channel(carries, address)).status_code == 422, address
    made = desk.post(CHANNELS, "admin", json=channel("sms", "json://127.0.0.1:1/?:to={phone}"))
    assert made.status_code == 201, made.text
    (one,) = made.json()["channels"]
    assert one["carries"] == "sms"
    changed = {"name": "sms", "language": "kk", "least_priority": 4, "active": True}
    path = f"{CHANNELS}/{one['channel_id']}"
    without = changed | {"address": "json://127.0.0.1:1"}
    assert desk.ask("PUT", path, "admin", json=without).status_code == 422
    assert desk.ask("PUT", path, "admin", json=changed).status_code == 200


def test_a_channel_to_wearers_is_tried_with_a_number(desk: Desk) -> None:
    """A test needs somebody to go to, goes there, and leaves the number in no ledger."""
    with http_ear() as (address, ear):
        made = desk.post(CHANNELS, "admin", json=channel("sms", f"{address}/?:to={{phone}}"))
        path = f"{CHANNELS}/{made.json()['channels'][0]['channel_id']}/test"
        assert desk.post(path, "admin").status_code == 422
        assert desk.post(path, "admin", json={"to": "somebody"}).status_code == 422
        assert desk.post(path, "admin", json={"to": PHONE}).json() == {"error": None}
    (body,) = ear.heard
    assert json.loads(body)["to"] == PHONE
    assert PHONE[1:] not in str(desk.do("SELECT string_agg(detail, ' ') FROM ledger_entries"))


def test_incidents_do_not_go_to_wearers(desk: Desk) -> None:
    """A channel to wearers is none of those that staff are told by."""
    from baqylau.incidents.channels import with_stored
    from tests.incidents.worlds import run

    give_channel(desk.world, "sms", "json://127.0.0.1:1/?:to={phone}")
    assert run(lambda connection: with_stored(connection, {}), desk.world.url) == {}


def test_a_device_says_how_its_wearer_was_told(desk: Desk) -> None:
    """Each way with its state and error, the newest first, and the ways there are now."""
    device, person = desk.world.devices[0], desk.world.people[0]
    give_contact(desk.world, person, phone=PHONE, email="a@example.kz")
    give_channel(desk.world, "sms", "json://127.0.0.1:1/?:to={phone}")
    for n, (means, state) in enumerate((("sms", "failed"), ("email", "delivered"))):
        desk.do(
            "INSERT INTO battery_reminders (device_id, person_id, reminded_at, empty_at, means, state, error,"
            " attempt) VALUES (%s, %s, to_timestamp(%s), to_timestamp(%s), %s, %s, %s, 6)",
            device, person, NOW // 1000 + n, NOW // 1000 + 7200, means, state,
            "no answer" if state == "failed" else None,
        )  # fmt: skip
    said = desk.get(f"/api/devices/{device}/battery", "talgat").json()
    assert said["ways"] == ["sms"]
    assert [(one["means"], one["state"], one["error"]) for one in said["reminders"]] == [
        ("email", "delivered", None),
        ("sms", "failed", "no answer"),
    ]
    assert 'baqylau_reminders{means="sms",state="failed"} 1.0' in desk.get("/metrics", "admin").text
