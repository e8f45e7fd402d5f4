"""The ledger: who did and saw what, in a log that cannot be changed unnoticed."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables of `sql/0003_ledger.sql`."""
    execute_file(op.get_bind(), "0003_ledger.sql")
