"""Wearers are told to charge before anybody is alarmed, once a discharge, in their language."""

from __future__ import annotations

import json

import psycopg
import pytest

from baqylau.jobs.reminding import remind
from baqylau.platform.instants import to_datetime
from tests.incidents.worlds import MINUTE, NOW, rows, run, settle_world

pytestmark = pytest.mark.services


def discharge(url: str, device: int, begins_ms: int, begin: float, per_hour: float, hours: int) -> None:
    with psycopg.connect(url) as connection:
        for n in range(hours * 4 + 1):
            at = to_datetime(begins_ms + n * 15 * MINUTE)
            detail = {
                "level_percent": begin - per_hour * n / 4,
                "voltage_v": None,
                "charging": None,
                "low": None,
            }
            connection.execute(
                "INSERT INTO signals VALUES (%s, %s, 'battery', 1, 0, null, %s, %s, %s)",
                (device, at, at, at, json.dumps(detail)),
            )


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
