"""Channels that administrators keep, besides those of the settings: to staff, and to wearers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Literal
from urllib.parse import quote

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


Means = Literal["sms", "email"]

PLACEHOLDER: Final[Mapping[Means, str]] = {"sms": "{phone}", "email": "{email}"}
"""What stands in the address of a channel to wearers where the wearer's own phone or e-mail goes."""


async def wearer_channels(connection: Connection) -> dict[Means, Channel]:
    """By means, the channel that carries words to wearers, its address without a wearer's."""
    found = await rows_of(connection, "wearer_channels")
    return {row["carries"]: Channel(row["name"], row["address"], row["language"]) for row in found}


def to_wearer(channel: Channel, means: Means, reached_at: str) -> Channel:
    """The channel to one wearer. reached_at: the phone in E.164 or the e-mail address; it cannot say more."""
    return replace(channel, address=channel.address.replace(PLACEHOLDER[means], quote(reached_at, safe="")))
