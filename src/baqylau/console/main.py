"""The console process: uvicorn inside our own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator

import uvicorn

from baqylau.console.app import create
from baqylau.platform.clock import Clock
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Leaves signals to whoever runs the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def run(settings: Settings, clock: Clock) -> None:
    """Serves until cancelled, then finishes the requests in hand. Raises OperatorProblem when it can't listen."""
    server = Server(
        uvicorn.Config(
            create(settings, clock),
            host=settings.console_host,
            port=settings.console_port,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=5,
        )
    )
    serving = asyncio.create_task(_serve(server))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise
    raise OperatorProblem(
        f"the console stopped: see the log above. Is {settings.console_host}:{settings.console_port} free?"
    )


async def _serve(server: uvicorn.Server) -> None:
    # uvicorn leaves by SystemExit when it cannot listen; here that is an error like others.
    with contextlib.suppress(SystemExit):
        await server.serve()
