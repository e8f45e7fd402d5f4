"""A worn device: remembers its records and brings them to the gateway, whatever the network does.

Nothing leaves its memory before the gateway has acknowledged it, except in languages in which nothing is
acknowledged: there it leaves when it is written, and is never counted as taken. The device lives by the shared
clock: at 60 times speed a fix that belongs to 22:00:30 is made when that clock reads 22:00:30.
"""

from __future__ import annotations

import asyncio
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, Protocol

from msgspec.structs import replace

from baqylau.platform.clock import Clock
from baqylau.simulate.network import Address, Spells, Unreachable, Weather, link
from baqylau.simulate.sources import expressible, urgent
from baqylau.simulate.speak import SEQUENCES, ProtocolName, Record, speaker

Order = Literal["oldest", "newest"]


@dataclass(slots=True)
class Tally:
    """What all devices together did.

    acknowledged: per device the times of the fixes that the gateway said it took. messages: per device that speaks our
    own language the SHA-256 of every message acknowledged. heard_ms: per device when it was told, by the shared
    clock. unanswered: written in languages that do not answer;
    whether they arrived no device knows.
    """

    frames_sent: int = 0
    frames_acknowledged: int = 0
    frames_unanswered: int = 0
    frames_refused: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    records_made: int = 0
    records_acknowledged: int = 0
    records_unanswered: int = 0
    acknowledged: dict[str, array[int]] = field(default_factory=dict)
    messages: dict[str, set[bytes]] = field(default_factory=dict)
    heard_ms: dict[str, array[int]] = field(default_factory=dict)

    def told(self, identity: str, now_ms: int) -> None:
        """The gateway has said to a device that something is taken."""
        self.frames_acknowledged += 1
        self.heard_ms.setdefault(identity, array("q")).append(now_ms)

    def fixes_acknowledged(self) -> int:
        return sum(map(len, self.acknowledged.values()))


@dataclass(frozen=True, slots=True)
class Habits:
    """How a device reports. report_every_ms and late_after_ms by the shared clock, the rest in real seconds.

    order: which end of its memory it sends first after it had no network. retry_s: wait after a first failure;
    it doubles with each further one, up to longest_retry_s.
    """

    report_every_ms: int = 60_000
    order: Order = "oldest"
    timeout_s: float = 10.0
    retry_s: float = 0.5
    longest_retry_s: float = 15.0
    late_after_ms: int = 180_000


