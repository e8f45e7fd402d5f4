"""`baqylau up` as operators run it: real processes, killed in every way."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from baqylau.platform.child_process import free_port, processes_in
from baqylau.platform.embedded import EmbeddedServices

pytestmark = [pytest.mark.services, pytest.mark.alone]
PATIENCE_S = 60


@dataclass
class Running:
    """One `baqylau up` and what it said so far."""

    process: subprocess.Popen[bytes]
    folder: Path
    output: Path
    environment: dict[str, str]

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def pid_of(self, name: str) -> int:
        found = re.findall(rf"  {name}: process (\d+)|up: {name} started again, process (\d+)", self.said())
        return int(next(number for number in found[-1] if number))

    def runtime(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "runtime.json").read_text(encoding="utf-8"))
        return found

    def left(self) -> list[int]:
        return processes_in(self.folder / "postgres", "postgres") + processes_in(
            self.folder / "nats", "nats-server"
        )

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, f"not within {PATIENCE_S} s; it said:\n{self.said()}"
            time.sleep(0.05)


Start = Callable[..., Running]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts `baqylau up` in a folder of its own; whatever still runs is killed afterwards."""
    begun: list[Running] = []

    def begin(**variables: str) -> Running:
        folder = Path(tempfile.mkdtemp(prefix="bq-"))
        listeners = json.dumps([{"protocol": "teltonika", "port": free_port()}])
        environment = {
            **os.environ,
            "BAQYLAU_DATA_FOLDER": str(folder),
            "BAQYLAU_LISTENERS": listeners,
            "BAQYLAU_CONSOLE_PORT": str(free_port()),
            **variables,
        }
        output = folder / "said"
        with output.open("wb") as said:
            process = subprocess.Popen(_command("up"), env=environment, stdout=said, stderr=said)
        begun.append(Running(process, folder, output, environment))
        return begun[-1]

    yield begin
    for running in begun:
        running.process.kill()
        running.process.wait()
        running.until(lambda running=running: running.left() == [])  # type: ignore[misc]
        shutil.rmtree(running.folder)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "baqylau", *words]


def _alive(pid: int) -> bool:
    """Whether a process runs; one that has ended but that nobody has waited for does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _ready(running: Running) -> None:
    running.until(lambda: "console: http://" in running.said() or running.process.poll() is not None)
    assert running.process.poll() is None, running.said()


def test_a_second_up_is_refused_and_the_first_stops_cleanly(start: Start) -> None:
    """Two cannot share a folder; SIGTERM ends everything, in order, with exit code 0 and no process left."""
    running = start()
    _ready(running)
    second = subprocess.run(
        _command("up"), env=running.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert f"process id {running.process.pid}" in second.stderr
    assert "Traceback" not in second.stderr
    gateway = running.pid_of("gateway")
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(PATIENCE_S) == 0, running.said()
    assert running.left() == []
    assert not _alive(gateway)
    assert not (running.folder / "runtime.json").exists()
    assert "was killed" not in running.said()


@pytest.mark.parametrize("name", ["gateway", "nats", "postgres"])
def test_what_is_killed_comes_back_and_is_recorded(start: Start, name: str) -> None:
    """kill -9 of a process or a service is said, repaired at the same address, and recorded in the database."""
    running = start()
    _ready(running)
    before = running.runtime()
    victim = running.pid_of(name)
    os.kill(victim, signal.SIGKILL)
    running.until(lambda: running.pid_of(name) != victim)
    running.until(lambda: name in _recorded(before["database_url"]))
    assert f"{name} killed by SIGKILL" in running.said()
    assert running.runtime() == before
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(PATIENCE_S) == 0


def _recorded(database_url: str) -> set[str]:
    try:
        with psycopg.connect(database_url, connect_timeout=2) as connection:
            rows = connection.execute("SELECT process FROM process_restarts WHERE exit_code = -9").fetchall()
    except psycopg.OperationalError:
        return set()
    return {process for (process,) in rows}


def test_nothing_survives_a_killed_up_and_the_next_one_works(start: Start) -> None:
    """After kill -9 of `up` its processes end by themselves, and the folder can be used again at once."""
    running = start()
    _ready(running)
    gateway = running.pid_of("gateway")
    running.process.kill()
    running.process.wait()
    again = subprocess.Popen(_command("up"), env=running.environment, stderr=subprocess.PIPE, text=True)
    try:
        assert again.stderr is not None
        assert any("console: http://" in line for line in again.stderr)
        assert not _alive(gateway)
    finally:
        again.send_signal(signal.SIGTERM)
        again.communicate(timeout=PATIENCE_S)
    assert again.returncode == 0


def test_given_services_are_used_and_none_are_started(
    start: Start, services: EmbeddedServices, fresh_database: str
) -> None:
    """With both URLs set, the folder holds neither server."""
    running = start(BAQYLAU_DATABASE_URL=fresh_database, BAQYLAU_NATS_URL=services.nats_url)
    _ready(running)
    assert not (running.folder / "postgres").exists()
    assert not (running.folder / "nats").exists()
    assert running.runtime()["database_url"] == fresh_database
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(PATIENCE_S) == 0


def test_a_newer_database_stops_the_start(
    start: Start, services: EmbeddedServices, fresh_database: str
) -> None:
    """`up` ends with a clear message before any process touches a database it does not know."""
    with psycopg.connect(fresh_database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    running = start(BAQYLAU_DATABASE_URL=fresh_database, BAQYLAU_NATS_URL=services.nats_url)
    assert running.process.wait(PATIENCE_S) == 1
    assert "revision 9999" in running.said()
    assert "Traceback" not in running.said()


def test_a_fast_clock_is_shared(start: Start, services: EmbeddedServices, fresh_database: str) -> None:
    """`up` gives a fast clock one origin, which other commands find in the folder."""
    running = start(
        BAQYLAU_DATABASE_URL=fresh_database, BAQYLAU_NATS_URL=services.nats_url, BAQYLAU_CLOCK_SPEED="60"
    )
    _ready(running)
    runtime = running.runtime()
    assert runtime["clock_speed"] == 60.0
    assert runtime["clock_origin_real_ms"]
