"""The console put together: what it needs, which routes it has, and that none of them is open by oversight."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from baqylau import __version__
from baqylau.console.access import refuse_open_routes
from baqylau.console.database import Pool, pool_for
from baqylau.console.problems import speak_problems
from baqylau.console.routes import findings, health, incidents, page, positions, quarantine, register
from baqylau.console.routes.health import Checked
from baqylau.platform.clock import Clock
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings

ROUTERS = (
    incidents.router,
    findings.router,
    positions.router,
    register.router,
    quarantine.router,
    health.router,
    page.router,
)

SAFETY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(slots=True)
class Console:
    """What routes reach through `request.app.state.console`."""

    settings: Settings
    clock: Clock
    pool: Pool
    checking: asyncio.Lock = field(default_factory=asyncio.Lock)
    checked: Checked = field(default_factory=Checked)


class Safely:
    """Adds the headers that keep a browser from doing what we never ask of it; a route's own win."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFETY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)


def create(settings: Settings, clock: Clock) -> FastAPI:
    """The application; it opens its database pool when it starts. Raises OperatorProblem without a database."""
    if settings.database_url is None:
        raise OperatorProblem("the console needs a database: set BAQYLAU_DATABASE_URL, or use `baqylau up`")
    console = Console(settings, clock, pool_for(settings.database_url))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with console.pool:
            yield

    app = FastAPI(
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
    app.add_middleware(Safely)
    speak_problems(app)
    refuse_open_routes(ROUTERS)
    for router in ROUTERS:
        app.include_router(router)
    return app
