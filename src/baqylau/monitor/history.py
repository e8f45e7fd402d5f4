"""What was heard of a person since a state that can be trusted, read back for judging again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, get_args

import msgspec

from baqylau.monitor.rows import SOURCE_NAMES
from baqylau.observations import Observation, Position
from baqylau.observations.reports import observation_id
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.platform.postgres import Queries
from baqylau.register.store import Connection
from baqylau.rules.finding import Finding, Ground
from baqylau.rules.state import Heard

SLACK = timedelta(days=2)
"""A report heard after a snapshot may speak of a time a little before it, when that did not count as late."""

_KINDS: dict[str, type[Any]] = {kind.__struct_config__.tag: kind for kind in get_args(Observation)}


@dataclass(slots=True)
class Past:
    """A state and everything heard after it, in order of receipt. state None: from the very beginning."""

    judged_ms: int = 0
    before_frame: int = 0
    state: bytes | None = None
    heard: list[Heard] = field(default_factory=list)
    standing: list[Finding] = field(default_factory=list)

    @property
    def since(self) -> datetime:
        return to_datetime(max(0, self.judged_ms)) - SLACK if self.state is not None else to_datetime(0)


async def load(connection: Connection, queries: Queries, earliest: dict[int, int]) -> dict[int, Past]:
    """For each person the newest snapshot from before `earliest` (milliseconds) and what was heard since.

    Snapshots from then on are dropped: they were taken without what has come now.
    """
    pasts = {person_id: Past() for person_id in earliest}
    late = {"people": list(earliest), "before": list(earliest.values())}
    await connection.execute(queries["drop_snapshots_from"], late)
    cursor = await connection.execute(queries["snapshot_before"], late)
    for person_id, judged_ms, before_frame, state in await cursor.fetchall():
        pasts[person_id] = Past(judged_ms, before_frame, state)
    await _add_heard(connection, queries, pasts)
    await _add_standing(connection, queries, pasts)
    return pasts


async def _add_heard(connection: Connection, queries: Queries, pasts: dict[int, Past]) -> None:
    since = {
        "people": list(pasts),
        "before_frames": [past.before_frame for past in pasts.values()],
        "from_times": [past.since for past in pasts.values()],
    }
    cursor = await connection.execute(queries["fixes_heard_since"], since)
    for person_id, *fix in await cursor.fetchall():
        pasts[person_id].heard.append(_heard_fix(*fix))
    cursor = await connection.execute(queries["signals_heard_since"], since)
    for person_id, *signal in await cursor.fetchall():
        pasts[person_id].heard.append(_heard_signal(*signal))
    for past in pasts.values():
        past.heard.sort(key=lambda heard: heard.observation_id)


def _heard_fix(
    frame_id: int,
    ordinal: int,
    device_id: int,
    received_at: datetime,
    happened_at: datetime,
    lat: float,
    lon: float,
    valid: bool,
    source: int,
    *measures: Any,
) -> Heard:
    position = Position(
        from_datetime(happened_at),
        lat,
        lon,
        valid,
        SOURCE_NAMES[source],
        *measures,
    )
    return Heard(position, from_datetime(received_at), observation_id(frame_id, ordinal), device_id)


def _heard_signal(
    frame_id: int,
    ordinal: int,
    device_id: int,
    received_at: datetime,
    happened_at: datetime,
    kind: str,
    detail: dict[str, Any],
) -> Heard:
    fields = [from_datetime(happened_at), *detail.values()]
    named = dict(detail, time_ms=fields[0])
    ordered = [kind, *(named[name] for name in _KINDS[kind].__struct_fields__)]
    observation = msgspec.convert(ordered, _KINDS[kind])
    return Heard(observation, from_datetime(received_at), observation_id(frame_id, ordinal), device_id)


async def _add_standing(connection: Connection, queries: Queries, pasts: dict[int, Past]) -> None:
    since = {"people": list(pasts), "from_times": [past.since for past in pasts.values()]}
    cursor = await connection.execute(queries["standing_findings"], since)
    for row in await cursor.fetchall():
        finding = _finding(*row)
        pasts[finding.person_id].standing.append(finding)


def _finding(
    finding_id: uuid.UUID,
    person_id: int,
    condition: str | None,
    device_id: int | None,
    kind: str,
    severity: str,
    began_at: datetime,
    decided_at: datetime,
    ended_at: datetime | None,
    late: bool,
    withdrawn_at: datetime | None,
    because: list[Any],
) -> Finding:
    return Finding(
        str(finding_id),
        person_id,
        condition,
        kind,
        severity,
        from_datetime(began_at),
        from_datetime(decided_at),
        None if ended_at is None else from_datetime(ended_at),
        late,
        None if withdrawn_at is None else from_datetime(withdrawn_at),
        msgspec.convert(because, tuple[Ground, ...]),
        device_id,
    )
