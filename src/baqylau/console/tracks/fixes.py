"""Fixes of a person as an array, read by binary COPY: a month of them is no more than a few megabytes.

Format: PostgreSQL documentation, COPY, "Binary Format": each field is its length and its bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import sql

from baqylau.console.database import Connection
from baqylau.platform.postgres import load_queries

QUERIES = load_queries("baqylau.console.routes", "replay.sql")

_POSTGRES_EPOCH_MS = 946_684_800_000
_HEADER_BYTES, _TRAILER_BYTES = 19, 2
_COLUMNS = (
    ("happened_us", ">i8"), ("received_us", ">i8"), ("device_id", ">i8"), ("frame_id", ">i8"),
    ("lat", ">f8"), ("lon", ">f8"), ("accuracy_m", ">f4"), ("hdop", ">f4"), ("speed_kmh", ">f4"),
    ("source", ">i2"), ("ordinal", ">i2"), ("valid", "?"), ("archived", "?"),
)  # fmt: skip
_ROW = np.dtype(
    [("fields", ">i2")]
    + [pair for name, kind in _COLUMNS for pair in ((f"{name}_bytes", ">i4"), (name, kind))]
)

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
    query = sql.SQL(QUERIES["columns_of_track"]).format(
        person_id=sql.Literal(person_id), begins=sql.Literal(begins), ends=sql.Literal(ends)
    )
    data = bytearray()
    async with database.cursor() as cursor:
        statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)").format(query)
        async with cursor.copy(statement) as copy:
            async for block in copy:
                data += block
    return np.frombuffer(bytes(data[_HEADER_BYTES:-_TRAILER_BYTES]), _ROW)
