"""How a wearer is reached, and what they were told."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create and change the tables by `sql/0015_wearers.sql`."""
    execute_file(op.get_bind(), "0015_wearers.sql")
