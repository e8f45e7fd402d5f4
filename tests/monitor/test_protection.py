"""A protected person's device and the bound person's, through the stream to findings, in order and late."""

from __future__ import annotations

import asyncio
from typing import LiteralString

import psycopg
import pytest

from baqylau.observations import Position
from baqylau.observations.kinds import ProtectedHeard
from baqylau.observations.reports import Report
from tests.monitor.running import MINUTE_MS, World, at, monitoring

pytestmark = pytest.mark.services

NEAR, FAR = 0.001, 0.1


def protect(world: World) -> int:
    """The first person must keep 500 m away from P-1, who has consented and carries a device; its id."""
    ((version,),) = world.rows(
        "SELECT order_version_id FROM order_versions JOIN orders USING (order_id) WHERE person_id = %s",
        world.people[0],
    )
    world.rows(
        "INSERT INTO conditions (order_version_id, ordinal, key, kind, protects, distance_m)"
        " VALUES (%s, 9, 'away', 'protection', 'P-1', 500)",
        version,
    )
    ((device,),) = world.rows(
        "INSERT INTO devices (identity, protocol, kind) VALUES (%s, 'osmand', 'phone') RETURNING device_id",
        f"protected-{world.people[0]}",
    )
    run_once(
        world,
        "WITH who AS (INSERT INTO protected_people (code, name, office_id)"
        " SELECT 'P-1', 'Сауле', office_id FROM people WHERE person_id = %(person)s RETURNING protected_id),"
        " consent AS (INSERT INTO protections (protected_id, person_id, consent_from, consent_to, recorded_by)"
        " SELECT protected_id, %(person)s, '2026-01-01', '2027-01-01', 'aigul' FROM who)"
        " INSERT INTO protected_devices (device_id, protected_id, from_at)"
        " SELECT %(device)s, protected_id, '2026-01-01' FROM who",
        {"person": world.people[0], "device": device},
    )
    return int(device)


def run_once(world: World, statement: LiteralString, values: dict[str, int]) -> None:
    with psycopg.connect(world.database_url) as connection:
        connection.execute(statement, values)


def theirs(world: World, device: int, protected_id: int, time_ms: int) -> Report:
    """The protected person at the bound person's home, as the gateway passes it on."""
    lat, lon = world.homes[0]
    position = Position(time_ms, lat, lon, accuracy_m=8.0)
    heard = ProtectedHeard(time_ms, world.people[0], protected_id, position)
    return Report(device, None, world.people[0], "osmand", world.clock.time_ms, b"", (heard,))


def test_near_far_and_late(world: World) -> None:
    """A breach is found as it happens; another that lay in the tracker's memory is found when that is emptied."""
    device = protect(world)
    ((protected_id,),) = world.rows("SELECT protected_id FROM protected_people")

    async def scenario() -> None:
        async with monitoring(world) as client:
            for minute in range(40):
                world.clock.time_ms = at(12, minute)
                reports = [theirs(world, device, protected_id, at(12, minute))]
                if minute < 14 or minute >= 30:
                    away = NEAR if 4 <= minute < 8 else FAR
                    reports.insert(0, world.report(0, world.fix(0, at(12, minute), away)))
                await world.tell(client, *reports)
            await world.judged()
            live = world.findings(0, "protection_breached")
            assert live == [("protection_breached", True, False)]
            memory = [world.fix(0, at(12, minute), NEAR if minute < 22 else FAR) for minute in range(14, 30)]
            await world.tell(client, world.report(0, *memory))
            await world.move_to(at(12, 40) + 10 * MINUTE_MS)

    asyncio.run(scenario())
    assert world.findings(0, "protection_breached") == [("protection_breached", True, False)] * 2
    ((late, grounds),) = world.rows(
        "SELECT late, because::text FROM findings WHERE kind = 'protection_breached' ORDER BY began_at DESC LIMIT 1"
    )
    assert late
    assert f'"lat": {world.homes[0][0]},' not in grounds, "where the protected person was is no ground"
    assert world.rows("SELECT count(*) FROM fixes WHERE device_id = %s", device) == [(0,)]


def test_a_state_is_dated_by_all_it_knows(world: World) -> None:
    """A state that has heard the protected one for longer than the bound one is kept under the later time, so that
    what the bound one's device had stored is judged again from a state before it, and the breach in it is found."""
    device = protect(world)
    ((protected_id,),) = world.rows("SELECT protected_id FROM protected_people")

    async def scenario() -> None:
        async with monitoring(world) as client:
            world.clock.time_ms = at(12, 20)
            heard = [theirs(world, device, protected_id, at(12, minute)) for minute in range(20)]
            await world.tell(client, world.report(0, world.fix(0, at(12, 0), FAR)), *heard)
            await world.judged()
            assert world.rows(
                "SELECT judged_ms FROM person_snapshots WHERE person_id = %s", world.people[0]
            ) == [(at(12, 19),)]
            memory = [world.fix(0, at(12, minute), NEAR) for minute in range(2, 9)]
            await world.tell(client, world.report(0, *memory))
            await world.move_to(at(12, 40))

    asyncio.run(scenario())
    ((began_ms,),) = world.rows(
        "SELECT (extract(epoch FROM began_at) * 1000)::bigint FROM findings WHERE kind = 'protection_breached'"
    )
    assert began_ms == at(12, 2)
