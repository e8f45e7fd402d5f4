"""The chain of custody in PostgreSQL. Nothing here commits: state, chain and activation change together or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row

from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.register.custody import NOBODY, Entry, Handover, Link, Party, entry_after

Connection = AsyncConnection[Any]

SYSTEM = "system"
"""Who recorded what no account did: files loaded on the command line, what was there before the chain."""

_SQL = load_queries("baqylau.register", "custody.sql")


async def found(connection: Connection, query: str, **values: Any) -> list[DictRow]:
    """The rows of a statement of `custody.sql`."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall() if cursor.description else []


async def chain_end(connection: Connection, device_id: int) -> Link | None:
    """Where the device stands, with the device locked; None when there is no such device."""
    rows = await found(connection, "chain_end", device_id=device_id)
    return _link(rows[0]) if rows else None


def _link(row: DictRow) -> Link:
    office = NOBODY if row["office"] is None else Party("office", row["office"])
    holder = office if row["taker_kind"] is None else Party(row["taker_kind"], row["taker"])
    return Link(row["state"], row["number"], holder, row["since_ms"])


async def move(
    connection: Connection,
    device_id: int,
    handover: Handover,
    *,
    by: str,
    now_ms: int,
    activation_id: int | None = None,
) -> Entry:
    """Takes a step with a device: its new state and the row of its chain.

    Raises StepRefused, and LookupError for a device that is not there.
    """
    rows = await found(connection, "chain_end", device_id=device_id)
    if not rows:
        raise LookupError(f"there is no device {device_id}")
    entry = entry_after(_link(rows[0]), handover)
    values = _row(entry) | {
        "device_id": device_id,
        "serial": rows[0]["serial"],
        "activation_id": activation_id,
    }
    await found(connection, "add_entry", **values, recorded_by=by, recorded_at=to_datetime(now_ms))
    await found(connection, "set_state", device_id=device_id, state=entry.to_state)
    if handover.taker.kind == "office":
        await found(connection, "set_office", device_id=device_id, office=handover.taker.name)
    return entry


def _row(entry: Entry) -> dict[str, Any]:
    handover = entry.handover
    return {
        "number": entry.number,
        "step": entry.step,
        "from_state": entry.from_state,
        "to_state": entry.to_state,
        "happened_at": to_datetime(handover.happened_ms),
        "giver_kind": entry.giver.kind,
        "giver": entry.giver.name,
        "taker_kind": handover.taker.kind,
        "taker": handover.taker.name,
        "site": handover.site,
        "device_condition": handover.device_condition,
        "reason": handover.reason,
    }


async def import_worn(connection: Connection, activations: Sequence[int], *, by: str, now_ms: int) -> None:
    """Marks the devices of these new activations as fitted without steps, where they are still worn."""
    if activations:
        await found(connection, "import_worn", activations=list(activations), by=by, now=to_datetime(now_ms))
