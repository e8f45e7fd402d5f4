"""kill -9 of every process in turn while frames flow: nothing acknowledged is lost, nothing is stored twice, and the
findings are those of an undisturbed run.

All fixes happened before the clock's present and the clock stays within one set of hours, so nothing that is found
depends on when it was received, but one thing: every device has been silent since it was put on and is heard for the
first time here, and its silence ends with that receipt. Of silences it is compared that they ended, not when.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.acceptance.city import CLOCK_SPEED, City, city
from tests.acceptance.fleet import Progress, Scripted, scripted, send_all

pytestmark = [pytest.mark.services, pytest.mark.alone]
PEOPLE = 100
LIVE_KILLS = ((0.1, "gateway"), (0.28, "monitor"), (0.46, "nats"), (0.64, "postgres"), (0.82, "gateway"))
LATE_KILLS = ((0.2, "monitor"), (0.5, "nats"))
SETTLED_S = 50 / CLOCK_SPEED
"""Late data is judged again 20 s of the system's clock after the last of it; a tick may take 5 s more."""

Kills = tuple[tuple[float, str], ...]
_FINDINGS = """
SELECT kind, person_id, condition, extract(epoch FROM began_at)::bigint, extract(epoch FROM ended_at)::bigint,
       withdrawn_at IS NOT NULL
FROM findings
"""


@dataclass
class Outcome:
    acknowledged: set[tuple[str, int]]
    stored: list[tuple[str, int]]
    frames_twice: int
    findings: set[tuple[object, ...]]
    deaths: list[str]
    failures: int


def play(kills: Kills = (), late_kills: Kills = ()) -> Outcome:
    fleet = [scripted(number) for number in range(1, PEOPLE + 1)]
    with city(PEOPLE) as standing:
        acknowledged: set[tuple[str, int]] = set()
        failures = 0
        for late, schedule in ((False, kills), (True, late_kills)):
            progress = Progress(frames=sum(len(each.late if late else each.live) for each in fleet))
            standing.carry_out(
                _sending(fleet, standing, progress, late), _killer(standing, progress, schedule)
            )
            settle(standing)
            acknowledged |= progress.fixes
            failures += progress.failures
        return Outcome(
            acknowledged,
            [(identity, time_ms) for identity, time_ms in standing.rows(_STORED)],
            int(standing.rows(_TWICE)[0][0]),
            {_comparable(*finding) for finding in standing.rows(_FINDINGS)},
            [ended.name for ended in standing.ended],
            failures,
        )


def _sending(fleet: list[Scripted], standing: City, progress: Progress, late: bool) -> Callable[[], None]:
    return lambda: asyncio.run(send_all(fleet, standing.ports, progress, late=late))


def _killer(standing: City, progress: Progress, kills: Kills) -> Callable[[], None]:
    """Kills what is due at the present share of acknowledged frames, once it runs."""
    left = list(kills)

    def disturb() -> None:
        if left and progress.share >= left[0][0] and left[0][1] in standing.supervisor.running():
            standing.kill(left.pop(0)[1])

    return disturb


def settle(standing: City) -> None:
    """Until everything sent is judged: the clock of every partition has gone on for long enough."""

    def clock() -> list[int]:
        return [row[0] for row in standing.rows("SELECT clock_ms FROM checkpoints WHERE partition >= 0")]

    standing.wait_for(lambda: len(clock()) == 4)
    reached = max(clock()) + round(SETTLED_S * CLOCK_SPEED * 1000)
    standing.wait_for(lambda: min(clock(), default=0) >= reached)


def _comparable(
    kind: str, person: int, condition: str | None, began_s: int, ended_s: int | None, withdrawn: bool
) -> tuple[object, ...]:
    ended = ended_s is not None if kind == "device_silent" else ended_s
    return kind, person, condition, began_s, ended, withdrawn


_STORED = """
SELECT identity, (extract(epoch FROM happened_at) * 1000)::bigint FROM fixes JOIN devices USING (device_id)
"""
_TWICE = """
SELECT count(*) FROM (
    SELECT FROM frames JOIN devices USING (device_id)
    WHERE length(raw) > 34 GROUP BY device_id, raw HAVING count(*) > 1) AS twice
"""


def test_kill_9_of_each_process_in_turn() -> None:
    """All that was acknowledged is stored, once, and the same is found as without any kill."""
    calm = play()
    shaken = play(LIVE_KILLS, LATE_KILLS)
    everything = {
        (device.identity, record.time_ms)
        for device in map(scripted, range(1, PEOPLE + 1))
        for frame in device.live + device.late
        for record in frame
    }
    for outcome in (calm, shaken):
        assert outcome.acknowledged == everything
        assert len(outcome.stored) == len(set(outcome.stored))
        assert set(outcome.stored) == everything
        assert outcome.frames_twice == 0
    assert calm.deaths == []
    assert sorted(shaken.deaths) == sorted(name for _, name in LIVE_KILLS + LATE_KILLS)
    assert shaken.failures > 0
    assert any(finding[-1] for finding in calm.findings), "the script has something to withdraw"
    assert shaken.findings == calm.findings
