"""The database is brought to this version's tables, and a newer one is left alone."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.migrate import NewerDatabase, migrate
from baqylau.platform.postgres import DatabaseUnreachable

pytestmark = pytest.mark.services


def test_migrating_twice_changes_nothing(database: str) -> None:
    """A database that is at the newest revision stays as it is."""
    assert migrate(database) == migrate(database) == "0015"


def test_every_part_has_its_tables(database: str) -> None:
    """The first migration makes procrastinate's tables and the record of restarts beside the system's own."""
    with psycopg.connect(database) as connection:
        rows = connection.execute("SELECT table_name FROM information_schema.tables").fetchall()
    assert {"process_restarts", "procrastinate_jobs", "alembic_version"} <= {name for (name,) in rows}


def test_a_newer_database_is_refused(fresh_database: str) -> None:
    """A revision that this version does not know stops the program before it touches anything."""
    with psycopg.connect(fresh_database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="9999"):
        migrate(fresh_database)


def test_a_failing_migration_leaves_nothing(services: EmbeddedServices) -> None:
    """All tables appear in one transaction, so a failure in the middle leaves an empty database."""
    name = "half_way"
    with psycopg.connect(services.database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = services.postgres.url_of(name)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE process_restarts (taken int)")
    with pytest.raises(psycopg.errors.DuplicateTable):
        migrate(url)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert rows == [("process_restarts",)]


def test_an_absent_server_is_named() -> None:
    """The error for a server that is not there says where it was sought, without the password."""
    with pytest.raises(DatabaseUnreachable, match=r"(?s)127\.0\.0\.1.*BAQYLAU_DATABASE_URL") as caught:
        migrate("postgresql://someone:hidden@127.0.0.1:1/x?connect_timeout=2")
    assert "hidden" not in str(caught.value)
