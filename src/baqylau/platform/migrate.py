"""Bring a database to the tables this version needs, or refuse one that a newer version has been at."""

from __future__ import annotations

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from baqylau.platform.postgres import unreachable
from baqylau.platform.problems import OperatorProblem

SCRIPTS = Path(__file__).parent / "migrations"
# Any fixed number, ours alone among the advisory locks of the database.
_LOCK_ID = 4_701_981_120_001


class NewerDatabase(OperatorProblem):
    """The database has a revision that this version of the program does not know."""


def migrate(database_url: str) -> str:
    """Upgrade to the newest revision and return its id; nothing happens to a database that is there already.

    Raises NewerDatabase, and DatabaseUnreachable when there is no connection. All in one transaction.
    """
    with _connect(database_url) as opened:
        engine = create_engine("postgresql+psycopg://", creator=lambda: opened, poolclass=NullPool)
        with engine.begin() as connection:
            # Two processes that start together must not both create the tables.
            connection.execute(text("SELECT pg_advisory_xact_lock(:id)"), {"id": _LOCK_ID})
            return _upgrade(connection)


def _connect(database_url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(database_url, application_name="baqylau migrate")
    except psycopg.OperationalError as cause:
        raise unreachable(database_url, cause) from cause


def _upgrade(connection: Connection) -> str:
    scripts = ScriptDirectory(str(SCRIPTS))
    head = scripts.get_current_head()
    if head is None:
        raise RuntimeError(f"no migrations in {SCRIPTS}: the installation is damaged")
    current = MigrationContext.configure(connection).get_current_revision()
    _refuse_unknown(scripts, current, head)
    if current != head:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return head


def _refuse_unknown(scripts: ScriptDirectory, current: str | None, head: str) -> None:
    if current is None:
        return
    try:
        scripts.get_revision(current)
    except CommandError as cause:
        raise NewerDatabase(
            f"the database is at revision {current}, this version knows up to {head}: "
            "a newer baqylau has been here. Run that version, or restore a backup made before it."
        ) from cause
