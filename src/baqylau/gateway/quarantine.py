"""Frames that were refused travel to quarantine through the stream, without ever holding up good ones."""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Callable

from nats.errors import Error as NatsError
from nats.js import JetStreamContext

from baqylau.gateway.tally import Tally
from baqylau.observations.refused import MAX_RAW_BYTES, RefusedFrame, encode_refused
from baqylau.platform.cancellation import heed_cancellation

MAX_WAITING = 5_000
MAX_WAITING_BYTES = 16 * 1024 * 1024
MAX_PER_MESSAGE = 50
KEPT_PER_S = 50.0
KEPT_AT_ONCE = 5_000
SUBJECT = "observations.quarantine"


class Allowance:
    """So many at once, and so many a second in the long run: a flood must not push good frames out of the stream."""

    def __init__(self, at_once: float, per_s: float) -> None:
        self._at_once = at_once
        self._per_s = per_s
        self._left = at_once
        self._at_s = 0.0

    def take(self, now_s: float) -> bool:
        """Whether one more may pass at this time, in seconds of a clock that never goes back."""
        self._left = min(self._at_once, self._left + (now_s - self._at_s) * self._per_s)
        self._at_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Quarantine:
    """A bounded queue in front of the stream's quarantine subject. What does not fit is counted, not kept."""

    def __init__(self, stream: JetStreamContext, tally: Tally, loop_time: Callable[[], float]) -> None:
        self._stream = stream
        self._tally = tally
        self._loop_time = loop_time
        self._allowance = Allowance(KEPT_AT_ONCE, KEPT_PER_S)
        self._waiting: deque[RefusedFrame] = deque()
        self._waiting_bytes = 0
        self._news = asyncio.Event()
        self._origin = uuid.uuid4().hex
        self._count = 0

    def put(self, frame: RefusedFrame) -> None:
        self._tally.refused[frame.reason] += 1
        full = len(self._waiting) >= MAX_WAITING or self._waiting_bytes >= MAX_WAITING_BYTES
        if full or not self._allowance.take(self._loop_time()):
            self._tally.quarantine_dropped += 1
            return
        self._waiting.append(frame)
        self._waiting_bytes += len(frame.raw)
        self._news.set()

    async def run(self) -> None:
        while True:
            heed_cancellation()
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                frames = [self._waiting.popleft() for _ in range(min(MAX_PER_MESSAGE, len(self._waiting)))]
                self._waiting_bytes -= sum(len(frame.raw) for frame in frames)
                await self._publish(encode_refused(frames))

    async def _publish(self, payload: bytes) -> None:
        self._count += 1
        headers = {"Nats-Msg-Id": f"{self._origin}-q{self._count}"}
        while True:
            heed_cancellation()
            try:
                await self._stream.publish(SUBJECT, payload, headers=headers, timeout=10)
            except (TimeoutError, NatsError, OSError):
                self._tally.stream_failures += 1
                await asyncio.sleep(1)
            else:
                return


def shortened(raw: bytes) -> bytes:
    return raw[:MAX_RAW_BYTES]
