from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from baqylau.observations.kinds import Position
from baqylau.observations.tracks import TrackFix, read_track
from baqylau.register.activation import Activation
from baqylau.register.order import parse_order, versions_in_force
from baqylau.rules.finding import Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import compile_programme
from baqylau.rules.state import Heard
from tests.rules.worlds import standing

TRACK = Path(__file__).parents[3] / "shared/data/tracks/phones/phone-2e7db6.csv"
HOUR_MS = 3_600_000


def _offline(fixes: list[TrackFix]) -> list[TrackFix]:
    """The same fixes from a tracker out of reach 3 hours in 12, which then sends its memory newest first."""
    heard: list[TrackFix] = []
    memory: list[Position] = []
    begin_ms = fixes[0].position.time_ms
    for fix in fixes:
        time_ms = fix.position.time_ms
        if (time_ms - begin_ms) % (12 * HOUR_MS) < 3 * HOUR_MS:
            memory.append(fix.position)
            continue
        heard += [TrackFix(each, time_ms + n * 100) for n, each in enumerate(reversed(memory))]
        memory = []
        heard.append(fix)
    return sorted(heard, key=lambda fix: fix.received_ms)


def _home(fixes: list[TrackFix]) -> tuple[float, float]:
    """The median of the fixes between 00:00 and 06:00 in Sao Paulo (UTC-3)."""
    night = [fix.position for fix in fixes if 3 <= fix.position.time_ms // HOUR_MS % 24 < 9]
    return median(each.lat for each in night), median(each.lon for each in night)


def _found(fixes: list[TrackFix]) -> list[Finding]:
    lat, lon = _home(fixes)
    begin_ms = min(fix.position.time_ms for fix in fixes)
    order = {
        "person": {"name": "track"},
        "timezone": "America/Sao_Paulo",
        "ground": "restriction_of_liberty",
        "valid": {"from": "2017-01-01T00:00:00Z"},
        "conditions": [
            {
                "id": "home",
                "kind": "curfew",
                "place": {"type": "Point", "coordinates": [lon, lat], "radius_m": 100},
                "hours": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}],
            }
        ],
    }
    versions = versions_in_force([parse_order(order)])
    run = Offline(compile_programme(1, versions, [Activation(0, 1, 1, begin_ms)]))
    for number, fix in enumerate(fixes):
        run.hear([Heard(fix.position, fix.received_ms, number, 1)], fix.received_ms)
    run.hear([], fixes[-1].received_ms + HOUR_MS)
    return run.findings()


def test_memory_sent_newest_first_finds_what_live_data_finds() -> None:
    """A real track with offline spells uploaded newest first gives the absences of the undisturbed track."""
    if not TRACK.exists():
        pytest.skip("needs ../shared/data/tracks/phones")
    fixes = read_track(TRACK, lambda *_: None)
    live = _found(fixes)
    disturbed = _found(_offline(fixes))
    assert standing(disturbed) == standing(live)
    assert standing(live)
    assert any(finding.late for finding in disturbed)
