"""A console over a real database: asked through its ASGI interface, or as a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx2
import psycopg
import pytest
from starlette.testclient import TestClient

from baqylau.console.access import new_token, token_hash
from baqylau.console.app import create
from baqylau.platform.settings import Settings
from baqylau.register.iin import composed_iin
from tests.incidents.worlds import NOW, World, settle_world


@dataclass(frozen=True)
class FixedClock:
    """Always the same instant."""

    at_ms: int = NOW

    def now_ms(self) -> int:
        return self.at_ms

    def real_seconds(self, duration_ms: float) -> float:
        return duration_ms / 1000


@dataclass(frozen=True)
class Desk:
    """The world, and a client of its console for any account."""

    world: World
    client: TestClient
    tokens: dict[str, str]

    def ask(self, method: str, path: str, login: str | None = "erlan", **more: Any) -> httpx2.Response:
        headers = {"X-Purpose": "scheduled_check"} | dict(more.pop("headers", {}))
        if login is not None:
            headers["Authorization"] = f"Bearer {self.tokens[login]}"
        return self.client.request(method, path, headers=headers, **more)

    def get(self, path: str, login: str | None = "erlan", **more: Any) -> httpx2.Response:
        return self.ask("GET", path, login, **more)

    def post(self, path: str, login: str | None = "erlan", **more: Any) -> httpx2.Response:
        return self.ask("POST", path, login, **more)

    def do(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.world.url) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


ACCOUNTS = {
    "dana": ("operator", None),
    "aigul": ("officer", "almaty-1"),
    "berik": ("officer", "atyrau"),
    "erlan": ("supervisor", None),
    "talgat": ("technician", None),
    "admin": ("administrator", None),
    "gulnar": ("officer", "almaty-1"),
    "sabit": ("prosecutor", "almaty"),
    "marat": ("auditor", None),
}


def _accounts(world: World) -> dict[str, str]:
    tokens = {login: new_token() for login in ACCOUNTS}
    with psycopg.connect(world.url) as connection:
        for login, (role, office) in ACCOUNTS.items():
            connection.execute(
                "INSERT INTO accounts VALUES (%s, %s, %s, %s, 'kk', now())",
                (login, role, world.offices.get(office or ""), token_hash(tokens[login])),
            )
        _caseloads(connection, world)
    return tokens


def _caseloads(connection: psycopg.Connection[Any], world: World) -> None:
    """Everybody is in the caseload of aigul; gulnar of the same office and berik of another have nobody."""
    for login, office in (("aigul", "almaty-1"), ("gulnar", "almaty-1"), ("berik", "atyrau")):
        connection.execute(
            "INSERT INTO officers (code, office_id, name_cyrillic, name_latin, account) VALUES (%s, %s, %s, %s, %s)",
            (login, world.offices[office], "Айгүл", "Aigul", login),
        )
    connection.execute(
        "UPDATE people SET officer_id = (SELECT officer_id FROM officers WHERE account = 'aigul')"
    )
    iins = (composed_iin(date(1990, 1, 1), male=True, serial=serial) for serial in range(3000, 9999))
    for person, iin in zip(world.people, filter(None, iins), strict=False):
        connection.execute("UPDATE people SET iin = %s WHERE person_id = %s", (iin, person))


@pytest.fixture
def desk(fresh_database: str) -> Iterator[Desk]:
    """A console whose clock stands still at NOW, with an account of every role."""
    world = settle_world(fresh_database, people=6)
    tokens = _accounts(world)
    settings = Settings(database_url=world.url)
    with TestClient(create(settings, FixedClock()), raise_server_exceptions=False) as client:
        yield Desk(world, client, tokens)
