"""Channels that administrators keep, besides those of the settings."""

from __future__ import annotations

from collections.abc import Mapping

from baqylau.incidents.notify import Channel
from baqylau.incidents.rows import Connection, rows_of


def key_of(channel_id: int) -> str:
    """What a notification calls the channel: it stays when the channel gets another name."""
    return f"channel-{channel_id}"


async def with_stored(connection: Connection, settled: Mapping[str, Channel]) -> dict[str, Channel]:
    """Those of the settings, and the active ones of the database."""
    stored = {
        key_of(row["channel_id"]): Channel(
            key_of(row["channel_id"]), row["address"], row["language"], row["least_priority"]
        )
        for row in await rows_of(connection, "active_channels")
    }
    return {**settled, **stored}
