"""What lies between the truth and a report: receivers that err, radio that misses, networks that go away, clocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from baqylau.simulate.days import HOUR_MS, MINUTE_MS, Truth
from baqylau.simulate.geometry import Place, offset

Span = tuple[int, int]


@dataclass(slots=True)
class Satellites:
    """A tracker's receiver: honest outdoors, weak indoors, and now and then one fix that lies.

    A lie is one fix by itself, as the design supposes; longer runs of them are in `simulate/receiver.py`, measured on
    phones, and how many false findings these make is measured there.
    """

    random: Random
    lying_share: float = 0.004
    _lied: bool = False

    def see(self, home: Place, truth: Truth) -> tuple[Place, float, int] | None:
        """The place claimed, its accuracy in metres and the satellites; None where nothing is found."""
        random = self.random
        if truth.indoors and random.random() < 0.1:
            return None
        accuracy_m = random.uniform(12, 40) if truth.indoors else random.uniform(3, 9)
        error_m = abs(random.gauss(0, accuracy_m / 2))
        lies = not self._lied and random.random() < self.lying_share
        self._lied = lies
        if lies:
            error_m = random.uniform(150, 600)
        direction = random.uniform(0, math.tau)
        east_m = truth.spot.east_m + min(error_m, 600) * math.sin(direction)
        north_m = truth.spot.north_m + min(error_m, 600) * math.cos(direction)
        return offset(home, east_m, north_m), round(accuracy_m, 1), random.randint(5, 12)


def spells_without_network(random: Random, from_ms: int, to_ms: int, per_day: float) -> tuple[Span, ...]:
    """Short ones, of 2 to 25 minutes; what happens in them comes later."""
    spells = []
    moment = from_ms + random.expovariate(per_day / 24) * HOUR_MS if per_day else to_ms
    while moment < to_ms:
        lasts_ms = random.uniform(2, 25) * MINUTE_MS
        spells.append((round(moment), round(moment + lasts_ms)))
        moment += lasts_ms + random.expovariate(per_day / 24) * HOUR_MS
    return tuple(spells)


def clock_error_ms(random: Random) -> int:
    """How far a device's clock is wrong: within what network time leaves, whole seconds."""
    return 1000 * round(max(-20.0, min(20.0, random.gauss(0, 6))))
