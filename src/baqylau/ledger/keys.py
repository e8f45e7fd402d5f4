"""The key that signs checkpoints: one file in the data folder that only its owner may read."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from baqylau.platform.problems import OperatorProblem

FILE = "ledger-key.pem"


class KeyUnusable(OperatorProblem):
    """The key file cannot be used; the message says why and what to do."""


def signing_key(data_folder: Path) -> Ed25519PrivateKey:
    """The installation's key, made when there is none. Raises KeyUnusable."""
    path = data_folder / FILE
    try:
        _make(path)
        return _read(path)
    except OSError as cause:
        raise KeyUnusable(f"{path} cannot be used: {cause.strerror}") from cause


def _make(path: Path) -> None:
    """Writes a new key unless a file is there: linked into place whole, so that nobody reads half a key."""
    if path.exists():
        return
    beside = path.with_name(f"{FILE}.{os.getpid()}")
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        return  # another process was faster; its key counts
    finally:
        beside.unlink()


def _read(path: Path) -> Ed25519PrivateKey:
    if path.stat().st_mode & 0o077:
        raise KeyUnusable(
            f"{path} can be read by others, so its signatures prove nothing: chmod 600, or renew it"
        )
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
        raise KeyUnusable(f"{path} holds no private key: {cause}") from cause
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path} holds no Ed25519 key")
    return key
