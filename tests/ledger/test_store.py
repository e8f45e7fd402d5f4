"""Adding to the ledger in PostgreSQL."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from baqylau.ledger.store import append, append_all
from tests.ledger.conftest import NOW, TABLES, Book, look

pytestmark = pytest.mark.services


def numbers(book: Book) -> list[int]:
    with psycopg.connect(book.url) as connection:
        return [row[0] for row in connection.execute("SELECT seq FROM ledger_entries ORDER BY seq")]


def test_appending_at_once_leaves_no_gap(book: Book) -> None:
    """Eight writers at once, every fifth of whose transactions is undone: numbers without a gap, a chain that fits."""

    def write(writer: int) -> int:
        async def work() -> int:
            kept = 0
            async with await psycopg.AsyncConnection.connect(book.url, autocommit=True) as connection:
                for number in range(25):
                    async with connection.transaction(force_rollback=number % 5 == 4):
                        await append(connection, look(writer * 100 + number), NOW)
                    kept += number % 5 != 4
            return kept

        return asyncio.run(work())

    with ThreadPoolExecutor(8) as pool:
        kept = sum(pool.map(write, range(8)))
    assert numbers(book) == list(range(1, kept + 1))
    assert kept == 8 * 20
    assert book.faults() == []


def test_entries_of_one_moment_are_entries_like_others(book: Book) -> None:
    """Appended in one transaction, beside writers of single ones: numbers without a gap, a chain that fits."""

    def write(writer: int) -> int:
        together = [look(writer * 100 + number) for number in range(20 if writer % 2 else 1)]

        async def work() -> int:
            async with await psycopg.AsyncConnection.connect(book.url, autocommit=True) as connection:
                for _ in range(5):
                    async with connection.transaction():
                        entries = await append_all(connection, together, NOW)
                    assert [one.person_id for one in entries] == [act.person_id for act in together]
            return 5 * len(together)

        return asyncio.run(work())

    with ThreadPoolExecutor(4) as pool:
        kept = sum(pool.map(write, range(4)))
    assert numbers(book) == list(range(1, kept + 1))
    assert book.faults() == []


def test_an_undone_act_leaves_no_entry(book: Book) -> None:
    """The entry stands or falls with the transaction of the act."""

    async def work() -> None:
        async with await psycopg.AsyncConnection.connect(book.url) as connection:
            await append(connection, look(1), NOW)
            await connection.rollback()

    asyncio.run(work())
    assert numbers(book) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET account = 'x'",
        "UPDATE ledger_entries SET account = 'x' WHERE false",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_entries",
        "UPDATE ledger_head SET size = 0",
        "UPDATE ledger_head SET size = size + 2",
        "DELETE FROM ledger_head",
        "TRUNCATE ledger_head",
        "INSERT INTO ledger_head VALUES (false, 0, '')",
        "UPDATE ledger_checkpoints SET note = ''",
        "DELETE FROM ledger_checkpoints",
        "TRUNCATE ledger_checkpoints",
    ],
)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_the_database_refuses_to_change_what_was_written(book: Book, statement: str, role: str) -> None:
    """Changing, deleting and emptying are refused, even to the owner of the tables and to a replica's session."""
    book.write(1)
    with psycopg.connect(book.url) as connection:
        connection.execute(f"SET session_replication_role = {role}".encode())
        with pytest.raises(InsufficientPrivilege, match=r"only ever added to|one entry at a time"):
            connection.execute(statement.encode())


def test_another_account_of_the_database_may_nothing(book: Book) -> None:
    """A role without grants of its own can neither read nor write the ledger."""
    with psycopg.connect(book.url) as connection:
        connection.execute("CREATE ROLE ledger_stranger")
        connection.execute("SET ROLE ledger_stranger")
        for table in TABLES:
            with pytest.raises(InsufficientPrivilege), connection.transaction():
                connection.execute(f"SELECT FROM {table}".encode())


@pytest.mark.slow
def test_what_an_entry_costs(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    """Appending and committing stays far below what a person notices; the figure is printed."""

    async def work() -> list[float]:
        loop, took = asyncio.get_running_loop(), []
        async with await psycopg.AsyncConnection.connect(book.url, autocommit=True) as connection:
            for number in range(500):
                begun = loop.time()
                async with connection.transaction():
                    await append(connection, look(number), NOW)
                took.append(loop.time() - begun)
        return sorted(took)

    took = asyncio.run(work())
    with capsys.disabled():
        print(f"\nledger: append and commit {took[250] * 1e3:.2f} ms, p99 {took[494] * 1e3:.2f} ms")  # noqa: T201
    assert took[250] < 0.1
