"""PostgreSQL: connections, pools, and SQL kept in `.sql` files under names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, LiteralString

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from baqylau.platform.problems import OperatorProblem

_HEADER = re.compile(r"^--\s*name:\s*(?P<name>.*?)\s*$", re.MULTILINE)
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")

Pool = AsyncConnectionPool[AsyncConnection[TupleRow]]


class DatabaseUnreachable(OperatorProblem, ConnectionError):
    """No connection to PostgreSQL; the message says where it was sought and what to check."""


class QueryFileError(ValueError):
    """A `.sql` file that cannot be read as named statements."""


def shown(database_url: str) -> str:
    """The address without its password, for messages."""
    parts = conninfo_to_dict(database_url)
    place = parts.get("host") or "the default socket"
    port = f":{parts['port']}" if "port" in parts else ""
    return f"database {parts.get('dbname', 'postgres')} at {place}{port}"


def unreachable(database_url: str, cause: psycopg.Error) -> DatabaseUnreachable:
    """The error to raise when connecting failed with `cause`."""
    return DatabaseUnreachable(
        f"cannot reach {shown(database_url)}: {cause}. "
        "Is it running (`baqylau up` starts the embedded one), and is BAQYLAU_DATABASE_URL right?"
    )


async def connect(
    database_url: str, *, autocommit: bool = False, application_name: str = "baqylau"
) -> AsyncConnection[TupleRow]:
    """One connection of its own. Raises DatabaseUnreachable."""
    try:
        return await AsyncConnection.connect(
            database_url, autocommit=autocommit, application_name=application_name
        )
    except psycopg.OperationalError as cause:
        raise unreachable(database_url, cause) from cause


def pool(
    database_url: str, *, min_size: int = 1, max_size: int = 8, application_name: str = "baqylau"
) -> Pool:
    """A pool, not yet open: use it as `async with pool(url) as connections`."""
    return AsyncConnectionPool(
        database_url,
        min_size=min_size,
        max_size=max_size,
        open=False,
        check=AsyncConnectionPool.check_connection,
        kwargs={"application_name": application_name},
    )


class Queries(Mapping[str, LiteralString]):
    """The statements of one `.sql` file by name; an unknown name raises KeyError that lists them."""

    def __init__(self, source: str, statements: Mapping[str, LiteralString]) -> None:
        self._source = source
        self._statements = statements

    def __getitem__(self, name: str) -> LiteralString:
        if name not in self._statements:
            raise KeyError(f"no statement {name!r} in {self._source}; it has {', '.join(self._statements)}")
        return self._statements[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._statements)

    def __len__(self) -> int:
        return len(self._statements)


def load_queries(package: str, filename: str) -> Queries:
    """Named statements of a `.sql` file that lies in a package.

    Each statement follows a line `-- name: find_person`; the comments below it stay with it.
    Raises QueryFileError for a name that is used twice or is no lower_case_word, and for SQL before any name.
    """
    source = f"{package}/{filename}"
    text = resources.files(package).joinpath(filename).read_text(encoding="utf-8")
    return Queries(source, parse_queries(text, source))


def parse_queries(text: str, source: str) -> dict[str, LiteralString]:
    """Statements by name; `source` is the file, for messages. Raises QueryFileError."""
    headers = list(_HEADER.finditer(text))
    preamble = text[: headers[0].start()] if headers else text
    if _without_comments(preamble):
        raise QueryFileError(f"{source}: SQL before the first `-- name:` line")
    statements: dict[str, LiteralString] = {}
    ends = [header.start() for header in headers[1:]] + [len(text)]
    for header, end in zip(headers, ends, strict=True):
        _add(statements, header["name"], text[header.end() : end].strip(), source)
    return statements


def _add(statements: dict[str, LiteralString], name: str, body: str, source: str) -> None:
    if not _NAME.match(name):
        raise QueryFileError(f"{source}: {name!r} is not a name; use lower case letters, digits and _")
    if name in statements:
        raise QueryFileError(f"{source}: the name {name!r} is used twice")
    if not _without_comments(body):
        raise QueryFileError(f"{source}: nothing follows the name {name!r}")
    statements[name] = body.removesuffix(";").rstrip()


def _without_comments(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return "\n".join(lines).strip()


def fetched(row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    """The row of a statement that always returns one. Raises LookupError when it did not."""
    if row is None:
        raise LookupError("the statement returned no row")
    return row
