"""Time comes to the rules through the stream: the owner of a partition says what time it is when no report does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from nats.aio.client import Client
from nats.errors import Error as NatsError

from baqylau.monitor.worker import Worker
from baqylau.observations.reports import Batch, encode_batch
from baqylau.platform.cancellation import heed_cancellation
from baqylau.platform.clock import Clock
from baqylau.platform.settings import Settings
from baqylau.platform.stream import observations_subject

SHORTEST_S = 0.1
log = logging.getLogger(__name__)


async def run(client: Client, clock: Clock, settings: Settings, workers: Mapping[int, Worker]) -> None:
    """Publishes a batch without reports to each partition whose clock has fallen behind by a tick."""
    jetstream = client.jetstream(timeout=5)
    pause_s = max(SHORTEST_S, clock.real_seconds(settings.tick_interval_ms))
    while True:
        heed_cancellation()
        now_ms = clock.now_ms()
        for partition, worker in list(workers.items()):
            if now_ms - worker.clock_ms < settings.tick_interval_ms:
                continue
            try:
                await jetstream.publish(observations_subject(partition), encode_batch(Batch(now_ms)))
            except (NatsError, OSError, TimeoutError) as cause:
                log.warning("partition %d cannot be told the time: %s", partition, cause)
        await asyncio.sleep(pause_s)
