"""Passwords, second factors and sessions of accounts."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of `sql/0002_signin.sql`."""
    execute_file(op.get_bind(), "0002_signin.sql")
