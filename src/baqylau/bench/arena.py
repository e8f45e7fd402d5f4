"""Where measurements take place: embedded services in a throw-away folder, a filled register, real processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from baqylau.platform import embedded
from baqylau.platform.child_process import free_port, port_is_free, wait_until
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.migrate import migrate
from baqylau.platform.postgres import fetched, load_queries
from baqylau.platform.settings import Listener, Settings

SINCE = datetime(2026, 1, 2, 6, 30, tzinfo=UTC)
NOON_MS = 1_767_337_200_000
"""2026-01-02T07:00:00Z, noon in Almaty: where the clock of a measurement starts, hours away from any curfew."""

FIRST_IMEI = 350_000_000_000_000
_SQL = load_queries("baqylau.bench", "population.sql")


@dataclass
class Arena:
    """Running services and the settings that the processes under measurement are given."""

    folder: Path
    services: EmbeddedServices
    settings: Settings
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Of the gateway's Teltonika listener."""
        return self.settings.listeners[0].port

    def start(self, process: str) -> subprocess.Popen[bytes]:
        """A `baqylau run` process; its output goes to a log in the arena's folder."""
        with self._log(process).open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "baqylau", "run", process],
                env={**os.environ, **self.settings.as_environment()},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(child)
        return child

    def start_gateway(self) -> subprocess.Popen[bytes]:
        """Returns once its port answers."""
        log = self._log("gateway")
        child = self.start("gateway")
        wait_until(lambda: not port_is_free(self.port), child, log, patience_s=60)
        return child

    def start_monitor(self) -> subprocess.Popen[bytes]:
        """Returns once it judges all partitions."""
        log = self._log("monitor")
        child = self.start("monitor")
        wait_until(
            lambda: log.read_text().count(" people from message ") >= self.settings.partitions,
            child,
            log,
            120,
        )
        return child

    def _log(self, process: str) -> Path:
        return self.folder / f"{process}-{len(self.processes)}.log"

    def stored(self) -> int:
        """Fixes in the database, committed."""
        with psycopg.connect(self.services.database_url) as connection:
            return int(fetched(connection.execute(_SQL["stored"]).fetchone())[0])

    def stop(self) -> None:
        for child in self.processes:
            child.terminate()
        for child in self.processes:
            child.wait(20)


@contextmanager
def arena(people: int, **changes: object) -> Iterator[Arena]:
    """Services with that many people registered; everything is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bq-bench-"))
    try:
        with embedded.start(folder) as services:
            migrate(services.database_url)
            _register(services.database_url, people)
            standing = Arena(folder, services, _settings(folder, services, **changes))
            try:
                yield standing
            finally:
                standing.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settings(folder: Path, services: EmbeddedServices, **changes: object) -> Settings:
    given: dict[str, object] = {
        "data_folder": folder,
        "database_url": services.database_url,
        "nats_url": services.nats_url,
        "listeners": (Listener(protocol="teltonika", transport="tcp", port=free_port()),),
        "clock_origin_real_ms": int(time.time() * 1000),
        "clock_origin_ms": NOON_MS,
        "max_connections_per_address": 100_000,
        "max_unidentified_connections": 100_000,
        **changes,
    }
    return Settings.model_validate(given)


def _register(database_url: str, people: int) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(_SQL["fill"], {"people": people, "since": SINCE})
        connection.execute("ANALYZE")
