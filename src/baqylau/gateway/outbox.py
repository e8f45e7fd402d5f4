"""Micro-batches to the stream: a report counts as stored when JetStream says so, and not before."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from baqylau.gateway.tally import Tally
from baqylau.observations.reports import Batch, Report, encode_batch
from baqylau.platform.clock import Clock

Stored = Callable[[], None]

MAX_REPORTS = 4_000
"""Per batch; the place of a report in its batch has 12 bits in a frame id."""

MAX_BATCH_BYTES = 512 * 1024
"""Raw bytes per batch, so that a message stays far below the stream's payload limit."""

RETRY_S = 0.5


class Pressure(Protocol):
    """Told when the outbox is too full to take more, and when it has room again."""

    def hold(self) -> None: ...

    def release(self) -> None: ...


@dataclass(slots=True)
class _Lane:
    partition: int
    reports: list[Report] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
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
        max_pending_bytes: int = 64 * 1024 * 1024,
    ) -> None:
        self._stream = stream
        self._clock = clock
        self._tally = tally
        self._linger_s = linger_s
        self._max_pending_bytes = max_pending_bytes
        self._pending_bytes = 0
        self._holding = False
        self._lanes: dict[int, _Lane] = {}
        self._origin = uuid.uuid4().hex
        self._count = 0
        self.pressure: Pressure | None = None

    def submit(self, partition: int, report: Report, stored: Stored) -> None:
        """Queues a report; `stored` is called once it is on disk."""
        lane = self._lanes.get(partition)
        if lane is None:
            lane = self._lanes[partition] = _Lane(partition)
        lane.reports.append(report)
        lane.stored.append(stored)
        self._pending_bytes += _weight(report)
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
        while lane.reports:
            count = _fitting(lane.reports)
            reports = tuple(lane.reports[:count])
            stored = lane.stored[:count]
            del lane.reports[:count], lane.stored[:count]
            await self._publish(lane.partition, reports)
            for tell in stored:
                tell()
            self._release(sum(map(_weight, reports)))
            if self._linger_s and len(lane.reports) < count:
                await asyncio.sleep(self._linger_s)
        lane.task = None

    async def _publish(self, partition: int, reports: tuple[Report, ...]) -> None:
        self._count += 1
        headers = {"Nats-Msg-Id": f"{self._origin}-{self._count}"}
        payload = encode_batch(Batch(self._clock.now_ms(), reports))
        while True:
            try:
                await self._stream.publish(f"observations.{partition}", payload, headers=headers, timeout=10)
            except (TimeoutError, NatsError, OSError):
                self._tally.stream_failures += 1
                await asyncio.sleep(RETRY_S)
            else:
                self._tally.batches += 1
                return

    def _release(self, weight: int) -> None:
        self._pending_bytes -= weight
        if self._holding and self._pending_bytes < self._max_pending_bytes // 2:
            self._holding = False
            if self.pressure is not None:
                self.pressure.release()


def _weight(report: Report) -> int:
    return 200 + len(report.raw)


def _fitting(reports: list[Report]) -> int:
    size = 0
    for index, report in enumerate(reports[:MAX_REPORTS]):
        size += 2 * len(report.raw) + 100
        if size > MAX_BATCH_BYTES and index:
            return index
    return min(len(reports), MAX_REPORTS)
