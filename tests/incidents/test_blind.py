"""Mass silence: recognised before single silences are shown, followed until everyone is heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.incidents.blind import Member, Silence, joining, mass, stragglers
from baqylau.incidents.states import Actor, Incident, Request
from baqylau.incidents.store import act, read_locked, take_in
from baqylau.incidents.sweep import sweep
from baqylau.incidents.terms import DEFAULT_TERMS, BlindTerms
from baqylau.rules.finding import Finding
from tests.incidents.worlds import MINUTE, NOW, World, found, rows, run, settle_world

TERMS = BlindTerms()


def silences(*decided: int) -> list[Silence]:
    return [Silence(number, 100 + number, at) for number, at in enumerate(decided)]


def test_five_of_fifty_are_a_mass() -> None:
    """Five people of fifty who fall silent within the window are a mass; four are not."""
    assert len(mass(silences(*[NOW] * 5), 50, TERMS)) == 5
    assert mass(silences(*[NOW] * 4), 10, TERMS) == []


def test_share_counts_too() -> None:
    """Nine of a hundred are each on their own, ten are a mass."""
    assert mass(silences(*[NOW] * 9), 100, TERMS) == []
    assert len(mass(silences(*[NOW] * 10), 100, TERMS)) == 10


def test_silences_far_apart_are_no_mass() -> None:
    """Five people who fell silent one an hour have nothing to do with one another."""
    assert mass(silences(*[NOW + hour * 60 * MINUTE for hour in range(5)]), 10, TERMS) == []


@given(st.lists(st.integers(0, 120 * MINUTE), max_size=30), st.integers(1, 200))
def test_whoever_is_chosen_had_company(decided: list[int], monitored: int) -> None:
    """Each silence of a mass has, within the window, as many others as the thresholds ask for."""
    chosen = mass(silences(*decided), monitored, TERMS)
    needed = max(TERMS.people, TERMS.share * monitored)
    for one in chosen:
        near = [other for other in chosen if abs(other.decided_ms - one.decided_ms) <= TERMS.window_ms]
        assert len(near) >= needed


def test_nobody_hides_in_a_shrunken_mass() -> None:
    """A new silence joins a mass that goes on, not one where only a few are left."""
    members = [Member(person, NOW, None) for person in range(5)]
    late = silences(NOW + MINUTE)
    assert joining(members, late, 50, TERMS) == late
    assert joining(members, late, 60, TERMS) == []
    assert joining([*members[:4], Member(4, NOW, NOW)], late, 10, TERMS) == []
    assert joining(members, silences(NOW + TERMS.window_ms + 1), 10, TERMS) == []
    assert joining(members, silences(NOW - TERMS.window_ms - 1), 10, TERMS) == []


def test_stragglers_wait_for_their_term() -> None:
    """The few still silent get their own incidents only some time after the others were heard."""
    members = [Member(1, NOW, None), *[Member(person, NOW, NOW) for person in range(2, 9)]]
    assert stragglers(members, False, 30, NOW + MINUTE, TERMS) == []
    assert stragglers(members, False, 30, NOW + TERMS.straggler_ms, TERMS) == members[:1]
    assert stragglers(members, True, 30, NOW, TERMS) == members[:1]


@pytest.fixture
def world(fresh_database: str) -> World:
    """Thirty people who wear devices."""
    return settle_world(fresh_database, people=30)


def silent(world: World, people: Sequence[int], at: int = NOW) -> list[Finding]:
    """These people's devices were found silent; the findings are stored as the monitor stores them."""
    findings = [found("device_silent", person, began=at - MINUTE, decided_ms=at) for person in people]

    async def work(connection: Any) -> None:
        for one in findings:
            await connection.execute(
                "INSERT INTO findings (finding_id, person_id, kind, severity, began_at, decided_at, late, because,"
                " visible_at) VALUES (%s, %s, %s, %s, to_timestamp(%s), to_timestamp(%s), false, '[]', now())",
                (
                    one.finding_id,
                    one.person_id,
                    one.kind,
                    one.severity,
                    one.began_ms / 1e3,
                    one.decided_ms / 1e3,
                ),
            )
        await take_in(connection, findings, at)

    run(work, world.url)
    return findings


def heard(world: World, findings: Sequence[Finding], at: int) -> None:
    ended = [msgspec.structs.replace(one, ended_ms=at) for one in findings]
    run(lambda connection: take_in(connection, ended, at), world.url)


def look_over(world: World, at: int) -> None:
    run(lambda connection: sweep(connection, at), world.url)


def living(world: World) -> list[tuple[str, str, int | None]]:
    found = rows(
        world.url,
        "SELECT cause, state, person_id FROM incidents WHERE state <> 'closed' ORDER BY incident_id",
    )
    return [(one["cause"], one["state"], one["person_id"]) for one in found]


