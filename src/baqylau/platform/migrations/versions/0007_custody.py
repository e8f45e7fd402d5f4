"""Where a device is in its life, and who answered for it."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables of `sql/0007_custody.sql`."""
    execute_file(op.get_bind(), "0007_custody.sql")
