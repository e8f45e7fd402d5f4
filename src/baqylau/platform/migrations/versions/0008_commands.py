"""What devices are told to do."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables of `sql/0008_commands.sql`."""
    execute_file(op.get_bind(), "0008_commands.sql")
