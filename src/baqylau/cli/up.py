"""`baqylau up`: the whole system in a data folder, kept running until it is told to stop."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import typer

from baqylau.platform.clock import clock_from
from baqylau.platform.data_folder import DataFolder, Runtime, with_running_services
from baqylau.platform.folder_clock import settle_clock
from baqylau.platform.logs import configure_logs
from baqylau.platform.migrate import migrate
from baqylau.platform.mqtt_listener import mqtt_listener
from baqylau.platform.nats_server import NatsServer
from baqylau.platform.postgres_server import PostgresServer
from baqylau.platform.restarts import RestartRecord
from baqylau.platform.settings import Settings, load_settings
from baqylau.platform.supervision import Command, Signals, StopRequested, Supervisor


def up() -> None:
    """Start everything: PostgreSQL and NATS (unless their URLs are set), then the processes. Ctrl-C stops all."""
    settings = load_settings()
    configure_logs(settings, "up")
    folder = DataFolder(settings.data_folder)
    with folder.held(), Signals() as signals:
        settings = settle_clock(settings, folder.path, time.time_ns() // 1_000_000)
        _Up(settings, folder, signals).run()


def migrate_database() -> None:
    """Bring the database to this version's tables."""
    settings = with_running_services(load_settings())
    if settings.database_url is not None:
        typer.echo(f"the database is at revision {migrate(settings.database_url)}")


class _Up:
    """One run of `up`, from the first service to the last stop."""

    def __init__(self, settings: Settings, folder: DataFolder, signals: Signals) -> None:
        self._settings = settings
        self._folder = folder
        self._signals = signals
        self._mqtt_port: int | None = None
        self._record: RestartRecord | None = None
        self._supervisor = Supervisor(_say, lambda ended: self._record.add(ended) if self._record else None)

    def run(self) -> None:
        try:
            self._start()
            while not self._signals.stop_requested:
                pause_s = self._supervisor.look()
                if self._record is not None:
                    self._record.store()
                self._signals.wait(pause_s)
        except StopRequested:
            _say("told to stop while starting")
        finally:
            self._signals.interrupts = False
            _say("stopping")
            self._supervisor.stop()
            _say("stopped")

    def _start(self) -> None:
        self._signals.interrupts = True
        database_url = self._settings.database_url or self._start_postgres()
        nats_url = self._settings.nats_url or self._start_nats()
        self._settings = self._settings.model_copy(
            update={"database_url": database_url, "nats_url": nats_url}
        )
        revision = migrate(database_url)
        self._record = RestartRecord(database_url)
        self._folder.publish(self._runtime(database_url, nats_url))
        for part in _processes(self._settings):
            self._supervisor.keep(part)
        self._signals.interrupts = False
        _say(f"running in {self._folder.path}, database revision {revision}")
        self._say_clock()
        for name, pid in self._supervisor.running().items():
            _say(f"  {name}: process {pid}")
        _say(f"console: http://{self._settings.console_host}:{self._settings.console_port}/  (Ctrl-C stops)")

    def _start_postgres(self) -> str:
        server = PostgresServer(self._folder.path)
        self._supervisor.keep(server, server.start())
        return server.url

    def _start_nats(self) -> str:
        server = NatsServer(
            self._folder.path,
            stream_max_bytes=self._settings.stream_max_bytes,
            listener=mqtt_listener(self._settings),
        )
        self._supervisor.keep(server, server.start())
        self._mqtt_port = server.access.mqtt
        self._settings = self._settings.model_copy(update={"mqtt_secret": server.access.mqtt_secret})
        return server.url

    def _say_clock(self) -> None:
        if self._settings.clock_origin_real_ms is None:
            return
        now_s = clock_from(self._settings).now_ms() / 1000
        shown = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now_s))
        _say(
            f"the clock of this folder reads {shown} UTC and runs at {self._settings.clock_speed:g} times real speed"
        )

    def _runtime(self, database_url: str, nats_url: str) -> Runtime:
        return Runtime(
            pid=os.getpid(),
            database_url=database_url,
            nats_url=nats_url,
            mqtt_port=self._mqtt_port,
            clock_speed=self._settings.clock_speed,
            clock_origin_real_ms=self._settings.clock_origin_real_ms,
            clock_origin_ms=self._settings.clock_origin_ms,
        )


def _processes(settings: Settings) -> Iterator[Command]:
    """In order of start: the gateway comes last, when those behind it are there."""
    yield _process("jobs", "jobs", settings)
    yield _process("console", "console", settings)
    for number in range(1, settings.monitors + 1):
        yield _process("monitor", f"monitor-{number}", settings)
    yield _process("gateway", "gateway", settings)


def _process(process: str, name: str, settings: Settings) -> Command:
    environment = {**os.environ, **settings.as_environment()}
    return Command(name, [sys.executable, "-m", "baqylau", "run", process], environment)


def _say(line: str) -> None:
    typer.echo(f"{time.strftime('%H:%M:%S')} up: {line}", err=True)
