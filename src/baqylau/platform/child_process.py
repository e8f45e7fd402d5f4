"""Child processes that never outlive their parent, and what is left of those whose parent was killed."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from baqylau.platform.problems import OperatorProblem

_PR_SET_PDEATHSIG = 1
_LOWEST_PORT = 20_000
_EPHEMERAL_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_libc = ctypes.CDLL(None, use_errno=True)


class ServiceFailed(OperatorProblem):
    """A child process that did not start or did not become ready; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Account:
    """The system account a child runs as."""

    name: str
    uid: int
    gid: int


def tether(death_signal: signal.Signals) -> Callable[[], None]:
    """What a child runs before its program: when its parent dies, the kernel sends it `death_signal`."""
    parent = os.getpid()

    def bind_to_parent() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return bind_to_parent


def spawn(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    log: Path | None = None,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a tethered child in a process group of its own, so that Ctrl-C in a terminal reaches only us."""
    output = log.open("ab") if log is not None else None
    try:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            process_group=0,
            preexec_fn=tether(death_signal),
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    finally:
        if output is not None:
            output.close()


def free_port() -> int:
    """A TCP port on loopback that nothing listens on now, and no outgoing connection will be given.

    The kernel takes outgoing ports from its ephemeral range: there, some client could hold the port of a server
    that is being restarted, or, while reconnecting to it, even meet itself.
    """
    lowest_ephemeral = _lowest_ephemeral_port()
    for _ in range(200 if lowest_ephemeral > _LOWEST_PORT else 0):
        port = random.randrange(_LOWEST_PORT, lowest_ephemeral)
        if port_is_free(port):
            return port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        given: int = probe.getsockname()[1]
    return given


def _lowest_ephemeral_port() -> int:
    try:
        return int(_EPHEMERAL_RANGE.read_text(encoding="ascii").split()[0])
    except OSError:
        return 0


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def processes_in(folder: Path, program: str) -> list[int]:
    """Ids of running processes of `program` (its file name) whose working folder is `folder`."""
    place = str(folder.resolve())
    return [int(entry.name) for entry in _process_entries() if _works_in(entry, place, program)]


def _process_entries() -> list[Path]:
    return [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _works_in(entry: Path, place: str, program: str) -> bool:
    try:
        if os.readlink(entry / "cwd") != place:
            return False
        executable = Path(os.readlink(entry / "exe").removesuffix(" (deleted)"))
    except OSError:  # gone meanwhile, or another account's
        return False
    return executable.name == program


def end_leftovers(folder: Path, program: str, polite: signal.Signals, patience_s: float = 30.0) -> int:
    """End what a killed parent left running in a folder: politely first, then for good. Returns how many.

    The caller holds the data folder's lock, so nobody else has a right to these processes.
    """
    found = processes_in(folder, program)
    _signal_all(found, polite)
    if not _gone_within(folder, program, patience_s):
        _signal_all(processes_in(folder, program), signal.SIGKILL)
        if not _gone_within(folder, program, patience_s):
            raise ServiceFailed(f"{program} of an earlier run in {folder} cannot be ended")
    return len(found)


def _signal_all(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _gone_within(folder: Path, program: str, patience_s: float) -> bool:
    deadline = time.monotonic() + patience_s
    while processes_in(folder, program):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def wait_until(
    ready: Callable[[], bool], child: subprocess.Popen[bytes], log: Path, patience_s: float
) -> None:
    """Return once `ready()`. Raises ServiceFailed with the log's end if the child dies or takes too long."""
    deadline = time.monotonic() + patience_s
    while not ready():
        if child.poll() is not None:
            raise ServiceFailed(f"{child.args!r} ended with code {child.returncode}:\n{last_lines(log)}")
        if time.monotonic() > deadline:
            raise ServiceFailed(f"{child.args!r} is not ready after {patience_s:.0f} s:\n{last_lines(log)}")
        time.sleep(0.02)


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log file, for a message."""
    if not log.exists():
        return "(no log)"
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


def stop(child: subprocess.Popen[bytes], polite: signal.Signals, patience_s: float) -> bool:
    """Stop a child and wait for it; False if it had to be killed."""
    if child.poll() is not None:
        return True
    child.send_signal(polite)
    try:
        child.wait(patience_s)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
        return False
    return True
