"""Keys an account signs in with, and directories of agencies."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables of `sql/0005_passkeys.sql`."""
    execute_file(op.get_bind(), "0005_passkeys.sql")
