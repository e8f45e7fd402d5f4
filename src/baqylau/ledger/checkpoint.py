"""A checkpoint: size and root of the ledger, signed. The text of C2SP's signed notes and log checkpoints.

    baqylau/ledger
    1843
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
    2026-11-22T13:00:00.000Z

    — baqylau/ledger Az3grlgtzPICa5OS8npVmf1Myq/5…

The fourth line, when it was taken, is an extension line that the format leaves to us. Any tool that checks such
notes checks ours, with the public key as `public_text` writes it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from baqylau.ledger.merkle import HASH_BYTES
from baqylau.platform.instants import to_datetime

ORIGIN = "baqylau/ledger"

_ED25519 = b"\x01"
_TEXT = re.compile(
    r"\A(?P<body>(?P<origin>[^\s+]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"(?:[^\n]+\n)*)\n(?P<signatures>(?:— [^\s+]+ [A-Za-z0-9+/]+=*\n)+)\Z"
)


class NotACheckpoint(ValueError):
    """The text is no signed checkpoint, or its signature is not by the key it was held against."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: the first `size` entries have this root."""

    size: int
    root: bytes


def signed(checkpoint: Checkpoint, taken_ms: int, key: Ed25519PrivateKey) -> str:
    """The text to hand out."""
    taken = to_datetime(taken_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = f"{ORIGIN}\n{checkpoint.size}\n{_base64(checkpoint.root)}\n{taken}\n"
    mark = key_id(key.public_key()) + key.sign(body.encode())
    return f"{body}\n— {ORIGIN} {_base64(mark)}\n"


def read(text: str, key: Ed25519PublicKey) -> Checkpoint:
    """What a checkpoint says, if this key signed it. Raises NotACheckpoint."""
    found = _TEXT.match(text)
    if found is None:
        raise NotACheckpoint("this is not the text of a signed checkpoint")
    if found["origin"] != ORIGIN:
        raise NotACheckpoint(f"this is a checkpoint of {found['origin']}, not of {ORIGIN}")
    if not any(_is_signed(found["body"], line, key) for line in found["signatures"].splitlines()):
        raise NotACheckpoint("the signature is not by this key, or the text was changed after it was signed")
    return Checkpoint(int(found["size"]), base64.b64decode(found["root"])[:HASH_BYTES])


def _is_signed(body: str, line: str, key: Ed25519PublicKey) -> bool:
    try:
        mark = base64.b64decode(line.rsplit(" ", 1)[1], validate=True)
        if mark[:4] != key_id(key):
            return False
        key.verify(mark[4:], body.encode())
    except (binascii.Error, InvalidSignature):
        return False
    return True


def key_id(key: Ed25519PublicKey) -> bytes:
    """Four bytes that tell which key signed, as the signed note defines them."""
    return hashlib.sha256(f"{ORIGIN}\n".encode() + _ED25519 + key.public_bytes_raw()).digest()[:4]


def public_text(key: Ed25519PublicKey) -> str:
    """The public key as verifiers of signed notes take it: name, key id, algorithm and key."""
    return f"{ORIGIN}+{key_id(key).hex()}+{_base64(_ED25519 + key.public_bytes_raw())}"


def read_public(text: str) -> Ed25519PublicKey:
    """Reads what `public_text` wrote. Raises NotACheckpoint."""
    name, _, rest = text.strip().partition("+")
    mark, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
    except (binascii.Error, ValueError) as cause:
        raise NotACheckpoint("this is not the public key of a ledger") from cause
    if name != ORIGIN or raw[:1] != _ED25519 or key_id(key).hex() != mark:
        raise NotACheckpoint("this is not the public key of a ledger")
    return key


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
