"""The demonstration from start to report."""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live

from baqylau.platform.clock import Clock
from baqylau.platform.postgres import connect
from baqylau.protocols import catalogue
from baqylau.register.loading import load_register
from baqylau.simulate.cities import UTC_OFFSET_MS
from baqylau.simulate.demo import classes, outcome, show
from baqylau.simulate.demo.cast import Member, cast, curfew_after, wall_time
from baqylau.simulate.demo.devices import addresses, devices, until_known
from baqylau.simulate.demo.latency import WATCHERS, Latencies, watch
from baqylau.simulate.demo.outcome import Progress
from baqylau.simulate.demo.registering import register_file
from baqylau.simulate.demo.system import System, settle
from baqylau.simulate.demo.truth import against_truth
from baqylau.simulate.network import Weather
from baqylau.simulate.sources import seeded
from baqylau.simulate.speak import ProtocolName
from baqylau.simulate.tracks import DAY_MS
from baqylau.simulate.twins.live import devices_of
from baqylau.simulate.twins.people import Twin, sections
from baqylau.simulate.wearer import Playing, Tally, play

BEGINS_MS = (21 * 60 + 28) * 60_000
"""Local time of day at which the clock is set: a quarter of a minute later all runs and it is 21:43."""

_WEATHER = Weather(loss=0.005)
_DRAIN_S = 60.0
_STALLED_S = 20.0
_REFRESH_S = 1.0
_LINE_EVERY_S = 10.0

SPOKEN: tuple[ProtocolName, ...] = ("teltonika", "wialon_ips", "egts", "gt06", "osmand")
"""Languages in which every frame is answered, so that what was acknowledged can be compared with what is stored."""


@dataclass(frozen=True, slots=True)
class Options:
    """for_s: real seconds from the first device on; None: until told to stop. tracks None: look for none."""

    people: int
    speed: float
    seed: int
    for_s: float | None
    folder: Path
    tracks: Path | None


def origin_ms() -> int:
    """21:28 in Kazakhstan, today."""
    today = (time.time_ns() // 1_000_000 + UTC_OFFSET_MS) // DAY_MS
    return today * DAY_MS + BEGINS_MS - UTC_OFFSET_MS


async def demonstrate(options: Options, console: Console) -> dict[str, Any] | None:
    """The report; None when it was stopped before it began. Raises OperatorProblem, TrackError."""
    demonstration = _Demonstration(options, console)
    task = asyncio.create_task(demonstration.run())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, demonstration.asked_to_stop, task)
    try:
        return await task
    except asyncio.CancelledError:
        return None
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


