"""Fixes of a person as an array, a column at a time: a month of them is no more than a few megabytes.

PostgreSQL packs each column into one value (`array_send`), so that no row is handled one by one. Its format: number of
dimensions, whether there are nulls, type; for each dimension length and lower bound; for each element length and bytes
(PostgreSQL source, utils/adt/arrayfuncs.c, array_send).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg.rows import tuple_row

from baqylau.console.database import Connection
from baqylau.platform.postgres import load_queries

QUERIES = load_queries("baqylau.console.routes", "replay.sql")

_POSTGRES_EPOCH_MS = 946_684_800_000
_HEADER_BYTES = 20
_COLUMNS = (
    ("happened_us", ">i8"), ("received_us", ">i8"), ("device_id", ">i8"), ("frame_id", ">i8"),
    ("lat", ">f8"), ("lon", ">f8"), ("accuracy_m", ">f4"), ("hdop", ">f4"), ("speed_kmh", ">f4"),
    ("source", ">i2"), ("ordinal", ">i2"), ("valid", "?"), ("archived", "?"),
)  # fmt: skip
_ROW = np.dtype([(name, kind.replace(">", "=")) for name, kind in _COLUMNS])

Fixes = NDArray[Any]
"""A structured array with the columns of `_COLUMNS`; NaN where there is no value."""


def times_ms(fixes: Fixes, name: str) -> NDArray[np.int64]:
    """`happened_us` or `received_us` as milliseconds since the epoch, UTC."""
    found: NDArray[np.int64] = fixes[name].astype(np.int64) // 1000 + _POSTGRES_EPOCH_MS
    return found


async def read_fixes(
    database: Connection, person_id: int, periods: Sequence[tuple[datetime, datetime]]
) -> Fixes:
    """All fixes of the devices the person has worn, valid or not, in these periods, by time."""
    parts = [await _read(database, person_id, begins, ends) for begins, ends in periods]
    return np.concatenate(parts) if parts else np.empty(0, _ROW)


async def _read(database: Connection, person_id: int, begins: datetime, ends: datetime) -> Fixes:
    asked = {"person_id": person_id, "begins": begins, "ends": ends}
    async with database.cursor(binary=True, row_factory=tuple_row) as cursor:
        await cursor.execute(QUERIES["columns_of_track"], asked)
        packed = await cursor.fetchone()
    if packed is None or packed[0] is None:
        return np.empty(0, _ROW)
    columns = [_unpacked(each, kind) for each, (_, kind) in zip(packed, _COLUMNS, strict=True)]
    fixes = np.empty(len(columns[0]), _ROW)
    for (name, _), column in zip(_COLUMNS, columns, strict=True):
        fixes[name] = column
    return fixes


def _unpacked(packed: bytes, kind: str) -> NDArray[Any]:
    elements: NDArray[Any] = np.frombuffer(packed, [("bytes", ">i4"), ("value", kind)], offset=_HEADER_BYTES)
    return elements["value"]
