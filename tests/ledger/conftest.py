"""A ledger in a database of its own, and a superuser who can do anything to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from baqylau.ledger.checkpoint import read
from baqylau.ledger.entry import NOTHING_BEFORE, Act, Actor, chained
from baqylau.ledger.heads import recorded_end, take_all, take_checkpoint
from baqylau.ledger.store import append, entry_from
from baqylau.ledger.verify import Fault, Verification

NOW = 1_790_000_000_000
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OFFICER = Actor("aigul", "officer", 3)
TABLES = ("ledger_entries", "ledger_head", "ledger_checkpoints")


def look(person_id: int, **more: Any) -> Act:
    return Act(OFFICER, "read", "person", str(person_id), person_id, "scheduled_check", more)


@dataclass(frozen=True)
class Book:
    """The ledger of one database."""

    url: str

    def write(self, *people: int) -> None:
        """One entry a transaction: somebody looked at these people."""

        async def work() -> None:
            async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
                for person in people:
                    async with connection.transaction():
                        await append(connection, look(person), NOW + person)

        asyncio.run(work())

    def checkpoint(self, key: Ed25519PrivateKey = KEY, now_ms: int = NOW) -> str:
        async def work() -> str:
            async with await psycopg.AsyncConnection.connect(self.url) as connection:
                return await take_checkpoint(connection, key, now_ms)

        return asyncio.run(work())

    def faults(self, *notes: str) -> list[Fault]:
        """What a verification finds, with these checkpoints beside it."""
        points = [read(note, KEY.public_key()) for note in notes]

        async def work() -> list[Fault]:
            async with await psycopg.AsyncConnection.connect(self.url) as connection:
                verification = Verification({one.size: one.root for one in points})
                end = await recorded_end(connection)
                await take_all(connection, verification, None)
                return verification.finish(*end)

        return asyncio.run(work())

    def named(self, *notes: str) -> list[tuple[str, int, int]]:
        return [(fault.wrong, fault.first, fault.last) for fault in self.faults(*notes)]

    def tamper(self, statement: str, values: Sequence[Any] = ()) -> None:
        """As a superuser who has switched the triggers off."""
        with psycopg.connect(self.url) as connection:
            for table in TABLES:
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL".encode())
            connection.execute(statement.encode(), values)
            for table in TABLES:
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL".encode())

    def rewrite_hashes(self, first: int, *, leaves: bool = True) -> None:
        """What a careful forger does: new hashes from `first` to the end, and a new recorded end."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT * FROM ledger_entries ORDER BY seq").fetchall()
        chain = NOTHING_BEFORE
        for row in rows:
            entry, leaf, stored = entry_from(row)
            leaf = entry.leaf() if leaves and entry.seq >= first else leaf
            chain = chained(chain, leaf) if entry.seq >= first else stored
            self.tamper(
                "UPDATE ledger_entries SET leaf_hash = %s, chain_hash = %s WHERE seq = %s",
                (leaf, chain, entry.seq),
            )
        self.tamper("UPDATE ledger_head SET chain_hash = %s, size = %s", (chain, len(rows)))


@pytest.fixture
def book(fresh_database: str) -> Book:
    """An empty ledger."""
    return Book(fresh_database)
