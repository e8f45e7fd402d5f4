"""Commands on their way out: to whoever is connected here, one at a time a device, until the device has confirmed.

What is under way stands in memory, so that a frame of a device that has no commands costs one look. Every step is
taken in PostgreSQL before it is taken on the wire: of several gateways one gets an attempt, and a restart forgets
nothing. While the database is away nothing is sent and devices are heard as ever.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence

import psycopg

from baqylau.gateway.answers import Answer, Peer
from baqylau.gateway.directory import Directory
from baqylau.gateway.presence import Presence
from baqylau.gateway.tally import Tally
from baqylau.gateway.verdicts import Verdict, verdicts
from baqylau.observations import Observation
from baqylau.platform import postgres
from baqylau.platform.cancellation import heed_cancellation
from baqylau.platform.clock import Clock
from baqylau.register import commands as register
from baqylau.register.activation import WornDevice
from baqylau.register.command import Command, CommandRefused, exhausted, next_to_go
from baqylau.register.store import Connection

RETRY_S = 1.0
LOOK_AGAIN_MS = 5_000
NEAR_MS = 10_000
"""A datagram's sender is spoken back to within so long: networks forget the way back to it."""
MQTT_NEAR_MS = 600_000
"""A device that publishes sends a sign of life every five minutes; what was heard of for longer may be gone."""
log = logging.getLogger(__name__)


