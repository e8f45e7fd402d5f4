"""What units, beacons and tests report is kept and judged as contact, also when it is read back for judging again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest

from baqylau.monitor.duplicates import detail_of, kind_of
from baqylau.monitor.history import _heard_signal
from baqylau.observations import (
    BeaconHeard,
    BraceletHeard,
    BreathResult,
    Button,
    CheckInResult,
    CommandResult,
    DeviceClock,
    Observation,
    SequenceGap,
    UnitState,
)
from baqylau.platform.instants import to_datetime
from tests.monitor.running import MINUTE_MS, World, at, monitoring

TIME_MS = at(21, 56)
WORDS: tuple[Observation, ...] = (
    BraceletHeard(TIME_MS, "RB-1", -71, strap_open=False, battery_percent=64),
    BeaconHeard(TIME_MS, "BC-1"),
    UnitState(TIME_MS, mains=False, moved=True),
    BreathResult(TIME_MS, "measured", 0.31, "CAL-1", "sha256:00", None),
    CheckInResult(TIME_MS, "mismatch", ("sha256:00", "sha256:01"), "c-1"),
    Button(TIME_MS, "confirm"),
    CommandResult(TIME_MS, "done", "4711", "ok"),
    SequenceGap(TIME_MS, 3, 5),
    DeviceClock(TIME_MS, 60, "1.2"),
)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: type(word).__name__)
def test_read_back_as_it_was(word: Observation) -> None:
    """The detail of a signal, through JSON, gives the observation it was made of."""
    detail = msgspec.json.decode(msgspec.json.encode(detail_of(word)))
    now = datetime(2026, 1, 2, tzinfo=UTC)
    heard = _heard_signal(1, 0, 1, now, to_datetime(TIME_MS), kind_of(word), detail)
    assert heard.observation == word


@pytest.mark.services
def test_stored_and_no_obstacle_to_judging_again(world: World) -> None:
    """They are stored as signals, break a silence like any contact, and late data judges their person again."""

    async def scenario() -> None:
        world.clock.time_ms = at(21, 50)
        async with monitoring(world) as client:
            for minute in (53, 54, 55):
                world.clock.time_ms = at(21, minute)
                await world.tell(client, world.report(0, world.fix(0, at(21, minute), 0.02)))
            world.clock.time_ms = TIME_MS
            await world.tell(client, world.report(0, *WORDS))
            await world.move_to(at(22, 2))
            world.clock.time_ms = at(22, 10)
            home = [world.fix(0, at(21, 56) + step * MINUTE_MS) for step in range(14)]
            await world.tell(client, world.report(0, *home))
            await world.judged()
            await world.move_to(at(22, 14))

    asyncio.run(scenario())
    kinds = {kind for (kind,) in world.rows("SELECT kind FROM signals")}
    assert kinds == {kind_of(word) for word in WORDS}
    absences = ("curfew_absence", "curfew_late_return", "curfew_left_early")
    assert [withdrawn for _, _, withdrawn in world.findings(0, *absences)] == [True]
