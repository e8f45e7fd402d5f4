"""Commands in PostgreSQL: queued by whoever asks, moved on by the gateway, ended by the timer.

    await queue(connection, wanted(device_id, "locate", {}, asked_by=login, now_ms=now_ms))

Nothing here commits: the caller's transaction decides. Each step is conditional on the state it starts from, so two
who try it at once take it once, and is written beside the command as an event.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import fetched, load_queries
from baqylau.register.command import (
    STATES,
    Command,
    CommandKind,
    CommandState,
    Step,
    Wanted,
    after,
    at_end,
)

Connection = AsyncConnection[Any]
CHANNEL = "command_changed"
"""Notified with the id of the device whose commands changed."""

MOST_ANSWER = 500
_SQL = load_queries("baqylau.register", "commands.sql")


async def queue(connection: Connection, command: Wanted) -> int:
    """The id of the new command. The gateways hear of it when the transaction is committed."""
    rows = await _rows(
        connection,
        "queue",
        device_id=command.device_id,
        kind=command.kind,
        parameters=json.dumps(dict(command.parameters), ensure_ascii=False),
        asked_by=command.asked_by,
        asked_at=to_datetime(command.asked_ms),
        expires_at=to_datetime(command.expires_ms),
    )
    command_id: int = fetched(rows[0])[0]
    return command_id


async def already_asked(connection: Connection, device_id: int, kind: CommandKind, now_ms: int) -> int | None:
    """A command of this kind that is still under way to this device."""
    rows = await _rows(connection, "one_under_way", device_id=device_id, kind=kind, now=to_datetime(now_ms))
    return rows[0][0] if rows else None


async def under_way(connection: Connection, device_id: int | None = None) -> list[Command]:
    """Commands that have not ended, in the order asked; of one device or of all."""
    return [Command(*row) for row in await _rows(connection, "under_way", device_id=device_id)]


async def note_sent(connection: Connection, command: Command, reference: str, now_ms: int) -> bool:
    """Takes the next attempt for the caller, who then sends. False: it ended, or another gateway took it."""
    rows = await _rows(
        connection,
        "send",
        command_id=command.command_id,
        attempts=command.attempts,
        reference=reference,
        at=to_datetime(now_ms),
    )
    return bool(rows)


async def settle(
    connection: Connection, command_id: int, step: Step, now_ms: int, *, reason: str = "", answer: str = ""
) -> bool:
    """Ends a command by this step of the table; False when it had ended already."""
    sources = [state for state in STATES if after(state, step) is not None]
    target = after("sent", step)
    if target is None or target == "sent":
        raise ValueError(f"{step} ends no command")
    return await _settled(connection, command_id, sources, target, now_ms, reason, answer)


async def end_overdue(connection: Connection, now_ms: int) -> int:
    """Ends every command whose time is over; returns how many."""
    rows = await _rows(connection, "overdue", now=to_datetime(now_ms))
    ended = 0
    for command_id, kind, state in rows:
        target = at_end(kind, state)
        if target is not None:
            reason = "never_connected" if state == "queued" else "silent"
            ended += await _settled(connection, command_id, [state], target, now_ms, reason, "")
    return ended


async def listen(connection: Connection) -> None:
    """Starts listening; read what is under way after this, then follow `changes`, and nothing is missed."""
    await connection.execute(f"LISTEN {CHANNEL}")


async def changes(connection: Connection, look_again_s: float) -> AsyncIterator[int | None]:
    """Devices whose commands changed, as they come; None each time that nothing came for so many seconds."""
    while not connection.closed:
        heard = False
        async for note in connection.notifies(timeout=look_again_s, stop_after=1):
            heard = True
            yield int(note.payload)
        if not heard:
            yield None


async def _settled(
    connection: Connection,
    command_id: int,
    sources: list[CommandState],
    target: CommandState,
    now_ms: int,
    reason: str,
    answer: str,
) -> bool:
    rows = await _rows(
        connection,
        "settle",
        command_id=command_id,
        sources=list(sources),
        state=target,
        reason=reason,
        answer=answer[:MOST_ANSWER].replace("\x00", ""),
        at=to_datetime(now_ms),
    )
    return bool(rows)


async def _rows(connection: Connection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    # Tuples, whatever rows the connection was opened for.
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall()