class Device:
    def __init__(
        self,
        identity: str,
        protocol: ProtocolName,
        address: Address,
        records: Iterator[Record],
        clock: Clock,
        tally: Tally,
        random: Random,
        *,
        habits: Habits | None = None,
        weather: Weather | None = None,
        spells: Spells | None = None,
    ) -> None:
        self.identity = identity
        self._protocol = protocol
        self._records = records
        self._clock = clock
        self._tally = tally
        self._random = random
        self._habits = habits = habits or Habits()
        self._weather = weather or Weather()
        self._spells = spells
        self._speaker = speaker(protocol, identity, address.transport)
        self._link = link(address, self._speaker, habits.timeout_s)
        self._memory: deque[Record] = deque()
        self._next = next(records, None)
        self._last: Record | None = None
        self._sequence = 0
        self._wait_s = habits.retry_s
        self._retry_at_s = 0.0
        self._report_due_ms = clock.now_ms() + random.randrange(habits.report_every_ms)

    @property
    def waiting(self) -> int:
        """Records not yet acknowledged."""
        return len(self._memory)

    async def run(self, stop: asyncio.Event) -> None:
        """Makes records and reports them until `stop`, or until there are no more and all are taken."""
        try:
            while not stop.is_set() and (self._next is not None or self._memory):
                await self._sleep(stop)
                pressing = self._remember(self._clock.now_ms())
                if pressing or self._clock.now_ms() >= self._report_due_ms:
                    await self._report()
        finally:
            self._link.close()

    async def finish(self, patience_s: float) -> None:
        """Brings what is left in memory, trying for so many real seconds."""
        end = asyncio.get_running_loop().time() + patience_s
        try:
            while self._memory and asyncio.get_running_loop().time() < end:
                self._retry_at_s = 0.0
                if not await self._upload():
                    await asyncio.sleep(self._habits.retry_s)
        finally:
            self._link.close()

    async def _sleep(self, stop: asyncio.Event) -> None:
        now = self._clock.now_ms()
        until = self._report_due_ms if self._next is None else min(self._next.time_ms, self._report_due_ms)
        # Without network nothing is due before the next try, and a wait of zero would only burn time.
        wait_s = max(0.005, self._clock.real_seconds(until - now))
        await either(stop, wait_s)

    def _remember(self, now_ms: int) -> bool:
        """Takes the records whose time has come; whether one of them is pressing."""
        pressing = False
        while self._next is not None and self._next.time_ms <= now_ms:
            record = expressible(self._protocol, self._next)
            pressing = urgent(self._last, record) or pressing
            self._memory.append(record)
            self._tally.records_made += 1
            self._last = record
            self._next = next(self._records, None)
        return pressing

    async def _report(self) -> None:
        now = self._clock.now_ms()
        self._report_due_ms = now + self._habits.report_every_ms
        if self._spells is not None and self._spells.offline(now):
            self._link.close()
            return
        if asyncio.get_running_loop().time() >= self._retry_at_s:
            await self._upload()

    async def _upload(self) -> bool:
        """Sends until memory is empty; False when the network failed and the device must wait."""
        while self._memory:
            chunk = self._chunk()
            try:
                await self._send(chunk)
            except Unreachable as problem:
                self._failed(str(problem))
                return False
            self._wait_s = self._habits.retry_s
        return True

    def _chunk(self) -> list[Record]:
        count = min(self._speaker.records_per_frame, len(self._memory))
        if self._habits.order == "oldest":
            return [self._memory[index] for index in range(count)]
        return [self._memory[index] for index in range(-count, 0)]

    async def _send(self, chunk: list[Record]) -> None:
        self._sequence = (self._sequence + 1) % SEQUENCES
        old_ms = self._clock.now_ms() - self._habits.late_after_ms
        said = [replace(each, archived=True) if each.time_ms < old_ms else each for each in chunk]
        frame = self._speaker.encode(said, self._sequence)
        self._tally.frames_sent += 1
        fate = self._weather.fate(self._random)
        if not self._speaker.answered(said):
            await self._link.tell(frame, fate)
            self._forget(chunk)
            self._tally.frames_unanswered += 1
            self._tally.records_unanswered += len(chunk)
            return
        answer = await self._link.exchange(frame, self._sequence, fate)
        if not answer.accepted or answer.records not in (None, len(chunk)):
            self._tally.frames_refused += 1
            raise Unreachable("the gateway refused the frame")
        self._acknowledged(chunk)

    def _forget(self, chunk: list[Record]) -> None:
        for _ in chunk:
            if self._habits.order == "oldest":
                self._memory.popleft()
            else:
                self._memory.pop()

    def _acknowledged(self, chunk: list[Record]) -> None:
        self._forget(chunk)
        self._tally.told(self.identity, self._clock.now_ms())
        self._tally.records_acknowledged += len(chunk)
        times = self._tally.acknowledged.setdefault(self.identity, array("q"))
        # Some languages send no coordinates with a record that has no fix; the others send the last place.
        placed = (each for each in chunk if each.valid or "lost place" in self._speaker.says)
        times.extend(record.time_ms for record in placed)

    def _failed(self, problem: str) -> None:
        self._tally.failures[problem] = self._tally.failures.get(problem, 0) + 1
        self._retry_at_s = asyncio.get_running_loop().time() + self._wait_s * self._random.uniform(0.5, 1.5)
        self._wait_s = min(self._habits.longest_retry_s, self._wait_s * 2)


async def either(stop: asyncio.Event, seconds: float) -> None:
    """Waits for the time to pass or for `stop`."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


class Playing(Protocol):
    """A device of whatever language, that can be run."""

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`, or until it has nothing more to say."""
        ...

    async def finish(self, patience_s: float) -> None:
        """Brings what is left, trying for so many real seconds."""
        ...


async def play(devices: Sequence[Playing], stop: asyncio.Event, finish_s: float = 20.0) -> None:
    """Runs all devices until `stop`, then lets each bring what it still holds."""
    async with asyncio.TaskGroup() as tasks:
        for device in devices:
            tasks.create_task(device.run(stop))
    async with asyncio.TaskGroup() as tasks:
        for device in devices:
            tasks.create_task(device.finish(finish_s))
