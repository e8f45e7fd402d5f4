"""Reads for all sockets of the process: what changed, as PostgreSQL announces it, and what became visible."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

import psycopg
from psycopg.rows import DictRow
from pydantic import ValidationError

from baqylau.console.database import Connection, Pool
from baqylau.console.live.log import Log
from baqylau.console.live.spots import Spot, Wearer, row_of
from baqylau.console.routes.shapes import FindingShown, IncidentBrief, PersonName, Source
from baqylau.incidents.figures import in_force
from baqylau.incidents.instants import instant, milliseconds
from baqylau.observations.kinds import Position
from baqylau.platform.clock import Clock, speed_of
from baqylau.platform.postgres import load_queries
from baqylau.register.place import Circle, Polygon
from baqylau.rules.shapes import Shape, shape_of
from baqylau.rules.thresholds import DEFAULT

log = logging.getLogger(__name__)

QUERIES = load_queries("baqylau.console.live", "queries.sql")
CHANNELS = ("incident_changed", "finding_changed", "register_changed")
_SOURCES: tuple[Source, ...] = get_args(Source)
TICK_S = 1.0
OVERLAP_S = 5.0
"""Real seconds: a transaction that takes longer to commit than this after stamping its fixes is seen late."""
WEARERS_EVERY_S = 60.0
WEARERS_AT_MOST_EVERY_S = 1.0
WEARERS_SHARE = 0.1
"""At most this part of the time goes into reading a register that keeps changing."""
PRESENCE_EVERY_S = 15.0
AGAIN_AFTER_S = 1.0


class Reader:
    """`changed` is notified when there is something new in `log`."""

    def __init__(self, pool: Pool, database_url: str, clock: Clock) -> None:
        self._pool = pool
        self._url = database_url
        self._clock = clock
        # Twelve bits below the milliseconds: a process gives fewer numbers than that a millisecond.
        self.log = Log(int(time.time() * 1000) << 8)
        self.changed = asyncio.Condition()
        self.parents: Mapping[int, int | None] = {}
        self.ready = asyncio.Event()
        self._wake = asyncio.Event()
        self._incidents: set[int] = set()
        self._findings: set[str] = set()
        self._missed = False
        self._register_changed = True
        self._wearers: dict[int, Wearer] = {}
        self._wearers_read_s = float("-inf")
        self._wearers_took_s = 0.0
        self._presence_s = float("-inf")
        self._since_ms = 0
        self._thresholds = DEFAULT

    async def run(self) -> None:
        """Until cancelled; a database that goes away is asked again, and clients then read everything anew."""
        while True:
            try:
                await self._until_lost()
            except psycopg.OperationalError as cause:
                log.warning("the live push has lost the database and tries again: %s", cause)
                self._missed = True
                await asyncio.sleep(AGAIN_AFTER_S)

    async def _until_lost(self) -> None:
        async with await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, application_name="baqylau live push"
        ) as connection:
            for channel in CHANNELS:
                await connection.execute(f"LISTEN {channel}")
            async with asyncio.TaskGroup() as tasks:
                listening = tasks.create_task(self._listen(connection))
                try:
                    await self._work()
                except psycopg.OperationalError as cause:
                    listening.cancel()
                    lost = cause
                else:
                    return
            raise lost

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        async for notice in connection.notifies():
            if notice.channel == "register_changed":
                self._register_changed = True
            elif notice.payload == "*":
                self._missed = True
            elif notice.channel == "incident_changed":
                self._incidents.update(int(one) for one in notice.payload.split(","))
            else:
                self._findings.update(notice.payload.split(","))
            self._wake.set()

    async def _work(self) -> None:
        next_s = time.monotonic()
        while True:
            if self._missed:
                self._missed = False
                self.log.forget()
            await self._announced()
            if time.monotonic() >= next_s:
                next_s = time.monotonic() + TICK_S
                await self._tick()
            async with self.changed:
                self.changed.notify_all()
            self._wake.clear()
            try:
                async with asyncio.timeout(max(0.0, next_s - time.monotonic())):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _announced(self) -> None:
        incidents, self._incidents = self._incidents, set()
        findings, self._findings = self._findings, set()
        if not incidents and not findings:
            return
        async with self._pool.connection() as connection:
            for row in await _rows(connection, "changed_incidents", incidents=sorted(incidents)):
                person = None if row["person_id"] is None else PersonName(**row)
                brief = IncidentBrief(**row, person=person)
                self.log.say(
                    "incident", "incident", brief.model_dump_json(), row["office_id"], row["officer"]
                )
            for row in await _rows(connection, "changed_findings", findings=sorted(findings)):
                shown = FindingShown(**row).model_dump_json()
                self.log.say("finding", "finding", shown, row["office_id"], row["officer"])

    async def _tick(self) -> None:
        now_ms = self._clock.now_ms()
        async with self._pool.connection() as connection:
            await self._wearers_if_due(connection, now_ms)
            moved = await self._newly_visible(connection, now_ms)
        moved |= self._presence_if_due(now_ms)
        for person_id in moved:
            spot = self.log.spots[person_id]
            spot.row = row_of(spot, now_ms, self._thresholds)
        self.log.moved([self.log.spots[person_id] for person_id in sorted(moved)])
        self.ready.set()

    async def _wearers_if_due(self, connection: Connection, now_ms: int) -> None:
        age_s = time.monotonic() - self._wearers_read_s
        soonest_s = max(WEARERS_AT_MOST_EVERY_S, self._wearers_took_s / WEARERS_SHARE)
        if age_s < (soonest_s if self._register_changed else max(soonest_s, WEARERS_EVERY_S)):
            return
        self._register_changed = False
        begun_s = time.monotonic()
        found = await _rows(connection, "monitored_now", now=instant(now_ms))
        offices = await _rows(connection, "office_tree")
        await self._take_thresholds(connection)
        self.parents = {row["office_id"]: row["parent_id"] for row in offices}
        await self._take_wearers(connection, [_wearer(row) for row in found], now_ms)
        self._wearers_read_s = time.monotonic()
        self._wearers_took_s = self._wearers_read_s - begun_s

    async def _take_thresholds(self, connection: Connection) -> None:
        thresholds = (await in_force(connection)).thresholds
        if thresholds != self._thresholds:
            self._thresholds = thresholds
            self._presence_s = float("-inf")

    async def _take_wearers(self, connection: Connection, wearers: Sequence[Wearer], now_ms: int) -> None:
        new = [one for one in wearers if self._wearers.get(one.device_id) != one]
        self._wearers = {one.device_id: one for one in wearers}
        worn = {one.person_id for one in wearers}
        for gone in [person_id for person_id in self.log.spots if person_id not in worn]:
            del self.log.spots[gone]
        for one in new:
            spot = self.log.spots.setdefault(one.person_id, Spot(one))
            spot.wearer, spot.row = one, None
        if new:
            fixes = await _rows(connection, "newest_fixes", devices=[one.device_id for one in new])
            self._take_fixes(fixes)
            moved = [self.log.spots[person_id] for person_id in sorted({one.person_id for one in new})]
            for spot in moved:
                spot.row = row_of(spot, now_ms, self._thresholds)
            self.log.moved(moved)

    async def _newly_visible(self, connection: Connection, now_ms: int) -> set[int]:
        speed = speed_of(self._clock)
        since_ms = self._since_ms or now_ms
        found = await _rows(connection, "visible_since", since=instant(since_ms))
        self._since_ms = now_ms - round(OVERLAP_S * 1000 * speed)
        return self._take_fixes(found)

    def _take_fixes(self, found: Iterable[DictRow]) -> set[int]:
        """The people of whom a newer fix is known now."""
        moved: set[int] = set()
        for row in found:
            wearer = self._wearers.get(row["device_id"])
            if wearer is None:
                continue
            spot = self.log.spots[wearer.person_id]
            spot.visible_ms = max(spot.visible_ms, milliseconds(row["visible_at"]))
            time_ms = milliseconds(row["happened_at"])
            fresh = time_ms >= wearer.from_ms and (spot.fix is None or time_ms > spot.fix.time_ms)
            if fresh and row.get("valid", True):
                spot.fix = _fix(row, time_ms)
                moved.add(wearer.person_id)
        return moved

    def _presence_if_due(self, now_ms: int) -> set[int]:
        """Those whose being at home is no longer known although nothing was heard."""
        if time.monotonic() - self._presence_s < PRESENCE_EVERY_S:
            return set()
        self._presence_s = time.monotonic()
        return {
            person_id
            for person_id, spot in self.log.spots.items()
            if not spot.wearer.positions and spot.row != row_of(spot, now_ms, self._thresholds)
        }


async def _rows(connection: Connection, name: str, **values: Any) -> list[DictRow]:
    cursor = await connection.execute(QUERIES[name], values)
    return await cursor.fetchall()


def _wearer(row: DictRow) -> Wearer:
    homes = tuple(home for each in row["homes"] if (home := _home(each, row["person_id"])) is not None)
    return Wearer(
        row["person_id"],
        row["device_id"],
        milliseconds(row["from_at"]),
        row["office_id"],
        row["officer"],
        row["positions"],
        homes,
    )


def _home(geometry: dict[str, Any], person_id: int) -> Shape | None:
    kind = Circle if geometry["type"] == "Point" else Polygon
    try:
        return shape_of(kind.model_validate(geometry))
    except ValidationError as cause:
        log.error("the home of person %d is no place, so their presence is unknown: %s", person_id, cause)
        return None


def _fix(row: DictRow, time_ms: int) -> Position:
    return Position(
        time_ms,
        row["lat"],
        row["lon"],
        source=_SOURCES[row["source"]],
        accuracy_m=row["accuracy_m"],
        hdop=row["hdop"],
        speed_kmh=row["speed_kmh"],
        course_deg=row["course_deg"],
    )
