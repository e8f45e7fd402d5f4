"""What the routes of the register are asked with: ids, pages, the time, and the statements behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from baqylau.console.access import Account
from baqylau.console.database import Connection
from baqylau.platform.postgres import load_queries

_SQL = load_queries("baqylau.console.routes", "register.sql")

T = TypeVar("T")
LAST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LAST_ID)]
Reference = Annotated[int, Field(ge=1, le=LAST_ID)]
After = Annotated[int, Query(ge=0, le=LAST_ID, description="The `next` of the page before; 0 for the first.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]


class Page(BaseModel, Generic[T]):
    """A page of a list by id. `next`: what to give as `after` for the page that follows; null on the last one."""

    items: list[T]
    next: int | None


class EndBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    at: AwareDatetime | None = Field(None, description="When it ends; without it: now.")


def _now_ms(request: Request) -> int:
    now_ms: int = request.app.state.console.clock.now_ms()
    return now_ms


NowMs = Annotated[int, Depends(_now_ms)]


async def register_rows(
    database: Connection, query: str, values: Mapping[str, Any], of: str | None = None
) -> list[dict[str, Any]]:
    """The rows of a named statement of `register.sql`. of: another one, which it reads by its name like a table."""
    statement = _SQL[query] if of is None else f"WITH {of} AS ({_SQL[of]})\n{_SQL[query]}"
    return await (await database.execute(statement, values)).fetchall()


async def page_rows(
    database: Connection,
    query: str,
    account: Account,
    after: int,
    limit: int,
    chosen: Mapping[str, Any],
    of: str | None = None,
) -> list[dict[str, Any]]:
    """One page of what lies in the account's offices."""
    values = {"account_office": account.office_id, "after": after, "limit": limit, **chosen}
    return await register_rows(database, query, values, of)


def paged(items: list[T], rows: list[dict[str, Any]], key: str, limit: int) -> Page[T]:
    """The page with the `next` that its rows make; a full one may have more behind it."""
    return Page[T](items=items, next=rows[-1][key] if len(rows) == limit else None)
