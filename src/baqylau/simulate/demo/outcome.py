"""What the store holds in the end, against what the devices were told."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from baqylau.platform.postgres import load_queries
from baqylau.rules.finding import Finding
from baqylau.rules.intervals import FOREVER_MS
from baqylau.simulate.twins.truth import Asked

Connection = AsyncConnection[Any]

_SQL = load_queries("baqylau.simulate.demo", "outcome.sql")


@dataclass(slots=True)
class Progress:
    """Counts while it runs. incidents and findings by kind."""

    fixes_stored: int = 0
    incidents: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    findings_withdrawn: int = 0


async def progress(connection: Connection, until_ms: int = FOREVER_MS) -> Progress:
    """until_ms: what was found later, when the devices had stopped, is left out."""
    (fixes,) = (await _rows(connection, "fixes_stored"))[0]
    found = await _rows(connection, "findings", until_ms=until_ms)
    return Progress(
        fixes_stored=fixes,
        incidents=dict(await _rows(connection, "incidents", until_ms=until_ms)),
        findings={kind: count for kind, count, _ in found},
        findings_withdrawn=sum(withdrawn for _, _, withdrawn in found),
    )


async def lost(connection: Connection, acknowledged: Mapping[str, array[int]]) -> list[tuple[str, int]]:
    """Fixes that a device was told are taken and that are not stored: device and time, by identity."""
    missing = []
    for identity, times in acknowledged.items():
        rows = await _rows(connection, "times_of_device", identity=identity)
        stored = {time_ms for (time_ms,) in rows}
        missing += [(identity, time_ms) for time_ms in sorted(set(times) - stored)]
    return missing


async def messages_lost(connection: Connection, messages: Mapping[str, set[bytes]]) -> list[tuple[str, str]]:
    """Messages of our own language that have a PUBACK and are not stored: device and SHA-256, by identity."""
    missing = []
    for identity, digests in messages.items():
        rows = await _rows(connection, "messages_of_device", identity=identity)
        missing += [(identity, digest.hex()) for digest in sorted(digests - {bytes(row[0]) for row in rows})]
    return missing


async def findings_by_iin(connection: Connection, iins: Sequence[str]) -> dict[str, list[Finding]]:
    """Those that stand, without their grounds."""
    found: dict[str, list[Finding]] = {}
    for iin, *values in await _rows(connection, "findings_of", iins=list(iins)):
        found.setdefault(iin, []).append(Finding(*values))
    return found


async def tests_asked(connection: Connection, iins: Sequence[str]) -> dict[str, tuple[Asked, ...]]:
    """What the system asked for beside the set times, and when a device said that it had heard of it."""
    found: dict[str, tuple[Asked, ...]] = {}
    for iin, request, test, origin, due_ms, told_ms in await _rows(
        connection, "tests_asked", iins=list(iins)
    ):
        each = Asked(request, test, origin, due_ms, told_ms, at_once=True)
        found[iin] = (*found.get(iin, ()), each)
    return found


async def stored_latency(connection: Connection, speed: float) -> dict[str, float | None]:
    """From receipt to commit, of every fix: real milliseconds. The stamps are of the fast clock."""
    ((p50, p99, worst),) = await _rows(connection, "receipt_to_commit")
    shares = {"p50": p50, "p99": p99, "max": worst}
    return {name: None if value is None else round(value / speed, 1) for name, value in shares.items()}


async def absences_found(connection: Connection) -> dict[str, list[int]]:
    """When the findings of absence that still stand began, by IIN."""
    found: dict[str, list[int]] = {}
    for iin, began_ms in await _rows(connection, "absences_found"):
        found.setdefault(iin, []).append(began_ms)
    return found


async def person_ids(connection: Connection) -> list[int]:
    return [person_id for (person_id,) in await _rows(connection, "people")]


async def ids_by_iin(connection: Connection, iins: Sequence[str]) -> dict[str, int]:
    return dict(await _rows(connection, "ids_of", iins=list(iins)))


async def _rows(connection: Connection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    cursor = await connection.execute(_SQL[query], values)
    return await cursor.fetchall()
