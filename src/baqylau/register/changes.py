"""Following the register: what changed since it was read, for those who keep it in memory."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from psycopg import AsyncConnection, Notify
from psycopg.rows import TupleRow

CHANNEL = "register_changed"
GATHER_S = 0.2
"""Changes that come in quick succession are reported together: a loaded file is one reload, not a thousand."""


@dataclass(frozen=True, slots=True)
class Changes:
    """People and devices whose entries changed; `everything` after a bulk load, when the ids are not listed."""

    people: frozenset[int]
    devices: frozenset[int]
    everything: bool = False


def gathered(payloads: Iterable[str]) -> Changes:
    """Many notifications as one."""
    people: set[int] = set()
    devices: set[int] = set()
    everything = False
    for payload in payloads:
        change = json.loads(payload)
        everything = everything or bool(change.get("all"))
        if "person_id" in change:
            people.add(change["person_id"])
        if "device_id" in change:
            devices.add(change["device_id"])
    return Changes(frozenset(people), frozenset(devices), everything)


async def listen(connection: AsyncConnection[TupleRow]) -> None:
    """Starts listening; read the register after this, then follow `changes`, and nothing is missed."""
    await connection.execute(f"LISTEN {CHANNEL}")


async def changes(connection: AsyncConnection[TupleRow]) -> AsyncIterator[Changes]:
    """Changes as they come, on a connection that does nothing else (autocommit). Ends when the connection does."""
    while not connection.closed:
        first = [note async for note in connection.notifies(timeout=60, stop_after=1)]
        if first:
            yield gathered(await _and_those_that_follow(connection, first))


async def _and_those_that_follow(connection: AsyncConnection[TupleRow], first: list[Notify]) -> list[str]:
    following = [note async for note in connection.notifies(timeout=GATHER_S)]
    return [note.payload for note in first + following if note.channel == CHANNEL]
