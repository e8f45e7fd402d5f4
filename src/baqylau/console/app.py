"""The console put together: what it needs, which routes it has, and that none of them is open by oversight."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from baqylau import __version__
from baqylau.console import workplace
from baqylau.console.access import refuse_open_routes
from baqylau.console.base_map import BaseMap
from baqylau.console.database import Pool, pool_for
from baqylau.console.problem_shape import described
from baqylau.console.problems import RefusesZeroBytes, speak_problems
from baqylau.console.recording import refuse_unrecorded_routes
from baqylau.console.routes import (
    basemap,
    findings,
    health,
    incidents,
    ledger,
    page,
    positions,
    quarantine,
    register,
)
from baqylau.console.routes.health import Checked
from baqylau.console.signin import (
    accounts,
    directory_entering,
    entering,
    own,
    passkey_entering,
    passkeys,
    recovery,
)
from baqylau.console.signin.sealing import seal_plain
from baqylau.platform.clock import Clock, SystemClock
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings

ROUTERS = (
    *workplace.ROUTERS,
    incidents.router,
    findings.router,
    positions.router,
    *register.ROUTERS,
    quarantine.router,
    ledger.router,
    health.router,
    entering.router,
    passkey_entering.router,
    directory_entering.router,
    own.router,
    passkeys.router,
    accounts.router,
    recovery.router,
    basemap.router,
    page.router,
)

SAFETY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self'; media-src 'self' data:; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), hid=(), magnetometer=(), microphone=(), payment=(), serial=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
BY_TLS = {"Strict-Transport-Security": "max-age=31536000"}


@dataclass(slots=True)
class Console:
    """What routes reach through `request.app.state.console`.

    wall: the real time, by which people sign in: their browsers and telephones live outside a demonstration
    whose clock runs faster. hashing: how many passwords are hashed at once, 64 MiB each; drawing: how
    many papers are drawn at once.
    """

    settings: Settings
    clock: Clock
    pool: Pool
    wall: Clock = field(default_factory=SystemClock)
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    base_map: BaseMap = field(init=False)
    checking: asyncio.Lock = field(default_factory=asyncio.Lock)
    checked: Checked = field(default_factory=Checked)

    def __post_init__(self) -> None:
        self.base_map = BaseMap(self.settings.street_map)


class Safely:
    """Adds the headers that keep a browser from doing what we never ask of it; a route's own win."""

    def __init__(self, app: ASGIApp, *, behind_tls: bool) -> None:
        self.app = app
        self.headers = SAFETY | (BY_TLS if behind_tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)


class _Application(FastAPI):
    """With the headers around everything, so that an answer to a failure of ours has them too."""

    def build_middleware_stack(self) -> ASGIApp:
        behind_tls = self.state.console.settings.console_behind_tls
        return Safely(RefusesZeroBytes(super().build_middleware_stack()), behind_tls=behind_tls)

    def openapi(self) -> dict[str, Any]:
        return described(super().openapi())


def create(settings: Settings, clock: Clock, wall: Clock | None = None) -> FastAPI:
    """The application; it opens its database pool when it starts. Raises OperatorProblem without a database.

    wall: the real time, where a test says what it is.
    """
    if settings.database_url is None:
        raise OperatorProblem("the console needs a database: set BAQYLAU_DATABASE_URL, or use `baqylau up`")
    console = Console(settings, clock, pool_for(settings.database_url), wall or SystemClock())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with console.pool:
            await seal_plain(console.pool, settings)
            yield

    app = _Application(
        title="Baqylau",
        version=__version__,
        description="Electronic supervision: people, orders, devices, positions, findings, incidents. "
        "Errors are problem+json (RFC 9457). Times are UTC.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.console = console
    speak_problems(app)
    refuse_open_routes(ROUTERS)
    refuse_unrecorded_routes(ROUTERS)
    for router in ROUTERS:
        app.include_router(router)
    return app
