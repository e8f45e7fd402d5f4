"""Some sixty devices of all classes for an evening and half a night, through everything: sockets, MQTT, the stream,
the monitor, PostgreSQL. What is found is what the scripts say, and what has a PUBACK is stored.

Among them are protected persons with what they carry, tests at random, whose times the running system draws, and tests
that an officer asks for by the console's route. When a device was told is not in a script: it is read from what the
system wrote down, and held against hours and number of the order.

The clock runs fast, so every delay counts as many times: windows are those of `tests/acceptance/test_week.py`,
and what began before the devices or just before the end is left open (`seen_between`). One of a pair is unheard after
ten minutes, which are five seconds here: where a device waited nearly so long for its answer, the protection may be
found not to work.
"""

from __future__ import annotations

import asyncio
import time
from array import array
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from baqylau.platform.clock import Clock
from baqylau.platform.postgres import connect
from baqylau.protocols import catalogue
from baqylau.register.loading import load_register
from baqylau.simulate.days import MINUTE_MS
from baqylau.simulate.demo import outcome
from baqylau.simulate.demo.api import Api
from baqylau.simulate.demo.registering import register_file
from baqylau.simulate.demo.system import System, settle
from baqylau.simulate.network import Weather
from baqylau.simulate.twins.chance import foretold
from baqylau.simulate.twins.compare import Comparison, known_at
from baqylau.simulate.twins.crowd import drawn
from baqylau.simulate.twins.expectation import Expected
from baqylau.simulate.twins.expected import expected_of, seen_between
from baqylau.simulate.twins.live import devices_of
from baqylau.simulate.twins.others import consented_to_ms
from baqylau.simulate.twins.people import Twin, sections, twins_of
from baqylau.simulate.twins.registering import iin_of
from baqylau.simulate.twins.script import CLASSES, read_scripts
from baqylau.simulate.twins.truth import Asked, Span
from baqylau.simulate.wearer import Playing, Tally, play
from tests.acceptance.test_week import told

pytestmark = [pytest.mark.services, pytest.mark.alone]
DRAWN = 44
"""Devices of drawn days; those of evening.yaml come to them."""

SEED = 404
SPEED = 120.0
BEGINS, ENDS = "17:50", "01:10"
"""Local times: the clock is set to the first, the devices begin when everything runs."""

DAY = date(2026, 3, 2)
PATIENCE_S = 60.0
PAUSE_MS = 4 * MINUTE_MS
"""Longer without an answer, and who is heard every minute was not to be heard."""

Lost = list[tuple[str, int | str]]


@dataclass(frozen=True, slots=True)
class Evening:
    """unasked_kept: positions of protected people that are stored though their consent had ended."""

    tally: Tally
    comparison: Comparison
    asked: Mapping[str, tuple[Asked, ...]]
    lost: Lost
    unasked_kept: int


def test_an_evening_through_everything(short_folder: Path) -> None:
    """All that was acknowledged is stored, and the findings are those of the scripts: none missed, none too many."""
    written = read_scripts((Path(__file__).parent / "evening.yaml").read_text(encoding="utf-8"))
    scripts = [*written, *(foretold(script) for _, script in drawn(DRAWN, 2, SEED))]
    twins = twins_of([replace(script, begins=DAY) for script in scripts], 0, SEED)
    assert {twin.truth.script.class_ for twin in twins} == set(CLASSES)
    evening = asyncio.run(through_everything(twins, short_folder / "day"))
    comparison = evening.comparison
    assert not comparison.missed, told(comparison)
    assert not comparison.extra, told(comparison)
    for twin in twins:
        asked_as_ordered(twin, evening.asked.get(iin_of(twin.truth), ()))
    assert evening.tally.frames_acknowledged > 1_000
    assert not evening.lost
    assert evening.unasked_kept == 0
    for kind in ("protection_breached", "protection_approach", "protection_degraded", "protected_sos"):
        assert comparison.agreed[kind], kind
    for kind in ("breath_missed", "breath_refused", "alcohol_confirmed", "check_in_mismatch"):
        assert comparison.agreed[kind], kind


def asked_as_ordered(twin: Twin, asked: Sequence[Asked]) -> None:
    """As many tests at random as ordered, within their hours, those on demand, and the device has heard of each."""
    truth = twin.truth
    ordered = truth.script.order.random_tests or truth.script.order.random_check_ins
    dues = [each.due_ms for each in asked if each.origin == "random"]
    assert len(dues) == (ordered.times if ordered is not None else 0), truth.script.person
    if ordered is not None:
        begins, ends = (truth.instant(1, wall) for wall in ordered.between)
        assert all(begins <= due < ends for due in dues), truth.script.person
    on_demand = [each for each in asked if each.origin == "on_demand"]
    assert len(on_demand) == len(truth.spans("is_asked")), truth.script.person
    assert all(each.asked_ms is not None for each in asked), truth.script.person


