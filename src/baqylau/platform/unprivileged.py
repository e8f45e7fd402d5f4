"""Who the embedded services run as: ourselves, or, for root, an account that may do nothing else.

PostgreSQL refuses to run as root, and neither service needs its rights.
"""

from __future__ import annotations

import logging
import os
import pwd
import stat
from pathlib import Path

from baqylau.platform.child_process import Account
from baqylau.platform.problems import OperatorProblem

# Existing accounts only: starting a service is no reason to add users to somebody's machine.
CANDIDATES = ("postgres", "nobody")

_log = logging.getLogger(__name__)


class NoAccount(OperatorProblem):
    """Root has no unprivileged account to run the services as."""


def service_account(folder: Path) -> Account | None:
    """Whom to run a service of this folder as; None: as ourselves, who are not root.

    An existing folder stays with its owner. Raises NoAccount.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return _account(pwd.getpwuid(folder.stat().st_uid))
    for name in CANDIDATES:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise NoAccount(f"none of the accounts {', '.join(CANDIDATES)} exists; run baqylau as an ordinary user")


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def private_folder(path: Path, account: Account | None) -> None:
    """Make sure the folder exists, belongs to the account and is closed to others."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    give(path, account)


def give(path: Path, account: Account | None) -> None:
    """Hand a file or folder to the account."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


def let_reach(path: Path, account: Account | None) -> None:
    """Let the account pass through (not list) the folders above a path, where they are closed to it."""
    if account is None:
        return
    for folder in path.resolve().parents:
        _open(folder, stat.S_IXOTH, account)


def let_read_all(folder: Path, account: Account | None) -> None:
    """Let the account read and run an installed program's files, where a strict umask has closed them."""
    if account is None:
        return
    let_reach(folder, account)
    root = folder.resolve()
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        mode = path.stat().st_mode
        runs = stat.S_IXOTH if mode & stat.S_IXUSR else 0
        _open(path, stat.S_IROTH | runs, account)


def _open(path: Path, wanted: int, account: Account) -> None:
    status = path.stat()
    if status.st_gid == account.gid:  # then the bits of "others" do not count for it
        wanted <<= 3
    if status.st_uid == account.uid or status.st_mode & wanted == wanted:
        return
    path.chmod(stat.S_IMODE(status.st_mode) | wanted)
    if path.is_dir():
        _log.info("opened %s for the account %s to pass", path, account.name)