class Dispatch:
    """One gateway's share of the commands. `run` for as long as the gateway lives."""

    def __init__(
        self, database_url: str, directory: Directory, presence: Presence, clock: Clock, tally: Tally
    ) -> None:
        self._database_url = database_url
        self._directory = directory
        self._presence = presence
        self._clock = clock
        self._tally = tally
        self._open: dict[int, list[Command]] = {}
        self._near: dict[int, tuple[Peer, int]] = {}
        self._settling: list[Verdict] = []
        self._enclosing: list[tuple[int, Peer, Answer]] = []
        self._look_at: set[int] = set()
        self._news = asyncio.Event()
        self._ready = False

    def near(self, device_id: int, peer: Peer, now_ms: int) -> None:
        """Call for each message that came without a connection: for a while its sender can be spoken back to."""
        self._near[device_id] = (peer, now_ms)

    def wanted(self, device_id: int) -> bool:
        """Whether anything is under way to a device."""
        return device_id in self._open

    def heard(self, device: WornDevice, observations: Sequence[Observation]) -> list[Verdict]:
        """Call for each message of a device with commands, then `settle` once it is stored."""
        self._look_at.add(device.device_id)
        return verdicts(self._open[device.device_id], observations)

    def settle(self, found: Iterable[Verdict] = ()) -> None:
        """What a stored message said about commands; and a device that was just heard is looked at."""
        self._settling += found
        self._news.set()

    def enclose(self, device_id: int, peer: Peer, answer: Answer) -> None:
        """The answer is let go (`stored`) with the next command in it, or as it is when there is none to send."""
        if not self._ready:
            answer.stored()
            return
        self._enclosing.append((device_id, peer, answer))
        self._news.set()

    async def run(self) -> None:
        while True:
            heed_cancellation()
            try:
                await self._serve()
            except* (psycopg.OperationalError, postgres.DatabaseUnreachable) as lost:
                log.warning("commands wait for the database: %s", lost.exceptions[0])
            finally:
                self._ready = False
                self._let_go()
            await asyncio.sleep(RETRY_S)

    async def _serve(self) -> None:
        async with (
            await postgres.connect(
                self._database_url, autocommit=True, application_name="gateway"
            ) as listening,
            await postgres.connect(
                self._database_url, autocommit=True, application_name="gateway"
            ) as working,
            asyncio.TaskGroup() as tasks,
        ):
            await register.listen(listening)
            await self._read(working, None)
            self._ready = True
            following = tasks.create_task(self._follow(listening, working))
            try:
                await self._work(working)
            finally:
                following.cancel()

    async def _follow(self, listening: Connection, working: Connection) -> None:
        async for device_id in register.changes(listening, look_again_s=60.0):
            if device_id is not None:
                await self._read(working, device_id)
        raise psycopg.OperationalError("the connection that listens for commands has ended")

    async def _read(self, working: Connection, device_id: int | None) -> None:
        found: dict[int, list[Command]] = {}
        for command in await register.under_way(working, device_id):
            found.setdefault(command.device_id, []).append(command)
        if device_id is None:
            self._open = found
        elif device_id in found:
            self._open[device_id] = found[device_id]
        else:
            self._open.pop(device_id, None)
        self._look_at.update(found)
        self._news.set()

    async def _work(self, working: Connection) -> None:
        while True:
            heed_cancellation()
            try:
                async with asyncio.timeout(self._clock.real_seconds(LOOK_AGAIN_MS)):
                    await self._news.wait()
            except TimeoutError:
                self._look_at.update(self._open)
            self._news.clear()
            await self._end(working)
            await self._enclose(working)
            await self._look(working)

    async def _end(self, working: Connection) -> None:
        while self._settling:
            command, step, reason, answer = self._settling[0]
            await register.settle(
                working, command.command_id, step, self._clock.now_ms(), reason=reason, answer=answer
            )
            # Only now: a database that goes away meanwhile is told when it is back.
            self._settling.pop(0)
            self._forget(command)

    def _forget(self, command: Command) -> None:
        """Before the database's own word of it comes round, so that nothing more is sent."""
        left = [
            each for each in self._open.get(command.device_id, ()) if each.command_id != command.command_id
        ]
        if left:
            self._open[command.device_id] = left
            self._look_at.add(command.device_id)
        else:
            self._open.pop(command.device_id, None)

    async def _enclose(self, working: Connection) -> None:
        while self._enclosing:
            device_id, peer, answer = self._enclosing.pop(0)
            try:
                data = await self._next(working, device_id, peer)
                if data is not None:
                    answer.replies = (data,)
            finally:
                answer.stored()

    def _let_go(self) -> None:
        while self._enclosing:
            self._enclosing.pop()[2].stored()

    async def _look(self, working: Connection) -> None:
        looking, self._look_at = self._look_at, set()
        for device_id in looking & self._open.keys():
            await self._give_up(working, device_id)
            peer = self._peer_of(device_id)
            # A device that waits for an answer, to its login above all, gets that first.
            if peer is not None and not peer.only_in_answers and not peer.waiting:
                data = await self._next(working, device_id, peer)
                if data is not None:
                    peer.send([data])

    def _peer_of(self, device_id: int) -> Peer | None:
        """Where the device can be spoken to: the newest connection that speaks for it."""
        party = self._presence.newest(device_id)
        if isinstance(party, Peer):
            return party
        peer, heard_ms = self._near.get(device_id, (None, 0))
        if peer is None or not peer.tells:
            return None
        near_ms = MQTT_NEAR_MS if peer.remains else NEAR_MS
        return peer if self._clock.now_ms() - heard_ms <= near_ms else None

    async def _give_up(self, working: Connection, device_id: int) -> None:
        now_ms = self._clock.now_ms()
        for command in self._open.get(device_id, []):
            if exhausted(command, now_ms):
                await register.settle(working, command.command_id, "give_up", now_ms, reason="silent")

    async def _next(self, working: Connection, device_id: int, peer: Peer) -> bytes | None:
        """The bytes of the command whose turn it is, taken for us in the database; None: nothing is to be sent."""
        now_ms = self._clock.now_ms()
        command = next_to_go(self._open.get(device_id, []), now_ms)
        device = self._directory.of_id(device_id)
        if command is None or device is None:
            return None
        try:
            _same_wearer(command, device, now_ms)
            sending = peer.tell(command, device.identity, now_ms)
        except CommandRefused as refused:
            await register.settle(
                working, command.command_id, "refuse", now_ms, reason=refused.reason, answer=str(refused)
            )
            return None
        if not await register.note_sent(working, command, sending.reference, now_ms):
            return None
        self._tally.commands += 1
        await self._read(working, device_id)
        return sending.data


def _same_wearer(command: Command, device: WornDevice, now_ms: int) -> None:
    """What was meant for one person never reaches another who wears the device by now."""
    worn = device.activation_at(now_ms)
    if (worn.activation_id if worn else None) != command.activation_id:
        raise CommandRefused("worn_by_another", "the device has changed hands since the command was given")
