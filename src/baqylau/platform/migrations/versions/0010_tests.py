"""Breath tests and check-ins that were asked for."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the tables of `sql/0010_tests.sql`."""
    execute_file(op.get_bind(), "0010_tests.sql")
