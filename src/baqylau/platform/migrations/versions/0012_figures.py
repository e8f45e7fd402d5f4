"""Thresholds, terms and channels of an office, dated."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the tables of `sql/0012_figures.sql`."""
    execute_file(op.get_bind(), "0012_figures.sql")
