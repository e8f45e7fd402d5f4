"""What devices publish by MQTT, read from where NATS keeps it: a device's PUBACK means it is on disk there.

NATS stores publications of QoS 1 in its stream `$MQTT_msgs` before it sends PUBACK, for as long as a consumer has
not acknowledged them. A durable consumer of ours acknowledges what the stream of observations has stored, so
what was published while no gateway ran is read when one returns. See docs/decisions/mqtt-read-from-its-stream.md.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import ClassVar, NamedTuple

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, ConsumerInfo, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from baqylau.gateway import sequences
from baqylau.gateway.answers import Peer
from baqylau.gateway.mqtt_commands import Way, Ways
from baqylau.gateway.reception import Channel, Reception
from baqylau.gateway.sequences import Sequences
from baqylau.observations import Observation
from baqylau.platform.cancellation import heed_cancellation
from baqylau.protocols.baqylau_device import Counter, read_publication
from baqylau.protocols.commanding import Sending
from baqylau.protocols.language import Event, FrameError, Message, Refusal
from baqylau.protocols.owntracks import read_payload
from baqylau.register.command import Command

STREAM = "$MQTT_msgs"
DURABLE = "baqylau"
_PREFIX = "$MQTT.msgs."
_SUBJECTS = (f"{_PREFIX}baqylau.>", f"{_PREFIX}owntracks.>")
_DELIVERED_TO = "baqylau.mqtt.delivered"

ACKNOWLEDGE_S = 60.0
UNDER_WAY = 2_000
"""Publications between NATS and us: when the stream of observations takes no more, NATS waits here."""

_REMEMBERED = 4 * UNDER_WAY
RETRY_S = 1.0
FINISH_S = 5.0

_DEVICE = Channel("baqylau_device", "mqtt")
_PHONE = Channel("owntracks", "mqtt")
log = logging.getLogger(__name__)


class _Publication(Peer):
    """The sender of one publication: it is owed nothing but that we let NATS forget it."""

    __slots__ = ("_stored", "_taken", "_way")
    lasting: ClassVar = False
    remains: ClassVar = True

    def __init__(self, stored: Callable[[], None], way: Way) -> None:
        super().__init__()
        self.address = "mqtt"
        self._stored = stored
        self._taken = False
        self._way = way

    def taken(self) -> None:
        """All of it was handed on."""
        self._taken = True
        self._look()

    def settle(self) -> None:
        super().settle()
        self._look()

    @property
    def tells(self) -> bool:
        return True

    def tell(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        return self._way.tell(command)

    def send(self, replies: list[bytes]) -> None:
        """PUBACK was sent by NATS: what goes out here are commands."""
        self._way.send(replies)

    def _look(self) -> None:
        if self._taken and not self.waiting:
            self._taken = False
            self._stored()


class _Read(NamedTuple):
    channel: Channel
    events: list[Event]
    device: str | None = None
    counter: Counter | None = None


class Publications:
    """Reads for as long as it runs; one gateway at a time, the others wait to take over.

    ready: set once NATS keeps publications for us, so that devices may be let in.
    """

    def __init__(self, client: Client, reception: Reception, *, replicas: int) -> None:
        self._client = client
        self._jetstream = client.jetstream(timeout=10)
        self._reception = reception
        self._replicas = replicas
        self._sequences = Sequences(self._jetstream)
        self._ways = Ways(client)
        self._under_way: dict[int, str] = {}
        self._done: dict[int, None] = {}
        self._stored: list[tuple[int, _Read]] = []
        self._news = asyncio.Event()
        self._stopping = False
        self.ready = asyncio.Event()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._acknowledge())
            while not self._stopping:
                try:
                    await self._follow()
                except (NatsError, TimeoutError, OSError) as cause:
                    log.warning("publications by MQTT wait: %s", cause or type(cause).__name__)
                await asyncio.sleep(RETRY_S)

    async def finish(self) -> None:
        """Takes nothing more and lets NATS forget what is stored; the rest comes again after a restart."""
        self._stopping = True
        try:
            async with asyncio.timeout(FINISH_S):
                while self._under_way:
                    await asyncio.sleep(RETRY_S / 100)
                await self._client.flush()
        except (NatsError, TimeoutError):
            log.warning("%d publications by MQTT come again after the restart", len(self._under_way))

    async def _follow(self) -> None:
        await self._ensure_stream()
        await sequences.ensure_stream(self._jetstream, self._replicas)
        consumer = await self._consumer()
        self.ready.set()
        while consumer.push_bound:
            await asyncio.sleep(RETRY_S)
            consumer = await self._consumer()
        last = None
        delivered = (consumer.delivered.stream_seq if consumer.delivered else 0) or 0
        await self._take_overdue(delivered + 1)
        subscription = await self._client.subscribe(_DELIVERED_TO)
        try:
            async for message in subscription.messages:
                if self._stopping:
                    return
                place = message.metadata.sequence
                if last is not None and place.consumer != last + 1:
                    # Deliveries were lost on the way: they come before this one.
                    await self._take_overdue(place.stream)
                last = place.consumer
                await self._take(place.stream, message.subject, message.data, message.reply)
        finally:
            if not self._client.is_closed:
                await subscription.unsubscribe()

    async def _ensure_stream(self) -> None:
        try:
            await self._jetstream.stream_info(STREAM)
        except NotFoundError:
            await self._jetstream.add_stream(_stream(self._replicas))

    async def _consumer(self) -> ConsumerInfo:
        try:
            found: ConsumerInfo = await self._jetstream.consumer_info(STREAM, DURABLE)
        except NotFoundError:
            found = await self._jetstream.add_consumer(STREAM, _consumer())
        return found

    async def _take_overdue(self, before: int) -> None:
        """What was delivered and never acknowledged, in its order, ahead of what is delivered next.

        NATS repeats it only after a minute; a device's messages would then be out of order and look like a gap.
        """
        consumer = await self._consumer()
        floor = (consumer.ack_floor.stream_seq if consumer.ack_floor else 0) or 0
        for number in range(floor + 1, before):
            if number in self._under_way or number in self._done:
                continue
            try:
                kept = await self._jetstream.get_msg(STREAM, number)
            except NotFoundError:
                continue
            subject = kept.subject or ""
            if subject.startswith(tuple(each.removesuffix(">") for each in _SUBJECTS)):
                await self._take(number, subject, kept.data or b"", "")

    async def _take(self, number: int, subject: str, payload: bytes, reply: str) -> None:
        if number in self._done:
            await self._let_forget(reply)
            return
        if number in self._under_way:
            self._under_way[number] = reply
            return
        now_ms = self._reception.clock.now_ms()
        read = await self._read(topic_of(subject), payload, now_ms)
        self._under_way[number] = reply
        way = self._ways.way_of(topic_of(subject))
        publication = _Publication(partial(self._note_stored, number, read), way)
        self._reception.take(read.events, publication, read.channel, now_ms)
        publication.taken()

    async def _read(self, topic: str, payload: bytes, now_ms: int) -> _Read:
        if topic.startswith("owntracks/"):
            return _Read(_PHONE, _from_phone(topic, payload, now_ms))
        reading = read_publication(topic, payload)
        message, counter = reading.message, reading.counter
        device = message.device if message else None
        if message is not None and counter is not None and device is not None:
            gap = await self._sequences.hear(device, counter, reading.time_ms)
            if gap is not None:
                message = Message(message.raw, device, (*message.observations, gap))
        events: list[Event] = [event for event in (message, reading.refusal) if event is not None]
        return _Read(_DEVICE, events, device, counter)

    def _note_stored(self, number: int, read: _Read) -> None:
        self._stored.append((number, read))
        self._news.set()

    async def _acknowledge(self) -> None:
        while True:
            heed_cancellation()
            await self._news.wait()
            self._news.clear()
            stored, self._stored = self._stored, []
            heard = {
                read.device: read.counter
                for _, read in stored
                if read.device is not None and read.counter is not None
            }
            await self._keep(heard)
            for number, _ in stored:
                self._done[number] = None
                await self._let_forget(self._under_way.pop(number))
            for number in list(self._done)[: max(0, len(self._done) - _REMEMBERED)]:
                del self._done[number]

    async def _let_forget(self, reply: str) -> None:
        if not reply:
            return
        try:
            await self._client.publish(reply, b"+ACK")
        except NatsError as cause:
            # It is delivered again, and then known as stored.
            log.warning("a publication by MQTT comes again: %s", cause or type(cause).__name__)

    async def _keep(self, heard: dict[str, Counter]) -> None:
        while True:
            heed_cancellation()
            try:
                await self._sequences.keep(heard)
            except (NatsError, TimeoutError, OSError):
                self._reception.tally.stream_failures += 1
                await asyncio.sleep(RETRY_S)
            else:
                return


def topic_of(subject: str) -> str:
    """NATS writes a topic's / as . and its . as // (docs.nats.io: MQTT, Topics and Subjects)."""
    parts = subject.removeprefix(_PREFIX).split("//")
    return ".".join(part.replace(".", "/") for part in parts)


def _from_phone(topic: str, payload: bytes, now_ms: int) -> list[Event]:
    try:
        report = read_payload(payload, now_ms, topic)
    except FrameError as error:
        user, _, device = topic.removeprefix("owntracks/").partition("/")
        return [Refusal(payload, error, f"{user}/{device.partition('/')[0]}")]
    seen: tuple[Observation, ...] = report.observations
    return [Message(payload, report.device, seen)] if seen else []


def _stream(replicas: int) -> StreamConfig:
    """As NATS makes it itself when the first device connects; made here, it is there before any device."""
    return StreamConfig(
        name=STREAM,
        subjects=[f"{_PREFIX}>"],
        retention=RetentionPolicy.INTEREST,
        storage=StorageType.FILE,
        num_replicas=replicas,
    )


def _consumer() -> ConsumerConfig:
    return ConsumerConfig(
        durable_name=DURABLE,
        deliver_subject=_DELIVERED_TO,
        filter_subjects=list(_SUBJECTS),
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACKNOWLEDGE_S,
        max_ack_pending=UNDER_WAY,
    )
