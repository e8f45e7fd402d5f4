"""The whole register as a register file: loading it into an empty register makes the same register again."""

from __future__ import annotations

from typing import Any

import yaml

from baqylau.register.file import SECTIONS
from baqylau.register.writing import Connection, fetch


async def exported(connection: Connection) -> str:
    """The file's text, with instants in UTC."""
    await connection.execute("SET LOCAL timezone TO 'UTC'")
    sections = {name: await _section(connection, name) for name in SECTIONS}
    filled = {name: entries for name, entries in sections.items() if entries}
    text = yaml.dump(filled, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
    return str(text)


async def _section(connection: Connection, name: str) -> list[dict[str, Any]]:
    return [row[0] for row in await fetch(connection, f"export_{name}")]
