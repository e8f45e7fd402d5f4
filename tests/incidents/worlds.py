"""A small register to raise incidents in, and shorthand for findings."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import psycopg
from psycopg.rows import dict_row

from baqylau.rules.finding import SEVERITY, Finding, finding_id

NOW = 1_782_000_000_000
MINUTE = 60_000
T = TypeVar("T")


@dataclass(frozen=True)
class World:
    """people and devices stand in the same order: each wears one."""

    url: str
    offices: dict[str, int]
    people: list[int]
    devices: list[int]


def run(work: Callable[[psycopg.AsyncConnection[Any]], Awaitable[T]], url: str) -> T:
    """One transaction around `work`."""

    async def inside() -> T:
        async with await psycopg.AsyncConnection.connect(url) as connection:
            return await work(connection)

    return asyncio.run(inside())


def rows(url: str, query: str, *values: Any) -> list[dict[str, Any]]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(query, values).fetchall()


def settle_world(url: str, people: int = 30) -> World:
    """A republic with two regions; everyone belongs to the first and wears a tracker from long ago."""
    with psycopg.connect(url) as connection:
        offices: dict[str, int] = {}
        for code, level, parent in (
            ("kz", "republic", None),
            ("almaty", "region", "kz"),
            ("almaty-1", "district", "almaty"),
            ("atyrau", "region", "kz"),
        ):
            row = connection.execute(
                "INSERT INTO offices (code, level, parent_id, name_kk, name_ru, name_en, timezone) "
                "VALUES (%s, %s, %s, %s, %s, %s, 'Asia/Almaty') RETURNING office_id",
                (code, level, offices.get(parent or ""), code, code, code),
            ).fetchone()
            assert row is not None
            offices[code] = row[0]
        person_ids, device_ids = [], []
        for number in range(people):
            person, device = _wearer(connection, number, offices["almaty-1"])
            person_ids.append(person)
            device_ids.append(device)
    return World(url, offices, person_ids, device_ids)


def _wearer(connection: psycopg.Connection[Any], number: int, office: int) -> tuple[int, int]:
    person = connection.execute(
        "INSERT INTO people (iin, name_cyrillic, name_latin, office_id) VALUES (%s, %s, %s, %s) RETURNING person_id",
        (f"{900101300000 + number}", f"Азамат {number}", f"Azamat {number}", office),
    ).fetchone()
    device = connection.execute(
        "INSERT INTO devices (identity, protocol, kind) VALUES (%s, 'teltonika', 'tracker') RETURNING device_id",
        (f"35630704244{number:04}",),
    ).fetchone()
    assert person is not None
    assert device is not None
    connection.execute(
        "INSERT INTO activations (device_id, person_id, from_at) VALUES (%s, %s, %s)",
        (device[0], person[0], datetime(2026, 1, 1, tzinfo=UTC)),
    )
    return person[0], device[0]


def found(
    kind: str,
    person: int = 1,
    *,
    began: int = NOW - MINUTE,
    condition: str | None = None,
    device: int | None = None,
    **more: Any,
) -> Finding:
    """A finding of that kind, decided a minute after it began."""
    name = finding_id(person, device, condition, kind, began)
    severity = more.pop("severity", SEVERITY[kind])
    decided = more.pop("decided_ms", began + MINUTE)
    return Finding(name, person, condition, kind, severity, began, decided, device_id=device, **more)


def discharge(url: str, device: int, begins_ms: int, begin: float, per_hour: float, hours: int) -> None:
    """Levels of a battery every quarter of an hour, from `begin` per cent, in a straight line."""
    with psycopg.connect(url) as connection:
        for n in range(hours * 4 + 1):
            at = datetime.fromtimestamp((begins_ms + n * 15 * MINUTE) / 1000, UTC)
            detail = {
                "level_percent": begin - per_hour * n / 4,
                "voltage_v": None,
                "charging": None,
                "low": None,
            }
            connection.execute(
                "INSERT INTO signals VALUES (%s, %s, 'battery', 1, 0, null, %s, %s, %s)",
                (device, at, at, at, json.dumps(detail)),
            )


def give_contact(world: World, person: int, phone: str | None = None, email: str | None = None) -> None:
    with psycopg.connect(world.url) as connection:
        connection.execute("INSERT INTO person_contacts VALUES (%s, %s, %s)", (person, phone, email))


def give_channel(world: World, carries: str, address: str) -> None:
    with psycopg.connect(world.url) as connection:
        connection.execute(
            "INSERT INTO notification_channels (name, carries, address, language, least_priority, changed_at,"
            " changed_by) VALUES (%s, %s, %s, 'kk', 4, now(), 'admin')",
            (carries, carries, address),
        )
