"""Frames that were refused travel to quarantine through the stream, without ever holding up good ones."""

from __future__ import annotations

import asyncio
import contextlib

from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from baqylau.gateway.tally import Tally
from baqylau.observations.refused import MAX_RAW_BYTES, RefusedFrame, encode_refused

MAX_WAITING = 10_000
MAX_PER_MESSAGE = 50
SUBJECT = "observations.quarantine"


class Quarantine:
    """A bounded queue in front of the stream's quarantine subject. What does not fit is counted, not kept."""

    def __init__(self, stream: JetStreamContext, tally: Tally) -> None:
        self._stream = stream
        self._tally = tally
        self._waiting: asyncio.Queue[RefusedFrame] = asyncio.Queue(MAX_WAITING)

    def put(self, frame: RefusedFrame) -> None:
        self._tally.refused[frame.reason] += 1
        try:
            self._waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self._tally.quarantine_dropped += 1

    async def run(self) -> None:
        while True:
            frames = [await self._waiting.get()]
            with contextlib.suppress(asyncio.QueueEmpty):
                while len(frames) < MAX_PER_MESSAGE:
                    frames.append(self._waiting.get_nowait())
            await self._publish(encode_refused(frames))

    async def _publish(self, payload: bytes) -> None:
        while True:
            try:
                await self._stream.publish(SUBJECT, payload, timeout=10)
            except (TimeoutError, NatsError, OSError):
                self._tally.stream_failures += 1
                await asyncio.sleep(1)
            else:
                return


def shortened(raw: bytes) -> bytes:
    return raw[:MAX_RAW_BYTES]
