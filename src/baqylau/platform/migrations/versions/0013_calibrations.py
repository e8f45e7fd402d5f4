"""Calibrations kept by people: who, when, by what certificate."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Alter the table by `sql/0013_calibrations.sql`."""
    execute_file(op.get_bind(), "0013_calibrations.sql")
