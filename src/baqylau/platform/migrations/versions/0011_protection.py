"""Whom a condition protects, with consent and expiry; places without coverage."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the tables of `sql/0011_protection.sql`."""
    execute_file(op.get_bind(), "0011_protection.sql")
