"""Started by root, the services run as somebody who is not, wherever the folders are."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from baqylau.platform import embedded
from baqylau.platform.child_process import Account
from baqylau.platform.unprivileged import let_read_all, service_account

REPOSITORY = Path(__file__).parents[2]
OURS = [
    Path(part) for part in sys.path if part and Path(part).is_dir() and Path(part).is_relative_to(REPOSITORY)
]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, whose services run as another account")


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that only we may enter, with a program's files as a strict umask leaves them."""
    path = Path(tempfile.mkdtemp(prefix="bq-"))
    (path / "bin").mkdir(mode=0o700)
    (path / "bin" / "program").write_text("#!/bin/sh\necho it runs\n", encoding="ascii")
    (path / "bin" / "program").chmod(0o700)
    (path / "bin" / "data").write_text("data", encoding="ascii")
    (path / "bin" / "data").chmod(0o600)
    yield path
    shutil.rmtree(path)


def _as(account: Account, *command: str) -> int:
    done = subprocess.run(
        command, user=account.uid, group=account.gid, extra_groups=[], check=False, capture_output=True
    )
    return done.returncode


@as_root
def test_a_program_in_a_closed_folder_can_be_run(closed_folder: Path) -> None:
    """The account may run the program and read its files; the folder above can be passed but not listed."""
    entry = pwd.getpwnam("nobody")
    account = Account("nobody", entry.pw_uid, entry.pw_gid)
    let_read_all(closed_folder / "bin", account)
    program, data = closed_folder / "bin" / "program", closed_folder / "bin" / "data"
    assert _as(account, str(program)) == 0
    assert _as(account, "cat", str(data)) == 0
    assert _as(account, "ls", str(closed_folder)) != 0


@as_root
@pytest.mark.services
def test_neither_service_runs_as_root(closed_folder: Path) -> None:
    """Both servers and their data belong to an account without rights, also below a folder closed to it."""
    closed_folder.chmod(0o700)
    with embedded.start(closed_folder / "data", durable_setup=False) as services:
        for child in (services.postgres_child, services.nats_child):
            assert Path(f"/proc/{child.pid}").stat().st_uid != 0
    for name in ("postgres", "nats"):
        status = (closed_folder / "data" / name).stat()
        assert status.st_uid != 0
        assert status.st_mode & 0o077 == 0


@as_root
def test_a_folder_stays_with_its_owner(closed_folder: Path) -> None:
    """The account is chosen once; later starts take the one the data belongs to."""
    nobody = pwd.getpwnam("nobody")
    os.chown(closed_folder, nobody.pw_uid, nobody.pw_gid)
    chosen = service_account(closed_folder)
    assert chosen is not None
    assert chosen.name == "nobody"


def _interpreter_for(account: Account) -> list[str]:
    """A Python of this version that the account may run, with this package and what it needs on its path."""
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    for place in (sys.executable, f"/usr/bin/python{wanted}", f"/usr/local/bin/python{wanted}"):
        if Path(place).exists() and _as(account, "/usr/bin/env", place, "-c", "") == 0:
            ways = f"PATH={Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            return ["/usr/bin/env", ways, f"PYTHONPATH={os.pathsep.join(map(str, OURS))}", place]
    raise AssertionError(
        f"no Python {wanted} here that an ordinary user may run: install Debian's python{wanted}"
    )


@as_root
@pytest.mark.services
def test_an_ordinary_user_needs_no_other_account() -> None:
    """Everything works for a user without rights, and runs as that user."""
    nobody = pwd.getpwnam("nobody")
    account = Account(nobody.pw_name, nobody.pw_uid, nobody.pw_gid)
    for part in OURS:
        let_read_all(part, account)
    folder = Path(tempfile.mkdtemp(prefix="bq-"))
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    program = (
        "import os, pathlib, sys; from baqylau.platform import embedded\n"
        "with embedded.start(pathlib.Path(sys.argv[1]), durable_setup=False) as services:\n"
        "    print(os.stat(f'/proc/{services.postgres_child.pid}').st_uid)"
    )
    done = subprocess.run(
        [*_interpreter_for(account), "-c", program, str(folder)],
        user=nobody.pw_uid,
        group=nobody.pw_gid,
        extra_groups=[],
        check=False,
        capture_output=True,
        text=True,
    )
    shutil.rmtree(folder)
    assert done.stdout.strip() == str(nobody.pw_uid), done.stderr
