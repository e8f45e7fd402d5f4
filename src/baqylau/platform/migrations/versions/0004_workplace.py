"""What the operator's workstation keeps: shifts, drafts, commands and documents."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables of `sql/0004_workplace.sql`."""
    execute_file(op.get_bind(), "0004_workplace.sql")
