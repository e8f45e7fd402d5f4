"""Asking for a breath test or check-in: a request that the rules judge by, and the command that asks the wearer.

Nothing here commits: the caller's transaction decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.register.command import CommandKind, wanted
from baqylau.register.commands import queue

Connection = AsyncConnection[Any]
AskedKind = Literal["breath_test", "check_in"]
Origin = Literal["set_time", "random", "on_demand", "second"]
Takes = Callable[[str, CommandKind], bool]
"""Whether a protocol has a command."""

_SQL = load_queries("baqylau.register", "asking.sql")
_LEAST_S = 10
_MOST_S = 86_400


@dataclass(frozen=True, slots=True)
class TestWanted:
    """device_kinds: of the devices that can do it, the best first. Times: UTC, milliseconds since the epoch."""

    request: str
    person_id: int
    condition: str
    kind: AskedKind
    origin: Origin
    due_ms: int
    until_ms: int
    device_kinds: Sequence[str]
    asked_by: str = "system"
    purpose: str = ""


async def ask(connection: Connection, test: TestWanted, takes: Takes, now_ms: int) -> bool:
    """Writes the request and queues its command, if a device takes one. False: it was asked for already."""
    worn = await _rows(
        connection, "able_devices", person_id=test.person_id, kinds=list(test.device_kinds),
        at=to_datetime(now_ms),
    )  # fmt: skip
    told = next((device_id for device_id, protocol in worn if takes(protocol, test.kind)), None)
    device_id = told if told is not None else next((device_id for device_id, _ in worn), None)
    written = await _rows(
        connection, "write_request", request=test.request, person_id=test.person_id, condition=test.condition,
        kind=test.kind, origin=test.origin, due_at=to_datetime(test.due_ms), until_at=to_datetime(test.until_ms),
        device_id=device_id, failed_at=to_datetime(now_ms) if device_id is None else None,
        asked_by=test.asked_by, purpose=test.purpose,
    )  # fmt: skip
    if written and told is not None:
        await _tell(connection, test, told, now_ms)
    return bool(written)


async def note_answers(connection: Connection, now_ms: int) -> int:
    """Takes over what became of the commands: confirmed, or certain never to be. How many requests changed."""
    return len(await _rows(connection, "note_answers", now=to_datetime(now_ms)))


async def _tell(connection: Connection, test: TestWanted, device_id: int, now_ms: int) -> None:
    left_ms = max(test.until_ms - now_ms, _LEAST_S * 1000)
    within_s = min(max(left_ms // 1000, _LEAST_S), _MOST_S)
    command = wanted(
        device_id,
        test.kind,
        {"request": test.request, "within_s": within_s},
        asked_by=test.asked_by,
        now_ms=now_ms,
        lifetime_ms=left_ms,
    )
    command_id = await queue(connection, command)
    await _rows(connection, "note_command", request=test.request, command_id=command_id)


async def _rows(connection: Connection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    # Tuples, whatever rows the connection was opened for.
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall()
