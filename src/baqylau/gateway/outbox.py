"""Micro-batches to the stream: a report counts as stored when JetStream says so, and not before."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import msgspec
from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from baqylau.gateway.tally import Tally
from baqylau.observations.reports import INDEX_BITS, Report
from baqylau.platform.clock import Clock
from baqylau.platform.stream import observations_subject

Stored = Callable[[], None]

MAX_REPORTS = 1 << INDEX_BITS
"""Per batch: the place of a report in its batch is part of its frame id."""

MAX_BATCH_BYTES = 512 * 1024
"""Per batch, so that a message stays below 1 MiB, what a NATS server takes by default."""

PUBLISH_S = 3.0
"""After so long a publication is repeated. Short, for a server that restarted has forgotten who waits; cheap, for the
stream knows the repeated one by its message id."""

RETRY_S = 0.25
BESIDE_BYTES = 200
"""What one waiting report costs in memory beside its own bytes, roughly."""

log = logging.getLogger(__name__)
_encode = msgspec.msgpack.Encoder().encode


class Unencodable(ValueError):
    """A report with a number beyond 64 bits or text that is not Unicode; the message says which."""


def encoded(report: Report) -> bytes:
    """Raises Unencodable. Each report by itself, so that one that cannot travel holds up no other."""
    try:
        return _encode(report)
    except (OverflowError, UnicodeEncodeError) as cause:
        raise Unencodable(str(cause)) from cause


def batch_of(clock_ms: int, reports: list[bytes]) -> bytes:
    """A Batch (see observations.reports) of reports that are encoded already."""
    return _encode((clock_ms, [msgspec.Raw(report) for report in reports]))


class Pressure(Protocol):
    """Told when the outbox is too full to take more, and when it has room again."""

    def hold(self) -> None: ...

    def release(self) -> None: ...


class _Waiting(NamedTuple):
    report: bytes
    stored: Stored


@dataclass(slots=True)
class _Lane:
    partition: int
    waiting: list[_Waiting] = field(default_factory=list)
    task: asyncio.Task[None] | None = None


class Outbox:
    """One lane a partition; in each lane one batch is under way at a time, so reports keep their order.

    While a batch is being stored the next one fills, so batches grow with the load by themselves. A publication
    that fails is repeated with the same message id until it succeeds: the stream drops the copy if the first
    one had arrived after all.
    """

    def __init__(
        self,
        stream: JetStreamContext,
        clock: Clock,
        tally: Tally,
        *,
        linger_s: float,
        max_reports: int = MAX_REPORTS,
        max_pending_bytes: int = 64 * 1024 * 1024,
    ) -> None:
        self._stream = stream
        self._clock = clock
        self._tally = tally
        self._linger_s = linger_s
        self._max_reports = min(max_reports, MAX_REPORTS)
        self._max_pending_bytes = max_pending_bytes
        self._pending_bytes = 0
        self._holding = False
        self._failing = False
        self._lanes: dict[int, _Lane] = {}
        self._origin = uuid.uuid4().hex
        self._count = 0
        self.pressure: Pressure | None = None

    def submit(self, partition: int, report: bytes, stored: Stored) -> None:
        """Queues an encoded report; `stored` is called once it is on disk."""
        lane = self._lanes.get(partition)
        if lane is None:
            lane = self._lanes[partition] = _Lane(partition)
        lane.waiting.append(_Waiting(report, stored))
        self._pending_bytes += BESIDE_BYTES + len(report)
        if lane.task is None:
            lane.task = asyncio.get_running_loop().create_task(self._drain(lane))
        if self._pending_bytes > self._max_pending_bytes and not self._holding:
            self._holding = True
            if self.pressure is not None:
                self.pressure.hold()

    async def finish(self) -> None:
        """Waits until everything submitted is stored."""
        while tasks := [lane.task for lane in self._lanes.values() if lane.task is not None]:
            await asyncio.gather(*tasks)

    async def _drain(self, lane: _Lane) -> None:
        if self._linger_s:
            await asyncio.sleep(self._linger_s)
        while lane.waiting:
            batch = lane.waiting[: self._max_reports]
            del batch[fitting([len(each.report) for each in batch]) :]
            del lane.waiting[: len(batch)]
            await self._publish(lane.partition, [each.report for each in batch])
            for each in batch:
                each.stored()
            self._release(sum(BESIDE_BYTES + len(each.report) for each in batch))
            if self._linger_s and len(lane.waiting) < len(batch):
                await asyncio.sleep(self._linger_s)
        lane.task = None

    async def _publish(self, partition: int, reports: list[bytes]) -> None:
        self._count += 1
        headers = {"Nats-Msg-Id": f"{self._origin}-{self._count}"}
        subject = observations_subject(partition)
        payload = batch_of(self._clock.now_ms(), reports)
        while True:
            try:
                await self._stream.publish(subject, payload, headers=headers, timeout=PUBLISH_S)
            except (TimeoutError, NatsError, OSError) as cause:
                self._failed(cause)
                await asyncio.sleep(RETRY_S)
            else:
                self._succeeded()
                return

    def _failed(self, cause: Exception) -> None:
        self._tally.stream_failures += 1
        if not self._failing:
            self._failing = True
            log.warning(
                "the stream does not take frames, devices wait for it: %s", cause or type(cause).__name__
            )

    def _succeeded(self) -> None:
        self._tally.batches += 1
        if self._failing:
            self._failing = False
            log.warning("the stream takes frames again")

    def _release(self, weight: int) -> None:
        self._pending_bytes -= weight
        if self._holding and self._pending_bytes < self._max_pending_bytes // 2:
            self._holding = False
            if self.pressure is not None:
                self.pressure.release()


def fitting(sizes: list[int]) -> int:
    """How many reports of these sizes, in bytes, go into one batch: at least one."""
    total = 0
    for index, size in enumerate(sizes):
        total += size
        if total > MAX_BATCH_BYTES and index:
            return index
    return len(sizes)
