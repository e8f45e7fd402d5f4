"""One partition from its checkpoint onward: read, judge, commit, again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import msgspec
import psycopg
from nats.aio.client import Client

from baqylau.incidents.figures import in_force
from baqylau.incidents.terms import DEFAULT_TERMS
from baqylau.monitor.commit import Commit
from baqylau.monitor.duplicates import Newest, Sieve
from baqylau.monitor.judge import Judge
from baqylau.monitor.people import People
from baqylau.monitor.reader import Reader, Stored
from baqylau.monitor.tally import Tally
from baqylau.observations.reports import Batch, Report, decode_batch, frame_id
from baqylau.platform.cancellation import heed_cancellation
from baqylau.platform.clock import Clock
from baqylau.platform.postgres import Queries
from baqylau.platform.stream import STREAM, observations_subject
from baqylau.register.changes import Changes
from baqylau.register.partition import partition_of
from baqylau.register.store import Connection
from baqylau.rules.thresholds import Thresholds

MOST_BYTES = 700_000
"""Of stream messages in one transaction: a few thousand fixes, committed in well under a second."""

TURNS = 3
"""Partitions that hold decoded batches at a time: one is judged while others wait for the database."""

WAIT_S = 0.5
log = logging.getLogger(__name__)


class WrongPartitions(RuntimeError):
    """The database was filled with another number of partitions."""


@dataclass(frozen=True, slots=True)
class Means:
    """What all workers of a monitor share.

    turns: held by who has decoded batches. loading: held by who compiles orders, which stand in memory in full.
    """

    partitions: int
    client: Client
    queries: Queries
    clock: Clock
    thresholds: Thresholds
    tally: Tally
    turns: asyncio.Semaphore
    loading: asyncio.Lock


class Worker:
    """Owns one partition while it runs; the connection it is given holds the partition's lock."""

    def __init__(self, partition: int, connection: Connection, means: Means) -> None:
        self.partition = partition
        self._connection = connection
        self._means = means
        self._queries = means.queries
        self._newest = Newest(means.queries)
        self.people = People(means.thresholds)
        self._terms = DEFAULT_TERMS
        self._judge = Judge(self.people)
        self._changed: list[Changes] = []
        self._seq = 0
        self.clock_ms = 0

    def register_changed(self, changes: Changes) -> None:
        """Taken in between two transactions."""
        self._changed.append(changes)

    async def run(self) -> None:
        """Until cancelled, or until the database or the stream fails: then a new worker starts from the checkpoint."""
        await self._load()
        reader = Reader(self._means.client, observations_subject(self.partition), self._seq)
        await reader.open()
        await self._report_dropped()
        try:
            while True:
                heed_cancellation()
                if self._changed:
                    await self._take_in_changes()
                messages = await reader.next(MOST_BYTES, WAIT_S)
                if messages:
                    async with self._means.turns:
                        await self._commit(messages)
        finally:
            await reader.close()

    async def _report_dropped(self) -> None:
        """What the stream dropped by size or age before it was judged is lost to us, and must be seen to be."""
        info = await self._means.client.jetstream(timeout=10).stream_info(STREAM)
        dropped = info.state.first_seq - self._seq - 1
        if self._seq and dropped > 0:
            self._means.tally.dropped_by_stream += dropped
            log.error(
                "partition %d: the stream no longer holds messages %d to %d, up to %d batches were never judged; "
                "raise BAQYLAU_STREAM_MAX_BYTES or BAQYLAU_STREAM_MAX_AGE_S",
                self.partition, self._seq + 1, info.state.first_seq - 1, dropped,
            )  # fmt: skip

    async def _load(self) -> None:
        cursor = await self._connection.execute(self._queries["checkpoint"], {"partition": self.partition})
        row = await cursor.fetchone()
        if row is not None:
            self._seq, self.clock_ms, partitions = row
            if partitions != self._means.partitions:
                raise WrongPartitions(
                    f"the database was filled with {partitions} partitions, "
                    f"BAQYLAU_PARTITIONS is {self._means.partitions}: set it back to {partitions}"
                )
        figures = await in_force(self._connection, self._means.thresholds)
        self._terms = figures.terms
        self.people = People(figures.thresholds)
        self._judge = Judge(self.people)
        async with self._means.loading:
            await self.people.load(self._connection, self._queries, self.partition, self._means.partitions)
        self._judge.clock_ms = self.clock_ms
        await self._judge_now(self.people.ids())
        log.info(
            "partition %d: %d people from message %d on", self.partition, len(self.people), self._seq + 1
        )

    async def _take_in_changes(self) -> None:
        changes, self._changed = self._changed, []
        if any(change.everything for change in changes):
            await self._load()
            return
        changed = {person for change in changes for person in change.people}
        mine = sorted(person for person in changed if self._is_mine(person))
        await self._judge_now(await self.people.reload(self._connection, self._queries, mine))

    def _is_mine(self, person_id: int) -> bool:
        return partition_of(person_id, 0, self._means.partitions) == self.partition

    async def _judge_now(self, people: list[int]) -> None:
        """Judges people by the clock as it last stood, so that deadlines are known and new orders apply."""
        commit = self._new_commit()
        if self.clock_ms:
            await self._judge.judge({person: [] for person in people}, frame_id(self._seq + 1, 0), commit)
        await self._finish(commit)

    async def _commit(self, messages: list[Stored]) -> None:
        batches = [(message.seq, self._decoded(message)) for message in messages]
        commit = self._new_commit()
        reports = [report for _, batch in batches for report in batch.reports]
        await self._meet(reports)
        sifted = iter(await Sieve(self._newest).sift(self._connection, self._queries, reports))
        for seq, batch in batches:
            await self._judge.take(seq, batch, list(islice(sifted, len(batch.reports))), commit)
        self._seq = messages[-1].seq
        self.clock_ms = self._judge.clock_ms
        fixes = len(commit.fixes)
        await self._finish(commit)
        self._means.tally.messages += len(messages)
        self._means.tally.fixes += fixes

    async def _finish(self, commit: Commit) -> None:
        await commit.flush(self.clock_ms)
        if self.clock_ms:
            await self._connection.execute(
                self._queries["save_checkpoint"],
                {
                    "partition": self.partition,
                    "partitions": self._means.partitions,
                    "stream_seq": self._seq,
                    "clock_ms": self.clock_ms,
                },
            )
        await self._connection.commit()

    async def _meet(self, reports: Sequence[Report]) -> None:
        """The gateway may have learned of a new person, or of a device newly worn, a moment before us."""
        # What is passed on for a person's judging comes from a device that this person does not wear.
        own = (each for each in reports if each.activation_id is not None)
        news = {(each.person_id, each.device_id) for each in own if each.person_id is not None}
        strangers = {
            person for person, device in news if person is not None and not self._knows(person, device)
        }
        if strangers:
            await self.people.reload(self._connection, self._queries, sorted(strangers))

    def _knows(self, person_id: int, device_id: int) -> bool:
        watched = self.people.get(person_id)
        return watched is not None and any(device_id == worn for worn, _ in watched.programme.devices)

    def _new_commit(self) -> Commit:
        return Commit(self._connection, self._queries, self._means.clock.now_ms(), self._terms)

    def _decoded(self, message: Stored) -> Batch:
        try:
            return decode_batch(message.data)
        except (msgspec.DecodeError, msgspec.ValidationError):
            self._means.tally.unreadable += 1
            log.error(
                "message %d of partition %d is no batch and is passed over", message.seq, self.partition
            )
            return Batch(self.clock_ms)


async def open_connection(database_url: str) -> Connection:
    """For a worker: the stream is the durable log, so a commit need not wait for the disk.

    What a crash of PostgreSQL takes back includes the checkpoint, and is judged and stored again from the stream.
    """
    connection = await psycopg.AsyncConnection.connect(
        database_url, options="-c synchronous_commit=off -c timezone=UTC", application_name="monitor"
    )
    connection.prepare_threshold = 2
    return connection
