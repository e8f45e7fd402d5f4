"""The number last heard of each device, kept in the stream server so that a restart hides no gap."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec
from nats.js import JetStreamContext
from nats.js.api import StorageType, StreamConfig
from nats.js.errors import NotFoundError

from baqylau.observations import SequenceGap
from baqylau.protocols.baqylau_device import Counter, gap, later

STREAM = "DEVICE_SEQUENCES"
_PREFIX = "device_sequences"


async def ensure_stream(jetstream: JetStreamContext, replicas: int) -> None:
    """One message a device, its newest."""
    wanted = StreamConfig(
        name=STREAM,
        description="Series and number of the newest message of each device that numbers its messages.",
        subjects=[f"{_PREFIX}.*"],
        storage=StorageType.FILE,
        max_msgs_per_subject=1,
        num_replicas=replicas,
        allow_direct=True,
    )
    try:
        await jetstream.stream_info(STREAM)
    except NotFoundError:
        await jetstream.add_stream(wanted)


class Sequences:
    """Held in memory from a device's first message on."""

    def __init__(self, jetstream: JetStreamContext) -> None:
        self._jetstream = jetstream
        self._known: dict[str, Counter | None] = {}

    async def hear(self, identity: str, heard: Counter, time_ms: int) -> SequenceGap | None:
        """Takes note of a message; what is missing before it. Raises nats' errors while the stream is away."""
        if identity not in self._known:
            self._known[identity] = await self._kept(identity)
        known = self._known[identity]
        self._known[identity] = later(known, heard)
        return gap(known, heard, time_ms)

    async def keep(self, heard: Mapping[str, Counter]) -> None:
        """Returns once these are on disk."""
        await asyncio.gather(
            *(
                self._jetstream.publish(f"{_PREFIX}.{identity}", msgspec.msgpack.encode(tuple(counter)))
                for identity, counter in heard.items()
            )
        )

    async def _kept(self, identity: str) -> Counter | None:
        try:
            message = await self._jetstream.get_last_msg(STREAM, f"{_PREFIX}.{identity}", direct=True)
        except NotFoundError:
            return None
        series, sequence = msgspec.msgpack.decode(message.data or b"", type=tuple[int, int])
        return Counter(series, sequence)
