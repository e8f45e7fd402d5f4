"""The whole register as a register file: loading it into an empty register makes the same register again."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import yaml

from baqylau.register.file import SECTIONS
from baqylau.register.writing import Connection, fetch


class Protected(StrEnum):
    """What the file has of protected people. Their address may hold a secret, and is for telling them alone."""

    WHOLE = "whole"
    WITHOUT_ADDRESSES = "without-addresses"
    NOTHING = "nothing"


async def exported(connection: Connection, protected: Protected = Protected.WITHOUT_ADDRESSES) -> str:
    """The file's text, with instants in UTC."""
    await connection.execute("SET LOCAL timezone TO 'UTC'")
    named = [name for name in SECTIONS if name != "protected_people" or protected != Protected.NOTHING]
    sections = {name: await _section(connection, name, protected) for name in named}
    filled = {name: entries for name, entries in sections.items() if entries}
    text = yaml.dump(filled, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
    return str(text)


async def addresses_kept(connection: Connection) -> int:
    """How many protected people have left an address to be told at."""
    ((count,),) = await fetch(connection, "addresses_kept")
    return int(count)


async def _section(connection: Connection, name: str, protected: Protected) -> list[dict[str, Any]]:
    values = {"addresses": protected == Protected.WHOLE} if name == "protected_people" else {}
    return [row[0] for row in await fetch(connection, f"export_{name}", **values)]
