"""Radio bracelets and beacons, and the units that hear them: at home, and carried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import merge
from typing import TYPE_CHECKING, Any, Final

from baqylau.simulate.days import HOME, MINUTE_MS
from baqylau.simulate.speak.baqylau_device import Said
from baqylau.simulate.speaking import Note
from baqylau.simulate.twins.fixes import moments
from baqylau.simulate.twins.script import Deed
from baqylau.simulate.twins.truth import Truth

if TYPE_CHECKING:
    from baqylau.simulate.twins.bodies import Body

HEARTBEAT_MS: Final = 5 * MINUTE_MS

HEARD_WITHIN_M: Final = 60.0
"""How far a unit or a beacon reaches."""

MISSED_SHARE: Final = 0.04
"""Of the calls of a bracelet or beacon, one a minute, that nobody hears though it is near."""


def heard_at(time_ms: int, near: Callable[[int], bool], random: Any) -> int | None:
    """When the last call was heard in the five minutes that a report tells of; None where none was."""
    for moment in range(time_ms, time_ms - HEARTBEAT_MS, -MINUTE_MS):
        if near(moment) and random.random() >= MISSED_SHARE:
            return moment
    return None


def bracelet_heard(body: Body, time_ms: int, near: Callable[[int], bool], random: Any) -> tuple[Said, ...]:
    """As a unit hears it; nothing where it is too far."""
    bracelet, truth = body.bracelet, body.truth
    if bracelet is None:
        return ()
    heard_ms = heard_at(time_ms, near, random)
    if heard_ms is None:
        return ()
    said: Said = {
        "kind": "bracelet_heard",
        "time_ms": body.clock(heard_ms),
        "bracelet": bracelet.radio_identity,
        "signal_dbm": round(-50 - random.uniform(0, 25)),
        "strap_open": truth.during("opens_strap", heard_ms),
        "case_open": truth.during("opens_case", heard_ms),
        "battery_percent": 80,
        "battery_low": False,
    }
    return (said,)


def unit_state(body: Body, time_ms: int) -> Said:
    truth = body.truth
    carried = truth.during("carries_unit_away", time_ms)
    unplugged = carried or truth.during("unplugs_unit", time_ms)
    return {
        "kind": "unit_state",
        "mains": not unplugged,
        "battery_percent": 100 if not unplugged else 96,
        "moved": carried,
        "own_cell": not carried,
        "opened": truth.during("opens_unit", time_ms),
        "jamming": truth.during("jams", time_ms),
    }


_UNIT_DEEDS: tuple[Deed, ...] = (
    "opens_strap",
    "opens_case",
    "jams",
    "unplugs_unit",
    "carries_unit_away",
    "opens_unit",
)


def rounds(body: Body, from_ms: int, *deeds: Deed) -> Iterator[tuple[int, bool]]:
    """Heartbeats, and at once when one of the deeds begins or ends."""
    truth = body.truth
    first = from_ms + body.random("round").randrange(HEARTBEAT_MS // 1000) * 1000
    beats = ((moment, False) for moment in range(first, truth.to_ms, HEARTBEAT_MS))
    edges = ((moment, True) for moment in moments(truth, *deeds))
    yield from merge(beats, edges)


def home_unit(body: Body, from_ms: int) -> Iterator[Note]:
    """It hears the bracelet once a minute and tells at once that it has come or gone, else every five minutes."""
    random = body.random("radio")
    truth = body.truth
    told = sorted({moment for moment, _ in rounds(body, from_ms, *_UNIT_DEEDS)} | _arrivals(truth))
    urgent = set(moments(truth, *_UNIT_DEEDS)) | _arrivals(truth)
    for time_ms in told:
        if time_ms < from_ms:
            continue
        heard = bracelet_heard(body, time_ms, lambda moment: near_home_unit(truth, moment), random)
        yield Note(time_ms, (*heard, unit_state(body, time_ms)), urgent=time_ms in urgent)


def near_home_unit(truth: Truth, time_ms: int) -> bool:
    at_home = truth.path.at(time_ms).spot.distance_m(HOME) <= HEARD_WITHIN_M
    return at_home and not truth.during("carries_unit_away", time_ms)


def _arrivals(truth: Truth) -> set[int]:
    """When the wearer is back: a bracelet heard after silence is told at once."""
    return {each.end_ms for each in truth.deeds if each.deed == "leaves" and each.end_ms < truth.to_ms}


def near_beacon(truth: Truth, time_ms: int) -> bool:
    return truth.path.at(time_ms).spot.distance_m(HOME) <= HEARD_WITHIN_M


def beacon(body: Body, from_ms: int) -> Iterator[Note]:
    """Only that it is alive."""
    for time_ms, _ in rounds(body, from_ms):
        yield Note(time_ms)


def heard_only(body: Body, from_ms: int) -> Iterator[Note]:  # noqa: ARG001 - a unit speaks for it
    yield from ()
