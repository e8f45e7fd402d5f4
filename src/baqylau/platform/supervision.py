"""Keeping processes running: start in order, restart what dies, stop in the opposite order."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Protocol

from baqylau.platform.child_process import ServiceFailed, spawn, stop

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 60.0


class Part(Protocol):
    """A process that can be started, and stopped in its own way."""

    @property
    def name(self) -> str:
        """What operators call it."""
        ...

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start it and return at once."""
        ...

    def stop(self, child: subprocess.Popen[bytes]) -> bool:
        """Stop it and wait; False if it had to be killed."""
        ...


@dataclass(frozen=True)
class Command:
    """A part that is one command, ended by SIGTERM."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    stop_patience_s: float = 20.0

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start it; it writes to our own output.

        If we are killed it is killed too: an orderly end could wait for ever for services that are gone.
        """
        return spawn(self.command, environment=self.environment, death_signal=signal.SIGKILL)

    def stop(self, child: subprocess.Popen[bytes]) -> bool:
        """Ask it to end, kill it if it does not."""
        return stop(child, signal.SIGTERM, self.stop_patience_s)


@dataclass(frozen=True, slots=True)
class Ended:
    """A part that died: when (real time, milliseconds since the epoch) and how (negative: by that signal)."""

    name: str
    at_ms: int
    exit_code: int

    def reason(self) -> str:
        """The exit code in words."""
        if self.exit_code < 0:
            return f"killed by {signal.Signals(-self.exit_code).name}"
        return f"ended with code {self.exit_code}"


@dataclass
class Pauses:
    """How long to wait before the next start of one part: longer each time it dies young."""

    deaths_in_a_row: int = 0

    def after_death(self, lived_s: float) -> float:
        """Seconds to wait now."""
        if lived_s >= STEADY_AFTER_S:
            self.deaths_in_a_row = 0
        self.deaths_in_a_row += 1
        # the cap on the exponent only keeps the power small
        pause: float = FIRST_PAUSE_S * 2 ** min(self.deaths_in_a_row - 1, 20)
        return min(pause, LONGEST_PAUSE_S)


@dataclass
class _Kept:
    part: Part
    child: subprocess.Popen[bytes] | None
    started_s: float
    start_again_s: float = 0.0
    pauses: Pauses = field(default_factory=Pauses)


class Supervisor:
    """Keeps parts running. `say` gets a line for the operator, `record` each death."""

    def __init__(self, say: Callable[[str], None], record: Callable[[Ended], None]) -> None:
        self._say = say
        self._record = record
        self._kept: list[_Kept] = []

    def keep(self, part: Part, child: subprocess.Popen[bytes] | None = None) -> None:
        """Start a part, or take over a child it has, and keep it running from now on."""
        self._kept.append(_Kept(part, child or part.spawn(), time.monotonic()))

    def running(self) -> dict[str, int]:
        """Process ids by name."""
        return {kept.part.name: kept.child.pid for kept in self._kept if kept.child is not None}

    def look(self) -> float:
        """Notice deaths, start again what is due; returns seconds until there is something to do."""
        now_s = time.monotonic()
        for kept in self._kept:
            if kept.child is not None and kept.child.poll() is not None:
                self._bury(kept, kept.child, now_s)
            if kept.child is None and kept.start_again_s <= now_s:
                self._start_again(kept)
        due = [kept.start_again_s - now_s for kept in self._kept if kept.child is None]
        return max(0.01, min([1.0, *due]))

    def _bury(self, kept: _Kept, child: subprocess.Popen[bytes], now_s: float) -> None:
        ended = Ended(kept.part.name, time.time_ns() // 1_000_000, child.returncode)
        pause_s = kept.pauses.after_death(now_s - kept.started_s)
        kept.child = None
        kept.start_again_s = now_s + pause_s
        self._say(f"{ended.name} {ended.reason()}; it starts again in {pause_s:.1f} s")
        self._record(ended)

    def _start_again(self, kept: _Kept) -> None:
        kept.started_s = time.monotonic()
        try:
            kept.child = kept.part.spawn()
        except (OSError, ServiceFailed) as cause:
            pause_s = kept.pauses.after_death(0.0)
            kept.start_again_s = kept.started_s + pause_s
            self._say(f"{kept.part.name} cannot start: {cause}; next attempt in {pause_s:.1f} s")
            return
        self._say(f"{kept.part.name} started again, process {kept.child.pid}")

    def stop(self) -> None:
        """Stop all parts, last started first, each before the next."""
        for kept in reversed(self._kept):
            if kept.child is not None and not kept.part.stop(kept.child):
                self._say(f"{kept.part.name} did not end in time and was killed")
            kept.child = None


class StopRequested(BaseException):
    """SIGINT or SIGTERM while starting; like KeyboardInterrupt, nothing but the end catches it."""


class Signals:
    """Notices SIGINT, SIGTERM and SIGCHLD, and wakes a waiting `wait` at once."""

    def __init__(self) -> None:
        self.stop_requested = False
        self.interrupts = False
        self._reader, self._writer = socket.socketpair()
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Signals:
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._on_stop)
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # it came from signal.signal
        signal.set_wakeup_fd(-1)
        self._reader.close()
        self._writer.close()

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_requested = True
        if self.interrupts:
            raise StopRequested

    def wait(self, seconds: float) -> None:
        """Return after `seconds`, or as soon as a signal comes."""
        readable, _, _ = select.select([self._reader], [], [], seconds)
        if readable:
            os.read(self._reader.fileno(), 4096)
