"""A secret in a file of the data folder that only its owner may read, made when there is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from baqylau.platform.problems import OperatorProblem


class KeyUnusable(OperatorProblem):
    """The key file cannot be used; the message says why and what to do."""


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; `make` gives what a missing one is to hold. Raises KeyUnusable."""
    try:
        _put(path, make)
        if path.stat().st_mode & 0o077:
            raise KeyUnusable(f"{path} can be read by others, so it is no secret: chmod 600, or renew it")
        return path.read_bytes()
    except OSError as cause:
        raise KeyUnusable(f"{path} cannot be used: {cause.strerror}") from cause


def _put(path: Path, make: Callable[[], bytes]) -> None:
    """Linked into place whole, so that nobody reads half a key."""
    if path.exists():
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        return  # another process was faster; its key counts
    finally:
        beside.unlink()
