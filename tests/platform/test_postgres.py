"""Named statements are read from files, and a wrong file or name is told clearly."""

from __future__ import annotations

import asyncio

import pytest

from baqylau.platform.postgres import (
    DatabaseUnreachable,
    Queries,
    QueryFileError,
    connect,
    load_queries,
    parse_queries,
    pool,
    shown,
)

TEXT = """\
-- What the file is about; a comment.

-- name: find_person
-- By number.
SELECT * FROM people WHERE id = %s;  -- one

-- name: count_people
SELECT count(*)
FROM people;
"""


def test_statements_are_found_by_name() -> None:
    """Each header starts a statement, which keeps its comments and loses its last semicolon."""
    statements = parse_queries(TEXT, "x.sql")
    assert list(statements) == ["find_person", "count_people"]
    assert statements["count_people"] == "SELECT count(*)\nFROM people"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-- name: a\nSELECT 1;\n-- name: a\nSELECT 2;", "used twice"),
        ("-- name: Not-A-Name\nSELECT 1;", "not a name"),
        ("-- name: a\n-- only words\n", "nothing follows"),
        ("SELECT 1;\n-- name: a\nSELECT 2;", "before the first"),
    ],
)
def test_a_wrong_file_is_refused(text: str, problem: str) -> None:
    """Mistakes in a file are found when it is loaded, not when a statement is missed."""
    with pytest.raises(QueryFileError, match=problem):
        parse_queries(text, "x.sql")


def test_an_unknown_name_lists_the_known_ones() -> None:
    """The error for a misspelt name shows what there is."""
    with pytest.raises(KeyError, match=r"x\.sql; it has find_person, count_people"):
        Queries("x.sql", parse_queries(TEXT, "x.sql"))["find_persons"]


def test_files_of_packages_are_read() -> None:
    """A `.sql` file beside a module is found by package and file name."""
    assert "add_restart" in load_queries("baqylau.platform", "restarts.sql")


def test_addresses_are_shown_without_passwords() -> None:
    """Messages name host and database only."""
    assert shown("postgresql://me:hidden@db.example:5433/x") == "database x at db.example:5433"


def test_no_server_is_told() -> None:
    """Connecting to nothing says what to check."""

    async def attempt() -> None:
        await connect("postgresql://u@127.0.0.1:1/x?connect_timeout=2")

    with pytest.raises(DatabaseUnreachable, match=r"(?s)127\.0\.0\.1:1.*BAQYLAU_DATABASE_URL"):
        asyncio.run(attempt())


@pytest.mark.services
def test_a_pool_lends_connections(database: str) -> None:
    """A pool opened in a `with` block answers statements."""

    async def attempt() -> object:
        async with pool(database) as connections, connections.connection() as connection:
            return await (await connection.execute("SELECT current_setting('full_page_writes')")).fetchone()

    assert asyncio.run(attempt()) == ("on",)
