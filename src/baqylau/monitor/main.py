"""The monitor process, put together: as many partitions as are its share, the quarantine, the ticking clock."""

from __future__ import annotations

import asyncio
import logging

import psycopg
from nats.aio.client import Client
from nats.errors import Error as NatsError

from baqylau.monitor import quarantine, ticks
from baqylau.monitor.reader import StreamLost
from baqylau.monitor.tally import Tally
from baqylau.monitor.worker import TURNS, Means, Worker, open_connection
from baqylau.platform import postgres, stream
from baqylau.platform.cancellation import heed_cancellation
from baqylau.platform.clock import Clock
from baqylau.platform.counters import keep_counters
from baqylau.platform.postgres import Queries, load_queries
from baqylau.platform.settings import Settings, required
from baqylau.register import changes
from baqylau.register.store import Connection
from baqylau.rules.thresholds import Thresholds

PARTITION_SPACE = 0x62617179
"""First key of the advisory locks on partitions: "baqy" in ASCII, so that nobody else's locks are met."""

PRESENCE_SPACE = 0x62617180
QUARANTINE_LOCK = -1
REVIEW_S = 2.0
log = logging.getLogger(__name__)

PASSING = (
    psycopg.OperationalError,
    postgres.DatabaseUnreachable,
    StreamLost,
    NatsError,
    OSError,
    TimeoutError,
)
"""What a database or stream that is away raises; everything else is a fault of ours and ends the process."""


async def run(settings: Settings, clock: Clock) -> None:
    """Judges until cancelled."""
    client = await stream.connect(required(settings.nats_url), name="monitor")
    try:
        await stream.ensure_stream(client.jetstream(timeout=10), settings)
        await _Monitor(settings, clock, client).run()
    finally:
        await client.close()


class _Monitor:
    def __init__(self, settings: Settings, clock: Clock, client: Client) -> None:
        self._settings = settings
        self._database_url = required(settings.database_url)
        self._clock = clock
        self._client = client
        self._queries: Queries = load_queries("baqylau.monitor", "queries.sql")
        self._tally = Tally()
        self._means = Means(
            settings.partitions,
            client,
            self._queries,
            clock,
            Thresholds(),
            self._tally,
            asyncio.Semaphore(TURNS),
            asyncio.Lock(),
        )
        self._workers: dict[int, Worker] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow_register())
            tasks.create_task(self._keep_share(tasks))
            tasks.create_task(self._keep_quarantine())
            tasks.create_task(ticks.run(self._client, self._clock, self._settings, self._workers))
            tasks.create_task(keep_counters(self._database_url, "monitor", self._clock, self._tally))

    async def _keep_share(self, tasks: asyncio.TaskGroup) -> None:
        """Takes partitions up to this monitor's share and gives back what is over it, as monitors come and go."""
        while True:
            heed_cancellation()
            try:
                async with await postgres.connect(
                    self._database_url, autocommit=True, application_name="monitor"
                ) as presence:
                    await presence.execute("SELECT pg_advisory_lock_shared(%s, 0)", [PRESENCE_SPACE])
                    while True:
                        heed_cancellation()
                        await self._balance(presence, tasks)
                        await asyncio.sleep(REVIEW_S)
            except PASSING as cause:
                log.warning("the database is out of reach: %s", cause)
                await asyncio.sleep(REVIEW_S)

    async def _balance(self, presence: Connection, tasks: asyncio.TaskGroup) -> None:
        cursor = await presence.execute(self._queries["monitors_present"], {"space": PRESENCE_SPACE})
        present = max(1, postgres.fetched(await cursor.fetchone())[0])
        share = -(-self._settings.partitions // present)
        for partition in list(self._tasks)[share:]:
            self._tasks[partition].cancel()
        for partition in range(self._settings.partitions):
            if len(self._tasks) >= share:
                return
            if partition not in self._tasks:
                await self._try(partition, tasks)

    async def _try(self, partition: int, tasks: asyncio.TaskGroup) -> None:
        connection = await open_connection(self._database_url)
        if not await self._locked(connection, partition):
            await connection.close()
            return
        self._tasks[partition] = tasks.create_task(self._work(partition, connection))

    async def _locked(self, connection: Connection, partition: int) -> bool:
        cursor = await connection.execute(
            self._queries["lock_partition"], {"space": PARTITION_SPACE, "partition": partition}
        )
        held: bool = postgres.fetched(await cursor.fetchone())[0]
        await connection.commit()
        return held

    async def _work(self, partition: int, connection: Connection) -> None:
        """Ends when the partition is given up; `_keep_share` takes it, or another monitor does."""
        worker = Worker(partition, connection, self._means)
        self._workers[partition] = worker
        try:
            await worker.run()
        except PASSING as cause:
            self._tally.restarts += 1
            log.warning("partition %d starts again from its checkpoint: %s", partition, cause)
            await asyncio.sleep(0.5)
        except psycopg.errors.UniqueViolation as cause:
            # A device was known to be new here and is not: what is stored is right, so look at it afresh.
            self._tally.restarts += 1
            log.warning("partition %d starts again from its checkpoint: %s", partition, cause)
        finally:
            del self._workers[partition]
            del self._tasks[partition]
            await connection.close()

    async def _follow_register(self) -> None:
        while True:
            heed_cancellation()
            try:
                async with await postgres.connect(
                    self._database_url, autocommit=True, application_name="monitor"
                ) as listening:
                    await changes.listen(listening)
                    for worker in self._workers.values():
                        worker.register_changed(changes.Changes(frozenset(), frozenset(), everything=True))
                    async for change in changes.changes(listening):
                        for worker in self._workers.values():
                            worker.register_changed(change)
            except PASSING as cause:
                log.warning("cannot follow the register, trying again: %s", cause)
                await asyncio.sleep(REVIEW_S)

    async def _keep_quarantine(self) -> None:
        """One monitor at a time writes refused frames to the database."""
        while True:
            heed_cancellation()
            try:
                connection = await open_connection(self._database_url)
                try:
                    if await self._locked(connection, QUARANTINE_LOCK):
                        await quarantine.keep(
                            connection, self._client, self._queries, self._settings.partitions, self._tally
                        )
                finally:
                    await connection.close()
            except PASSING as cause:
                log.warning("quarantine starts again: %s", cause)
            await asyncio.sleep(REVIEW_S)