async def through_everything(twins: list[Twin], folder: Path) -> Evening:
    first = twins[0].truth
    settled = settle(folder, SPEED, first.instant(1, BEGINS))
    clock, tally = settled.clock, Tally()
    end_ms = first.instant(2, ENDS)
    with System(settled) as system:
        database_url = await system.ready()
        token = await system.add_account()
        start_ms = clock.now_ms()
        async with await connect(database_url, application_name="test") as connection:
            text = register_file([], start_ms, sections(twins, start_ms))
            await load_register(connection, text, start_ms, protocols=catalogue.LANGUAGES)
            people = await outcome.ids_by_iin(connection, [iin_of(twin.truth) for twin in twins])
        made, gateway = list[Playing](), system.gateway()
        for twin in twins:
            weather = Weather(loss=0.003)
            made += devices_of(twin.truth, twin.kit, gateway, clock, tally, weather, start_ms, twin.carried)
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(clock.real_seconds(end_ms - clock.now_ms()), stop.set)
        async with Api(settled.console_port, token) as api, asyncio.TaskGroup() as tasks:
            tasks.create_task(ask_on_demand(api, twins, people, clock))
            tasks.create_task(play(made, stop))
        async with await connect(database_url, autocommit=True, application_name="test") as connection:

            async def lost() -> Lost:
                return [
                    *await outcome.lost(connection, consented),
                    *await outcome.messages_lost(connection, tally.messages),
                ]

            consented, unasked = _by_consent(twins, tally)
            missing = await _settled(lost)
            kept = sum(map(len, unasked.values())) - len(await outcome.lost(connection, unasked))
            asked = await outcome.tests_asked(connection, list(people))
            comparison = await _compared(connection, twins, asked, tally, (start_ms, end_ms))
            return Evening(tally, comparison, asked, missing, kept)


async def ask_on_demand(api: Api, twins: Sequence[Twin], people: Mapping[str, int], clock: Clock) -> None:
    """An officer asks, when the script says so."""
    wanted = sorted(
        (at_ms, people[iin_of(twin.truth)], "sober" if twin.truth.script.order.random_tests else "shows-up")
        for twin in twins
        for at_ms, _ in twin.truth.spans("is_asked")
    )
    for at_ms, person_id, condition in wanted:
        await asyncio.sleep(max(0.0, clock.real_seconds(at_ms - clock.now_ms())))
        await api.post(f"/api/people/{person_id}/tests", {"condition": condition})


def _by_consent(twins: Sequence[Twin], tally: Tally) -> tuple[dict[str, array[int]], dict[str, array[int]]]:
    """The fixes that devices were told are taken: those to be stored, and those after a consent had ended."""
    consented: dict[str, array[int]] = dict(tally.acknowledged)
    unasked: dict[str, array[int]] = {}
    for twin in twins:
        if twin.carried is not None:
            identity, ends_ms = twin.carried.identity, consented_to_ms(twin.truth)
            times = tally.acknowledged.get(identity, array("q"))
            consented[identity] = array("q", (each for each in times if each < ends_ms - MINUTE_MS))
            unasked[identity] = array("q", {each for each in times if each > ends_ms + MINUTE_MS})
    return consented, unasked


async def _settled(lost: Callable[[], Awaitable[Lost]]) -> Lost:
    """What is still missing when the monitor has had time to store what was acknowledged last."""
    deadline = time.monotonic() + PATIENCE_S
    while (missing := await lost()) and time.monotonic() < deadline:
        await asyncio.sleep(0.5)
    return missing


async def _compared(
    connection: outcome.Connection,
    twins: Sequence[Twin],
    asked: Mapping[str, tuple[Asked, ...]],
    tally: Tally,
    played: Span,
) -> Comparison:
    findings = await outcome.findings_by_iin(connection, [iin_of(twin.truth) for twin in twins])
    comparison = Comparison()
    for twin in twins:
        iin = iin_of(twin.truth)
        truth = changed(twin.truth, asked=asked.get(iin, ()))
        expected = seen_between(_expected(changed(twin, truth=truth), tally), *played)
        comparison.add(truth.script.person, expected, known_at(findings.get(iin, []), played[1]))
    return comparison


def _expected(twin: Twin, tally: Tally) -> list[Expected]:
    """By the script; of a pair also what may be found because of how long its devices waited for answers."""
    by_script = expected_of(twin.truth, twin.kit, [()] * len(twin.kit))
    if twin.carried is None:
        return by_script
    mine = [_pauses(tally.heard_ms.get(each.identity, array("q"))) for each in twin.kit]
    theirs = _pauses(tally.heard_ms.get(twin.carried.identity, array("q")))
    return [
        each if each in by_script else changed(each, certain=False)
        for each in expected_of(twin.truth, twin.kit, mine, theirs)
    ]


def _pauses(heard_ms: Sequence[int]) -> list[Span]:
    return [(before, after) for before, after in pairwise(heard_ms) if after - before > PAUSE_MS]
