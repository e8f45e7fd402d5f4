"""Commands over HTTP: who may give which, for what, and what stays on record."""

from __future__ import annotations

from typing import Any

import pytest

from baqylau.register.command import LOCATE_ANSWER_MS
from tests.console.conftest import Desk
from tests.console.test_positions import give_order
from tests.incidents.worlds import NOW

pytestmark = pytest.mark.services


GIVEN: dict[str, dict[str, Any]] = {"interval": {"seconds": 60}, "message": {"text": "a"}}


@pytest.fixture
def device(desk: Desk) -> int:
    """The first person's device, which speaks a language with commands."""
    ((device_id,),) = desk.do("SELECT device_id FROM activations WHERE person_id = %s", desk.world.people[0])
    desk.do("UPDATE devices SET protocol = 'watch' WHERE device_id = %s", device_id)
    return int(device_id)


def give(desk: Desk, device: int, kind: str, login: str = "dana", **parameters: Any) -> Any:
    body = {"kind": kind, "parameters": parameters}
    return desk.post(f"/api/devices/{device}/commands", login, json=body)


def test_where_are_you(desk: Desk, device: int) -> None:
    """A locate is queued for 180 seconds; asked again while it is under way it is the same one."""
    give_order(desk, desk.world.people[0], "exclusion")
    answer = give(desk, device, "locate")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["state"], made["asked_by"]) == ("queued", "dana")
    assert give(desk, device, "locate").json()["command_id"] == made["command_id"]
    ((expires_ms,),) = desk.do("SELECT (extract(epoch FROM expires_at) * 1000)::bigint FROM commands")
    assert expires_ms == NOW + LOCATE_ANSWER_MS
    state = desk.get(f"/api/commands/{made['command_id']}", "dana").json()
    assert (state["state"], state["kind"]) == ("queued", "locate")
    assert "parameters" not in state


def test_not_where_presence_at_home_suffices(desk: Desk, device: int) -> None:
    """Where only a curfew was ordered nobody asks where the person is."""
    give_order(desk, desk.world.people[0], "curfew")
    answer = give(desk, device, "locate")
    assert (answer.status_code, answer.json()["because"]) == (403, "not_ordered")
    assert desk.do("SELECT * FROM commands") == []


def test_a_purpose_is_asked(desk: Desk, device: int) -> None:
    """Whoever tells a wearer something says for what, unless an incident is at hand."""
    body = {"kind": "message", "parameters": {"text": "Хабарласыңыз"}}
    path = f"/api/devices/{device}/commands"
    assert desk.post(path, "dana", json=body, headers={"X-Purpose": ""}).status_code == 428
    assert desk.post(path, "dana", json=body).status_code == 201


@pytest.mark.parametrize(
    ("login", "kind", "status"),
    [
        ("talgat", "interval", 201),
        ("talgat", "message", 403),
        ("dana", "reboot", 403),
        ("aigul", "reboot", 201),
        ("sabit", "message", 403),
        ("berik", "message", 404),
    ],
)
def test_who_may_give_what(desk: Desk, device: int, login: str, kind: str, status: int) -> None:
    """Technicians tell devices about themselves, those who watch about their wearers, strangers nothing."""
    given = GIVEN.get(kind, {})
    assert give(desk, device, kind, login, **given).status_code == status


def test_what_the_language_does_not_have(desk: Desk, device: int) -> None:
    """A command that the device's language has no words for is refused at once, and so are bad parameters."""
    assert give(desk, device, "breath_test", request="t-1").json()["because"] == "no_such_command"
    assert give(desk, device, "message", text="").json()["because"] == "bad_parameters"
    assert give(desk, device, "interval", "talgat", seconds=1).status_code == 422


def test_the_list_says_what_can_be_told(desk: Desk, device: int) -> None:
    """Newest first, with what this account may give; a technician does not see what the wearer was told."""
    give(desk, device, "message", text="a")
    give(desk, device, "interval", "talgat", seconds=60)
    seen = desk.get(f"/api/devices/{device}/commands", "erlan").json()
    assert [one["kind"] for one in seen["items"]] == ["interval", "message"]
    assert seen["can"] == ["locate", "interval", "reboot", "vibrate", "message"]
    technician = desk.get(f"/api/devices/{device}/commands", "talgat").json()
    assert [one["kind"] for one in technician["items"]] == ["interval"]
    assert technician["can"] == ["interval", "reboot"]
    prosecutor = desk.do("UPDATE accounts SET office_id = NULL WHERE login = 'sabit'")
    assert prosecutor == []
    assert desk.get(f"/api/devices/{device}/commands", "sabit").json()["can"] == []


def test_the_next_wearer_s_officer_does_not_read_it(desk: Desk, device: int) -> None:
    """What was said to one wearer is not shown with the next."""
    give(desk, device, "message", text="a")
    desk.do("UPDATE activations SET to_at = to_timestamp(%s) WHERE device_id = %s", NOW / 1000, device)
    desk.do(
        "INSERT INTO activations (device_id, person_id, from_at) VALUES (%s, %s, to_timestamp(%s))",
        device, desk.world.people[1], NOW / 1000,
    )  # fmt: skip
    assert desk.get(f"/api/devices/{device}/commands", "erlan").json()["items"] == []


def test_it_is_on_record(desk: Desk, device: int) -> None:
    """The ledger says who told whose device what, for what purpose, and without the words."""
    give(desk, device, "message", text="Call me")
    ((person, purpose, detail),) = desk.do(
        "SELECT person_id, purpose, detail FROM ledger_entries ORDER BY seq DESC LIMIT 1"
    )
    assert (person, purpose) == (desk.world.people[0], "scheduled_check")
    assert '"kind":"message"' in detail.replace(" ", "")
    assert "Call me" not in detail
