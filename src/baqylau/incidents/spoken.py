"""The language of an installation: of whoever has chosen none. Dated, beside the thresholds, in their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from baqylau.incidents import figures
from baqylau.incidents.notify import LANGUAGES, Channel
from baqylau.incidents.rows import Connection


def chosen_in(row: Mapping[str, Any] | None) -> str | None:
    """What a version of the thresholds says; None where nobody has chosen one on the screen."""
    said = row["values"].get(figures.LANGUAGE) if row else None
    return said if said in LANGUAGES else None


async def chosen(connection: Connection) -> str | None:
    """The language chosen on the screen, as of now."""
    return chosen_in(await figures.newest(connection))


async def changes(connection: Connection) -> list[tuple[dict[str, Any], str | None]]:
    """The versions in which another language was chosen, newest first, each with it."""
    versions = await figures.history(connection)
    both = pairwise([None, *versions])
    return [(new, chosen_in(new)) for old, new in both if new and chosen_in(new) != chosen_in(old)][::-1]


async def choose(
    connection: Connection, language: str | None, written_by: str, reason: str, now_ms: int
) -> int:
    """Writes a version with the figures as they are and this language; None: none is chosen any more."""
    row = await figures.newest(connection)
    kept = {name: value for name, value in (row["values"] if row else {}).items() if name != figures.LANGUAGE}
    said = {} if language is None else {figures.LANGUAGE: language}
    return await figures.write(connection, kept | said, written_by, reason, now_ms)


def speaking(channels: Mapping[str, Channel], language: str | None) -> dict[str, Channel]:
    """Channels that have no language of their own, in the one chosen."""
    if language is None:
        return dict(channels)
    return {name: replace(channel, language=language) for name, channel in channels.items()}
