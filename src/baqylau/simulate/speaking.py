"""A device of our own language at a gateway: numbers its messages, keeps each until PUBACK, obeys commands."""

from __future__ import annotations

import asyncio
import json
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any, NamedTuple, Protocol

from baqylau.platform.clock import Clock
from baqylau.simulate.mqtt import MOST_UNDER_WAY, MqttLink
from baqylau.simulate.network import Spells, Unreachable, Weather
from baqylau.simulate.speak.baqylau_device import Messages, Said, command_topic, report_topic
from baqylau.simulate.wearer import Habits, Tally

PING_EVERY_S = 45.0
_TOLD_LATELY = 200


class Note(NamedTuple):
    """What a device has to say at one moment, by the true clock; urgent: something has just begun or ended."""

    time_ms: int
    observations: tuple[Said, ...] = ()
    urgent: bool = False


class Speaks(Protocol):
    """What is said, by whoever knows the truth."""

    def clock(self, time_ms: int) -> int:
        """What the device's clock shows at that moment."""
        ...

    def notes(self, from_ms: int) -> Iterator[Note]:
        """In the order of time."""
        ...

    def spoken(self, observations: tuple[Said, ...]) -> tuple[Said, ...]:
        """What it says, as it goes out."""
        ...

    def obey(self, told: Mapping[str, Any], now_ms: int) -> Sequence[Said]:
        """What it says to a command."""
        ...


@dataclass(frozen=True, slots=True)
class Broker:
    """Where devices publish. Real seconds."""

    host: str
    port: int
    timeout_s: float = 30.0


class _Kept(NamedTuple):
    payload: bytes
    fixes_ms: tuple[int, ...]


class SpeakingDevice:
    """Lives by the shared clock like `wearer.Device`. key: given out by `baqylau mqtt key`."""

    def __init__(
        self,
        messages: Messages,
        key: str,
        broker: Broker,
        body: Speaks,
        clock: Clock,
        tally: Tally,
        random: Random,
        from_ms: int,
        *,
        habits: Habits | None = None,
        weather: Weather | None = None,
        spells: Spells | None = None,
    ) -> None:
        self.identity = identity = messages.identity
        self._messages, self._body, self._clock = messages, body, clock
        self._tally, self._random = tally, random
        self._habits = habits = habits or Habits()
        self._weather, self._spells = weather or Weather(), spells
        self._link = MqttLink(
            broker.host,
            broker.port,
            identity,
            key,
            listen_to=command_topic(identity),
            received=self._told,
            timeout_s=broker.timeout_s,
        )
        self._notes = body.notes(from_ms)
        self._next = next(self._notes, None)
        self._memory: deque[_Kept] = deque()
        self._commands: deque[Mapping[str, Any]] = deque()
        self._known_commands: deque[str] = deque(maxlen=_TOLD_LATELY)
        self._news = asyncio.Event()
        self._wait_s, self._retry_at_s = habits.retry_s, 0.0

    @property
    def waiting(self) -> int:
        """Messages not yet acknowledged."""
        return len(self._memory)

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`, or until it has nothing more to say and all is acknowledged."""
        try:
            while not stop.is_set() and (self._next is not None or self._memory):
                await self._sleep(stop)
                self._remember(self._clock.now_ms())
                await self._report()
        finally:
            self._link.close()

    async def finish(self, patience_s: float) -> None:
        """Brings what is left in memory, trying for so many real seconds."""
        end = asyncio.get_running_loop().time() + patience_s
        try:
            while self._memory and asyncio.get_running_loop().time() < end:
                if not await self._upload():
                    await asyncio.sleep(self._habits.retry_s)
        finally:
            self._link.close()

    def _told(self, _topic: str, payload: bytes) -> None:
        try:
            told = json.loads(payload)
        except ValueError:
            self._failed("a command that is no JSON")
            return
        # The same command again, because its PUBACK or its answer was lost, is carried out once.
        if isinstance(told, dict) and str(told.get("command")) not in self._known_commands:
            self._known_commands.append(str(told.get("command")))
            self._commands.append(told)
            self._news.set()

    async def _sleep(self, stop: asyncio.Event) -> None:
        wait_s = PING_EVERY_S
        if self._next is not None:
            wait_s = min(wait_s, self._clock.real_seconds(self._next.time_ms - self._clock.now_ms()))
        if self._memory:
            wait_s = min(wait_s, self._retry_at_s - asyncio.get_running_loop().time())
        if stop.is_set() or self._news.is_set():
            return
        waiting = {asyncio.create_task(stop.wait()), asyncio.create_task(self._news.wait())}
        _, left = await asyncio.wait(waiting, timeout=max(0.005, wait_s), return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()

    def _remember(self, now_ms: int) -> None:
        while self._next is not None and self._next.time_ms <= now_ms:
            self._keep(self._next.time_ms, self._next.observations)
            self._next = next(self._notes, None)
        self._news.clear()
        while self._commands:
            self._keep(now_ms, tuple(self._body.obey(self._commands.popleft(), now_ms)))

    def _keep(self, time_ms: int, observations: tuple[Said, ...]) -> None:
        stamp_ms = self._body.clock(time_ms)
        observations = self._body.spoken(observations)
        payload = self._messages.write(stamp_ms, observations)
        fixes = tuple(each.get("time_ms", stamp_ms) for each in observations if each["kind"] == "position")
        self._memory.append(_Kept(payload, fixes))
        self._tally.records_made += 1

    async def _report(self) -> None:
        if self._spells is not None and self._spells.offline(self._clock.now_ms()):
            self._link.close()
            self._retry_at_s = asyncio.get_running_loop().time() + self._habits.retry_s
            return
        if asyncio.get_running_loop().time() >= self._retry_at_s:
            await self._upload()

    async def _upload(self) -> bool:
        """Sends until memory is empty; False when the network failed and the device must wait."""
        try:
            await self._link.open()
            if not self._memory:
                await self._link.ping()
            while self._memory:
                await self._send(
                    [self._memory[index] for index in range(min(MOST_UNDER_WAY, len(self._memory)))]
                )
        except Unreachable as problem:
            self._failed(str(problem))
            return False
        self._wait_s = self._habits.retry_s
        return True

    async def _send(self, kept: list[_Kept]) -> None:
        """Oldest first, several under way; what was acknowledged before one that was not is forgotten."""
        topic = report_topic(self.identity)
        self._tally.frames_sent += len(kept)
        publishing = (
            self._link.publish(topic, each.payload, self._weather.fate(self._random)) for each in kept
        )
        for each, outcome in zip(
            kept, await asyncio.gather(*publishing, return_exceptions=True), strict=True
        ):
            if isinstance(outcome, BaseException):
                raise outcome
            self._memory.popleft()
            self._acknowledged(each)

    def _acknowledged(self, kept: _Kept) -> None:
        self._tally.told(self.identity, self._clock.now_ms())
        self._tally.records_acknowledged += 1
        self._tally.acknowledged.setdefault(self.identity, array("q")).extend(kept.fixes_ms)
        self._tally.messages.setdefault(self.identity, set()).add(sha256(kept.payload).digest())

    def _failed(self, problem: str) -> None:
        self._tally.failures[problem] = self._tally.failures.get(problem, 0) + 1
        self._retry_at_s = asyncio.get_running_loop().time() + self._wait_s * self._random.uniform(0.5, 1.5)
        self._wait_s = min(self._habits.longest_retry_s, self._wait_s * 2)
