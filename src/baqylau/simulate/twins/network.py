"""How a device's memory reaches the gateway in simulated time: in batches, late, twice, and never before it can.

The same bytes go into the same languages as from a socket, and the replies come back to the device; only the sockets
are missing. What a device was not told is taken, it keeps and sends again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from baqylau.observations import Observation
from baqylau.protocols.baqylau_device import read_publication
from baqylau.protocols.catalogue import language
from baqylau.protocols.language import Event, Language, Message, Refusal
from baqylau.simulate.network import Weather
from baqylau.simulate.sources import expressible, seeded, urgent
from baqylau.simulate.speak import SEQUENCES, ProtocolName, Record, speaker
from baqylau.simulate.speak.baqylau_device import Messages, report_topic
from baqylau.simulate.twins.bodies import Body
from baqylau.simulate.twins.fixes import within
from baqylau.simulate.twins.kit import OWN
from baqylau.simulate.twins.radio import HEARTBEAT_MS
from baqylau.simulate.twins.truth import Span

ON_THE_WAY_MS: Final = (300, 2_500)
RETRY_MS: Final = 30_000
LATE_AFTER_MS: Final = 180_000


class Delivered(NamedTuple):
    """What one frame said when it arrived. device: index in the kit."""

    received_ms: int
    device: int
    protocol: str
    raw: bytes
    observations: tuple[Observation, ...]


class Refused(RuntimeError):
    """A language did not read what a twin said: a mistake here or there, never noise."""


@dataclass(slots=True)
class Line:
    """One device's way to the gateway."""

    body: Body
    index: int
    weather: Weather
    spells: tuple[Span, ...]

    def deliveries(self, from_ms: int) -> Iterator[Delivered]:
        if self.body.fitted.protocol == OWN:
            return self._messages(from_ms)
        return self._records(from_ms)

    def _random(self) -> Random:
        return seeded(self.body.truth.seed, "line", self.body.truth.script.person, self.body.fitted.identity)

    def _online(self, time_ms: int) -> bool:
        truth = self.body.truth
        unheard = truth.spans("loses_network") if self.body.fitted.installed else truth.unheard()
        return not within(unheard, time_ms) and not within(self.spells, time_ms)

    def _messages(self, from_ms: int) -> Iterator[Delivered]:
        """A note is a message; what could not be sent goes out oldest first with the next."""
        body, random = self.body, self._random()
        fitted = body.fitted
        messages = Messages(fitted.identity, random.getrandbits(40), encoding=fitted.encoding)
        kept: deque[bytes] = deque()
        for note in body.notes(from_ms):
            kept.append(messages.write(body.clock(note.time_ms), note.observations))
            if not self._online(note.time_ms):
                continue
            received_ms = note.time_ms + random.randint(*ON_THE_WAY_MS)
            while kept:
                fate = self.weather.fate(random)
                if fate == "frame":
                    received_ms += RETRY_MS
                    continue
                for _ in range(2 if fate == "reply" else 1):
                    yield self._published(kept[0], received_ms)
                    received_ms += 20
                kept.popleft()

    def _published(self, payload: bytes, received_ms: int) -> Delivered:
        reading = read_publication(report_topic(self.body.fitted.identity), payload)
        if reading.message is None or reading.refusal is not None:
            raise Refused(f"{self.body.fitted.identity}: {reading.refusal}")
        return Delivered(received_ms, self.index, OWN, payload, reading.message.observations)

    def _records(self, from_ms: int) -> Iterator[Delivered]:
        """Every five minutes, and at once when something changes; oldest first after an outage."""
        body, random = self.body, self._random()
        connection = _Connection(body.fitted.protocol, body.fitted.identity)
        kept: deque[Record] = deque()
        last: Record | None = None
        due_ms = from_ms
        for said in body.records(from_ms):
            record = expressible(connection.protocol, said)
            pressing = urgent(last, record)
            kept.append(record)
            last = record
            time_ms = record.time_ms - body.clock_error_ms
            if not pressing and time_ms < due_ms:
                continue
            due_ms = time_ms + min(HEARTBEAT_MS, body.truth.still_ms)
            if not self._online(time_ms):
                connection.lost()
                continue
            received_ms = time_ms + random.randint(*ON_THE_WAY_MS)
            while kept:
                chunk = [kept[index] for index in range(min(connection.records_per_frame, len(kept)))]
                fate = self.weather.fate(random)
                if fate != "none":
                    if fate == "reply":
                        yield from self._delivered(connection.send(chunk, received_ms), received_ms)
                    connection.lost()
                    received_ms += RETRY_MS
                    continue
                yield from self._delivered(connection.send(chunk, received_ms), received_ms)
                received_ms += 20
                for _ in chunk:
                    kept.popleft()

    def _delivered(self, events: list[Event], received_ms: int) -> Iterator[Delivered]:
        for event in events:
            if isinstance(event, Refusal):
                raise Refused(f"{self.body.fitted.protocol}: {event.error}")
            if event.device not in (None, self.body.fitted.identity):
                raise Refused(
                    f"{self.body.fitted.protocol}: {event.device} is not {self.body.fitted.identity}"
                )
            if event.observations:
                yield Delivered(
                    received_ms, self.index, self.body.fitted.protocol, event.raw, event.observations
                )


class _Connection:
    """A language of records and its speaker, face to face."""

    def __init__(self, protocol: Any, identity: str) -> None:
        self.protocol: ProtocolName = protocol
        self._speaker = speaker(protocol, identity)
        self.records_per_frame = self._speaker.records_per_frame
        self._language: Language | None = None
        self._sequence = 0

    def lost(self) -> None:
        self._language = None

    def send(self, records: list[Record], received_ms: int) -> list[Event]:
        """What the gateway's side read. Raises Refused when the device was not told that all of it is taken."""
        events: list[Event] = []
        if self._language is None:
            self._language = language(self.protocol)
            greeting = self._speaker.greeting()
            events += self._language.receive(greeting, received_ms) if greeting else []
        self._sequence = (self._sequence + 1) % SEQUENCES
        old_ms = received_ms - LATE_AFTER_MS
        said = [replace(each, archived=True) if each.time_ms < old_ms else each for each in records]
        read = self._language.receive(self._speaker.encode(said, self._sequence), received_ms)
        if self._speaker.answered(said):
            self._check_answer(read, len(records))
        return events + read

    def _check_answer(self, events: list[Event], records: int) -> None:
        replies = b"".join(reply for event in events if isinstance(event, Message) for reply in event.replies)
        while replies:
            answer = self._speaker.answer(replies)
            if answer is None:
                break
            replies = replies[answer.size :]
            if answer.kind == "data" and answer.accepted and answer.records in (None, records):
                return
        raise Refused(f"{self.protocol}: {records} records were not acknowledged")
