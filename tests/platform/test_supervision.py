"""What dies is started again, with patience; what is stopped is stopped in order."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.migrate import migrate
from baqylau.platform.restarts import RestartRecord
from baqylau.platform.supervision import (
    LONGEST_PAUSE_S,
    Command,
    Ended,
    Pauses,
    Signals,
    StopRequested,
    Supervisor,
)

SLEEPER = "import signal,sys,time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); time.sleep(600)"


def _python(name: str, program: str, patience_s: float = 10.0) -> Command:
    return Command(name, [sys.executable, "-c", program], dict(os.environ), patience_s)


def _until(condition: Callable[[], bool], supervisor: Supervisor) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within 20 s"
        time.sleep(min(supervisor.look(), 0.05))


def test_a_killed_child_is_started_again_and_recorded() -> None:
    """A death is said, recorded with its signal, and followed by a new process."""
    said: list[str] = []
    deaths: list[Ended] = []
    supervisor = Supervisor(said.append, deaths.append)
    supervisor.keep(_python("worker", SLEEPER))
    first = supervisor.running()["worker"]
    os.kill(first, signal.SIGKILL)
    _until(lambda: supervisor.running().get("worker", first) != first, supervisor)
    supervisor.stop()
    assert [(each.name, each.exit_code) for each in deaths] == [("worker", -signal.SIGKILL)]
    assert "SIGKILL" in said[0]
    assert "started again" in said[1]


def test_the_last_started_is_stopped_first(tmp_path: Path) -> None:
    """Each part has ended before the one it was started after is asked to."""
    order = tmp_path / "order"
    program = (
        "import signal,sys,time\n"
        "def end(*_):\n open({path!r},'a').write({name!r}+' '); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end); open({ready!r},'w'); time.sleep(600)"
    )
    supervisor = Supervisor(lambda _: None, lambda _: None)
    names = ("postgres", "monitor", "gateway")
    for name in names:
        ready = str(tmp_path / name)
        supervisor.keep(_python(name, program.format(path=str(order), name=name, ready=ready)))
    _until(lambda: all((tmp_path / name).exists() for name in names), supervisor)
    supervisor.stop()
    assert order.read_text(encoding="ascii").split() == ["gateway", "monitor", "postgres"]


def test_a_deaf_child_is_killed(tmp_path: Path) -> None:
    """A part that ignores the request to end does not keep the system from stopping."""
    ready = tmp_path / "ready"
    deaf = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    program = f"{deaf}; open({str(ready)!r},'w'); time.sleep(600)"
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda _: None)
    supervisor.keep(_python("deaf", program, patience_s=0.2))
    _until(ready.exists, supervisor)
    supervisor.stop()
    assert said == ["deaf did not end in time and was killed"]


def test_a_child_that_dies_young_is_given_longer_pauses() -> None:
    """Pauses double up to a limit and begin anew after a steady life."""
    pauses = Pauses()
    waited = [pauses.after_death(0.1) for _ in range(12)]
    assert waited[:3] == [0.2, 0.4, 0.8]
    assert waited[-1] == LONGEST_PAUSE_S
    assert pauses.after_death(3600.0) == 0.2


def test_a_program_that_is_missing_is_tried_again(tmp_path: Path) -> None:
    """A part that cannot even be started is said and retried, not fatal."""
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n", encoding="ascii")
    program.chmod(0o755)
    said: list[str] = []
    supervisor = Supervisor(said.append, lambda _: None)
    supervisor.keep(Command("short", [str(program)], {}))
    program.unlink()
    _until(lambda: any("cannot start" in line for line in said), supervisor)
    supervisor.stop()
    assert "No such file" in said[-1]


def test_a_signal_ends_the_wait() -> None:
    """Waiting for a minute returns at once when SIGTERM comes."""
    with Signals() as signals:
        began = time.monotonic()
        os.kill(os.getpid(), signal.SIGTERM)
        signals.wait(60)
        assert signals.stop_requested
        assert time.monotonic() - began < 30


def test_a_signal_interrupts_the_start() -> None:
    """While starting, SIGINT breaks off whatever is being waited for."""
    with Signals() as signals:
        signals.interrupts = True
        with pytest.raises(StopRequested):
            signal.raise_signal(signal.SIGINT)


@pytest.mark.services
def test_deaths_are_stored_once_the_database_answers(services: EmbeddedServices) -> None:
    """A death is kept while the database is away and written once when it is back."""
    record = RestartRecord(services.postgres.url_of("away"))
    record.add(Ended("postgres", 1_700_000_000_000, -9))
    record.store()
    with psycopg.connect(services.database_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE away")
    migrate(services.postgres.url_of("away"))
    record.store()
    record.store()
    with psycopg.connect(services.postgres.url_of("away")) as connection:
        query = "SELECT process, extract(epoch FROM ended_at), exit_code FROM process_restarts"
        assert connection.execute(query).fetchall() == [("postgres", 1_700_000_000, -9)]
