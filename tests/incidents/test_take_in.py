"""Findings become incidents in a real database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from baqylau.incidents.states import Actor, Incident, Refused, Request
from baqylau.incidents.store import act, read_locked, take_in
from baqylau.rules.finding import Finding
from tests.incidents.worlds import MINUTE, NOW, World, found, rows, run, settle_world

pytestmark = pytest.mark.services


@pytest.fixture
def world(fresh_database: str) -> World:
    """A few people with devices and nothing found yet."""
    return settle_world(fresh_database, people=3)


def take(world: World, *findings: Finding, now: int = NOW) -> None:
    run(lambda connection: take_in(connection, findings, now), world.url)


def incidents(world: World) -> list[dict[str, Any]]:
    return rows(world.url, "SELECT * FROM incidents ORDER BY incident_id")


def actions(world: World) -> list[str]:
    return [one["action"] for one in rows(world.url, "SELECT action FROM incident_events ORDER BY event_id")]


def step(world: World, incident_id: int, request: Request, actor: Actor) -> Incident | Refused:
    async def work(connection: Any) -> Incident | Refused:
        incident = await read_locked(connection, incident_id)
        assert incident is not None
        return await act(connection, incident, request, actor, NOW)

    return run(work, world.url)


OFFICER = Actor("aigul", "officer")


def give_account(world: World, login: str = "aigul", role: str = "officer") -> None:
    run(
        lambda connection: connection.execute(
            "INSERT INTO accounts VALUES (%s, %s, NULL, sha256(%s::text::bytea), 'kk', now())",
            (login, role, login),
        ),
        world.url,
    )


def test_one_incident_for_one_cause(world: World) -> None:
    """Strap and case of one person are one tamper; the battery beside them is an incident of its own."""
    person, device = world.people[0], world.devices[0]
    take(
        world,
        found("strap_opened", person, device=device),
        found("case_opened", person, device=device),
        found("battery_low", person, device=device),
    )
    assert [(one["cause"], one["state"], one["priority"]) for one in incidents(world)] == [
        ("tamper", "open", 1),
        ("battery", "open", 4),
    ]


def test_taking_in_twice_changes_nothing(world: World) -> None:
    """The same findings again, in the same or another transaction, leave every table as it was."""
    findings = [found("sos", world.people[0]), found("device_silent", world.people[1])]
    take(world, *findings)
    before = incidents(world), rows(world.url, "SELECT * FROM incident_events"), _jobs(world)
    take(world, *findings, *findings, now=NOW + MINUTE)
    assert (incidents(world), rows(world.url, "SELECT * FROM incident_events"), _jobs(world)) == before


def _jobs(world: World) -> list[dict[str, Any]]:
    return rows(world.url, "SELECT id, task_name, args FROM procrastinate_jobs ORDER BY id")


def test_nothing_found_costs_no_statement(world: World) -> None:
    """Without findings the database is not asked anything: even a closed connection will do."""

    async def work(connection: Any) -> None:
        await connection.close()
        await take_in(connection, [], NOW)

    run(work, world.url)


def test_job_and_incident_are_one_transaction(world: World) -> None:
    """A transaction that is rolled back leaves neither the incident nor its job."""

    async def work(connection: Any) -> None:
        await take_in(connection, [found("sos", world.people[0])], NOW)
        await connection.rollback()

    run(work, world.url)
    assert incidents(world) == []
    assert _jobs(world) == []
    take(world, found("sos", world.people[0]))
    assert [one["args"] for one in _jobs(world)] == [
        {"incident_id": incidents(world)[0]["incident_id"], "raised": False}
    ]


def test_approach_that_becomes_an_entry(world: World) -> None:
    """An entry into the zone that was approached raises the same incident and its priority."""
    person = world.people[0]
    take(world, found("exclusion_approach", person, condition="school"))
    take(world, found("exclusion_entered", person, condition="school"), now=NOW + MINUTE)
    (incident,) = incidents(world)
    assert (incident["kind"], incident["priority"], incident["version"]) == ("exclusion_entered", 1, 2)
    assert _jobs(world)[-1]["args"]["raised"] is True


def test_conditions_are_causes_of_their_own(world: World) -> None:
    """Two exclusion zones of one person give two incidents."""
    person = world.people[0]
    take(
        world,
        found("exclusion_entered", person, condition="school"),
        found("exclusion_entered", person, condition="bar"),
    )
    assert [one["cause"] for one in incidents(world)] == ["exclusion:school", "exclusion:bar"]


def test_tamper_that_ended_waits_for_a_person(world: World) -> None:
    """A strap that closed by itself is marked cleared and stays open."""
    strap = found("strap_opened", world.people[0], device=world.devices[0])
    take(world, strap)
    take(world, msgspec.structs.replace(strap, ended_ms=NOW), now=NOW + MINUTE)
    (incident,) = incidents(world)
    assert incident["state"] == "open"
    assert incident["cleared_at"] is not None
    assert incident["escalate_at"] is not None
    assert actions(world) == ["create", "ground_ended"]


def test_withdrawn_grounds_are_shown_and_kept(world: World) -> None:
    """An open incident all of whose findings were withdrawn stays, says so, and stops escalating."""
    absence = found("curfew_absence", world.people[0], condition="home")
    take(world, absence)
    take(world, msgspec.structs.replace(absence, withdrawn_ms=NOW), now=NOW + MINUTE)
    (incident,) = incidents(world)
    assert (incident["state"], incident["priority"], incident["escalate_at"]) == ("open", 4, None)
    assert incident["groundless_at"] is not None


def test_restored_ground_brings_the_incident_back(world: World) -> None:
    """A finding that stands again after all gives its open incident back its priority and its timer."""
    absence = found("curfew_absence", world.people[0], condition="home")
    take(world, absence)
    take(world, msgspec.structs.replace(absence, withdrawn_ms=NOW))
    take(world, absence)
    (incident,) = incidents(world)
    assert (incident["priority"], incident["groundless_at"]) == (2, None)
    assert incident["escalate_at"] is not None


def test_finding_withdrawn_before_it_was_heard_of(world: World) -> None:
    """A finding that arrives withdrawn opens nothing."""
    take(world, found("curfew_absence", world.people[0], condition="home", withdrawn_ms=NOW))
    assert incidents(world) == []


def test_battery_clears_itself_until_someone_takes_it(world: World) -> None:
    """A charged battery closes its open incident; one that a person acknowledged waits for that person."""
    give_account(world)
    for person in world.people[:2]:
        take(world, found("battery_low", person))
    second = incidents(world)[1]["incident_id"]
    step(world, second, Request("acknowledge", 1), OFFICER)
    for person in world.people[:2]:
        take(world, found("battery_low", person, ended_ms=NOW))
    assert [(one["state"], one["disposition"]) for one in incidents(world)] == [
        ("closed", "cleared"),
        ("acknowledged", None),
    ]


def test_silence_over_before_anyone_was_told(world: World) -> None:
    """A pending silence whose device spoke again lapses, with its history kept."""
    silence = found("device_silent", world.people[0])
    take(world, silence)
    assert incidents(world)[0]["state"] == "pending"
    take(world, msgspec.structs.replace(silence, ended_ms=NOW))
    (incident,) = incidents(world)
    assert (incident["state"], incident["disposition"]) == ("closed", "lapsed")
    assert actions(world) == ["create", "ground_ended", "lapse"]


def test_new_finding_after_closing_is_a_new_incident(world: World) -> None:
    """After a person closed the incident, the next finding of its cause opens another one."""
    give_account(world)
    person = world.people[0]
    take(world, found("strap_opened", person))
    number = incidents(world)[0]["incident_id"]
    step(world, number, Request("acknowledge", 1), OFFICER)
    closing = Request("close", 2, note="ремешок заменён", disposition="technical")
    assert isinstance(step(world, number, closing, OFFICER), Incident)
    take(world, found("strap_opened", person, began=NOW + MINUTE))
    assert [one["state"] for one in incidents(world)] == ["closed", "open"]


def test_end_of_a_closed_incidents_finding_is_noted(world: World) -> None:
    """A finding that ends after its incident was closed opens nothing and is written in the history."""
    give_account(world)
    strap = found("strap_opened", world.people[0])
    take(world, strap)
    number = incidents(world)[0]["incident_id"]
    step(world, number, Request("acknowledge", 1), OFFICER)
    step(world, number, Request("close", 2, note="проверено", disposition="explained"), OFFICER)
    take(world, msgspec.structs.replace(strap, ended_ms=NOW))
    assert [one["state"] for one in incidents(world)] == ["closed"]
    assert actions(world)[-1] == "ground_ended"


def test_new_ground_makes_the_officers_version_stale(world: World) -> None:
    """An officer who has not seen the newest finding cannot close over it."""
    give_account(world)
    person = world.people[0]
    take(world, found("strap_opened", person))
    number = incidents(world)[0]["incident_id"]
    step(world, number, Request("acknowledge", 1), OFFICER)
    take(world, found("case_opened", person))
    refused = step(world, number, Request("close", 2, note="ok", disposition="technical"), OFFICER)
    assert isinstance(refused, Refused)
    assert refused.because == "stale"


def test_many_findings_at_once(new_database: Callable[[], str]) -> None:
    """A thousand findings of three hundred people in one batch give one incident for each person and cause."""
    world = settle_world(new_database(), people=300)
    kinds = ("strap_opened", "case_opened", "jamming")
    take(world, *[found(kind, person) for person in world.people for kind in kinds])
    assert len(incidents(world)) == 600
