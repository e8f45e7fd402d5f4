"""From the order to the request, the command and the judgement, on a real database."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from baqylau.jobs.asking import Asking
from baqylau.observations.kinds import BreathResult, Contact
from baqylau.platform.instants import to_datetime
from baqylau.register.commands import settle
from baqylau.register.loading import load_register
from baqylau.register.supervised import SupervisedPerson
from baqylau.rules.offline import Offline
from baqylau.rules.programme import compile_programme
from baqylau.rules.state import Heard
from baqylau.rules.tests_due import due_between
from tests.register.test_load import ERLAN, NOW, inside, person
from tests.register.test_schedule import LATER

pytestmark = pytest.mark.services

MINUTE = 60_000
UNIT = """  - identity: BU-1
    protocol: PROTOCOL
    kind: breath_unit
"""
WORN = '      - {device: BU-1, from: "2026-06-15T00:00:00+05:00"}\n'


def sober(url: str, protocol: str = "baqylau_device") -> tuple[SupervisedPerson, int]:
    """Somebody with a breath unit at home, and when the next random test of the order is due."""
    text = LATER.replace("people:\n", UNIT.replace("PROTOCOL", protocol) + "\npeople:\n", 1)
    before, worn = text.split("    activations:\n", 1)
    protocols = ("teltonika", "wialon_ips", "osmand", "gt06", "baqylau_device")

    inside(url, lambda connection: load_register(
        connection, f"{before}    activations:\n{WORN}{worn}", NOW, protocols=protocols))  # fmt: skip
    found = person(url, ERLAN)
    tests = compile_programme(1, found.versions, found.worn, equipment=found.devices).tests
    assert tests is not None
    times = next(rule.times for rule in tests.rules if rule.condition == "sober")
    due = next(due for due in due_between(times, NOW, NOW + 4 * 86_400_000) if due.random)
    return found, due.due_ms


def look(url: str, asking: Asking, now_ms: int) -> int:
    return inside(url, lambda connection: asking.look(connection, now_ms))


def rows(url: str, query: str) -> list[dict[str, Any]]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(query.encode()).fetchall()


def judged(of: SupervisedPerson, due_ms: int, *said: Heard) -> list[str]:
    programme = compile_programme(
        of.person_id, of.versions, of.worn, equipment=of.devices, asked=of.asked, calibrations=of.calibrations
    )
    unit = next(one.device_id for one in of.devices if one.kind == "breath_unit")
    beats = [
        Heard(Contact(t), t, t, unit) for t in range(due_ms - 10 * MINUTE, due_ms + 60 * MINUTE, 5 * MINUTE)
    ]
    run = Offline(programme)
    for each in sorted([*beats, *said], key=lambda one: one.received_ms):
        run.hear([each], each.received_ms)
    run.hear([], due_ms + 90 * MINUTE)
    return [one.kind for one in run.findings() if one.condition == "sober"]


def test_a_random_test_from_order_to_finding(fresh_database: str) -> None:
    """Asked once when due, sent as a command, confirmed by the device; who then blows nothing has missed it."""
    of, due_ms = sober(fresh_database)
    asking = Asking()
    assert look(fresh_database, asking, due_ms - 1000) == 0
    assert look(fresh_database, asking, due_ms) == 1
    assert look(fresh_database, asking, due_ms + 1000) == 0
    assert look(fresh_database, Asking(), due_ms + 5 * MINUTE) == 0
    (request,) = rows(fresh_database, "SELECT * FROM test_requests")
    (command,) = rows(fresh_database, "SELECT * FROM commands")
    assert (request["origin"], request["due_at"]) == ("random", to_datetime(due_ms))
    assert (command["kind"], command["parameters"]["request"]) == ("breath_test", request["request"])
    assert judged(person(fresh_database, ERLAN), due_ms) == ["breath_not_asked"]
    inside(fresh_database, lambda c: settle(c, command["command_id"], "confirm", due_ms + 3000))
    look(fresh_database, asking, due_ms + 4000)
    of = person(fresh_database, ERLAN)
    assert of.asked[0].reached is True
    assert judged(of, due_ms) == ["breath_missed"]
    unit = next(one.device_id for one in of.devices if one.kind == "breath_unit")
    blown = BreathResult(due_ms + 4 * MINUTE, "measured", 0.0, request=request["request"])
    assert judged(of, due_ms, Heard(blown, due_ms + 4 * MINUTE + 2000, 1, unit)) == []


def test_a_device_that_takes_no_commands(fresh_database: str) -> None:
    """Its request stands without a command, and at a random time nobody has missed anything."""
    _, due_ms = sober(fresh_database, "osmand")
    assert look(fresh_database, Asking(), due_ms) == 1
    assert rows(fresh_database, "SELECT * FROM commands") == []
    of = person(fresh_database, ERLAN)
    assert of.asked[0].reached is None
    assert judged(of, due_ms) == ["breath_not_asked"]


def test_nobody_is_asked_for_what_was_due_long_ago(fresh_database: str) -> None:
    """Jobs that were away for an hour do not ask for what was due then."""
    _, due_ms = sober(fresh_database)
    assert look(fresh_database, Asking(), due_ms + 60 * MINUTE) == 0


def test_a_second_test_is_asked_for(fresh_database: str) -> None:
    """After a positive test the second one is asked for as soon as it counts, by our clock too, and only once."""
    of, due_ms = sober(fresh_database)
    positive_ms = due_ms - 9 * MINUTE
    with psycopg.connect(fresh_database) as connection:
        connection.execute(
            "INSERT INTO findings (finding_id, person_id, condition, kind, severity, began_at, decided_at, late,"
            " because, visible_at) VALUES (gen_random_uuid(), %s, 'sober', 'alcohol_positive', 'high', %s, %s, false,"
            " '[]', %s)",
            (of.person_id, *[to_datetime(positive_ms - behind_ms) for behind_ms in (30_000, 0, 0)]),
        )
    asking = Asking()
    assert look(fresh_database, asking, positive_ms + 2 * MINUTE - 1000) == 0
    assert look(fresh_database, asking, positive_ms + 2 * MINUTE) == 1
    assert look(fresh_database, asking, positive_ms + 3 * MINUTE) == 0
    assert [row["origin"] for row in rows(fresh_database, "SELECT origin FROM test_requests")] == ["second"]
