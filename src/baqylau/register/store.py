"""The register in PostgreSQL: what the gateway and the monitor read, and what the console and files write.

Nothing here commits: the caller's transaction decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from baqylau.platform.postgres import load_queries
from baqylau.register.activation import Activation, WornDevice

Connection = AsyncConnection[Any]

_SQL = load_queries("baqylau.register", "queries.sql")


async def worn_devices(connection: Connection) -> list[WornDevice]:
    """All devices of the register, those that nobody wears too, in one query."""
    return list(_devices_of(await _rows(connection, "worn_devices")))


async def worn_device(connection: Connection, device_id: int) -> WornDevice | None:
    """One device; None when the register has no such device (any more)."""
    return next(_devices_of(await _rows(connection, "worn_device", device_id=device_id)), None)


def _devices_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[WornDevice]:
    for (device_id, identity, protocol, state), worn in groupby(rows, key=lambda row: row[:4]):
        activations = tuple(Activation(row[4], device_id, *row[5:]) for row in worn if row[4] is not None)
        yield WornDevice(device_id, identity, protocol, state, activations)


async def _rows(connection: Connection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    # Tuples, whatever rows the connection was opened for.
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall()
