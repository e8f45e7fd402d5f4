"""The key that signs checkpoints: one file in the data folder that only its owner may read."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from baqylau.platform.key_file import KeyUnusable, kept

__all__ = ["FILE", "KeyUnusable", "signing_key"]

FILE = "ledger-key.pem"


def signing_key(data_folder: Path) -> Ed25519PrivateKey:
    """The installation's key, made when there is none. Raises KeyUnusable."""
    path = data_folder / FILE
    try:
        key = load_pem_private_key(kept(path, _made), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
        raise KeyUnusable(f"{path} holds no private key: {cause}") from cause
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path} holds no Ed25519 key")
    return key


def _made() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
