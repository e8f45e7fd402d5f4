"""`baqylau run PROCESS`: one process of the system, until SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from enum import StrEnum
from importlib import import_module
from typing import Annotated

import typer
import uvloop

from baqylau.platform.clock import Clock, clock_from
from baqylau.platform.data_folder import with_running_services
from baqylau.platform.logs import configure_logs
from baqylau.platform.open_files import allow_many_open_files
from baqylau.platform.settings import Settings, load_settings

Run = Callable[[Settings, Clock], Coroutine[object, object, None]]


class Process(StrEnum):
    """The processes, each a module `baqylau.<name>.main` with a coroutine function `run(settings, clock)`."""

    GATEWAY = "gateway"
    MONITOR = "monitor"
    CONSOLE = "console"
    JOBS = "jobs"


def run(process: Annotated[Process, typer.Argument(help="Which process to run.")]) -> None:
    """Run one process in the foreground; `baqylau up` starts them all."""
    settings = with_running_services(load_settings())
    allow_many_open_files()
    configure_logs(settings, process.value)
    entry: Run = import_module(f"baqylau.{process.value}.main").run
    uvloop.run(_until_signalled(entry(settings, clock_from(settings))))


async def _until_signalled(work: Coroutine[object, object, None]) -> None:
    """Await the work, cancelling it at SIGINT or SIGTERM."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task
