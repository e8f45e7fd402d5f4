"""Timers and notifications on the real queue: in time, once, and through a worker that is killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from baqylau.incidents.store import take_in
from baqylau.platform.clock import SystemClock
from tests.incidents.ears import Ear, http_ear
from tests.incidents.worlds import (
    MINUTE,
    World,
    discharge,
    found,
    give_channel,
    give_contact,
    rows,
    run,
    settle_world,
)

pytestmark = pytest.mark.services

SPEED = 120.0
WORKER = """
import asyncio, sys
from baqylau.jobs.main import run
from baqylau.platform.clock import clock_from
from baqylau.platform.settings import Settings
settings = Settings()
asyncio.run(run(settings, clock_from(settings)))
"""


@pytest.fixture
def ear() -> Iterator[tuple[str, type[Ear]]]:
    """An address that apprise can post to, and what it heard."""
    with http_ear() as hearing:
        yield hearing


@pytest.fixture
def world(fresh_database: str) -> World:
    """Thirty people, nothing found."""
    return settle_world(fresh_database)


@pytest.fixture
def clock() -> SystemClock:
    """Two minutes of it are a second."""
    return SystemClock(SPEED)


@contextmanager
def worker(world: World, clock: SystemClock, *addresses: str) -> Iterator[subprocess.Popen[bytes]]:
    """A jobs process on the world's database, ended at the latest with the test."""
    environment = os.environ | {
        "BAQYLAU_DATABASE_URL": world.url,
        "BAQYLAU_CLOCK_SPEED": str(SPEED),
        "BAQYLAU_CLOCK_ORIGIN_REAL_MS": str(clock._origin_real_ms),
        "BAQYLAU_NOTIFICATION_URLS": str(list(addresses)).replace("'", '"'),
    }
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool], within_s: float = 30.0) -> None:
    """Waits for what another process does; fails when it does not."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def open_tamper(world: World, clock: SystemClock) -> int:
    now = clock.now_ms()
    strap = found("strap_opened", world.people[0], began=now - MINUTE)
    run(lambda connection: take_in(connection, [strap], now), world.url)
    return int(rows(world.url, "SELECT incident_id FROM incidents")[0]["incident_id"])


def level(world: World) -> int:
    return int(rows(world.url, "SELECT escalation FROM incidents")[0]["escalation"])


def test_escalation_survives_a_killed_worker(world: World, clock: SystemClock) -> None:
    """A worker killed after it set the timer does not lose it: the next one escalates, once a level, to the top."""
    open_tamper(world, clock)
    with worker(world, clock) as process:
        until(lambda: bool(rows(world.url, "SELECT FROM procrastinate_jobs WHERE args ? 'due_ms'")))
        os.kill(process.pid, signal.SIGKILL)
    reached = level(world)
    with worker(world, clock):
        until(lambda: level(world) == 3)
    assert reached < 3
    events = rows(
        world.url,
        "SELECT detail ->> 'level' AS level FROM incident_events WHERE action = 'escalate' ORDER BY event_id",
    )
    assert [one["level"] for one in events] == ["1", "2", "3"]


def test_acknowledged_in_time_is_not_escalated(world: World, clock: SystemClock) -> None:
    """A timer whose incident somebody took up meanwhile does nothing."""
    open_tamper(world, clock)
    with worker(world, clock):
        until(lambda: bool(rows(world.url, "SELECT FROM procrastinate_jobs WHERE args ? 'due_ms'")))
        (seen,) = rows(
            world.url,
            "UPDATE incidents SET state = 'acknowledged', escalate_at = NULL, version = version + 1"
            " RETURNING escalation",
        )
        until(lambda: not rows(world.url, "SELECT FROM procrastinate_jobs"))
    assert level(world) == seen["escalation"]


def test_silence_opens_by_its_timer(world: World, clock: SystemClock) -> None:
    """A pending silence is opened by the worker when its minute is over."""
    now = clock.now_ms()
    silence = found("device_silent", world.people[0], began=now - MINUTE)
    run(lambda connection: take_in(connection, [silence], now), world.url)
    with worker(world, clock):
        until(lambda: bool(rows(world.url, "SELECT FROM incidents WHERE state = 'open'")))


def test_notification_is_delivered_and_recorded(
    world: World, clock: SystemClock, ear: tuple[str, type[Ear]]
) -> None:
    """A refused notification is tried again, delivered once, recorded, and names no person."""
    address, heard = ear
    heard.refusals = 1
    incident = open_tamper(world, clock)
    with worker(world, clock, address):
        until(
            lambda: bool(
                rows(world.url, "SELECT FROM notifications WHERE attempt = 2 AND state = 'delivered'")
            )
        )
    told = rows(world.url, "SELECT * FROM notifications")
    opened = next(one for one in told if one["occasion"] == "opened")
    assert {one["channel"] for one in told} == {"json-1"}
    assert f"№ {incident}" in opened["title"]
    assert sum(json.loads(body)["title"] == opened["title"] for body in heard.heard) == 1
    assert not any("Азамат" in one["title"] + one["text"] for one in told)


def test_a_wearer_is_reminded_by_sms(world: World, clock: SystemClock, ear: tuple[str, type[Ear]]) -> None:
    """A gateway that fails once is asked again, gets the number and neutral words once, and that stands on record."""
    address, heard = ear
    heard.refusals = 1
    give_contact(world, world.people[0], phone="+77011234567")
    give_channel(world, "sms", f"{address}/?:to={{phone}}")
    discharge(world.url, world.devices[0], clock.now_ms() - 600 * MINUTE, 82, 7.5, 10)
    with worker(world, clock):
        until(lambda: bool(rows(world.url, "SELECT FROM battery_reminders WHERE state = 'delivered'")))
    (told,) = rows(world.url, "SELECT * FROM battery_reminders")
    (body,) = (json.loads(one) for one in heard.heard)
    assert (told["means"], told["attempt"], told["sent_to"]) == ("sms", 2, "+77011234567")
    assert (body["to"], body["message"]) == ("+77011234567", told["text"])
    assert not any("Азамат" in str(one) or "Baqylau" in str(one) for one in body.values())


def test_worker_outlives_its_connections(world: World, clock: SystemClock) -> None:
    """When the database ends all its connections the worker comes back and does what is due."""
    with worker(world, clock) as process:
        until(lambda: len(_connections(world)) >= 3)
        rows(
            world.url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        open_tamper(world, clock)
        until(lambda: level(world) == 3)
        assert process.poll() is None


def _connections(world: World) -> list[dict[str, Any]]:
    return rows(
        world.url,
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


def test_cancelled_worker_ends(world: World, clock: SystemClock) -> None:
    """A worker that is told to end ends by itself, with exit code 0 or the signal's."""
    from baqylau.jobs.main import run as run_jobs
    from baqylau.platform.settings import Settings

    async def brief() -> None:
        settings = Settings(database_url=world.url)
        task = asyncio.create_task(run_jobs(settings, clock))
        await asyncio.sleep(1.0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(brief())
