"""How we are: for load balancers, for Prometheus, and who asks."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Annotated

import psycopg
from fastapi import APIRouter, Request, Response
from nats.errors import Error as NatsError
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from psycopg_pool import PoolTimeout

from baqylau.console.access import PERMISSIONS, Account, require
from baqylau.console.database import Database, Pool
from baqylau.console.metrics import Figures, figures, unread_maps
from baqylau.console.recording import impersonal
from baqylau.console.routes.shapes import Health, Myself
from baqylau.platform import stream

router = APIRouter(tags=["health"])

ANSWER_WITHIN_S = 3.0
REMEMBERED_S = 1.0


@dataclass(slots=True)
class Checked:
    """The last answer, kept for a second: anyone may ask, and asking costs connections."""

    at_s: float = float("-inf")
    health: Health | None = None


@router.get("/healthz", responses={503: {"model": Health, "description": "A part does not answer"}})
async def healthz(request: Request, response: Response) -> Health:
    """Database and stream, asked just now."""
    console = request.app.state.console
    async with console.checking:
        if time.monotonic() - console.checked.at_s > REMEMBERED_S or console.checked.health is None:
            database, stream_answer = await asyncio.gather(
                _database(console.pool), _stream(console.settings.nats_url)
            )
            console.checked.health = Health(database=database, stream=stream_answer)
            console.checked.at_s = time.monotonic()
        health: Health = console.checked.health
    response.status_code = 200 if health.database == health.stream == "ok" else 503
    return health


async def _database(pool: Pool) -> str:
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S), pool.connection(timeout=ANSWER_WITHIN_S) as lent:
            await lent.execute("SELECT 1")
    except (psycopg.Error, PoolTimeout, TimeoutError) as cause:
        return f"does not answer ({type(cause).__name__})"
    return "ok"


async def _stream(nats_url: str | None) -> str:
    if nats_url is None:
        return "not configured"
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            client = await stream.connect(nats_url, name="baqylau console health")
            try:
                await client.jetstream().stream_info(stream.STREAM)
            finally:
                await client.close()
    except (stream.StreamUnreachable, NatsError, TimeoutError) as cause:
        return f"does not answer ({type(cause).__name__})"
    return "ok"


@router.get("/metrics", response_class=Response, dependencies=[impersonal("counts only")])
async def metrics(
    request: Request, _account: Annotated[Account, require("metrics.read")], database: Database
) -> Response:
    """For Prometheus (with the token as its bearer token); counts only, no person and no device."""
    console = request.app.state.console
    registry = CollectorRegistry()
    found = await figures(database, console.clock.now_ms())
    registry.register(Figures([*found, unread_maps(console.base_map.unread)]))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/api/me", dependencies=[impersonal("the account that asks")])
async def myself(account: Annotated[Account, require("self.read")]) -> Myself:
    """The account that asks and what its role may."""
    return Myself(
        login=account.login,
        role=account.role,
        office_id=account.office_id,
        language=account.language,
        permissions=sorted(one for one in PERMISSIONS if account.may(one)),
    )
