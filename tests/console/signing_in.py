"""Browsers for the tests of signing in: their cookies, their header, and a real time that can be put forward."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import psycopg
import pyotp
from starlette.testclient import TestClient

from baqylau.console.access import Role
from baqylau.console.app import create
from baqylau.console.signin.passwords import hashed
from baqylau.platform.settings import Settings
from tests.console.conftest import FixedClock
from tests.incidents.worlds import NOW, World, settle_world

PASSWORD = "көктемде өзен тасиды"
HEADER = {"X-Baqylau": "1"}


@dataclass
class Wall:
    """The real time, which stands still until it is put forward."""

    at_ms: int = NOW

    def now_ms(self) -> int:
        return self.at_ms

    def real_seconds(self, duration_ms: float) -> float:
        return duration_ms / 1000

    def forward(self, **time: float) -> None:
        units = {"seconds": 1000, "minutes": 60_000, "hours": 3_600_000, "days": 86_400_000}
        self.at_ms += int(sum(units[unit] * amount for unit, amount in time.items()))


@dataclass
class Browser:
    """One browser: it keeps its cookies and sends the console's own header."""

    client: TestClient
    headers: dict[str, str] = field(default_factory=lambda: dict(HEADER))

    def ask(self, method: str, path: str, **more: Any) -> httpx2.Response:
        return self.client.request(method, path, headers=self.headers | more.pop("headers", {}), **more)

    def get(self, path: str) -> httpx2.Response:
        return self.ask("GET", path)

    def post(self, path: str, **body: Any) -> httpx2.Response:
        return self.ask("POST", path, json=body)

    def put(self, path: str, **body: Any) -> httpx2.Response:
        return self.ask("PUT", path, json=body)

    def sign_in(self, login: str, password: str = PASSWORD) -> httpx2.Response:
        return self.post("/api/signin", login=login, password=password)

    def stage(self) -> str:
        return str(self.get("/api/session").json()["stage"])


@dataclass
class House:
    """A console and its database."""

    world: World
    wall: Wall
    client: TestClient
    settings: Settings

    def browser(self, address: str = "10.0.0.1") -> Browser:
        client = TestClient(
            self.client.app,
            base_url=self.settings.console_origin,
            client=(address, 40_000),
            raise_server_exceptions=False,
        )
        client.portal = self.client.portal  # the loop in which the console and its pool live
        return Browser(client)

    def do(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.world.url) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def add(self, login: str, role: Role = "operator", office: str | None = None) -> None:
        """An account with PASSWORD."""
        self.do(
            "INSERT INTO accounts (login, role, office_id, language, created_at) VALUES (%s, %s, %s, 'kk', now())",
            login,
            role,
            self.world.offices[office] if office else None,
        )
        self.do("INSERT INTO passwords (login, hash, set_at) VALUES (%s, %s, now())", login, HASH)

    def signed_in(self, login: str, role: Role = "operator", office: str | None = None) -> Browser:
        self.add(login, role, office)
        browser = self.browser()
        assert browser.sign_in(login).json() == {"stage": "full"}
        return browser

    def code(self, secret: str) -> str:
        """What the authenticator application shows now."""
        return pyotp.TOTP(secret).at(self.wall.at_ms // 1000)

    def enrol(self, browser: Browser) -> str:
        """A second factor for whoever is signed in there; the secret."""
        secret = str(browser.post("/api/me/totp").json()["secret"])
        answer = browser.post("/api/me/totp/confirm", code=self.code(secret))
        assert answer.json() == {"stage": "full"}, answer.text
        self.wall.forward(minutes=1)
        return secret


HASH = hashed(PASSWORD)


@contextmanager
def house(url: str, **settings: Any) -> Iterator[House]:
    """A console over this database, whose clocks stand still."""
    with restarted(settle_world(url, people=2), Wall(), **settings) as home:
        yield home


@contextmanager
def restarted(world: World, wall: Wall, **settings: Any) -> Iterator[House]:
    """A console over a world that is there already."""
    chosen = Settings(**{"database_url": world.url, "sign_in_key": "0" * 64} | settings)
    app = create(chosen, FixedClock(), wall)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield House(world, wall, client, chosen)
