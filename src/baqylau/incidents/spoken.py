"""The language of an installation: of whoever has chosen none. Dated, beside the thresholds, in their versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def kept_in(row: Mapping[str, Any] | None) -> dict[str, str]:
    """What a version says of the language, as it is stored: to be written again beside other figures."""
    return {name: value for name, value in row["values"].items() if name == figures.LANGUAGE} if row else {}


async def chosen(connection: Connection) -> str | None:
    """The language chosen on the screen, as of now."""
    return chosen_in(await figures.newest(connection))


def changes(versions: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], str | None]]:
    """Of all versions, oldest first, those in which another language was chosen: newest first, each with it."""
    both = pairwise([None, *versions])
    return [(new, chosen_in(new)) for old, new in both if new and chosen_in(new) != chosen_in(old)][::-1]


async def choose(
    connection: Connection, language: str | None, written_by: str, reason: str, now_ms: int
) -> int:
    """Writes a version with the figures as they are and this language; None: none is chosen any more."""
    kept = figures.stored_in(await figures.newest(connection))
    said = {} if language is None else {figures.LANGUAGE: language}
    return await figures.write(connection, {**kept, **said}, written_by, reason, now_ms)


def speaking(channels: Mapping[str, Channel], language: str | None) -> dict[str, Channel]:
    """Channels that have no language of their own, in the one chosen."""
    if language is None:
        return dict(channels)
    return {name: replace(channel, language=language) for name, channel in channels.items()}
