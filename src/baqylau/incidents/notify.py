"""Telling people outside the console, with what became of it on record.

A message names the incident and what it is about, never the person: it leaves our house.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal
from urllib.parse import unquote

from apprise import Apprise, LogCapture

from baqylau.incidents.instants import instant
from baqylau.incidents.rows import QUERIES, Connection, rows_of
from baqylau.incidents.states import Incident

LANGUAGES = ("kk", "ru", "en")
ATTEMPTS = 6
RETRY_AFTER_S = (5.0, 30.0, 120.0, 600.0, 1800.0)
_ADDRESS = re.compile(r"\S+://\S+")
Occasion = Literal["opened", "raised", "escalated"]


@dataclass(frozen=True, slots=True)
class Channel:
    """Where to tell. name: what records say, because the address may hold a password.

    least_priority: it is told of incidents of this priority and more urgent ones; 1 is the most urgent, 4 means all.
    """

    name: str
    address: str
    language: str
    least_priority: int = 4


def channels_from(addresses: Sequence[str], language: str) -> dict[str, Channel]:
    """One channel an address, named after its kind and its place in the list (`mailto-1`)."""
    named = ((f"{address.split(':', 1)[0]}-{place}", address) for place, address in enumerate(addresses, 1))
    return {name: Channel(name, address, language) for name, address in named}


@cache
def texts(language: str) -> Mapping[str, str]:
    """The catalogue of one language. Raises KeyError for a language that there is none of."""
    if language not in LANGUAGES:
        raise KeyError(f"no texts in {language!r}; there are {', '.join(LANGUAGES)}")
    source = resources.files("baqylau.incidents").joinpath("texts", f"{language}.json")
    catalogue: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
    return catalogue


def kind_in_words(kind: str, language: str, severity: str = "") -> str:
    """A kind without a text is shown as it is written in the rules; some have another one at a severity."""
    words = texts(language)
    return words.get(f"kind.{kind}.{severity}", words.get(f"kind.{kind}", kind))


def message(incident: Incident, occasion: Occasion, language: str) -> tuple[str, str]:
    """Title and text of a notification."""
    words = texts(language)
    values = {
        "incident_id": incident.incident_id,
        "kind": kind_in_words(incident.kind, language, incident.severity),
        "priority": incident.priority,
        "level": incident.escalation,
        "began": instant(incident.began_ms).strftime("%d.%m.%Y %H:%M UTC"),
    }
    return words[f"{occasion}.title"].format(**values), words[f"{occasion}.text"].format(**values)


async def tell(
    connection: Connection,
    incident: Incident,
    occasion: Occasion,
    channels: Mapping[str, Channel],
    now_ms: int,
) -> None:
    """Queues a message a channel and its delivery, once for each version that is worth telling."""
    for channel in channels.values():
        if incident.priority > channel.least_priority:
            continue
        words = message(incident, occasion, channel.language)
        await queue(connection, incident, occasion, channel.name, channel.language, words, now_ms)


async def queue(
    connection: Connection,
    incident: Incident,
    occasion: Occasion,
    channel: str,
    language: str,
    words: tuple[str, str],
    now_ms: int,
) -> None:
    """Queues one message with its delivery; the same occasion of the same version is told a channel once."""
    title, text = words
    queued = await rows_of(
        connection,
        "queue_notification",
        incident_id=incident.incident_id,
        occasion=occasion,
        version=0 if occasion == "opened" else incident.version,
        channel=channel,
        language=language,
        title=title,
        text=text,
        now=instant(now_ms),
    )
    for row in queued:
        await connection.execute(
            QUERIES["defer_delivery"], {"notification_id": row["notification_id"], "delay_s": 0.0}
        )


async def deliver(
    connection: Connection, notification_id: int, channels: Mapping[str, Channel], now_ms: int
) -> float | None:
    """Tries once and records it. Returns after how many real seconds to try again, None when it is settled.

    The row stays locked meanwhile, so two workers never send the same message at the same time. A worker that
    dies between sending and recording sends again: delivery is at least once.
    """
    rows = await rows_of(connection, "next_notification", notification_id=notification_id)
    if not rows:
        return None
    waiting = rows[0]
    channel = channels.get(waiting["channel"]) or await protected_channel(connection, waiting["channel"])
    error = await send(channel, waiting["title"], waiting["text"])
    state, again_s = after_try(error, waiting["attempt"] + 1)
    await connection.execute(
        QUERIES["record_delivery"],
        {"notification_id": notification_id, "state": state, "error": error, "now": instant(now_ms)},
    )
    return again_s


def after_try(error: str | None, tries: int) -> tuple[Literal["queued", "delivered", "failed"], float | None]:
    """The state of a message after so many tries, and after how many real seconds to try again."""
    if error is None:
        return "delivered", None
    return ("failed", None) if tries >= ATTEMPTS else ("queued", RETRY_AFTER_S[tries - 1])


PROTECTED = "protected-"


async def protected_channel(connection: Connection, name: str) -> Channel | None:
    """The address at which a protected person wants to be told, where the name is that of one."""
    if not name.startswith(PROTECTED):
        return None
    asked = {"protected_id": int(name.removeprefix(PROTECTED))}
    for row in await rows_of(connection, "protected_channel", **asked):
        return Channel(name, row["channel"], row["language"])
    return None


async def send(channel: Channel | None, title: str, text: str) -> str | None:
    """Sends at once. None when it was taken; otherwise what went wrong, without the address."""
    if channel is None:
        return "the channel is no longer configured"
    # Apprise is asked from a thread: its own async entry point waits on threads all the same.
    return await asyncio.to_thread(_send_now, channel, title, text)


def _send_now(channel: Channel, title: str, text: str) -> str | None:
    sender = Apprise()
    if not sender.add(channel.address):
        return "the address is not one that can be notified"
    with LogCapture(level=logging.WARNING) as log:  # type: ignore[no-untyped-call]
        if sender.notify(body=text, title=title):
            return None
        said = _without_address(log.getvalue().strip(), channel.address)
    return said[-500:] or "the channel did not take it"


def _without_address(said: str, address: str) -> str:
    """Senders quote parts of an address as well, such as a password or a chat's number."""
    said = _ADDRESS.sub("<address>", said)
    # As it is written, and as it is sent: there percent signs are resolved.
    written = (address, unquote(address), unquote(address).replace("+", "/"))
    parts = {part for one in written for part in re.split(r"[/:@?&=,]+", one) if len(part) >= 4}
    for part in sorted(parts, key=len, reverse=True):
        said = said.replace(part, "<address>")
    return said


def can_be_told(address: str) -> bool:
    """Whether this is an address of a kind that we can send to; nothing is sent."""
    return bool(Apprise().add(address))
