"""A thousand devices of all classes for a week: every finding is one that the script explains, and none is missing.

The scripts, the truth and the expectations know nothing of the rules; the bytes go through the real languages, the
batches of the stream and the rules as the monitor runs them. `tests/acceptance/test_day.py` plays fewer people
through sockets, stream and database.
"""

from __future__ import annotations

import pytest

from baqylau.simulate.twins.compare import Comparison
from baqylau.simulate.twins.crowd import drawn, play_all
from baqylau.simulate.twins.script import CLASSES, TwinClass

pytestmark = [pytest.mark.slow]
DEVICES = 1_000
DAYS = 7
SEED = 404
NOT_JUDGED_YET: frozenset[TwinClass] = frozenset()
SHOWN = 25


def test_a_week_of_a_thousand_devices() -> None:
    """Over a week of a thousand mixed devices nothing is missed and nobody is accused of what did not happen."""
    scripts = drawn(DEVICES, DAYS, SEED, NOT_JUDGED_YET)
    crowd = play_all(scripts, seed=SEED)
    assert sum(crowd.devices.values()) >= DEVICES
    assert {script.class_ for _, script in scripts} == set(CLASSES) - NOT_JUDGED_YET
    assert not crowd.comparison.missed, told(crowd.comparison)
    assert not crowd.comparison.extra, told(crowd.comparison)


def told(comparison: Comparison) -> str:
    """By kind, then the first of each side."""
    lines = [f"{kind}: {counts}" for kind, counts in comparison.by_kind().items()]
    lines += [f"missed, {person}: {each}" for person, each in comparison.missed[:SHOWN]]
    lines += [
        f"too much, {person}: {each.kind} of device {each.device_id}, {each.began_ms} to {each.ended_ms}"
        for person, each in comparison.extra[:SHOWN]
    ]
    return "\n".join(lines)
