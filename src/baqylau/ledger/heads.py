"""Taking checkpoints: what is signed was checked first, from the last checkpoint on."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from baqylau.ledger.checkpoint import Checkpoint, NotACheckpoint, read, signed
from baqylau.ledger.entry import NOTHING_BEFORE
from baqylau.ledger.merkle import Frontier
from baqylau.ledger.store import QUERIES, entry_from
from baqylau.ledger.verify import Fault, Verification
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import fetched

AT_ONCE = 2_000
"""Entries that are fetched at a time."""


class LedgerDamaged(Exception):
    """The ledger does not fit itself; nothing was signed."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.words for fault in faults[:20]))
        self.faults = faults


async def take_checkpoint(connection: AsyncConnection[Any], key: Ed25519PrivateKey, now_ms: int) -> str:
    """Signs the ledger as it is now, stores the checkpoint and returns its text; the newest one if nothing was added.

    Raises LedgerDamaged where an entry since the last checkpoint does not fit.
    """
    last = await newest(connection)
    size, chain = await recorded_end(connection)
    verification = Verification()
    if last is not None and _is_ours(last[2], key.public_key()):
        if last[0].size == size:
            return last[2]
        verification = await _resumed(connection, *last[:2])
    await take_all(connection, verification, size)
    faults = verification.finish(size, chain)
    if faults:
        raise LedgerDamaged(faults)
    return await _store(connection, verification.tree, key, now_ms)


async def newest(connection: AsyncConnection[Any]) -> tuple[Checkpoint, bytes, str] | None:
    """The last checkpoint with its frontier and its text."""
    cursor = connection.cursor(row_factory=tuple_row)
    await cursor.execute(QUERIES["newest_checkpoint"])
    row = await cursor.fetchone()
    return None if row is None else (Checkpoint(row[0], bytes(row[1])), bytes(row[2]), row[3])


async def recorded_end(connection: AsyncConnection[Any]) -> tuple[int, bytes]:
    """Size and chain hash of the ledger's head."""
    cursor = connection.cursor(row_factory=tuple_row)
    await cursor.execute(QUERIES["head"])
    size, chain = fetched(await cursor.fetchone())
    return size, bytes(chain)


async def take_all(connection: AsyncConnection[Any], verification: Verification, until: int | None) -> None:
    """Gives the verification every entry after those it has seen, up to `until` or to the last one."""
    async with connection.cursor(name="ledger", row_factory=tuple_row) as cursor:
        cursor.itersize = AT_ONCE
        await cursor.execute(QUERIES["entries_between"], {"after": verification.seen, "until": until})
        async for row in cursor:
            verification.take(*entry_from(row))


def _is_ours(note: str, key: Ed25519PublicKey) -> bool:
    try:
        read(note, key)
    except NotACheckpoint:
        return False
    return True


async def _resumed(connection: AsyncConnection[Any], at: Checkpoint, frontier: bytes) -> Verification:
    tree = Frontier.unpacked(at.size, frontier)
    if tree.root() != at.root:
        return Verification()
    cursor = connection.cursor(row_factory=tuple_row)
    await cursor.execute(QUERIES["chain_at"], {"seq": at.size})
    row = await cursor.fetchone()
    return Verification.resumed(tree, NOTHING_BEFORE if row is None else bytes(row[0]))


async def _store(
    connection: AsyncConnection[Any], tree: Frontier, key: Ed25519PrivateKey, now_ms: int
) -> str:
    note = signed(Checkpoint(tree.size, tree.root()), now_ms, key)
    values = {
        "size": tree.size,
        "taken_at": to_datetime(now_ms),
        "root": tree.root(),
        "frontier": tree.packed(),
        "note": note,
    }
    await connection.execute(QUERIES["keep_checkpoint"], values)
    return note
