"""The first tables: register, observed, incidents, accounts, platform, and procrastinate's own."""

from __future__ import annotations

from alembic import op
from procrastinate.schema import SchemaManager

from baqylau.platform.migrations.sql_files import execute_file, execute_script

revision = "0001"
down_revision = None

FILES = (
    "0001_register.sql",
    "0001_observed.sql",
    "0001_accounts.sql",
    "0001_incidents.sql",
    "0001_platform.sql",
)


def upgrade() -> None:
    """Create everything in the order of its references."""
    connection = op.get_bind()
    for name in FILES:
        execute_file(connection, name)
    execute_script(connection, SchemaManager.get_schema())
