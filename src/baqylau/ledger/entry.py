"""What an entry says, and the bytes that are hashed for it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from baqylau.ledger.merkle import leaf_hash

Deed = Literal["read", "write", "export", "decision", "sign-in", "sign-out", "refused"]
DEEDS: tuple[Deed, ...] = get_args(Deed)

NOTHING_BEFORE = bytes(32)
"""The chain hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. office_id None: the whole republic."""

    account: str
    role: str
    office_id: int | None


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be recorded. People are named by their ids only, here and in `detail`.

    object_id: which one of its kind, None for a list; person_id: whom it concerned, where it was one person.
    """

    actor: Actor
    deed: Deed
    object_kind: str
    object_id: str | None = None
    person_id: int | None = None
    purpose: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """An act in its place in the ledger. `detail` is canonical JSON."""

    seq: int
    time_ms: int
    account: str
    role: str
    office_id: int | None
    act: str
    object_kind: str
    object_id: str | None
    person_id: int | None
    purpose: str | None
    detail: str

    def encoded(self, seq: int | None = None) -> bytes:
        """The canonical bytes; with `seq`, those the entry would have in that place."""
        return canonical(
            {
                "seq": self.seq if seq is None else seq,
                "time_ms": self.time_ms,
                "actor": {"account": self.account, "role": self.role, "office_id": self.office_id},
                "act": self.act,
                "object": {"kind": self.object_kind, "id": self.object_id, "person_id": self.person_id},
                "purpose": self.purpose,
                "detail_sha256": hashlib.sha256(self.detail.encode()).hexdigest(),
            }
        ).encode()

    def leaf(self, seq: int | None = None) -> bytes:
        """Its leaf in the Merkle tree, RFC 6962 section 2.1."""
        return leaf_hash(self.encoded(seq))


def entry_of(act: Act, seq: int, time_ms: int) -> Entry:
    """The entry that `act` becomes. Raises ValueError for a detail that JSON cannot hold exactly."""
    return Entry(
        seq=seq,
        time_ms=time_ms,
        account=act.actor.account,
        role=act.actor.role,
        office_id=act.actor.office_id,
        act=act.deed,
        object_kind=act.object_kind,
        object_id=act.object_id,
        person_id=act.person_id,
        purpose=act.purpose,
        detail=canonical(act.detail),
    )


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with one way to write it (RFC 8785): keys sorted, no spaces, only texts, whole numbers, lists, objects.

    Raises ValueError for a fraction, whose writing differs between languages, and for what is no JSON.
    """
    _refuse_fractions(value)
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def _refuse_fractions(value: object) -> None:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"{key!r} is no plain key")
            _refuse_fractions(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            _refuse_fractions(each)
    elif value is not None and not isinstance(value, (str, int)):
        raise ValueError(f"{value!r} has no canonical form")


def chained(before: bytes, leaf: bytes) -> bytes:
    """The chain hash after an entry: it binds the entry to all before it."""
    return hashlib.sha256(before + leaf).digest()
