"""Wearers are told to charge before anybody is alarmed, once a discharge, in their language."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from baqylau.jobs.reminding import NO_ADDRESS, TOO_LATE, deliver_reminder, remind
from tests.incidents.ears import http_ear, mail_ear
from tests.incidents.worlds import (
    MINUTE,
    NOW,
    World,
    discharge,
    give_channel,
    give_contact,
    rows,
    run,
    settle_world,
)

pytestmark = [
    pytest.mark.services,
    # Apprise asks for it when it first looks at addresses of e-mail.
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]


def test_one_reminder_a_discharge(fresh_database: str) -> None:
    """Nothing while hours are left; one message in Kazakh three hours before the end; another after charging."""
    world = settle_world(fresh_database, 2)
    device = world.devices[0]
    with psycopg.connect(fresh_database) as connection:
        connection.execute("UPDATE devices SET protocol = 'baqylau_device'")
    discharge(fresh_database, device, NOW - 600 * MINUTE, 90, 7.5, 6)

    def tell(now_ms: int) -> int:
        return run(lambda connection: remind(connection, now_ms), fresh_database)

    assert tell(NOW - 240 * MINUTE) == 0
    discharge(fresh_database, device, NOW - 239 * MINUTE, 44.9, 7.5, 4)
    assert tell(NOW) == 1
    assert tell(NOW + 10 * MINUTE) == 0
    (command,) = rows(fresh_database, "SELECT * FROM commands")
    assert (command["kind"], command["asked_by"]) == ("message", "system")
    assert "зарядқа қойыңыз" in command["parameters"]["text"]
    discharge(fresh_database, device, NOW + 120 * MINUTE, 90, 15, 4)
    assert tell(NOW + 360 * MINUTE) == 1


def test_the_lead_is_data(fresh_database: str) -> None:
    """An installation that reminds an hour before the end says nothing two hours before it."""
    world = settle_world(fresh_database, 1)
    with psycopg.connect(fresh_database) as connection:
        connection.execute("UPDATE devices SET protocol = 'baqylau_device'")
        connection.execute("UPDATE activations SET from_at = from_at - interval '2 days'")
        connection.execute(
            "INSERT INTO threshold_versions (valid_from, values, written_by, reason)"
            " VALUES (now(), '{\"battery_remind_s\": 3600}', 'admin', 'tried')"
        )
    discharge(fresh_database, world.devices[0], NOW - 480 * MINUTE, 100, 10, 8)
    assert run(lambda connection: remind(connection, NOW), fresh_database) == 0
    assert run(lambda connection: remind(connection, NOW + 61 * MINUTE), fresh_database) == 1


PHONE = "+77011234567"


@pytest.fixture
def world(fresh_database: str) -> World:
    """One wearer, whose tracker takes no messages and will be empty in two hours."""
    world = settle_world(fresh_database, 1)
    with psycopg.connect(fresh_database) as connection:
        connection.execute("UPDATE activations SET from_at = from_at - interval '2 days'")
    discharge(fresh_database, world.devices[0], NOW - 480 * MINUTE, 100, 10, 8)
    return world


def tell(world: World, now_ms: int = NOW) -> int:
    return run(lambda connection: remind(connection, now_ms), world.url)


def try_once(world: World, now_ms: int = NOW) -> dict[str, Any]:
    """Tries the newest reminder; what stands of it afterwards."""
    newest = "SELECT * FROM battery_reminders ORDER BY reminder_id DESC LIMIT 1"
    (one,) = rows(world.url, newest)
    run(lambda connection: deliver_reminder(connection, one["reminder_id"], now_ms), world.url)
    return rows(world.url, newest)[0]


def takes_messages(world: World) -> None:
    with psycopg.connect(world.url) as connection:
        connection.execute("UPDATE devices SET protocol = 'baqylau_device'")


def test_without_a_way_nobody_is_told(world: World) -> None:
    """A phone without a channel and a channel without a phone send nothing; with both, one message a discharge."""
    give_contact(world, world.people[0], phone=PHONE)
    assert tell(world) == 0
    give_channel(world, "email", "mailto://127.0.0.1:1?from=a@example.kz&to={email}")
    assert tell(world) == 0
    assert not rows(world.url, "SELECT FROM battery_reminders")
    with http_ear() as (address, heard):
        give_channel(world, "sms", f"{address}/?:to={{phone}}")
        assert [tell(world), tell(world, NOW + 5 * MINUTE)] == [1, 0]
        told = try_once(world)
    assert (told["means"], told["state"], told["sent_to"]) == ("sms", "delivered", PHONE)
    (body,) = (json.loads(one) for one in heard.heard)
    assert (body["to"], body["title"]) == (PHONE, "")
    assert "зарядқа қойыңыз" in body["message"]


def test_a_device_that_does_not_confirm_leaves_it_to_sms(world: World) -> None:
    """The device comes first and has a quarter of an hour; an answer of it means that no SMS is sent."""
    takes_messages(world)
    give_contact(world, world.people[0], phone=PHONE)
    give_channel(world, "sms", "json://127.0.0.1:1/?:to={phone}")
    assert tell(world) == 1
    (command,) = rows(world.url, "SELECT expires_at - asked_at AS lasts FROM commands")
    assert command["lasts"].total_seconds() == 900
    assert tell(world, NOW + 10 * MINUTE) == 0
    settled = "UPDATE commands SET state = %s, settled_at = asked_at RETURNING 1"
    assert rows(world.url, settled, "confirmed")
    assert tell(world, NOW + 15 * MINUTE) == 0
    assert rows(world.url, settled, "expired")
    assert [tell(world, NOW + 15 * MINUTE), tell(world, NOW + 20 * MINUTE)] == [1, 0]
    assert [one["means"] for one in rows(world.url, "SELECT means FROM battery_reminders ORDER BY 1")] == [
        "device",
        "sms",
    ]


def test_an_sms_that_failed_is_followed_by_mail(world: World) -> None:
    """Six tries of a gateway that is away end it, without the number in what is recorded; then a mail arrives."""
    give_contact(world, world.people[0], phone=PHONE, email="a+b@example.kz")
    give_channel(world, "sms", "json://127.0.0.1:1/?:to={phone}")
    with mail_ear() as (address, post):
        give_channel(world, "email", f"{address}&to={{email}}")
        assert tell(world) == 1
        told = [try_once(world) for _ in range(6)]
        assert [one["state"] for one in told] == ["queued"] * 5 + ["failed"]
        assert "7701123" not in told[-1]["error"]
        assert tell(world, NOW + 45 * MINUTE) == 1
        mailed = try_once(world, NOW + 45 * MINUTE)
    assert (mailed["means"], mailed["state"], mailed["error"]) == ("email", "delivered", None)
    assert any(line.upper() == "RCPT TO:<A+B@EXAMPLE.KZ>" for line in post.heard)
    assert tell(world, NOW + 50 * MINUTE) == 0


def test_what_makes_no_sense_any_more_is_not_sent(world: World) -> None:
    """A message that waited until the battery was empty, or whose number was taken back, fails without a try."""
    give_contact(world, world.people[0], phone=PHONE)
    give_channel(world, "sms", "json://127.0.0.1:1/?:to={phone}")
    assert tell(world) == 1
    with psycopg.connect(world.url) as connection:
        connection.execute("UPDATE person_contacts SET phone = NULL")
    told = try_once(world)
    assert (told["state"], told["error"]) == ("failed", NO_ADDRESS)
    with psycopg.connect(world.url) as connection:
        connection.execute("UPDATE battery_reminders SET state = 'queued'")
    told = try_once(world, NOW + 200 * MINUTE)
    assert (told["state"], told["error"]) == ("failed", TOO_LATE)
