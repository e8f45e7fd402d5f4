"""Incidents, grounds and history as rows of the database, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from baqylau.incidents.instants import instant, milliseconds
from baqylau.incidents.states import Incident
from baqylau.incidents.triage import Case, Event, Ground
from baqylau.platform.postgres import load_queries

QUERIES = load_queries("baqylau.incidents", "queries.sql")

Connection = psycopg.AsyncConnection[Any]

_TIMES = {
    "began_at": "began_ms",
    "decided_at": "decided_ms",
    "pending_until": "pending_until_ms",
    "opened_at": "opened_ms",
    "acknowledged_at": "acknowledged_ms",
    "closed_at": "closed_ms",
    "cleared_at": "cleared_ms",
    "groundless_at": "groundless_ms",
    "escalate_at": "escalate_ms",
    "shelved_until": "shelved_until_ms",
}
_PLAIN = (
    "incident_id",
    "person_id",
    "cause",
    "condition",
    "kind",
    "severity",
    "priority",
    "state",
    "version",
    "owner",
    "disposition",
    "reason",
    "escalation",
    "merged_into",
    "shelved_by",
    "shelved_reason",
    "shelved_priority",
    "scope",
)


async def rows_of(connection: Connection, name: str, **values: Any) -> list[dict[str, Any]]:
    """The rows of a named statement, whatever rows the connection itself makes."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(QUERIES[name], values)
        return await cursor.fetchall() if cursor.description else []


def incident_of(row: Mapping[str, Any]) -> Incident:
    plain = {name: row[name] for name in _PLAIN}
    times = {field: milliseconds(row[column]) for column, field in _TIMES.items()}
    return Incident(**plain, **times)


def ground_of_row(row: Mapping[str, Any]) -> Ground:
    return Ground(
        row["finding_id"],
        row["kind"],
        row["severity"],
        milliseconds(row["began_at"]),
        milliseconds(row["ended_at"]),
        milliseconds(row["withdrawn_at"]),
    )


def _row(incident: Incident) -> dict[str, Any]:
    plain = {name: getattr(incident, name) for name in _PLAIN}
    return plain | {column: instant(getattr(incident, field)) for column, field in _TIMES.items()}


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows turned into one list a column, for `unnest`."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


async def cases_of(connection: Connection, incidents: Sequence[Incident]) -> list[Case]:
    """The incidents with their grounds, as they are now."""
    grounds: dict[int, dict[str, Ground]] = {one.incident_id: {} for one in incidents}
    if incidents:
        for row in await rows_of(connection, "grounds", incidents=list(grounds)):
            grounds[row["incident_id"]][row["finding_id"]] = ground_of_row(row)
    return [Case(one, grounds[one.incident_id]) for one in incidents]


async def fresh_ids(connection: Connection, count: int) -> list[int]:
    return [row["incident_id"] for row in await rows_of(connection, "fresh_ids", count=count)]


async def insert_incidents(connection: Connection, incidents: Iterable[Incident], now_ms: int) -> None:
    rows = [_row(one) | {"visible_at": instant(now_ms)} for one in incidents]
    if rows:
        await connection.execute(QUERIES["insert_incidents"], columns(rows))


async def update_incidents(connection: Connection, incidents: Iterable[Incident]) -> None:
    rows = [_row(one) for one in incidents]
    if rows:
        await connection.execute(QUERIES["update_incidents"], columns(rows))


async def add_events(connection: Connection, events: Iterable[Event]) -> None:
    rows = [
        {
            "incident_id": one.incident_id,
            "version": one.version,
            "happened_at": instant(one.happened_ms),
            "actor": one.actor,
            "action": one.action,
            "from_state": one.from_state,
            "to_state": one.to_state,
            "note": one.note,
            "detail": Jsonb(dict(one.detail)),
        }
        for one in events
    ]
    if rows:
        await connection.execute(QUERIES["add_events"], columns(rows))


async def link(connection: Connection, grounds: Mapping[str, tuple[int, Ground]]) -> None:
    rows = [
        {
            "finding_id": one.finding_id,
            "incident_id": incident_id,
            "kind": one.kind,
            "severity": one.severity,
            "began_at": instant(one.began_ms),
            "ended_at": instant(one.ended_ms),
            "withdrawn_at": instant(one.withdrawn_ms),
        }
        for incident_id, one in grounds.values()
    ]
    if rows:
        await connection.execute(QUERIES["link"], columns(rows))


async def announce(connection: Connection, incidents: Iterable[int]) -> None:
    """Tells listeners of `incident_changed`, when the transaction commits, which incidents changed."""
    changed = ",".join(str(one) for one in sorted(set(incidents)))
    if changed:
        await connection.execute(QUERIES["announce"], {"incidents": changed})


async def defer_looks(connection: Connection, incidents: Iterable[int], *, raised: bool = False) -> None:
    """A job for each of these incidents, at once when this transaction commits."""
    wanted = sorted(set(incidents))
    if wanted:
        await connection.execute(QUERIES["defer_looks"], {"incidents": wanted, "raised": raised})
