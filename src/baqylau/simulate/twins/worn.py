"""What is worn or carried and says where it is: trackers, mobile units, phones."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import TYPE_CHECKING

from baqylau.simulate.geometry import Place
from baqylau.simulate.speak import Record
from baqylau.simulate.speak.baqylau_device import Said
from baqylau.simulate.speaking import Note
from baqylau.simulate.twins.answers import results
from baqylau.simulate.twins.fixes import Fix, fixes_and_moments, position, with_moments, within
from baqylau.simulate.twins.radio import bracelet_heard, heard_at, near_beacon, unit_state
from baqylau.simulate.twins.script import Deed

if TYPE_CHECKING:
    from baqylau.simulate.twins.bodies import Body


def battery(body: Body, time_ms: int) -> Said:
    charge = body.truth.battery
    level = max(1, round(charge.level(time_ms)))
    charging = charge.charging(time_ms)
    return {
        "kind": "battery",
        "level_percent": level,
        "charging": charging,
        "low": level <= 20 and not charging,
    }


def phone(body: Body, from_ms: int) -> Iterator[Note]:
    """As a carried unit, and its wearer shows himself with it when that is due."""
    shown = (note for note in results(body) if note.time_ms >= from_ms)
    yield from merge(carried(body, from_ms), shown, key=lambda note: note.time_ms)


def carried(body: Body, from_ms: int) -> Iterator[Note]:
    """A mobile unit or a phone: its own place, and the bracelet while that is with it."""
    random = body.random("radio")
    truth = body.truth
    deeds: tuple[Deed, ...] = ("opens_strap", "opens_case", "jams", "opens_unit", "parts_from_unit")
    deeds = (*deeds, "calls_for_help")
    for time_ms, fix in with_moments(body, from_ms, deeds):
        heard = bracelet_heard(
            body, time_ms, lambda moment: not truth.during("parts_from_unit", moment), random
        )
        said = [*heard, battery(body, time_ms)]
        if body.fitted.kind == "mobile_unit":
            state = unit_state(body, time_ms)
            said.append({name: state[name] for name in ("kind", "opened", "jamming")})
        if any(start == time_ms for start, _ in truth.spans("calls_for_help")):
            said.append({"kind": "sos"})
        yield Note(time_ms, (*(position(body, fix) if fix else ()), *said), urgent=fix is None)


def tracker(body: Body, from_ms: int) -> Iterator[Note]:
    """A tracker of our own language, which hears its beacon at home."""
    random = body.random("radio")
    truth = body.truth
    beacon = next((each for each in body.kit if each.kind == "beacon"), None)
    deeds: tuple[Deed, ...] = ("opens_strap", "opens_case", "jams", "calls_for_help")
    for time_ms, fix in with_moments(body, from_ms, deeds):
        said: list[Said] = [battery(body, time_ms)]
        said.append({"kind": "strap", "open": truth.during("opens_strap", time_ms)})
        said.append({"kind": "case", "open": truth.during("opens_case", time_ms)})
        said.append({"kind": "jamming", "active": truth.during("jams", time_ms)})
        if any(start == time_ms for start, _ in truth.spans("calls_for_help")):
            said.append({"kind": "sos"})
        heard_ms = heard_at(time_ms, lambda moment: near_beacon(truth, moment), random)
        if beacon is not None and heard_ms is not None:
            name, when_ms = beacon.radio_identity, body.clock(heard_ms)
            said.append({"kind": "beacon_heard", "time_ms": when_ms, "beacon": name, "signal_dbm": -62})
        yield Note(time_ms, (*(position(body, fix) if fix else ()), *said), urgent=fix is None)


def records(body: Body, from_ms: int) -> Iterator[Record]:
    """The same for a tracker or phone that speaks a language of records."""
    dead = body.truth.dead()
    last: Place = body.truth.home
    for time_ms, fix in fixes_and_moments(body, from_ms):
        if within(dead, time_ms):
            continue
        last = fix.place if fix is not None and fix.place is not None else last
        yield _record(body, time_ms, fix, last)


def _record(body: Body, time_ms: int, fix: Fix | None, place: Place) -> Record:
    truth = body.truth
    level = round(truth.battery.level(time_ms))
    return Record(
        body.clock(time_ms),
        round(place.lat, 6),
        round(place.lon, 6),
        accuracy_m=fix.accuracy_m if fix is not None else 30.0,
        valid=fix is not None and fix.place is not None,
        satellites=fix.satellites if fix is not None else 0,
        speed_kmh=round(fix.speed_kmh, 1) if fix is not None else 0.0,
        course_deg=round(fix.course_deg, 1) if fix is not None else 0.0,
        battery_percent=max(1, level),
        battery_low=level <= 20 and not truth.battery.charging(time_ms),
        charging=truth.battery.charging(time_ms),
        strap_open=truth.during("opens_strap", time_ms),
        case_open=truth.during("opens_case", time_ms),
        jamming=truth.during("jams", time_ms),
        sos=any(start == time_ms for start, _ in truth.spans("calls_for_help")),
    )