class _Demonstration:
    def __init__(self, options: Options, console: Console) -> None:
        self._options = options
        self._console = console
        self._stop = asyncio.Event()
        self._begun = False
        self._tally = Tally()
        self._latencies = Latencies()
        self._progress = Progress()

    def asked_to_stop(self, task: asyncio.Task[dict[str, Any] | None]) -> None:
        """The first time the devices end and the report is made; before they began, or again: at once."""
        if self._begun and not self._stop.is_set():
            self._console.print(
                "Stopping: the devices deliver what they hold, then the figures are compared."
            )
            self._stop.set()
        else:
            task.cancel()

    async def run(self) -> dict[str, Any]:
        options = self._options
        self._console.print("Starting PostgreSQL, NATS, gateway, monitor, console and jobs …")
        settled = settle(options.folder, options.speed, origin_ms())
        with System(settled) as system:
            database_url = await system.ready()
            token, members, twins = await asyncio.gather(
                system.add_account(),
                asyncio.to_thread(self._cast, settled.clock.now_ms()),
                asyncio.to_thread(classes.evening, settled.clock.now_ms(), options.seed),
            )
            self._console.print(show.whose(members, options.tracks is not None))
            await self._register(database_url, members, twins, settled.clock.now_ms())
            self._console.print(f"Look at {settled.console_url} with the token {token}")
            return await self._play(system, database_url, members, twins, token)

    def _cast(self, now_ms: int) -> list[Member]:
        options = self._options
        curfew_ms = curfew_after(now_ms)
        self._console.print(f"It is {show.local_time(now_ms)}; curfews begin at {wall_time(curfew_ms)}.")
        return cast(options.people, now_ms, options.seed, options.tracks, SPOKEN, curfew_ms)

    async def _register(
        self, database_url: str, members: list[Member], twins: list[Twin], now_ms: int
    ) -> None:
        text = register_file(members, now_ms, sections(twins, now_ms, [member.city for member in members]))
        async with await connect(database_url, application_name="demo") as connection:
            await load_register(connection, text, now_ms, protocols=catalogue.LANGUAGES)
        self._console.print(
            f"{len(members)} people registered with their orders and devices, and {len(twins)} more whose evening "
            f"is a script: the eight classes of device."
        )

    async def _play(
        self, system: System, database_url: str, members: list[Member], twins: list[Twin], token: str
    ) -> dict[str, Any]:
        options, settled = self._options, system.settled
        clock = settled.clock
        where = addresses(settled.listeners)
        if not await until_known(members, where):
            self._console.print(
                "The gateway does not know the devices yet; they will try again by themselves."
            )
        start_ms = clock.now_ms()
        made: list[Playing] = [*devices(members, where, clock, self._tally, _WEATHER, start_ms, options.seed)]
        gateway = system.gateway()
        for twin in twins:
            made += devices_of(
                twin.truth, twin.kit, gateway, clock, self._tally, _WEATHER, start_ms, twin.carried
            )
        async with await connect(database_url, autocommit=True, application_name="demo") as connection:
            people = await outcome.person_ids(connection)
            self._begun = True
            if options.for_s is not None:
                asyncio.get_running_loop().call_later(options.for_s, self._stop.set)
            watching = [
                asyncio.create_task(
                    watch(settled.console_port, token, people, clock, seeded("watch", each), self._latencies)
                )
                for each in range(WATCHERS)
            ]
            showing = asyncio.create_task(self._show(system, connection))
            ending = asyncio.create_task(self._ended(clock))
            try:
                await play(made, self._stop)
            finally:
                for task in (*watching, showing):
                    task.cancel()
                await asyncio.gather(*watching, showing, return_exceptions=True)
            return await self._report(connection, members, twins, start_ms, await ending)

    async def _ended(self, clock: Clock) -> int:
        """When the devices stopped; the fast clock goes on while they deliver what they hold."""
        await self._stop.wait()
        return clock.now_ms()

    async def _show(self, system: System, connection: outcome.Connection) -> None:
        clock = system.settled.clock
        began = said = time.monotonic()
        with Live(console=self._console, auto_refresh=False, transient=True) as live:
            while True:
                await asyncio.sleep(_REFRESH_S)
                system.check()
                self._progress = await outcome.progress(connection)
                if self._console.is_terminal:
                    left = self._left(time.monotonic() - began)
                    seen = show.running(clock.now_ms(), left, self._tally, self._progress, self._latencies)
                    live.update(seen, refresh=True)
                elif time.monotonic() - said >= _LINE_EVERY_S:
                    said = time.monotonic()
                    self._console.print(show.line(clock.now_ms(), self._tally, self._progress))

    def _left(self, elapsed_s: float) -> str:
        if self._options.for_s is None:
            return "(Ctrl-C ends it)"
        return f"({max(0, round(self._options.for_s - elapsed_s))} s left)"

    async def _report(
        self,
        connection: outcome.Connection,
        members: list[Member],
        twins: list[Twin],
        start_ms: int,
        end_ms: int,
    ) -> dict[str, Any]:
        missing = await self._drain(connection)
        by_class = await classes.found_of(connection, twins, self._tally, start_ms, end_ms)
        progress = await outcome.progress(connection, until_ms=end_ms)
        found = await outcome.absences_found(connection)
        return {
            "frames_sent": self._tally.frames_sent,
            "frames_acknowledged": self._tally.frames_acknowledged,
            "frames_unanswered": self._tally.frames_unanswered,
            "fixes_acknowledged": len(
                {(name, at) for name, times in self._tally.acknowledged.items() for at in times}
            ),
            "fixes_stored": progress.fixes_stored,
            "lost": len(missing),
            "incidents": progress.incidents,
            "findings": progress.findings,
            "findings_withdrawn": progress.findings_withdrawn,
            "latency_ms": self._latencies.summary(),
            "receipt_to_commit_ms": await outcome.stored_latency(connection, self._options.speed),
            "against_truth": against_truth(members, found, start_ms, end_ms).as_dict(),
            "classes": by_class,
            "people": len(members) + len(twins),
            "wearers": {
                origin: sum(member.origin == origin for member in members)
                for origin in ("phone", "bus", "invented")
            }
            | {"scripted": len(twins)},
            "from": show.local_time(start_ms),
            "to": show.local_time(end_ms),
            "speed": self._options.speed,
            "failures": self._tally.failures,
            "api_failures": self._latencies.troubles,
            **({"lost_examples": missing[:20]} if missing else {}),
        }

    async def _drain(self, connection: outcome.Connection) -> list[tuple[str, int | str]]:
        """What is missing after the monitor has had time to store what was acknowledged last."""
        deadline = time.monotonic() + _DRAIN_S
        missing = await self._missing(connection)
        fewest, since = len(missing), time.monotonic()
        while missing and time.monotonic() < deadline and time.monotonic() - since < _STALLED_S:
            await asyncio.sleep(_REFRESH_S)
            missing = await self._missing(connection)
            if len(missing) < fewest:
                fewest, since = len(missing), time.monotonic()
        return missing

    async def _missing(self, connection: outcome.Connection) -> list[tuple[str, int | str]]:
        """Fixes by their time, messages of our own language by their hash."""
        fixes = await outcome.lost(connection, self._tally.acknowledged)
        return [*fixes, *await outcome.messages_lost(connection, self._tally.messages)]
