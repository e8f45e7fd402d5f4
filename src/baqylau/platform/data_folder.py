"""One data folder belongs to one `baqylau up` at a time, which leaves there how its services are reached."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings

# Raise when files of the folder change their place or meaning; the tables have revisions of their own.
LAYOUT = 1


class DataFolderInUse(OperatorProblem):
    """Another `baqylau up` holds the folder."""


class NewerDataFolder(OperatorProblem):
    """A newer version has been at the folder."""


class DataFolderClosed(OperatorProblem):
    """The folder belongs to another account."""


class NothingRunning(OperatorProblem):
    """A command needs the services, and neither a URL nor a running `baqylau up` says where they are."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What a running `up` tells other commands: addresses, the MQTT port, and the clock all processes share."""

    pid: int
    database_url: str
    nats_url: str
    mqtt_port: int | None
    clock_speed: float
    clock_origin_real_ms: int | None
    clock_origin_ms: int | None


class DataFolder:
    """The folder with its lock, version stamp and runtime file."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder, creating it if needed; the kernel lets go if we are killed.

        Raises DataFolderInUse, DataFolderClosed, NewerDataFolder.
        """
        with self._opened_lock() as lock:
            self._take(lock.fileno())
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            self._check_stamp()
            try:
                yield
            finally:
                self._runtime_file.unlink(missing_ok=True)

    def _opened_lock(self) -> TextIO:
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
            return (self.path / "lock").open("a+", encoding="ascii")
        except PermissionError as cause:
            raise DataFolderClosed(
                f"{self.path} cannot be written: {cause.strerror}. Run as the account it belongs to, "
                "or choose another folder with BAQYLAU_DATA_FOLDER"
            ) from cause

    def _take(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as cause:
            raise DataFolderInUse(
                f"{self.path} is in use by `baqylau up` with process id {self._holder()}: "
                "stop that one, or give this one another folder with BAQYLAU_DATA_FOLDER"
            ) from cause

    def _holder(self) -> str:
        return (self.path / "lock").read_text(encoding="ascii").strip() or "unknown"

    def _check_stamp(self) -> None:
        stamp = self.path / "version.json"
        if not stamp.exists():
            stamp.write_text(json.dumps({"layout": LAYOUT}) + "\n", encoding="ascii")
        found = json.loads(stamp.read_text(encoding="ascii"))["layout"]
        if found > LAYOUT:
            raise NewerDataFolder(
                f"{self.path} has layout {found}, this version knows up to {LAYOUT}: "
                "a newer baqylau has been here. Run that version, or use another data folder."
            )

    @property
    def _runtime_file(self) -> Path:
        return self.path / "runtime.json"

    def publish(self, runtime: Runtime) -> None:
        """Leave word for other commands; only our own account may read it, it holds the stream's token."""
        beside = self.path / "runtime.json.new"
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(runtime), file)
        beside.replace(self._runtime_file)

    def runtime(self) -> Runtime | None:
        """What the running `up` left; None when none runs, whatever a killed one left behind."""
        if not self._runtime_file.exists() or not self._is_held():
            return None
        return Runtime(**json.loads(self._runtime_file.read_text(encoding="utf-8")))

    def _is_held(self) -> bool:
        with self._opened_lock() as lock:
            try:
                fcntl.flock(lock.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False


def with_running_services(settings: Settings) -> Settings:
    """The settings with what is unset taken from the `up` that runs in the data folder.

    Raises NothingRunning if an address is still missing.
    """
    runtime = DataFolder(settings.data_folder).runtime()
    if runtime is not None:
        settings = _completed(settings, runtime)
    if settings.database_url is None or settings.nats_url is None:
        raise NothingRunning(
            f"nothing runs in {settings.data_folder.resolve()}: start `baqylau up`, "
            "or set BAQYLAU_DATABASE_URL and BAQYLAU_NATS_URL"
        )
    return settings


def _completed(settings: Settings, runtime: Runtime) -> Settings:
    """Addresses that are unset, and the clock unless this process was given one of its own."""
    found: dict[str, object] = {}
    if settings.database_url is None:
        found["database_url"] = runtime.database_url
    if settings.nats_url is None:
        found["nats_url"] = runtime.nats_url
    if not {"clock_speed", "clock_origin_real_ms"} & settings.model_fields_set:
        found["clock_speed"] = runtime.clock_speed
        found["clock_origin_real_ms"] = runtime.clock_origin_real_ms
        found["clock_origin_ms"] = runtime.clock_origin_ms
    return settings.model_copy(update=found)
