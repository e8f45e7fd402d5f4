"""Many people's scripts in simulated time, over all processors, and the comparison of all of them."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from baqylau.simulate.twins.chance import draw
from baqylau.simulate.twins.compare import Comparison
from baqylau.simulate.twins.judged import play
from baqylau.simulate.twins.kit import kit_of
from baqylau.simulate.twins.script import Script, TwinClass

_AT_A_TIME = 8


@dataclass(slots=True)
class Crowd:
    """devices, by kind. messages: frames that were judged."""

    people: int = 0
    messages: int = 0
    devices: Counter[str] = field(default_factory=Counter)
    comparison: Comparison = field(default_factory=Comparison)

    def merge(self, other: Crowd) -> None:
        self.people += other.people
        self.messages += other.messages
        self.devices += other.devices
        self.comparison.merge(other.comparison)


def drawn(
    devices: int, lasts_days: int, seed: int, leave_out: Collection[TwinClass] = ()
) -> list[tuple[int, Script]]:
    """Numbers and scripts of as many people as have at least so many devices together."""
    found: list[tuple[int, Script]] = []
    wanted = devices
    for number in count():
        script = draw(number, seed=seed, lasts_days=lasts_days)
        if script.class_ in leave_out:
            continue
        found.append((number, script))
        wanted -= len(kit_of(script, number))
        if wanted <= 0:
            return found
    raise AssertionError("unreachable: count() does not end")


def play_all(scripts: Sequence[tuple[int, Script]], *, seed: int = 1, workers: int | None = None) -> Crowd:
    """The same whatever the number of workers."""
    parts = [scripts[at : at + _AT_A_TIME] for at in range(0, len(scripts), _AT_A_TIME)]
    workers = workers or os.cpu_count() or 1
    crowd = Crowd()
    if workers == 1 or len(parts) == 1:
        for part in parts:
            crowd.merge(_play(part, seed))
        return crowd
    # Not forked: whoever calls may have threads and open connections.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        for played in pool.map(_play, parts, [seed] * len(parts)):
            crowd.merge(played)
    return crowd


def _play(scripts: Iterable[tuple[int, Script]], seed: int) -> Crowd:
    crowd = Crowd()
    for number, script in scripts:
        played = play(script, number, seed)
        crowd.people += 1
        crowd.messages += played.messages
        crowd.devices.update(each.kind for each in played.kit)
        crowd.comparison.add(script.person, played.expected, played.findings)
    return crowd
