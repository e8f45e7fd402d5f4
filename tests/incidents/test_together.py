"""Monitors, sweeps and officers at the same incidents at the same time."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg.errors import DeadlockDetected

from baqylau.incidents.states import Actor, Request
from baqylau.incidents.store import act, read_locked, take_in
from baqylau.incidents.sweep import sweep
from baqylau.rules.finding import Finding
from tests.incidents.worlds import MINUTE, NOW, World, found, rows, settle_world

pytestmark = pytest.mark.services

ROUNDS = 25
SAVE = """
INSERT INTO findings (finding_id, person_id, kind, severity, began_at, decided_at, late, because, visible_at)
VALUES (%s, %s, %s, %s, to_timestamp(%s), to_timestamp(%s), false, '[]', now())
ON CONFLICT (finding_id) DO NOTHING
"""


class Times:
    """Each step of anyone is a few seconds later than the one before."""

    def __init__(self) -> None:
        self.now_ms = NOW

    def later(self) -> int:
        self.now_ms += 5_000
        return self.now_ms


async def monitor(url: str, people: list[int], times: Times) -> None:
    """Silences that begin, end and are withdrawn, strap and battery between them."""
    chance = random.Random(people[0])
    living: dict[int, Finding] = {}
    async with await psycopg.AsyncConnection.connect(url) as connection:
        for _ in range(ROUNDS):
            now = times.later()
            batch = [_next(living, person, chance, now) for person in chance.sample(people, 12)]
            while not await _given(connection, partial(_commit, connection, batch, now)):
                pass  # as the monitor does after a failure: the same again


async def _commit(connection: Any, batch: list[Finding], now: int) -> None:
    for one in batch:
        at = (one.began_ms / 1e3, one.decided_ms / 1e3)
        await connection.execute(SAVE, (one.finding_id, one.person_id, one.kind, one.severity, *at))
    await take_in(connection, batch, now)


async def _given(connection: Any, work: Callable[[], Awaitable[None]]) -> bool:
    """Commits the work; False when it had to give way to somebody else's."""
    try:
        await work()
    except DeadlockDetected:
        await connection.rollback()
        return False
    await connection.commit()
    return True


def _next(living: dict[int, Finding], person: int, chance: random.Random, now: int) -> Finding:
    if person in living:
        over = {"ended_ms": now} if chance.random() < 0.7 else {"withdrawn_ms": now}
        return msgspec.structs.replace(living.pop(person), **over)
    kind = chance.choice(["device_silent"] * 4 + ["strap_opened", "battery_low"])
    living[person] = found(kind, person, began=now - MINUTE, device=chance.choice([1, 2]))
    return living[person]


async def sweeper(url: str, times: Times) -> None:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        for _ in range(ROUNDS * 2):
            await _given(connection, partial(sweep, connection, times.later()))
            await asyncio.sleep(0)


async def officer(url: str, times: Times) -> None:
    """Acknowledges and closes whatever comes."""
    chance = random.Random(7)
    erlan = Actor("erlan", "supervisor")
    async with await psycopg.AsyncConnection.connect(url) as connection:
        for _ in range(ROUNDS * 2):
            cursor = await connection.execute(
                "SELECT incident_id, version FROM incidents WHERE state <> 'closed'"
            )
            found = await cursor.fetchall()
            await connection.commit()
            if found:
                incident_id, version = chance.choice(found)
                await _step(connection, incident_id, version, erlan, times.later())


async def _step(connection: Any, incident_id: int, version: int, actor: Actor, now: int) -> None:
    incident = await read_locked(connection, incident_id)
    assert incident is not None
    action = "acknowledge" if incident.state in ("pending", "open") else "close"
    await act(connection, incident, Request(action, version, "words", "technical"), actor, now)
    await connection.commit()


@pytest.fixture
def world(fresh_database: str) -> World:
    """Enough people for mass silences, and a supervisor."""
    world = settle_world(fresh_database, people=60)
    with psycopg.connect(world.url) as connection:
        connection.execute(
            "INSERT INTO accounts VALUES ('erlan', 'supervisor', NULL, sha256('e'), 'kk', now())"
        )
    return world


def test_nothing_is_lost_between_them(world: World) -> None:
    """Every finding that stands is a ground of exactly one incident; no silence is closed away while it lasts."""

    async def together() -> None:
        times = Times()
        await asyncio.gather(
            *[monitor(world.url, world.people[part::3], times) for part in range(3)],
            sweeper(world.url, times),
            officer(world.url, times),
        )

    asyncio.run(together())
    unfiled = rows(
        world.url,
        "SELECT FROM findings AS f WHERE withdrawn_at IS NULL"
        " AND NOT EXISTS (SELECT FROM incident_findings AS g WHERE g.finding_id = f.finding_id)",
    )
    assert unfiled == []
    closed_away = rows(
        world.url,
        "SELECT FROM incident_findings JOIN incidents USING (incident_id) WHERE ended_at IS NULL"
        " AND incident_findings.withdrawn_at IS NULL AND disposition IN ('merged', 'lapsed', 'cleared')",
    )
    assert closed_away == []
    unexplained = rows(
        world.url,
        "SELECT FROM incidents AS i WHERE version > 1 AND NOT EXISTS (SELECT FROM incident_events AS e"
        " WHERE e.incident_id = i.incident_id AND e.version = i.version AND e.to_state = i.state)",
    )
    assert unexplained == []
