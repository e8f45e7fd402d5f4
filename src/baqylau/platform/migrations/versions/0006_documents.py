"""Papers and photos of a person, and notes."""

from __future__ import annotations

from alembic import op

from baqylau.platform.migrations.sql_files import execute_file

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables of `sql/0006_documents.sql`."""
    execute_file(op.get_bind(), "0006_documents.sql")
