"""Devices repeat what we did not answer in time; each observation is stored and judged once.

A fix is known by device, time and source; any other observation by device, time, kind and content. What is newer
than everything a device has sent is new without asking the database, and that is nearly all there is.

Many devices repeat their whole state with every fix. A state that is what the device said last is passed over when
its report says something else too; the raw frame keeps it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from baqylau.monitor.repetition import state_key
from baqylau.monitor.rows import SOURCES
from baqylau.observations import Observation, Position
from baqylau.observations.reports import Report
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.platform.postgres import Queries
from baqylau.register.store import Connection

FixKey = tuple[int, int, int]
SignalKey = tuple[int, int, str, str]
Fresh = list[tuple[int, Observation]]
"""Observations of a report that are new, each with its place in the report."""

_NOT_CONTENT = ("time_ms",)


def kind_of(observation: Observation) -> str:
    return str(observation.__struct_config__.tag)


def detail_of(observation: Observation) -> dict[str, Any]:
    """An observation's own fields, as they are stored."""
    fields: dict[str, Any] = msgspec.to_builtins(msgspec.structs.asdict(observation))
    return {name: value for name, value in fields.items() if name not in _NOT_CONTENT}


def canonical(detail: dict[str, Any]) -> str:
    return json.dumps(detail, sort_keys=True, ensure_ascii=False)


class Newest:
    """The newest stored fix and signal of each device, in milliseconds; filled from the database on first sight."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self.fixes: dict[int, int] = {}
        self.signals: dict[int, int] = {}
        self.states: dict[tuple[int, str], object] = {}

    async def learn(self, connection: Connection, devices: Iterable[int]) -> None:
        unknown = [device for device in set(devices) if device not in self.fixes]
        if not unknown:
            return
        for table, query in ((self.fixes, "latest_fixes"), (self.signals, "latest_signals")):
            table.update(dict.fromkeys(unknown, -1))
            cursor = await connection.execute(self._queries[query], {"devices": unknown})
            table.update({device: from_datetime(at) for device, at in await cursor.fetchall()})


class Sieve:
    """Lets each observation through once, for the reports of one commit."""

    def __init__(self, newest: Newest) -> None:
        self._newest = newest
        self._known_fixes: set[FixKey] = set()
        self._known_signals: set[SignalKey] = set()

    async def sift(self, connection: Connection, queries: Queries, reports: Sequence[Report]) -> list[Fresh]:
        """What is new in each of the reports, which are in the order of the stream.

        Asks the database about those observations that are not surely new.
        """
        await self._newest.learn(connection, (report.device_id for report in reports))
        candidates = [self._candidates(report) for report in reports]
        await self._learn_known(connection, queries, reports, candidates)
        return [
            [place for place in places if self._is_new(report.device_id, place[1])]
            for report, places in zip(reports, candidates, strict=True)
        ]

    def _candidates(self, report: Report) -> Fresh:
        """All but repeated states; of those the last one, if the report says nothing else."""
        candidates: Fresh = []
        repeated: Fresh = []
        for place in enumerate(report.observations):
            observation = place[1]
            if type(observation) is Position or not self._repeats(report.device_id, observation):
                candidates.append(place)
            else:
                repeated.append(place)
        return candidates or repeated[-1:]

    def _repeats(self, device: int, observation: Observation) -> bool:
        state = state_key(observation)
        if state is None:
            return False
        slot = (device, state[0])
        states = self._newest.states
        if states.get(slot) == state:
            return True
        states[slot] = state
        return False

    async def _learn_known(
        self,
        connection: Connection,
        queries: Queries,
        reports: Sequence[Report],
        candidates: Sequence[Fresh],
    ) -> None:
        fixes, signals = self._doubtful(reports, candidates)
        if fixes:
            cursor = await connection.execute(queries["known_fixes"], _as_columns(fixes))
            self._known_fixes.update((d, from_datetime(at), s) for d, at, s in await cursor.fetchall())
        if signals:
            cursor = await connection.execute(queries["known_signals"], _as_columns(signals))
            self._known_signals.update(
                (d, from_datetime(at), kind, canonical(detail))
                for d, at, kind, detail in await cursor.fetchall()
            )

    def _doubtful(
        self, reports: Sequence[Report], candidates: Sequence[Fresh]
    ) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        fixes: set[tuple[int, int]] = set()
        signals: set[tuple[int, int]] = set()
        for report, places in zip(reports, candidates, strict=True):
            device = report.device_id
            newest_fix = self._newest.fixes[device]
            newest_signal = self._newest.signals[device]
            for _, observation in places:
                time_ms = observation.time_ms
                if type(observation) is Position:
                    if time_ms <= newest_fix:
                        fixes.add((device, time_ms))
                elif time_ms <= newest_signal:
                    signals.add((device, time_ms))
        return fixes, signals

    def _is_new(self, device: int, observation: Observation) -> bool:
        if type(observation) is Position:
            return self._is_new_fix(device, observation)
        return self._is_new_signal(device, observation)

    def _is_new_fix(self, device: int, position: Position) -> bool:
        key = (device, position.time_ms, SOURCES[position.source])
        if key in self._known_fixes:
            return False
        self._known_fixes.add(key)
        if position.time_ms > self._newest.fixes[device]:
            self._newest.fixes[device] = position.time_ms
        return True

    def _is_new_signal(self, device: int, observation: Observation) -> bool:
        key = (device, observation.time_ms, kind_of(observation), canonical(detail_of(observation)))
        if key in self._known_signals:
            return False
        self._known_signals.add(key)
        if observation.time_ms > self._newest.signals[device]:
            self._newest.signals[device] = observation.time_ms
        return True


def _as_columns(keys: set[tuple[int, int]]) -> dict[str, Any]:
    return {"devices": [key[0] for key in keys], "times": [to_datetime(key[1]) for key in keys]}
