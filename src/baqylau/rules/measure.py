"""Measures the rules: python -m baqylau.rules.measure prints seconds per fix and bytes per person.

One row: 2,000 people with a curfew and two exclusion zones each, batches of ten fixes in order, half of the
people at home and half walking about the town.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
import tracemalloc
from math import cos, radians

from baqylau.observations.kinds import Position
from baqylau.register.activation import Activation
from baqylau.register.order import OrderVersion, parse_order
from baqylau.rules.evaluate import evaluate, first_state
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard, State
from baqylau.rules.windows import MINUTE_MS

_START_MS = 1_790_000_000_000
_PEOPLE = 2000
_FIXES = 10


def version_for(random_: random.Random) -> tuple[OrderVersion, float, float]:
    """An order with a curfew and two exclusion zones in a town, and where the home is (lat, lon)."""
    lat, lon = 43.2 + random_.random() / 10, 76.8 + random_.random() / 5
    zones = [
        {
            "id": f"school-{number}",
            "kind": "exclusion",
            "place": {
                "type": "Point",
                "coordinates": [76.8 + random_.random() / 5, 43.2 + random_.random() / 10],
                "radius_m": 100 + random_.random() * 200,
            },
            "warning_m": 300,
        }
        for number in (1, 2)
    ]
    home = {
        "id": "home",
        "kind": "curfew",
        "place": {"type": "Point", "coordinates": [lon, lat], "radius_m": 100},
        "hours": [{"days": "mon-sun", "from": "22:00", "to": "06:00"}],
    }
    order = {
        "person": {"name": "measured"},
        "timezone": "Asia/Almaty",
        "ground": "restriction_of_liberty",
        "valid": {"from": "2026-01-01T00:00:00+05:00", "to": "2027-01-01T00:00:00+05:00"},
        "conditions": [home, *zones],
    }
    begin = 1_767_207_600_000
    return (
        OrderVersion(
            order=parse_order(order), in_force_from_ms=begin, in_force_to_ms=begin + 365 * 86_400_000
        ),
        lat,
        lon,
    )


def batch_for(random_: random.Random, lat: float, lon: float, person: int, round_: int) -> list[Heard]:
    spread_m = 15 if person % 2 else 3000
    heard = []
    for number in range(_FIXES):
        time_ms = _START_MS + (round_ * _FIXES + number) * MINUTE_MS
        position = Position(
            time_ms,
            lat + random_.gauss(0, spread_m) / 111_000,
            lon + random_.gauss(0, spread_m) / (111_000 * cos(radians(lat))),
            accuracy_m=8 + random_.random() * 20,
        )
        received_ms = _START_MS + ((round_ + 1) * _FIXES) * MINUTE_MS
        heard.append(Heard(position, received_ms, person * 1000 + round_ * 10 + number, person))
    return heard


def measure(rounds: int = 5) -> dict[str, float]:
    random_ = random.Random(1)
    people = [version_for(random_) for _ in range(_PEOPLE)]
    gc.collect()
    tracemalloc.start()
    programmes: list[Programme] = []
    states: list[State] = []
    for person, (version, _, _) in enumerate(people):
        programme = compile_programme(person, [version], [Activation(0, person, person, 0)])
        programmes.append(programme)
        states.append(evaluate(programme, first_state(programme), [], _START_MS - MINUTE_MS).state)
    fresh = tracemalloc.get_traced_memory()[0] / _PEOPLE
    first = [batch_for(random_, lat, lon, person, 0) for person, (_, lat, lon) in enumerate(people)]
    before = tracemalloc.get_traced_memory()[0]
    for person, batch in enumerate(first):
        states[person] = evaluate(programmes[person], states[person], batch, batch[-1].received_ms).state
    used = fresh + (tracemalloc.get_traced_memory()[0] - before) / _PEOPLE
    tracemalloc.stop()
    best = 1e9
    for round_ in range(1, rounds + 1):
        batches = [
            batch_for(random_, lat, lon, person, round_) for person, (_, lat, lon) in enumerate(people)
        ]
        gc.collect()
        begun = time.process_time()
        for person, batch in enumerate(batches):
            states[person] = evaluate(programmes[person], states[person], batch, batch[-1].received_ms).state
        best = min(best, (time.process_time() - begun) / (_PEOPLE * _FIXES))
    return {"us_per_fix": round(best * 1e6, 2), "bytes_per_person": round(used), "bytes_fresh": round(fresh)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()) + "\n")
