"""The whole road in a throw-away folder: services, gateway and monitor as supervised processes that can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from baqylau.bench.arena import SINCE
from baqylau.platform.child_process import free_port, port_is_free
from baqylau.platform.migrate import migrate
from baqylau.platform.nats_server import NatsServer
from baqylau.platform.postgres import load_queries
from baqylau.platform.postgres_server import PostgresServer
from baqylau.platform.settings import Listener, Settings
from baqylau.platform.supervision import Command, Ended, Supervisor
from tests.acceptance.fleet import CLOCK_MS, PROTOCOLS

CLOCK_SPEED = 12.0
STREAM_BYTES = 1024**3


class City:
    """Supervised as `up` does it: what dies is started again."""

    def __init__(self, folder: Path, people: int) -> None:
        self.ended: list[Ended] = []
        self.supervisor = Supervisor(lambda _: None, self.ended.append)
        postgres = PostgresServer(folder, durable_setup=False)
        nats = NatsServer(folder, stream_max_bytes=STREAM_BYTES)
        self.supervisor.keep(postgres, postgres.start())
        self.supervisor.keep(nats, nats.start())
        self.database_url = postgres.url
        migrate(self.database_url)
        with psycopg.connect(self.database_url) as connection:
            fill = load_queries("baqylau.bench", "population.sql")["fill"]
            connection.execute(fill, {"people": people, "since": SINCE.replace(day=1)})
        self.ports: dict[str, int] = {protocol: free_port() for protocol in PROTOCOLS}
        settings = self._settings(folder, nats.url)
        environment = {**os.environ, **settings.as_environment()}
        for name in ("monitor", "gateway"):
            shown = f"exec {sys.executable} -m baqylau run {name} >> {folder}/{name}.log 2>&1"
            self.supervisor.keep(Command(name, ["/bin/sh", "-c", shown], environment))
        self.wait_for(lambda: all(not port_is_free(port) for port in self.ports.values()))

    def _settings(self, folder: Path, nats_url: str) -> Settings:
        return Settings(
            data_folder=folder,
            database_url=self.database_url,
            nats_url=nats_url,
            listeners=tuple(Listener(protocol=name, port=port) for name, port in self.ports.items()),
            partitions=4,
            stream_max_bytes=STREAM_BYTES // 2,
            clock_speed=CLOCK_SPEED,
            clock_origin_real_ms=int(time.time() * 1000),
            clock_origin_ms=CLOCK_MS,
        )

    def kill(self, name: str) -> None:
        os.kill(self.supervisor.running()[name], signal.SIGKILL)

    def wait_for(self, holds: Callable[[], bool], patience_s: float = 60.0) -> None:
        """Supervises until it holds. Raises TimeoutError."""
        deadline = time.monotonic() + patience_s
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited {patience_s:.0f} s; deaths: {self.ended}")
            time.sleep(min(0.1, self.supervisor.look()))

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Of a query, when the database answers; empty while it does not."""
        try:
            with psycopg.connect(self.database_url, connect_timeout=3) as connection:
                return connection.execute(query, values).fetchall()
        except psycopg.OperationalError:
            return []

    def carry_out(self, work: Callable[[], None], disturb: Callable[[], None]) -> None:
        """Does the work in a thread of its own, supervising and disturbing meanwhile."""
        failed: list[BaseException] = []

        def guarded() -> None:
            try:
                work()
            except BaseException as problem:
                failed.append(problem)
                raise

        worker = threading.Thread(target=guarded)
        worker.start()

        def done() -> bool:
            disturb()
            return not worker.is_alive()

        self.wait_for(done, 90)
        worker.join()
        assert not failed, failed


@contextmanager
def city(people: int) -> Iterator[City]:
    folder = Path(tempfile.mkdtemp(prefix="bq-kill-"))
    standing = City.__new__(City)
    try:
        standing.__init__(folder, people)  # type: ignore[misc]  # what has been started must be stopped
        yield standing
    except BaseException:
        for log in ("gateway.log", "monitor.log"):
            if (folder / log).exists():
                sys.stderr.write((folder / log).read_text()[-6000:])
        raise
    finally:
        standing.supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)
