"""The people of one partition, as the monitor holds them in memory: programme, state, next deadline."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from baqylau.platform.postgres import Queries
from baqylau.register import store
from baqylau.register.store import Connection
from baqylau.register.supervised import SupervisedPerson
from baqylau.rules.evaluate import first_state
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import encode_state
from baqylau.rules.thresholds import Thresholds

AT_A_TIME = 200
"""People whose orders stand in memory in full while they are compiled: an order is many times its programme's size."""


class Watched:
    """One supervised person.

    state: encoded, a fifth of its size as objects; few people are judged at any moment. wake_ms: the earliest time
    already in the schedule. snapshot_ms: of the last snapshot.
    """

    __slots__ = ("programme", "snapshot_ms", "state", "wake_ms")

    def __init__(self, programme: Programme, state: bytes, snapshot_ms: int) -> None:
        self.programme = programme
        self.state = state
        self.snapshot_ms = snapshot_ms
        self.wake_ms: int | None = None


class People:
    """By id, with a schedule of who must be judged again at what time though nothing is heard."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._watched: dict[int, Watched] = {}
        self._schedule: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self._watched)

    def get(self, person_id: int) -> Watched | None:
        return self._watched.get(person_id)

    def ids(self) -> list[int]:
        return list(self._watched)

    async def load(
        self,
        connection: Connection,
        queries: Queries,
        partition: int,
        partitions: int,
    ) -> None:
        """Everyone of the partition, with the states of its checkpoint."""
        some: list[SupervisedPerson] = []
        async for person in store.supervised_people(connection, partition, partitions):
            some.append(person)
            if len(some) == AT_A_TIME:
                await self._put(connection, queries, some)
                some = []
        await self._put(connection, queries, some)

    async def reload(self, connection: Connection, queries: Queries, person_ids: Sequence[int]) -> list[int]:
        """Takes in changed orders and activations; returns who is to be judged again at once."""
        found = []
        for person_id in person_ids:
            person = await store.supervised_person(connection, person_id)
            if person is None:
                self._watched.pop(person_id, None)
                continue
            found.append(person)
        known = [person for person in found if person.person_id in self._watched]
        for person in known:
            self._watched[person.person_id].programme = self._compiled(person)
        await self._put(connection, queries, [p for p in found if p.person_id not in self._watched])
        return [person.person_id for person in found]

    async def _put(
        self, connection: Connection, queries: Queries, people: Sequence[SupervisedPerson]
    ) -> None:
        ids = {"people": [person.person_id for person in people]}
        states = dict(await (await connection.execute(queries["states"], ids)).fetchall())
        snapshots = dict(await (await connection.execute(queries["latest_snapshots"], ids)).fetchall())
        for person in people:
            programme = self._compiled(person)
            kept = states.get(person.person_id)
            state = encode_state(first_state(programme)) if kept is None else kept
            self._watched[person.person_id] = Watched(programme, state, snapshots.get(person.person_id, 0))

    def _compiled(self, person: SupervisedPerson) -> Programme:
        return compile_programme(
            person.person_id,
            person.versions,
            person.worn,
            self._thresholds,
            person.devices,
            person.asked,
            person.calibrations,
            person.protections,
        )

    def wake_at(self, person_id: int, watched: Watched, deadline_ms: int | None) -> None:
        """Schedules; an earlier entry stands, and that early call then finds the later deadline by itself."""
        if deadline_ms is None or (watched.wake_ms is not None and watched.wake_ms <= deadline_ms):
            return
        watched.wake_ms = deadline_ms
        heapq.heappush(self._schedule, (deadline_ms, person_id))

    def due(self, clock_ms: int) -> list[int]:
        """Who must be judged by now, each once, in order of person so that a replay does the same."""
        due: set[int] = set()
        while self._schedule and self._schedule[0][0] <= clock_ms:
            wake_ms, person_id = heapq.heappop(self._schedule)
            watched = self._watched.get(person_id)
            if watched is not None and watched.wake_ms == wake_ms:
                watched.wake_ms = None
                due.add(person_id)
        return sorted(due)
