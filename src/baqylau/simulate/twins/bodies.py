"""What each device notices of the truth, and when it says so: notes in our own language, records in the others'."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from heapq import merge
from typing import Any, Final

from baqylau.simulate.days import HOME, MINUTE_MS
from baqylau.simulate.geometry import Place
from baqylau.simulate.sources import seeded
from baqylau.simulate.speak import Record
from baqylau.simulate.speak.baqylau_device import Said
from baqylau.simulate.speaking import Note
from baqylau.simulate.twins.kit import Fitted
from baqylau.simulate.twins.noise import Satellites, clock_error_ms
from baqylau.simulate.twins.script import Deed
from baqylau.simulate.twins.truth import Span, Truth

HEARTBEAT_MS: Final = 5 * MINUTE_MS
STILL_MS, MOVING_MS = 5 * MINUTE_MS, MINUTE_MS
"""Between fixes of a device that rests, and of one that its motion sensor has woken."""

HEARD_WITHIN_M: Final = 60.0
"""How far a unit or a beacon reaches."""

MISSED_SHARE: Final = 0.04
"""Of the calls of a bracelet or beacon, one a minute, that nobody hears though it is near."""


@dataclass(frozen=True, slots=True)
class Fix:
    """As the receiver sees it; `place` None where it finds nothing."""

    time_ms: int
    place: Place | None
    accuracy_m: float
    satellites: int
    speed_kmh: float
    course_deg: float


@dataclass(slots=True)
class Body:
    """One device in the truth. The same arguments give the same reports."""

    truth: Truth
    fitted: Fitted
    kit: Sequence[Fitted]
    clock_error_ms: int = field(init=False)
    _asked: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.clock_error_ms = clock_error_ms(self._random("clock"))

    def _random(self, *about: object) -> Any:
        return seeded(self.truth.seed, self.truth.script.person, self.fitted.identity, *about)

    def clock(self, time_ms: int) -> int:
        """What the device's clock shows, whole seconds."""
        return (time_ms + self.clock_error_ms) // 1000 * 1000

    @property
    def bracelet(self) -> Fitted | None:
        return next((each for each in self.kit if each.kind == "bracelet"), None)

    def notes(self, from_ms: int) -> Iterator[Note]:
        """In the order of time, until the script ends; nothing while the battery is empty."""
        told = (note for note in _NOTES[self.fitted.kind](self, from_ms) if note.time_ms >= from_ms)
        dead = self.truth.dead() if not self.fitted.installed else ()
        return (note for note in told if not within(dead, note.time_ms))

    def obey(self, told: Mapping[str, Any], now_ms: int) -> tuple[Said, ...]:
        """What the device says to a command (docs/protocols/baqylau-device.md), carried out at once."""
        carried_out = _COMMANDS.get(self.fitted.kind, _EVERYWHERE).get(str(told.get("kind")))
        result: Said = {"kind": "command_result", "command": str(told.get("command", ""))}
        if carried_out is None:
            return (result | {"outcome": "refused", "detail": f"a {self.fitted.kind} cannot do that"},)
        said = carried_out(self, now_ms, told.get("parameters") or {})
        return (*said, result | {"outcome": "done"})

    def spoken(self, observations: tuple[Said, ...]) -> tuple[Said, ...]:
        """As they go out: the result of a test that was asked for says so."""
        if self._asked is None or not any(each["kind"] in _RESULTS for each in observations):
            return observations
        asked, self._asked = self._asked, None
        return tuple(each | {"request": asked} if each["kind"] in _RESULTS else each for each in observations)

    def waits_for_script(self, now_ms: int, given: Mapping[str, Any]) -> bool:
        """Whether the script says what comes of a test asked for now: then that, when its time comes."""
        order = self.truth.script.order
        due = (moment for wall in (*order.tests, *order.check_ins) for moment in self.truth.daily(wall))
        if not any(abs(moment - now_ms) <= ASKED_NEAR_MS for moment in due):
            return False
        self._asked = str(given["request"]) if "request" in given else None
        return True

    def records(self, from_ms: int) -> Iterator[Record]:
        """The same for a tracker or phone that speaks a language of records."""
        dead = self.truth.dead()
        last: Place = self.truth.home
        for time_ms, fix in _fixes_and_moments(self, from_ms):
            if within(dead, time_ms):
                continue
            last = fix.place if fix is not None and fix.place is not None else last
            yield self._record(time_ms, fix, last)

    def _record(self, time_ms: int, fix: Fix | None, place: Place) -> Record:
        truth = self.truth
        level = round(truth.battery.level(time_ms))
        return Record(
            self.clock(time_ms),
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


def within(spans: Sequence[Span], time_ms: int) -> bool:
    return any(start <= time_ms < end for start, end in spans)


def _moments(truth: Truth, *deeds: Deed) -> list[int]:
    """When something begins or ends that is told at once."""
    edges = {edge for span in truth.spans(*deeds) for edge in span}
    return sorted(edge for edge in edges if truth.from_ms <= edge < truth.to_ms)


def _fix_times(truth: Truth, from_ms: int) -> Iterator[int]:
    """Every minute under way, every five at rest, and at once when it begins to move or comes to rest."""
    stays = truth.path.stays
    for stay, following in zip(stays, (*stays[1:], None), strict=True):
        yield from range(max(stay.from_ms, from_ms), min(stay.to_ms, truth.to_ms), STILL_MS)
        if following is not None:
            yield from range(max(stay.to_ms, from_ms), min(following.from_ms, truth.to_ms), MOVING_MS)


def _fixes(body: Body, from_ms: int) -> Iterator[Fix]:
    receiver = Satellites(body._random("receiver"))
    truth = body.truth
    for time_ms in _fix_times(truth, from_ms):
        there = truth.path.at(time_ms)
        seen = receiver.see(truth.home, there)
        place, accuracy_m, satellites = seen if seen is not None else (None, 30.0, 0)
        yield Fix(time_ms, place, accuracy_m, satellites, there.speed_kmh, there.course_deg)


def _fixes_and_moments(body: Body, from_ms: int) -> Iterator[tuple[int, Fix | None]]:
    """Each moment once; of a moment at which something begins or ends without a fix, None."""
    deeds: tuple[Deed, ...] = ("opens_strap", "opens_case", "jams", "calls_for_help")
    moments = ((moment, 1, None) for moment in _moments(body.truth, *deeds) if moment >= from_ms)
    fixes = ((fix.time_ms, 0, fix) for fix in _fixes(body, from_ms))
    before = -1
    for time_ms, _, fix in merge(moments, fixes, key=lambda each: each[:2]):
        if time_ms > before:
            before = time_ms
            yield time_ms, fix


def _position(body: Body, fix: Fix) -> tuple[Said, ...]:
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


def _battery(body: Body, time_ms: int) -> Said:
    battery = body.truth.battery
    level = max(1, round(battery.level(time_ms)))
    charging = battery.charging(time_ms)
    return {
        "kind": "battery",
        "level_percent": level,
        "charging": charging,
        "low": level <= 20 and not charging,
    }


def _heard_at(time_ms: int, near: Callable[[int], bool], random: Any) -> int | None:
    """When the last call was heard in the five minutes that a report tells of; None where none was."""
    for moment in range(time_ms, time_ms - HEARTBEAT_MS, -MINUTE_MS):
        if near(moment) and random.random() >= MISSED_SHARE:
            return moment
    return None


def _bracelet_heard(body: Body, time_ms: int, near: Callable[[int], bool], random: Any) -> tuple[Said, ...]:
    """As a unit hears it; nothing where it is too far."""
    bracelet, truth = body.bracelet, body.truth
    if bracelet is None:
        return ()
    heard_ms = _heard_at(time_ms, near, random)
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


def _unit_state(body: Body, time_ms: int) -> Said:
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


def _rounds(body: Body, from_ms: int, *deeds: Deed) -> Iterator[tuple[int, bool]]:
    """Heartbeats, and at once when one of the deeds begins or ends."""
    truth = body.truth
    first = from_ms + body._random("round").randrange(HEARTBEAT_MS // 1000) * 1000
    beats = ((moment, False) for moment in range(first, truth.to_ms, HEARTBEAT_MS))
    edges = ((moment, True) for moment in _moments(truth, *deeds))
    yield from merge(beats, edges)


def _home_unit(body: Body, from_ms: int) -> Iterator[Note]:
    """It hears the bracelet once a minute and tells at once that it has come or gone, else every five minutes."""
    random = body._random("radio")
    truth = body.truth
    rounds = sorted({moment for moment, _ in _rounds(body, from_ms, *_UNIT_DEEDS)} | _arrivals(truth))
    urgent = set(_moments(truth, *_UNIT_DEEDS)) | _arrivals(truth)
    for time_ms in rounds:
        if time_ms < from_ms:
            continue
        heard = _bracelet_heard(body, time_ms, lambda moment: _near_home_unit(truth, moment), random)
        yield Note(time_ms, (*heard, _unit_state(body, time_ms)), urgent=time_ms in urgent)


def _near_home_unit(truth: Truth, time_ms: int) -> bool:
    at_home = truth.path.at(time_ms).spot.distance_m(HOME) <= HEARD_WITHIN_M
    return at_home and not truth.during("carries_unit_away", time_ms)


def _arrivals(truth: Truth) -> set[int]:
    """When the wearer is back: a bracelet heard after silence is told at once."""
    return {each.end_ms for each in truth.deeds if each.deed == "leaves" and each.end_ms < truth.to_ms}


def _carried(body: Body, from_ms: int) -> Iterator[Note]:
    """A mobile unit or a phone: its own place, and the bracelet while that is with it."""
    random = body._random("radio")
    truth = body.truth
    deeds: tuple[Deed, ...] = ("opens_strap", "opens_case", "jams", "opens_unit", "parts_from_unit")
    deeds = (*deeds, "calls_for_help")
    for time_ms, fix in _with_moments(body, from_ms, deeds):
        heard = _bracelet_heard(
            body, time_ms, lambda moment: not truth.during("parts_from_unit", moment), random
        )
        said = [*heard, _battery(body, time_ms)]
        if body.fitted.kind == "mobile_unit":
            state = _unit_state(body, time_ms)
            said.append({name: state[name] for name in ("kind", "opened", "jamming")})
        if any(start == time_ms for start, _ in truth.spans("calls_for_help")):
            said.append({"kind": "sos"})
        yield Note(time_ms, (*(_position(body, fix) if fix else ()), *said), urgent=fix is None)


def _tracker(body: Body, from_ms: int) -> Iterator[Note]:
    """A tracker of our own language, which hears its beacon at home."""
    random = body._random("radio")
    truth = body.truth
    beacon = next((each for each in body.kit if each.kind == "beacon"), None)
    deeds: tuple[Deed, ...] = ("opens_strap", "opens_case", "jams", "calls_for_help")
    for time_ms, fix in _with_moments(body, from_ms, deeds):
        said: list[Said] = [_battery(body, time_ms)]
        said.append({"kind": "strap", "open": truth.during("opens_strap", time_ms)})
        said.append({"kind": "case", "open": truth.during("opens_case", time_ms)})
        said.append({"kind": "jamming", "active": truth.during("jams", time_ms)})
        if any(start == time_ms for start, _ in truth.spans("calls_for_help")):
            said.append({"kind": "sos"})
        heard_ms = _heard_at(time_ms, lambda moment: _near_beacon(truth, moment), random)
        if beacon is not None and heard_ms is not None:
            identity, heard_at = beacon.radio_identity, body.clock(heard_ms)
            said.append({"kind": "beacon_heard", "time_ms": heard_at, "beacon": identity, "signal_dbm": -62})
        yield Note(time_ms, (*(_position(body, fix) if fix else ()), *said), urgent=fix is None)


def _near_beacon(truth: Truth, time_ms: int) -> bool:
    return truth.path.at(time_ms).spot.distance_m(HOME) <= HEARD_WITHIN_M


def _with_moments(body: Body, from_ms: int, deeds: tuple[Deed, ...]) -> Iterator[tuple[int, Fix | None]]:
    moments = ((moment, 1, None) for moment in _moments(body.truth, *deeds) if moment >= from_ms)
    fixes = ((fix.time_ms, 0, fix) for fix in _fixes(body, from_ms))
    for time_ms, _, fix in merge(moments, fixes, key=lambda each: each[:2]):
        yield time_ms, fix


def _beacon(body: Body, from_ms: int) -> Iterator[Note]:
    """Only that it is alive."""
    for time_ms, _ in _rounds(body, from_ms):
        yield Note(time_ms)


def reference(*about: object) -> str:
    """Of a picture or recording: named by its content, which nobody has taken here."""
    return "sha256:" + sha256(":".join(map(str, about)).encode()).hexdigest()


def _breath_unit(body: Body, from_ms: int) -> Iterator[Note]:
    truth = body.truth
    tests = merge(*(truth.daily(wall) for wall in truth.script.order.tests))
    results = [note for moment in sorted(tests) for note in _test(body, moment)]
    beats = (Note(moment) for moment, _ in _rounds(body, from_ms))
    yield from merge(beats, sorted(results), key=lambda note: note.time_ms)


def _deed_at(truth: Truth, moment_ms: int) -> Any:
    """What the script says of the test or check-in at that moment."""
    return next((each for each in truth.deeds if each.start_ms == moment_ms and each.deed in _OF_TESTS), None)


_OF_TESTS: Final = frozenset(
    {
        "drinks",
        "misses_test",
        "refuses_test",
        "breaks_off_test",
        "misses_check_in",
        "refuses_check_in",
        "is_someone_else",
    }
)
TEST_AFTER_MS: Final = 4 * MINUTE_MS
ASKED_NEAR_MS: Final = 30 * MINUTE_MS
_RESULTS: Final = ("breath_result", "check_in_result")
SECOND_TEST_AFTER_MS: Final = 18 * MINUTE_MS
"""After the moment at which it was due, and after the first."""


def _test(body: Body, moment_ms: int) -> list[Note]:
    deed = _deed_at(body.truth, moment_ms)
    at = moment_ms + TEST_AFTER_MS
    match deed.deed if deed is not None else None:
        case "misses_test":
            return []
        case "refuses_test":
            return [Note(at, ({"kind": "breath_result", "outcome": "refused"},), urgent=True)]
        case "breaks_off_test":
            return [Note(at, ({"kind": "breath_result", "outcome": "incomplete"},), urgent=True)]
        case "drinks":
            again = deed.happening.again_mg_l
            notes = [_measured(body, at, deed.happening.alcohol_mg_l)]
            return notes if again is None else [*notes, _measured(body, at + SECOND_TEST_AFTER_MS, again)]
        case _:
            return [_measured(body, at, 0.0)]


def _measured(body: Body, at_ms: int, alcohol_mg_l: float) -> Note:
    said: Said = {
        "kind": "breath_result",
        "outcome": "measured",
        "alcohol_mg_l": alcohol_mg_l,
        "calibration": "CAL-2026-0001",
        "photo": reference(body.fitted.identity, at_ms),
    }
    return Note(at_ms, (said,), urgent=True)


def _audiovisual_unit(body: Body, from_ms: int) -> Iterator[Note]:
    truth = body.truth
    due = sorted(moment for wall in truth.script.order.check_ins for moment in truth.daily(wall))
    results = [note for moment in due for note in _check_in(body, moment)]
    beats = (Note(moment) for moment, _ in _rounds(body, from_ms))
    yield from merge(beats, results, key=lambda note: note.time_ms)


def _check_in(body: Body, moment_ms: int) -> list[Note]:
    deed = _deed_at(body.truth, moment_ms)
    outcome = {"refuses_check_in": "refused", "is_someone_else": "mismatch"}.get(
        deed.deed if deed is not None else "", "match"
    )
    if deed is not None and deed.deed == "misses_check_in":
        return []
    at = moment_ms + TEST_AFTER_MS
    media = [] if outcome == "refused" else [reference(body.fitted.identity, at)]
    said: Said = {"kind": "check_in_result", "outcome": outcome, "media": media}
    return [Note(at, (said,), urgent=True)]


def _heard_only(body: Body, from_ms: int) -> Iterator[Note]:  # noqa: ARG001 - a unit speaks for it
    yield from ()


Obeyed = Callable[[Body, int, Mapping[str, Any]], tuple[Said, ...]]


def _nothing_to_say(body: Body, now_ms: int, given: Mapping[str, Any]) -> tuple[Said, ...]:  # noqa: ARG001
    return ()


def _where_it_is(body: Body, now_ms: int, given: Mapping[str, Any]) -> tuple[Said, ...]:  # noqa: ARG001
    there = body.truth.path.at(now_ms)
    seen = Satellites(body._random("located", now_ms), lying_share=0.0).see(body.truth.home, there)
    if seen is None:
        return ()
    fix = Fix(now_ms, *seen, there.speed_kmh, there.course_deg)
    return _position(body, fix)


def _tested_now(body: Body, now_ms: int, given: Mapping[str, Any]) -> tuple[Said, ...]:
    if body.waits_for_script(now_ms, given):
        return ()
    return tuple(said | _asked_for(given) for said in _measured(body, now_ms, 0.0).observations)


def _checked_in_now(body: Body, now_ms: int, given: Mapping[str, Any]) -> tuple[Said, ...]:
    if body.waits_for_script(now_ms, given):
        return ()
    media = [reference(body.fitted.identity, now_ms)]
    return ({"kind": "check_in_result", "outcome": "match", "media": media} | _asked_for(given),)


def _asked_for(given: Mapping[str, Any]) -> Said:
    return {"request": str(given["request"])} if "request" in given else {}


_EVERYWHERE: dict[str, Obeyed] = {"interval": _nothing_to_say, "reboot": _nothing_to_say}
_CARRIED: dict[str, Obeyed] = {
    **_EVERYWHERE,
    "locate": _where_it_is,
    "vibrate": _nothing_to_say,
    "message": _nothing_to_say,
}
_COMMANDS: dict[str, dict[str, Obeyed]] = {
    "tracker": _CARRIED,
    "mobile_unit": _CARRIED,
    "phone": {**_CARRIED, "check_in": _checked_in_now},
    "breath_unit": {**_EVERYWHERE, "breath_test": _tested_now},
    "audiovisual_unit": {**_EVERYWHERE, "check_in": _checked_in_now},
}


_NOTES: dict[str, Callable[[Body, int], Iterator[Note]]] = {
    "bracelet": _heard_only,
    "home_unit": _home_unit,
    "mobile_unit": _carried,
    "phone": _carried,
    "tracker": _tracker,
    "beacon": _beacon,
    "breath_unit": _breath_unit,
    "audiovisual_unit": _audiovisual_unit,
}
