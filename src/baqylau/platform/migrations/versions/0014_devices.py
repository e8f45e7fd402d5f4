"""What several statements ask of a device."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Create the functions by `sql/0014_devices.sql`."""
    execute_file(op.get_bind(), "0014_devices.sql")
