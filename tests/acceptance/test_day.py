"""Some sixty devices of all classes for an evening and half a night, through everything: sockets, MQTT, the stream,
the monitor, PostgreSQL. What is found is what the scripts say, and what has a PUBACK is stored.

The clock runs fast, so every delay counts as many times: windows are those of `tests/acceptance/test_week.py`,
and what began before the devices or just before the end is left open (`seen_between`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from baqylau.platform.postgres import connect
from baqylau.protocols import catalogue
from baqylau.register.loading import load_register
from baqylau.simulate.demo import outcome
from baqylau.simulate.demo.registering import register_file
from baqylau.simulate.demo.system import System, settle
from baqylau.simulate.network import Weather
from baqylau.simulate.twins.chance import foretold
from baqylau.simulate.twins.compare import Comparison, known_at
from baqylau.simulate.twins.crowd import drawn
from baqylau.simulate.twins.expected import expected_of, seen_between
from baqylau.simulate.twins.live import devices_of
from baqylau.simulate.twins.people import Twin, sections, twins_of
from baqylau.simulate.twins.registering import iin_of
from baqylau.simulate.twins.script import CLASSES
from baqylau.simulate.wearer import Playing, Tally, play
from tests.acceptance.test_week import told

pytestmark = [pytest.mark.services, pytest.mark.alone]
DEVICES = 60
SEED = 404
SPEED = 120.0
BEGINS, ENDS = "17:50", "02:10"
"""Local times: the clock is set to the first, the devices begin when everything runs."""

DAY = date(2026, 3, 2)
PATIENCE_S = 60.0


def test_an_evening_through_everything(short_folder: Path) -> None:
    """All that was acknowledged is stored, and the findings are those of the scripts: none missed, none too many."""
    scripts = [replace(foretold(script), begins=DAY) for _, script in drawn(DEVICES, 2, SEED)]
    twins = twins_of(scripts, 0, SEED)
    assert {twin.truth.script.class_ for twin in twins} == set(CLASSES)
    tally, comparison, lost = asyncio.run(through_everything(twins, short_folder / "day"))
    assert tally.frames_acknowledged > 1_000
    assert not lost
    assert not comparison.missed, told(comparison)
    assert not comparison.extra, told(comparison)
    assert comparison.agreed.total() > 3


async def through_everything(
    twins: list[Twin], folder: Path
) -> tuple[Tally, Comparison, list[tuple[str, int | str]]]:
    first = twins[0].truth
    settled = settle(folder, SPEED, first.instant(1, BEGINS))
    clock, tally = settled.clock, Tally()
    with System(settled) as system:
        database_url = await system.ready()
        start_ms = clock.now_ms()
        async with await connect(database_url, application_name="test") as connection:
            text = register_file([], start_ms, sections(twins, start_ms))
            await load_register(connection, text, start_ms, protocols=catalogue.LANGUAGES)
        gateway, made = system.gateway(), list[Playing]()
        for twin in twins:
            made += devices_of(twin.truth, twin.kit, gateway, clock, tally, Weather(loss=0.003), start_ms)
        stop = asyncio.Event()
        real_s = clock.real_seconds(first.instant(2, ENDS) - clock.now_ms())
        asyncio.get_running_loop().call_later(real_s, stop.set)
        end_ms = first.instant(2, ENDS)
        await play(made, stop)
        async with await connect(database_url, autocommit=True, application_name="test") as connection:

            async def lost() -> list[tuple[str, int | str]]:
                return [
                    *await outcome.lost(connection, tally.acknowledged),
                    *await outcome.messages_lost(connection, tally.messages),
                ]

            missing = await _settled(lost)
            return tally, await _compared(connection, twins, start_ms, end_ms), missing


async def _settled(
    lost: Callable[[], Awaitable[list[tuple[str, int | str]]]],
) -> list[tuple[str, int | str]]:
    """What is still missing when the monitor has had time to store what was acknowledged last."""
    deadline = time.monotonic() + PATIENCE_S
    while (missing := await lost()) and time.monotonic() < deadline:
        await asyncio.sleep(0.5)
    return missing


async def _compared(
    connection: outcome.Connection, twins: list[Twin], start_ms: int, end_ms: int
) -> Comparison:
    findings = await outcome.findings_by_iin(connection, [iin_of(twin.truth) for twin in twins])
    comparison = Comparison()
    for twin in twins:
        expected = seen_between(expected_of(twin.truth, twin.kit, [()] * len(twin.kit)), start_ms, end_ms)
        theirs = known_at(findings.get(iin_of(twin.truth), []), end_ms)
        comparison.add(twin.truth.script.person, expected, theirs)
    return comparison
