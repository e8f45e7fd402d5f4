"""The jobs process: timers, notifications and housekeeping on the queue in PostgreSQL."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import psycopg
from procrastinate import App
from procrastinate.exceptions import ConnectorException

from baqylau.incidents.notify import channels_from
from baqylau.jobs.checkpoints import Checkpoints
from baqylau.jobs.work import Work, application
from baqylau.platform.clock import Clock
from baqylau.platform.postgres import pool
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings

log = logging.getLogger(__name__)

SWEEP_MS = 5_000
HOUSEKEEPING_S = 30.0
COMMANDS_S = 1.0
TESTS_S = 2.0
FIGURES_S = 5.0
BATTERIES_S = 300.0
KEEP_JOBS_HOURS = 24
RESTART_S = 1.0


async def run(settings: Settings, clock: Clock) -> None:
    """Works until cancelled, then finishes the jobs in hand. Raises OperatorProblem without a database."""
    if settings.database_url is None:
        raise OperatorProblem("the jobs need a database: set BAQYLAU_DATABASE_URL, or use `baqylau up`")
    async with pool(settings.database_url, max_size=8, application_name="baqylau jobs") as connections:
        channels = channels_from(settings.notification_urls, settings.default_language)
        checkpoints = Checkpoints(connections, clock, settings.data_folder, settings.ledger_folder)
        work = Work(connections, clock, channels, checkpoints=checkpoints)
        app = application(settings.database_url, work)
        try:
            async with app.open_async():
                await _work(app, work)
        except* (psycopg.OperationalError, ConnectorException) as lost:
            raise OperatorProblem(f"the jobs lost their database: {lost.exceptions[0]}") from lost


async def _work(app: App, work: Work) -> None:
    # A fast clock needs its timers looked for as much oftener.
    sweep_s = min(5.0, max(0.2, work.clock.real_seconds(SWEEP_MS)))
    await work.take_in_figures()
    async with asyncio.TaskGroup() as together:
        together.create_task(_regularly(min(FIGURES_S, sweep_s), work.take_in_figures))
        together.create_task(_regularly(sweep_s, work.sweep))
        together.create_task(_regularly(min(COMMANDS_S, sweep_s), work.end_commands))
        together.create_task(_regularly(min(TESTS_S, sweep_s), work.ask_tests))
        together.create_task(_regularly(min(BATTERIES_S, 60 * sweep_s), work.remind))
        together.create_task(_regularly(HOUSEKEEPING_S, lambda: _keep_house(app, work)))
        together.create_task(_worker(app, poll_s=min(1.0, sweep_s)))


async def _worker(app: App, poll_s: float) -> None:
    """A worker until cancelled. One that ends because its connections were lost is followed by another."""
    while True:
        try:
            await app.run_worker_async(
                name="jobs",
                concurrency=8,
                fetch_job_polling_interval=poll_s,
                install_signal_handlers=False,
                shutdown_graceful_timeout=5.0,
                delete_jobs="successful",
            )
        except ConnectorException as cause:
            log.warning("the worker lost its database: %s", cause)
        await asyncio.sleep(RESTART_S)
        log.warning("the worker starts again")


async def _regularly(every_s: float, work: Callable[[], Awaitable[None]]) -> None:
    """Does `work` until cancelled; a database that is away is asked again."""
    while True:
        try:
            await work()
        except (psycopg.OperationalError, ConnectorException) as cause:
            log.warning("the database did not answer, will ask again: %s", cause)
        await asyncio.sleep(every_s)


async def _keep_house(app: App, work: Work) -> None:
    """Jobs of workers that died are given back, old ones deleted, lost timers made good."""
    for job in await app.job_manager.get_stalled_jobs():
        log.warning("job %s of a worker that died is given back", job.call_string)
        await app.job_manager.retry_job(job)
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_JOBS_HOURS, include_failed=True)
    await work.mend()
