"""A request's database connection: one transaction, committed before the answer leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

import psycopg
from fastapi import Depends, Request
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from baqylau.platform.postgres import load_queries

Connection = psycopg.AsyncConnection[DictRow]
Pool = AsyncConnectionPool[Connection]


def pool_for(url: str, *, largest: int = 12) -> Pool:
    """An unopened pool whose connections give rows as dicts and speak UTC."""
    options: dict[str, Any] = {"row_factory": dict_row, "options": "-c timezone=UTC"}
    return AsyncConnectionPool(
        url,
        connection_class=psycopg.AsyncConnection[DictRow],
        kwargs=options,
        min_size=1,
        max_size=largest,
        open=False,
        check=AsyncConnectionPool.check_connection,
    )


async def connection(request: Request) -> AsyncIterator[Connection]:
    """Lends a connection in a transaction; an error in the route rolls it back."""
    pool: Pool = request.app.state.console.pool
    async with pool.connection() as lent:
        yield lent


# scope="function": the transaction ends before the answer is sent, so nobody is told of what isn't stored.
Database = Annotated[Connection, Depends(connection, scope="function")]


QUERIES = load_queries("baqylau.console", "queries.sql")


async def rows(connection: Connection, name: str, **values: Any) -> list[DictRow]:
    """The rows of a named statement."""
    cursor = await connection.execute(QUERIES[name], values)
    return await cursor.fetchall()


async def first(connection: Connection, name: str, **values: Any) -> DictRow | None:
    """The first row of a named statement, None when there is none."""
    return next(iter(await rows(connection, name, **values)), None)