@pytest.mark.services
def test_mass_silence_is_one_incident(world: World) -> None:
    """Twelve silent people are one open incident that lists them; none of the twelve is ever shown alone."""
    silent(world, world.people[:12])
    look_over(world, NOW + 1000)
    assert living(world) == [("mass_silence", "open", None)]
    listed = rows(world.url, "SELECT person_id FROM incident_people WHERE back_at IS NULL")
    assert {one["person_id"] for one in listed} == set(world.people[:12])
    closed = rows(world.url, "SELECT DISTINCT disposition FROM incidents WHERE state = 'closed'")
    assert closed == [{"disposition": "merged"}]
    assert rows(world.url, "SELECT count(*) AS promoted FROM incident_events WHERE action = 'promote'") == [
        {"promoted": 0}
    ]


@pytest.mark.services
def test_one_silence_waits_and_opens(world: World) -> None:
    """A lone silence is pending for its minute and then open, whoever else sweeps."""
    silent(world, world.people[:1])
    look_over(world, NOW + DEFAULT_TERMS.silence_pending_ms - 1)
    assert living(world) == [("silence", "pending", world.people[0])]
    look_over(world, NOW + DEFAULT_TERMS.silence_pending_ms)
    look_over(world, NOW + DEFAULT_TERMS.silence_pending_ms + 1)
    assert living(world) == [("silence", "open", world.people[0])]


@pytest.mark.services
def test_contact_returns_to_everyone(world: World) -> None:
    """People leave the list as they are heard; then the incident has ended and still waits for a person."""
    findings = silent(world, world.people[:12])
    look_over(world, NOW + 1000)
    heard(world, findings[:5], NOW + 2 * MINUTE)
    left = rows(world.url, "SELECT person_id FROM incident_people WHERE back_at IS NULL")
    assert {one["person_id"] for one in left} == set(world.people[5:12])
    assert rows(world.url, "SELECT cleared_at FROM incidents WHERE state = 'open'")[0]["cleared_at"] is None
    heard(world, findings[5:], NOW + 3 * MINUTE)
    look_over(world, NOW + 4 * MINUTE)
    assert living(world) == [("mass_silence", "open", None)]
    assert rows(world.url, "SELECT cleared_at FROM incidents WHERE state = 'open'")[0]["cleared_at"]


@pytest.mark.services
def test_later_silences_join(world: World) -> None:
    """Who falls silent while the mass silence goes on is added to it, at once."""
    silent(world, world.people[:12])
    look_over(world, NOW + 1000)
    silent(world, world.people[12:15], NOW + 2 * MINUTE)
    look_over(world, NOW + 2 * MINUTE + 1)
    assert living(world) == [("mass_silence", "open", None)]
    assert len(rows(world.url, "SELECT FROM incident_people")) == 15


@pytest.mark.services
def test_straggler_gets_an_incident_again(world: World) -> None:
    """When all others have been heard for a while, the one still silent is an incident of their own again."""
    findings = silent(world, world.people[:12])
    look_over(world, NOW + 1000)
    heard(world, findings[1:], NOW + MINUTE)
    look_over(world, NOW + 2 * MINUTE)
    assert living(world) == [("mass_silence", "open", None)]
    late = NOW + MINUTE + TERMS.straggler_ms
    look_over(world, late)
    look_over(world, late + DEFAULT_TERMS.silence_pending_ms)
    assert living(world) == [("mass_silence", "open", None), ("silence", "open", world.people[0])]
    heard(world, findings[:1], late + 2 * MINUTE)
    cleared = rows(world.url, "SELECT FROM incidents WHERE state = 'open' AND cleared_at IS NULL")
    assert cleared == []


@pytest.mark.services
def test_closing_a_mass_incident_frees_the_silent(world: World) -> None:
    """A supervisor who closes it while people are silent does not lose them: they are incidents again."""
    findings = silent(world, world.people[:6])
    look_over(world, NOW + 1000)
    whole = rows(world.url, "SELECT incident_id FROM incidents WHERE person_id IS NULL")[0]["incident_id"]

    heard(world, findings[2:], NOW + 2000)

    async def close(connection: Any) -> None:
        await connection.execute(
            "INSERT INTO accounts VALUES ('erlan', 'supervisor', NULL, sha256('e'), 'kk', now())"
        )
        for action in ("acknowledge", "close"):
            incident = await read_locked(connection, whole)
            assert incident is not None
            request = Request(action, incident.version, "the mast is repaired", "technical")
            after = await act(connection, incident, request, Actor("erlan", "supervisor"), NOW + MINUTE)
            assert isinstance(after, Incident)

    run(close, world.url)
    look_over(world, NOW + 2 * MINUTE)
    assert living(world) == [("silence", "pending", person) for person in world.people[:2]]
