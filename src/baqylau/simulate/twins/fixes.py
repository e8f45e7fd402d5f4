"""Where a device finds itself: as often as it looks, and as well as its receiver sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING

from baqylau.simulate.days import MINUTE_MS
from baqylau.simulate.geometry import Place
from baqylau.simulate.speak.baqylau_device import Said
from baqylau.simulate.twins.noise import Satellites
from baqylau.simulate.twins.script import Deed
from baqylau.simulate.twins.truth import Span, Truth

if TYPE_CHECKING:
    from baqylau.simulate.twins.bodies import Body

MOVING_MS = MINUTE_MS
"""Between fixes of a device that its motion sensor has woken; at rest it is `Truth.still_ms`."""

RECEIVER_MS = 1000


@dataclass(frozen=True, slots=True)
class Fix:
    """As the receiver sees it; `place` None where it finds nothing."""

    time_ms: int
    place: Place | None
    accuracy_m: float
    satellites: int
    speed_kmh: float
    course_deg: float


def within(spans: Sequence[Span], time_ms: int) -> bool:
    return any(start <= time_ms < end for start, end in spans)


def moments(truth: Truth, *deeds: Deed) -> list[int]:
    """When something begins or ends that is told at once."""
    edges = {edge for span in truth.spans(*deeds) for edge in span}
    return sorted(edge for edge in edges if truth.from_ms <= edge < truth.to_ms)


def fix_times(truth: Truth, from_ms: int) -> Iterator[int]:
    """Every minute under way, every five at rest, and at once when it begins to move or comes to rest.

    A receiver finds itself once a second: what would be a second fix within one is taken with the next.
    """
    before_ms = -RECEIVER_MS
    for time_ms in _wished_times(truth, from_ms):
        before_ms = max(time_ms, before_ms + RECEIVER_MS)
        yield before_ms


def _wished_times(truth: Truth, from_ms: int) -> Iterator[int]:
    stays = truth.path.stays
    for stay, following in zip(stays, (*stays[1:], None), strict=True):
        yield from range(max(stay.from_ms, from_ms), min(stay.to_ms, truth.to_ms), truth.still_ms)
        if following is not None:
            yield from range(max(stay.to_ms, from_ms), min(following.from_ms, truth.to_ms), MOVING_MS)


def fixes(body: Body, from_ms: int) -> Iterator[Fix]:
    receiver = Satellites(body.random("receiver"))
    truth = body.truth
    for time_ms in fix_times(truth, from_ms):
        there = truth.path.at(time_ms)
        seen = receiver.see(truth.home, there)
        place, accuracy_m, satellites = seen if seen is not None else (None, 30.0, 0)
        yield Fix(time_ms, place, accuracy_m, satellites, there.speed_kmh, there.course_deg)


def fixes_and_moments(body: Body, from_ms: int) -> Iterator[tuple[int, Fix | None]]:
    """Each moment once; of a moment at which something begins or ends without a fix, None."""
    deeds: tuple[Deed, ...] = ("opens_strap", "opens_case", "jams", "calls_for_help")
    before = -1
    for time_ms, fix in with_moments(body, from_ms, deeds):
        if time_ms > before:
            before = time_ms
            yield time_ms, fix


def position(body: Body, fix: Fix) -> tuple[Said, ...]:
    if fix.place is None:
        return ()
    said: Said = {
        "kind": "position",
        "time_ms": body.clock(fix.time_ms),
        "lat": round(fix.place.lat, 6),
        "lon": round(fix.place.lon, 6),
        "accuracy_m": fix.accuracy_m,
        "satellites": fix.satellites,
        "speed_kmh": round(fix.speed_kmh, 1),
    }
    return (said,)


def with_moments(body: Body, from_ms: int, deeds: tuple[Deed, ...]) -> Iterator[tuple[int, Fix | None]]:
    """Fixes, and None where something begins or ends, in the order of time."""
    told = ((moment, 1, None) for moment in moments(body.truth, *deeds) if moment >= from_ms)
    found = ((fix.time_ms, 0, fix) for fix in fixes(body, from_ms))
    for time_ms, _, fix in merge(told, found, key=lambda each: each[:2]):
        yield time_ms, fix
