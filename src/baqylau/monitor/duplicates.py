"""Devices repeat what we did not answer in time; each observation is stored and judged once.

A fix is known by device, time and source; any other observation by device, time, kind and content. What is newer
than everything a device has sent is new without asking the database, and that is nearly all there is.

A second fix of the same moment at another place is not judged, but its frame is kept: it was acknowledged and says
what no other frame says.

Many devices repeat their whole state with every fix. A state that is what the device said last is passed over when
its report says something else too; the raw frame keeps it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from baqylau.monitor.repetition import State, insists, state_key
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


class Sifted(NamedTuple):
    """What is new in a report; elsewhere: it names a known moment and another place than is stored of it."""

    fresh: Fresh
    elsewhere: bool


_NOT_CONTENT = ("time_ms",)


def kind_of(observation: Observation) -> str:
    return str(observation.__struct_config__.tag)


def detail_of(observation: Observation) -> dict[str, Any]:
    """An observation's own fields, as they are stored."""
    fields: dict[str, Any] = msgspec.to_builtins(msgspec.structs.asdict(observation))
    return {name: value for name, value in fields.items() if name not in _NOT_CONTENT}


def canonical(detail: dict[str, Any]) -> str:
    return json.dumps(detail, sort_keys=True, ensure_ascii=False)


class _Said:
    """Of one device: the newest stored fix and signal, milliseconds, and its states as it said them last."""

    __slots__ = ("fix_ms", "signal_ms", "states")

    def __init__(self) -> None:
        self.fix_ms = -1
        self.signal_ms = -1
        self.states: tuple[State, ...] = ()

    def repeats(self, state: State) -> bool:
        """Whether the device said just this last; if not, this is what it said last from now on."""
        if state in self.states:
            return True
        self.states = (*(each for each in self.states if each[0] != state[0]), state)
        return False


class Newest:
    """What each device has said; filled from the database on first sight."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries
        self._said: dict[int, _Said] = {}

    def of(self, device: int) -> _Said:
        return self._said[device]

    async def learn(self, connection: Connection, devices: Iterable[int]) -> None:
        unknown = [device for device in set(devices) if device not in self._said]
        if not unknown:
            return
        said = {device: _Said() for device in unknown}
        cursor = await connection.execute(self._queries["latest_fixes"], {"devices": unknown})
        for device, at in await cursor.fetchall():
            said[device].fix_ms = from_datetime(at)
        cursor = await connection.execute(self._queries["latest_signals"], {"devices": unknown})
        for device, at in await cursor.fetchall():
            said[device].signal_ms = from_datetime(at)
        self._said.update(said)


class Sieve:
    """Lets each observation through once, for the reports of one commit."""

    def __init__(self, newest: Newest) -> None:
        self._newest = newest
        self._known_fixes: dict[FixKey, tuple[float, float]] = {}
        self._known_signals: set[SignalKey] = set()

    async def sift(self, connection: Connection, queries: Queries, reports: Sequence[Report]) -> list[Sifted]:
        """What is new in each of the reports, which are in the order of the stream.

        Asks the database about those observations that are not surely new.
        """
        await self._newest.learn(connection, (report.device_id for report in reports))
        candidates = [self._candidates(report) for report in reports]
        await self._learn_known(connection, queries, reports, candidates)
        return [
            self._sifted(report.device_id, places) for report, places in zip(reports, candidates, strict=True)
        ]

    def _sifted(self, device: int, candidates: Fresh) -> Sifted:
        fresh: Fresh = []
        elsewhere = False
        for place in candidates:
            if self._is_new(device, place[1]):
                fresh.append(place)
            elif type(place[1]) is Position:
                elsewhere = elsewhere or self._is_elsewhere(device, place[1])
        return Sifted(fresh, elsewhere)

    def _is_elsewhere(self, device: int, position: Position) -> bool:
        return self._known_fixes[_fix_key(device, position)] != (position.lat, position.lon)

    def _candidates(self, report: Report) -> Fresh:
        """All but repeated states; of those the last one, if the report says nothing else."""
        candidates: Fresh = []
        repeated: Fresh = []
        said = self._newest.of(report.device_id)
        for place in enumerate(report.observations):
            observation = place[1]
            if type(observation) is Position:
                candidates.append(place)
                continue
            state = state_key(observation)
            if state is not None and said.repeats(state) and not insists(observation):
                repeated.append(place)
            else:
                candidates.append(place)
        return candidates or repeated[-1:]

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
            self._known_fixes.update(
                ((d, from_datetime(at), s), (lat, lon)) for d, at, s, lat, lon in await cursor.fetchall()
            )
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
            said = self._newest.of(device)
            for _, observation in places:
                time_ms = observation.time_ms
                if type(observation) is Position:
                    if time_ms <= said.fix_ms:
                        fixes.add((device, time_ms))
                elif time_ms <= said.signal_ms:
                    signals.add((device, time_ms))
        return fixes, signals

    def _is_new(self, device: int, observation: Observation) -> bool:
        if type(observation) is Position:
            return self._is_new_fix(device, observation)
        return self._is_new_signal(device, observation)

    def _is_new_fix(self, device: int, position: Position) -> bool:
        key = _fix_key(device, position)
        if key in self._known_fixes:
            return False
        self._known_fixes[key] = (position.lat, position.lon)
        said = self._newest.of(device)
        said.fix_ms = max(said.fix_ms, position.time_ms)
        return True

    def _is_new_signal(self, device: int, observation: Observation) -> bool:
        key = (device, observation.time_ms, kind_of(observation), canonical(detail_of(observation)))
        if key in self._known_signals:
            return False
        self._known_signals.add(key)
        said = self._newest.of(device)
        said.signal_ms = max(said.signal_ms, observation.time_ms)
        return True


def _fix_key(device: int, position: Position) -> FixKey:
    return device, position.time_ms, SOURCES[position.source]


def _as_columns(keys: set[tuple[int, int]]) -> dict[str, Any]:
    return {"devices": [key[0] for key in keys], "times": [to_datetime(key[1]) for key in keys]}
