"""The named statements of signing in."""

from __future__ import annotations

from typing import Any

from psycopg.rows import DictRow

from baqylau.console.database import Connection
from baqylau.platform.postgres import load_queries

_SQL = load_queries("baqylau.console.signin", "signin.sql")


async def rows(database: Connection, name: str, **values: Any) -> list[DictRow]:
    """The rows of a statement; none of one that gives none."""
    cursor = await database.execute(_SQL[name], values)
    return await cursor.fetchall() if cursor.description else []


async def first(database: Connection, name: str, **values: Any) -> DictRow | None:
    """The first row of a statement, None when there is none."""
    return next(iter(await rows(database, name, **values)), None)
