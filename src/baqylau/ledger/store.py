"""Adding to the ledger and reading it, in the transaction of whoever calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from baqylau.ledger.entry import Act, Entry, chained, entry_of
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.platform.postgres import fetched, load_queries

LAST_ID = 2**63 - 1
SAME_LOOK_MS = 600_000
"""How long one entry stands for a look that is repeated word for word, milliseconds."""

QUERIES = load_queries("baqylau.ledger", "queries.sql")


async def append(connection: AsyncConnection[Any], act: Act, time_ms: int) -> Entry:
    """Adds an entry in the connection's transaction and returns it.

    Call it last, just before the commit: from here until then nobody else can append. It takes the lock of the
    ledger's head, so that sequence numbers have no gaps and follow the order of the commits; a transaction that
    went on to wait for other locks could wait for one that waits for the ledger.
    """
    return (await append_all(connection, [act], time_ms))[0]


async def append_all(connection: AsyncConnection[Any], acts: Sequence[Act], time_ms: int) -> list[Entry]:
    """Adds an entry for each act, in this order: the same as `append` for one after the other, in one transaction."""
    cursor = connection.cursor(row_factory=tuple_row)
    await cursor.execute(QUERIES["lock_head"])
    size, chain = fetched(await cursor.fetchone())
    entries = [entry_of(act, size + place, time_ms) for place, act in enumerate(acts, 1)]
    rows = []
    for entry in entries:
        leaf = entry.leaf()
        chain = chained(bytes(chain), leaf)
        rows.append(values_of(entry, leaf, chain))
    await cursor.executemany(QUERIES["add"], rows)
    return entries


async def append_look(connection: AsyncConnection[Any], act: Act, time_ms: int) -> None:
    """Adds an entry for a read, unless the ledger has the very same one of the last ten minutes; then it is counted.

    The same: by the same account in the same role, of the same object, person and purpose, asked in the same words,
    with the same people on the list. A screen that asks again every few seconds is one look, not a thousand. What is
    compared with is the ledger itself, so that no other table can make a first look vanish.
    """
    entry = entry_of(act, 0, time_ms)
    values = {
        "account": entry.account,
        "role": entry.role,
        "office_id": entry.office_id,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id,
        "person_id": entry.person_id,
        "purpose": entry.purpose,
        "detail": entry.detail,
    }
    since, now = to_datetime(time_ms - SAME_LOOK_MS), to_datetime(time_ms)
    cursor = connection.cursor(row_factory=tuple_row)
    await cursor.execute(QUERIES["same_look"], {**values, "since": since})
    row = await cursor.fetchone()
    if row is None:
        await append(connection, act, time_ms)
    else:
        await cursor.execute(QUERIES["count_repeat"], {"seq": row[0], "now": now})


def values_of(entry: Entry, leaf: bytes, chain: bytes) -> dict[str, Any]:
    """A row of the table."""
    return {
        "seq": entry.seq,
        "happened_at": to_datetime(entry.time_ms),
        "account": entry.account,
        "role": entry.role,
        "office_id": entry.office_id,
        "act": entry.act,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id,
        "person_id": entry.person_id,
        "purpose": entry.purpose,
        "detail": entry.detail,
        "leaf_hash": leaf,
        "chain_hash": chain,
    }


def entry_from(row: Sequence[Any]) -> tuple[Entry, bytes, bytes]:
    """Entry, leaf hash and chain hash of a row of `entries_between`."""
    seq, happened_at, *middle, leaf, chain = row
    return Entry(seq, from_datetime(happened_at), *middle), bytes(leaf), bytes(chain)


def as_id(given: object) -> int | None:
    """An id as a path or a query has it; None where it is none, for others to complain about."""
    text = str(given)
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) <= LAST_ID else None


def _is_uuid(given: str) -> bool:
    try:
        UUID(given)
    except ValueError:
        return False
    return True


async def owner_of(connection: AsyncConnection[Any], kind: str, object_id: str) -> int | None:
    """The person an object belongs to; None for a kind of which no table tells, and for an object not there."""
    name = f"owner_of_{kind}"
    if name not in QUERIES or not (_is_uuid(object_id) if kind == "finding" else as_id(object_id)):
        return None
    cursor = connection.cursor(row_factory=tuple_row)
    await cursor.execute(QUERIES[name], {"id": object_id})
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def incident_at_hand(
    connection: AsyncConnection[Any], person_id: int, account_office: int | None
) -> int | None:
    """The incident of this person that an account of that office has at hand, None if there is none."""
    cursor = connection.cursor(row_factory=tuple_row)
    values = {"person_id": person_id, "account_office": account_office}
    await cursor.execute(QUERIES["incident_at_hand"], values)
    row = await cursor.fetchone()
    return None if row is None else int(row[0])
