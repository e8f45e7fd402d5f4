"""The whole system as `baqylau up` starts it, on free ports, with a fast clock, in a folder of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from baqylau.platform import child_process
from baqylau.platform.child_process import ServiceFailed, free_port
from baqylau.platform.clock import SystemClock
from baqylau.platform.data_folder import DataFolder
from baqylau.platform.nats_admission import device_key
from baqylau.platform.nats_server import NatsServer
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import DEFAULT_LISTENERS, LOOPBACK, PREFIX, Listener
from baqylau.simulate.demo.api import Api, ApiError
from baqylau.simulate.demo.devices import addresses
from baqylau.simulate.speaking import Broker
from baqylau.simulate.twins.live import Gateway

_READY_WITHIN_S = 180.0
_STOP_WITHIN_S = 60.0
_LOOK_EVERY_S = 0.1
_PARTITIONS = 4
"""Enough for a few hundred people; each partition costs a little even when nothing happens in it."""

_TICK_REAL_S = 0.4
_LOGIN = "demo"


@dataclass(frozen=True, slots=True)
class Settled:
    """What the demonstration decided about this run's addresses and clock."""

    folder: Path
    listeners: tuple[Listener, ...]
    console_port: int
    speed: float
    origin_real_ms: int
    origin_ms: int

    @property
    def clock(self) -> SystemClock:
        return SystemClock(self.speed, self.origin_real_ms, self.origin_ms)

    @property
    def console_url(self) -> str:
        return f"http://{LOOPBACK}:{self.console_port}/"

    def environment(self) -> dict[str, str]:
        """Of every process of this run. What the surroundings set for another system is left behind."""
        own = {
            "data_folder": str(self.folder),
            "listeners": json.dumps([each.model_dump(mode="json") for each in self.listeners]),
            "console_port": str(self.console_port),
            "clock_speed": str(self.speed),
            "clock_origin_real_ms": str(self.origin_real_ms),
            "clock_origin_ms": str(self.origin_ms),
            "partitions": str(_PARTITIONS),
            "tick_interval_ms": str(max(1_000, round(_TICK_REAL_S * 1000 * self.speed))),
            "log_level": "warning",
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        return inherited | {PREFIX + name.upper(): value for name, value in own.items()}


def settle(folder: Path, speed: float, origin_ms: int) -> Settled:
    """Free ports, and the clock to read origin_ms now. Raises OperatorProblem for a folder that is in use."""
    if folder.exists() and any(folder.iterdir()):
        raise OperatorProblem(
            f"{folder} is not empty: the demonstration begins at a set time with nothing before it. "
            "Name a new folder with --data, or remove this one."
        )
    taken: set[int] = set()
    listeners = tuple(_moved(each, taken) for each in DEFAULT_LISTENERS)
    return Settled(folder, listeners, _unused(taken), speed, time.time_ns() // 1_000_000, origin_ms)


def _moved(listener: Listener, taken: set[int]) -> Listener:
    return listener.model_copy(update={"host": LOOPBACK, "port": _unused(taken)})


def _unused(taken: set[int]) -> int:
    while (port := free_port()) in taken:
        pass
    taken.add(port)
    return port


class System:
    """A child process `baqylau up`; stopped, with all it started, when the `with` ends."""

    def __init__(self, settled: Settled) -> None:
        self.settled = settled
        self.log = settled.folder / "up.log"
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> System:
        self.settled.folder.mkdir(parents=True, exist_ok=True)
        self._child = child_process.spawn(
            [sys.executable, "-m", "baqylau", "up"], log=self.log, environment=self.settled.environment()
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            child_process.stop(self._child, signal.SIGTERM, _STOP_WITHIN_S)

    async def ready(self) -> str:
        """The database's URL, once the console answers and the gateway listens. Raises ServiceFailed."""
        deadline = time.monotonic() + _READY_WITHIN_S
        while (url := self._database_url()) is None or not await self._answers():
            self.check()
            if time.monotonic() > deadline:
                raise ServiceFailed(
                    f"not ready after {_READY_WITHIN_S:.0f} s:\n{child_process.last_lines(self.log)}"
                )
            await asyncio.sleep(_LOOK_EVERY_S)
        return url

    def check(self) -> None:
        """Raises ServiceFailed when `up` has ended."""
        if self._child is not None and self._child.poll() is not None:
            raise ServiceFailed(
                f"`baqylau up` ended with code {self._child.returncode}:\n"
                f"{child_process.last_lines(self.log)}"
            )

    def gateway(self) -> Gateway:
        """Where devices of all languages find it, once it is ready."""
        folder = DataFolder(self.settled.folder)
        runtime = folder.runtime()
        assert runtime is not None
        broker = None if runtime.mqtt_port is None else Broker(LOOPBACK, runtime.mqtt_port)
        secret = NatsServer(self.settled.folder).access.mqtt_secret
        return Gateway(
            addresses(self.settled.listeners), broker, lambda identity: device_key(secret, identity)
        )

    def _database_url(self) -> str | None:
        runtime = DataFolder(self.settled.folder).runtime()
        return None if runtime is None else runtime.database_url

    async def _answers(self) -> bool:
        try:
            async with Api(self.settled.console_port) as api:
                await api.get("/healthz")
            for listener in self.settled.listeners:
                if listener.transport == "tcp":
                    _, writer = await asyncio.open_connection(listener.host, listener.port)
                    writer.close()
        except (OSError, ApiError):
            return False
        return True

    async def add_account(self) -> str:
        """The token of a new account that may see everything. Raises ServiceFailed if the console denies it."""
        words = ("account", "add", _LOGIN, "--role", "supervisor", "--language", "en")
        token = await asyncio.to_thread(_run_cli, self.settled.environment(), *words)
        try:
            async with Api(self.settled.console_port, token) as api:
                await api.get("/api/me")
        except ApiError as problem:
            raise ServiceFailed(
                f"another console answers at {self.settled.console_url}: {problem}"
            ) from problem
        return token


def _run_cli(environment: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "baqylau", *words],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceFailed(f"baqylau {' '.join(words)} ended with code {done.returncode}:\n{done.stderr}")
    return done.stdout.strip()
