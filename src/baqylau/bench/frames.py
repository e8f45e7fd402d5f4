"""Frames for a measurement, built beforehand: each device goes for a walk around its home."""

from __future__ import annotations

import math
import random

from baqylau.simulate.speak.record import Record
from baqylau.simulate.speak.teltonika import Teltonika

SECOND_MS = 1_000
BUFFERED_MS = 10 * 60_000
"""How far in the past a device's first fix lies: it empties its memory as fast as the gateway lets it."""


def home_of(number: int) -> tuple[float, float]:
    """Of the number-th person of the measurement's register, latitude and longitude in degrees."""
    return 43.0 + (number % 100) * 0.01, 76.0 + (number // 100) * 0.014


def walk(number: int, records: int, begin_ms: int, step_ms: int = SECOND_MS) -> list[Record]:
    """At home half of the time, with the receiver's noise; up to 5 km away for the rest."""
    dice = random.Random(number)
    lat, lon = home_of(number)
    walked: list[Record] = []
    for step in range(records):
        phase = 2 * math.pi * (step / 240 + number / 7)
        away = max(0.0, math.sin(phase)) * 0.045
        walked.append(
            Record(
                time_ms=begin_ms + step * step_ms,
                lat=lat + away * math.cos(number) + dice.gauss(0, 0.00005),
                lon=lon + away * math.sin(number) + dice.gauss(0, 0.00007),
                accuracy_m=5.0 + dice.expovariate(0.1),
                satellites=9,
                altitude_m=700,
                speed_kmh=4.0 if away else 0.0,
            )
        )
    return walked


def frames_of(number: int, imei: int, frames: int, per_frame: int, begin_ms: int) -> list[bytes]:
    """Teltonika codec 8 Extended frames of `per_frame` records each, in order of time."""
    device = Teltonika(f"{imei:015d}")
    records = walk(number, frames * per_frame, begin_ms)
    return [device.encode(records[at : at + per_frame]) for at in range(0, len(records), per_frame)]
