"""Which radio identity a device has, and where a unit stands."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables of `sql/0009_pairs.sql`."""
    execute_file(op.get_bind(), "0009_pairs.sql")
