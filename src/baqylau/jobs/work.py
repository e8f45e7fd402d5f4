"""The jobs themselves, each in transactions of its own. What they do is conditional on what the tables say,
so a job that runs twice, late or after a restart does its work once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from procrastinate import App, PsycopgConnector, RetryStrategy
from psycopg.errors import DeadlockDetected, UniqueViolation

from baqylau.incidents.channels import with_stored
from baqylau.incidents.figures import newest, taken_from
from baqylau.incidents.instants import instant, milliseconds
from baqylau.incidents.notify import Channel, deliver
from baqylau.incidents.proposing import propose
from baqylau.incidents.rows import QUERIES, rows_of
from baqylau.incidents.spoken import chosen_in, speaking
from baqylau.incidents.sweep import sweep
from baqylau.incidents.terms import DEFAULT_TERMS, Terms
from baqylau.incidents.timers import Look, look
from baqylau.jobs.asking import Asking
from baqylau.jobs.checkpoints import EVERY_HOUR, Checkpoints
from baqylau.jobs.reminding import deliver_reminder, remind
from baqylau.platform.clock import Clock
from baqylau.platform.postgres import Pool
from baqylau.register.commands import end_overdue

log = logging.getLogger(__name__)

EVERY_NIGHT = "23 20 * * *"
"""Real time, UTC: the small hours in Kazakhstan."""

GRACE_S = 30.0
"""An escalation overdue for so many real seconds has lost its timer."""


@dataclass(slots=True)
class Work:
    """What the jobs need: connections, the system's clock, where to tell people.

    settled: the channels of the settings. channels, terms, asking: as of the last `take_in_figures`.
    """

    pool: Pool
    clock: Clock
    channels: Mapping[str, Channel]
    terms: Terms = DEFAULT_TERMS
    checkpoints: Checkpoints | None = None
    asking: Asking = field(default_factory=Asking)
    settled: Mapping[str, Channel] = field(init=False)
    version_id: int | None = None

    def __post_init__(self) -> None:
        self.settled = self.channels

    async def take_in_figures(self) -> None:
        """Takes in what administrators changed: channels, terms, thresholds."""
        async with self.pool.connection() as connection:
            row = await newest(connection)
            self.channels = await with_stored(connection, speaking(self.settled, chosen_in(row)))
        figures = taken_from(row)
        if figures.version_id != self.version_id:
            self.terms = figures.terms
            self.asking = Asking(figures.thresholds)
            self.version_id = figures.version_id

    async def look(self, incident_id: int, due_ms: int | None = None, raised: bool = False) -> None:
        """Tells, escalates, and sets the incident's next timer in the same transaction."""
        seen = await self._look(incident_id, due_ms, raised)
        if seen.waiting:
            await self.sweep()

    async def _look(self, incident_id: int, due_ms: int | None, raised: bool) -> Look:
        async with self.pool.connection() as connection:
            now_ms = self.clock.now_ms()
            seen = await look(
                connection, incident_id, due_ms, self.channels, now_ms, self.terms, raised=raised
            )
            if seen.again_ms is not None:
                delay_s = max(0.0, self.clock.real_seconds(seen.again_ms - now_ms))
                timer = {"incident_id": incident_id, "due_ms": seen.again_ms, "delay_s": delay_s}
                await connection.execute(QUERIES["defer_timer"], timer)
            return seen

    async def sweep(self) -> None:
        """Mass silence first, then what has been pending long enough."""
        try:
            async with self.pool.connection() as connection:
                await sweep(connection, self.clock.now_ms(), self.terms)
        except (UniqueViolation, DeadlockDetected) as cause:
            # A monitor filed a finding of the same person at the same moment; nothing was written.
            log.info("the sweep gave way and comes again: %s", cause)

    async def end_commands(self) -> None:
        """Commands to devices whose time is over are ended: without an answer, or never sent."""
        async with self.pool.connection() as connection:
            await end_overdue(connection, self.clock.now_ms())

    async def ask_tests(self) -> None:
        """Breath tests and check-ins that are due are asked for."""
        async with self.pool.connection() as connection:
            await self.asking.look(connection, self.clock.now_ms())

    async def remind(self) -> None:
        """Wearers whose device will soon be empty are told to charge it."""
        async with self.pool.connection() as connection:
            await remind(connection, self.clock.now_ms())

    async def deliver_reminder(self, reminder_id: int) -> None:
        """As `deliver`, of an SMS or e-mail to a wearer."""
        async with self.pool.connection() as connection:
            await deliver_reminder(connection, reminder_id, self.clock.now_ms())

    async def deliver(self, notification_id: int) -> None:
        """Tries a notification once; the next try is deferred in the transaction that records this one."""
        async with self.pool.connection() as connection:
            again_s = await deliver(connection, notification_id, self.channels, self.clock.now_ms())
            if again_s is not None:
                await connection.execute(
                    QUERIES["defer_delivery"], {"notification_id": notification_id, "delay_s": again_s}
                )

    async def mend(self) -> None:
        """Escalations whose timers were lost (a queue that was emptied, a clock that was changed)."""
        async with self.pool.connection() as connection:
            grace_ms = int(GRACE_S / self.clock.real_seconds(1))
            overdue = await rows_of(connection, "due", now=instant(self.clock.now_ms() - grace_ms))
        for row in overdue:
            log.warning("incident %s was overdue without a timer", row["incident_id"])
            await self.look(row["incident_id"], milliseconds(row["escalate_at"]))

    async def find_places(self, timestamp: int) -> None:
        """Places where devices often lose contact, for a supervisor to confirm. timestamp: the night that was due."""
        async with self.pool.connection() as connection:
            proposed = await propose(connection, self.clock.now_ms(), self.terms.coverage)
        log.info("places without coverage, night of %s: %d proposed", timestamp, proposed)


def application(database_url: str, work: Work) -> App:
    """The procrastinate application; its queue lives in the same database as the incidents."""
    app = App(connector=PsycopgConnector(conninfo=database_url, max_size=6))
    again = RetryStrategy(max_attempts=8, exponential_wait=2)
    app.task(name="look", queue="incidents", retry=again)(work.look)
    app.task(name="deliver", queue="notifications", retry=again)(work.deliver)
    app.task(name="deliver_reminder", queue="notifications", retry=again)(work.deliver_reminder)
    nightly = app.task(name="find_places", queue="incidents", retry=again)(work.find_places)
    app.periodic(cron=EVERY_NIGHT)(nightly)
    if work.checkpoints is not None:
        taken = app.task(name="checkpoint", queue="ledger", retry=again)(work.checkpoints.take)
        app.periodic(cron=EVERY_HOUR)(taken)
    return app
