"""One partition of the stream, read in order from a sequence on."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from baqylau.platform.stream import STREAM

CREDIT = 512
"""Messages asked for ahead of use."""

MAX_AHEAD_BYTES = 8 * 1024 * 1024
EXPIRES_S = 5.0
SILENCE_S = 12.0
"""Longer than a request lives: no message and no status for so long means the consumer is gone."""

INACTIVE_S = 60.0


class StreamLost(ConnectionError):
    """The consumer does not answer any more; open the reader again from the last sequence."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A message of the stream and its sequence."""

    seq: int
    data: bytes


class Reader:
    """A pull consumer without acknowledgements: the position is kept with what was committed, not in the stream."""

    def __init__(self, client: Client, subject: str, after_seq: int) -> None:
        self._client = client
        self._subject = subject
        self._last_seq = after_seq
        self._arrived: deque[Stored] = deque()
        self._news = asyncio.Event()
        self._outstanding = 0
        self._heard = 0.0
        self._broken = False
        self._delivered = 0
        self._reconnects = 0
        self._consumer = ""
        self._inbox = ""
        self._subscription: Subscription | None = None

    async def open(self) -> None:
        jetstream = self._client.jetstream(timeout=10)
        consumer = await jetstream.add_consumer(
            STREAM,
            ConsumerConfig(
                deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
                opt_start_seq=self._last_seq + 1,
                ack_policy=AckPolicy.NONE,
                filter_subject=self._subject,
                inactive_threshold=INACTIVE_S,
                mem_storage=True,
                num_replicas=1,
            ),
        )
        self._consumer = consumer.name or ""
        self._inbox = self._client.new_inbox()
        self._subscription = await self._client.subscribe(
            self._inbox, cb=self._take, pending_bytes_limit=-1, pending_msgs_limit=-1
        )
        self._heard = asyncio.get_running_loop().time()
        self._reconnects = self._client.stats["reconnects"]
        await self._ask()

    async def close(self) -> None:
        if self._subscription is not None and not self._client.is_closed:
            await self._subscription.unsubscribe()
            self._subscription = None

    async def next(self, most_bytes: int, wait_s: float) -> list[Stored]:
        """What has arrived, at least one message unless `wait_s` passes. Raises StreamLost."""
        if not self._arrived:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), wait_s)
            except TimeoutError:
                self._check_alive()
                return []
        if self._broken:
            raise StreamLost(f"the consumer of {self._subject} is gone")
        taken: list[Stored] = []
        size = 0
        while self._arrived and size < most_bytes:
            taken.append(self._arrived.popleft())
            size += len(taken[-1].data)
        if self._outstanding < CREDIT // 2:
            await self._ask()
        return taken

    def _check_alive(self) -> None:
        if self._client.stats["reconnects"] != self._reconnects:
            raise StreamLost(f"the connection was lost while reading {self._subject}")
        if self._broken or asyncio.get_running_loop().time() - self._heard > SILENCE_S:
            raise StreamLost(f"nothing heard of the consumer of {self._subject} for {SILENCE_S:.0f} s")

    async def _ask(self) -> None:
        request = {"batch": CREDIT, "expires": int(EXPIRES_S * 1e9), "max_bytes": MAX_AHEAD_BYTES}
        self._outstanding += CREDIT
        try:
            await self._client.publish(
                f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{self._consumer}",
                json.dumps(request).encode(),
                reply=self._inbox,
            )
        except NatsError as cause:
            raise StreamLost(f"cannot ask for messages of {self._subject}: {cause}") from cause

    async def _take(self, message: Msg) -> None:
        self._heard = asyncio.get_running_loop().time()
        status = (message.headers or {}).get("Status")
        if status is not None and not message.data:
            await self._take_status(status, message.headers or {})
            return
        self._outstanding -= 1
        seq = message.metadata.sequence.stream
        self._delivered += 1
        if message.metadata.sequence.consumer != self._delivered:
            # Nothing is acknowledged, so what was lost on the way is not delivered again.
            self._broken = True
        if self._broken:
            self._news.set()
            return
        if seq <= self._last_seq:
            return
        self._last_seq = seq
        self._arrived.append(Stored(seq, message.data))
        self._news.set()

    async def _take_status(self, status: str, headers: dict[str, str]) -> None:
        if status in ("404", "408", "409") and "Consumer Deleted" not in headers.get("Description", ""):
            # The request has ended; what it left undelivered is asked for again.
            self._outstanding = max(0, self._outstanding - int(headers.get("Nats-Pending-Messages", CREDIT)))
            if self._outstanding < CREDIT // 2:
                await self._ask()
            return
        if status == "100":
            return
        self._broken = True
        self._news.set()
