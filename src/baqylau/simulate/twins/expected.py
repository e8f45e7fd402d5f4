"""What has to be found, read from the script by the words of the order. Nothing here is taken from the rules.

Each expectation is a kind, when it began and when it ended, to within what the reports can show: a device that
reports once a minute cannot say the second in which somebody crossed the edge of a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from baqylau.simulate.days import HOME, HOUR_MS, MINUTE_MS
from baqylau.simulate.twins.battery import RECHARGED_WITHIN_MS, RUNS_OUT_WITHIN_MS
from baqylau.simulate.twins.bodies import (
    HEARD_WITHIN_M,
    HEARTBEAT_MS,
    SECOND_TEST_AFTER_MS,
    STILL_MS,
    TEST_AFTER_MS,
)
from baqylau.simulate.twins.kit import Fitted, charge_in_percent, never_ended
from baqylau.simulate.twins.script import Deed
from baqylau.simulate.twins.truth import (
    FORBIDDEN_RADIUS_M,
    HOME_RADIUS_M,
    TOWN_RADIUS_M,
    WARNING_M,
    Deedspan,
    Span,
    Truth,
)

Window = tuple[int, int]

CURFEW_KINDS: Final = ("curfew_absence", "curfew_late_return", "curfew_left_early")
SHORTEST_MS: Final = 5 * MINUTE_MS
"""An absence shorter than that may be found and need not be."""

SILENT_MS: Final = HOUR_MS
UNHEARD_MS: Final = 10 * MINUTE_MS
"""How long a unit that lives must miss the bracelet before it is away: two of its reports."""

DECIDED_MS: Final = 15 * MINUTE_MS
"""By when the rules must have decided what the reports have shown."""

LIED_TO_MS: Final = 2 * STILL_MS
"""One lying fix breaks a run of fixes, and the next run begins with the fix after it."""

CLOCKS_MS: Final = 25_000
"""How far the clock of a device may be from the true one."""


@dataclass(frozen=True, slots=True)
class Expected:
    """kinds: any of these. began, ended: within; ended None: it has not ended when the script ends.

    certain: False where it may be found and may not. may_last: it may also not have ended yet.
    """

    kinds: tuple[str, ...]
    began: Window
    ended: Window | None
    why: str
    certain: bool = True
    may_last: bool = False


def expected_of(truth: Truth, kit: Sequence[Fitted], spells: Sequence[Sequence[Span]]) -> list[Expected]:
    """spells: further times without network, of each device of the kit."""
    found = [
        *_curfew(truth, kit),
        *_curfew_by_radio(truth, kit),
        *_forbidden(truth, kit),
        *_town(truth, kit),
        *_worn(truth, kit),
        *_silences(truth, kit, spells),
        *_unplaced(truth, kit, spells),
        *_batteries(truth, kit),
        *_units(truth, kit),
        *_pairs(truth, kit),
        *_tests(truth),
    ]
    return sorted(found, key=lambda each: each.began)


def seen_between(expected: Sequence[Expected], from_ms: int, to_ms: int) -> list[Expected]:
    """What of it can be told by who watched from … to …: what began before or just now may be found and may not.

    What had begun before and lasts (a battery that is already low) begins, for who watches, with the first report.
    """
    return [
        replace(
            each,
            began=each.began if from_ms <= each.began[0] else _begun_by(each.began, from_ms + DECIDED_MS),
            certain=each.certain and from_ms <= each.began[0] and each.began[1] + DECIDED_MS <= to_ms,
            may_last=each.ended is not None and each.ended[1] + DECIDED_MS > to_ms,
        )
        for each in expected
    ]


def _begun_by(began: Window, latest_ms: int) -> Window:
    return began[0], max(began[1], latest_ms)


def curfews(truth: Truth) -> list[Span]:
    """The hours of the order that touch the days played."""
    hours = truth.script.order.curfew
    if hours is None:
        return []
    begins = [truth.instant(day, hours[0]) for day in range(truth.script.lasts_days + 1)]
    ends = [truth.instant(day + (hours[1] <= hours[0]), hours[1]) for day in range(len(begins))]
    return [(max(a, truth.from_ms), b) for a, b in zip(begins, ends, strict=True) if b > truth.from_ms]


def _around(moment_ms: int, before_ms: int, after_ms: int) -> Window:
    return moment_ms - before_ms - CLOCKS_MS, moment_ms + after_ms + CLOCKS_MS


def _locates(kit: Sequence[Fitted]) -> bool:
    return any(each.kind in ("tracker", "mobile_unit", "phone") for each in kit)


def _beyond(truth: Truth, leaves: Deedspan, radius_m: float) -> Span:
    """When somebody on that way is farther from home than the radius."""
    away = next(stay for stay in truth.path.stays if stay.from_ms > leaves.start_ms)
    way_m = away.spot.distance_m(HOME)
    out_ms = (away.from_ms - leaves.start_ms) * radius_m / way_m
    return round(leaves.start_ms + out_ms), round(leaves.end_ms - out_ms)


def _absences(truth: Truth, radius_m: float) -> Iterator[tuple[Deedspan, Span]]:
    for each in truth.deeds:
        if each.deed == "leaves":
            span = _beyond(truth, each, radius_m)
            if span[0] < span[1]:
                yield each, span


def _curfew(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """Be in the place in these hours."""
    if not _locates(kit):
        return
    for leaves, away in _absences(truth, HOME_RADIUS_M):
        for hours in curfews(truth):
            start, end = max(away[0], hours[0]), min(away[1], hours[1])
            if start >= end:
                continue
            why = f"{leaves.happening.does} {leaves.happening.to} at {leaves.happening.at}"
            yield Expected(
                _curfew_kinds(away, hours),
                _around(start, MINUTE_MS, LIED_TO_MS + 4 * MINUTE_MS),
                _ended(end, truth.to_ms, MINUTE_MS, LIED_TO_MS + 6 * MINUTE_MS),
                why,
                certain=end - start >= SHORTEST_MS,
            )


def _curfew_by_radio(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """The unit at home hears the bracelet or does not, for as long as its word counts: a unit that was moved or
    opened is believed again only when somebody has seen that it stands where it should."""
    if not any(each.kind == "home_unit" for each in kit):
        return
    doubted_ms = min(
        (start for start, _ in truth.spans("carries_unit_away", "opens_unit")), default=truth.to_ms
    )
    for leaves, away in _absences(truth, HEARD_WITHIN_M):
        for hours in curfews(truth):
            start, end = max(away[0], hours[0]), min(away[1], hours[1], doubted_ms)
            if start >= end:
                continue
            yield Expected(
                _curfew_kinds(away, hours),
                _around(start, 2 * MINUTE_MS, 3 * MINUTE_MS),
                _ended(end, truth.to_ms, MINUTE_MS, 6 * MINUTE_MS),
                f"not heard: {leaves.happening.does} at {leaves.happening.at}",
                certain=end - start >= UNHEARD_MS + 2 * HEARTBEAT_MS,
            )


def _ended(end_ms: int, played_to_ms: int, before_ms: int, after_ms: int) -> Window | None:
    """None where it goes on when the script ends."""
    return None if end_ms >= played_to_ms else _around(end_ms, before_ms, after_ms)


def _curfew_kinds(away: Span, hours: Span) -> tuple[str, ...]:
    if abs(away[0] - hours[0]) <= HEARTBEAT_MS or abs(away[1] - hours[1]) <= HEARTBEAT_MS:
        return CURFEW_KINDS
    if away[0] > hours[0]:
        return ("curfew_left_early",)
    return ("curfew_late_return",) if away[1] < hours[1] else ("curfew_absence",)


def _forbidden(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """Stay out of the place; whoever comes near is warned of."""
    if not truth.script.order.keeps_away or not _locates(kit):
        return
    way_m = truth.forbidden.distance_m(HOME)
    for leaves in truth.deeds:
        if leaves.deed == "leaves" and leaves.happening.to == "forbidden":
            for kind, radius_m in (
                ("exclusion_approach", FORBIDDEN_RADIUS_M + WARNING_M),
                ("exclusion_entered", FORBIDDEN_RADIUS_M),
            ):
                start, end = _beyond(truth, leaves, way_m - radius_m)
                why = f"goes to the forbidden place at {leaves.happening.at}"
                yield Expected(
                    (kind,), _around(start, 2 * MINUTE_MS, LIED_TO_MS + 4 * MINUTE_MS),
                    _ended(end, truth.to_ms, MINUTE_MS, LIED_TO_MS + 6 * MINUTE_MS), why,
                )  # fmt: skip


def _town(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """Do not leave the town."""
    if not truth.script.order.stays_in_town or not _locates(kit):
        return
    for leaves, (start, end) in _absences(truth, TOWN_RADIUS_M):
        if leaves.happening.to == "out_of_town":
            yield Expected(
                ("territory_left",), _around(start, MINUTE_MS, LIED_TO_MS + 4 * MINUTE_MS),
                _ended(end, truth.to_ms, MINUTE_MS, LIED_TO_MS + 6 * MINUTE_MS), "leaves the town",
            )  # fmt: skip


def _worn(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """What is told of strap and case, interference, and calls for help."""
    for deed, kind, word in _TOLD:
        if any(_tells(each, word) for each in kit):
            # Where a language tells only of the opening, a person has to say that it is closed.
            ends = not any(word in never_ended(each) for each in kit)
            # What a bracelet says is heard with one of its next calls, and some of them are missed.
            told_ms = MINUTE_MS if _tells_itself(kit, word) else MINUTE_MS + HEARTBEAT_MS
            # … and until then a second opening is the first, still standing.
            for start, end in truth.spans(deed) if ends else truth.spans(deed)[:1]:
                ended = _ended(end, truth.to_ms, 0, told_ms) if ends else None
                yield Expected((kind,), _around(start, 0, told_ms), ended, deed)


def _tells(fitted: Fitted, word: str) -> bool:
    """A unit tells of the strap and the case of the bracelet it hears, and of its own case and jamming."""
    if fitted.kind in _UNITS:
        return word in ("strap", "case", "unit", "jamming")
    return fitted.kind in ("tracker", "phone") and fitted.can_say(word) and word != "unit"


def _tells_itself(kit: Sequence[Fitted], word: str) -> bool:
    return word in ("unit", "jamming") or not any(each.kind in _UNITS for each in kit)


_UNITS: Final = frozenset(("home_unit", "mobile_unit"))
_TOLD: Final[tuple[tuple[Deed, str, str], ...]] = (
    ("opens_strap", "strap_opened", "strap"),
    ("opens_case", "case_opened", "case"),
    ("opens_unit", "case_opened", "unit"),
    ("jams", "jamming", "jamming"),
    ("calls_for_help", "sos", "sos"),
)


def _silences(truth: Truth, kit: Sequence[Fitted], spells: Sequence[Sequence[Span]]) -> Iterator[Expected]:
    """Nothing heard for an hour where something was due."""
    for fitted, more in zip(kit, spells, strict=True):
        if not fitted.speaks:
            continue
        scripted = truth.spans("loses_network") if fitted.installed else truth.unheard()
        for start, end in joined([*scripted, *more]):
            lasts_ms = min(end, truth.to_ms) - start
            if lasts_ms + 2 * HEARTBEAT_MS < SILENT_MS:
                continue
            yield Expected(
                ("device_silent",),
                _around(start, 2 * HEARTBEAT_MS, 0),
                _ended(end, truth.to_ms, 0, 2 * HEARTBEAT_MS),
                f"nothing comes from the {fitted.kind}",
                certain=lasts_ms >= SILENT_MS + MINUTE_MS,
            )


def _unplaced(truth: Truth, kit: Sequence[Fitted], spells: Sequence[Sequence[Span]]) -> Iterator[Expected]:
    """Contact for half an hour without a place: a receiver indoors may find nothing before a spell without network and
    nothing after it."""
    for fitted, more in zip(kit, spells, strict=True):
        if fitted.installed or not fitted.speaks:
            continue
        for start, end in joined([*truth.unheard(), *more]):
            yield Expected(
                ("position_lost",), (start - HOUR_MS, end), (end - HEARTBEAT_MS, end + HOUR_MS),
                "nothing found around a spell without network", certain=False,
            )  # fmt: skip


def joined(spans: Sequence[Span]) -> list[Span]:
    """In order, those that touch or nearly touch taken as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + HEARTBEAT_MS:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _batteries(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """Low at 20 %, critical at 10 %, until it is charged. Of a charge in volts or steps it is only known that it may
    be found between full and empty."""
    worn = next(
        (each for each in kit if each.speaks and not each.installed and each.can_say("battery")), None
    )
    if worn is None:
        return
    sure = charge_in_percent(worn)
    for start, end in truth.spans("battery_runs_out"):
        for kind, level in (("battery_low", 20.0), ("battery_critical", 10.0)):
            first, last = truth.battery.falls_to(level + 1, start), truth.battery.falls_to(level - 1, start)
            began = (
                (first - HEARTBEAT_MS, last + 2 * HEARTBEAT_MS)
                if sure
                else (start - RUNS_OUT_WITHIN_MS, start)
            )
            ended = _ended(end, truth.to_ms, 0, 40 * MINUTE_MS if sure else RECHARGED_WITHIN_MS)
            yield Expected((kind,), began, ended, "the battery runs out", certain=sure)


def _units(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """A unit says that it was unplugged, moved, opened or jammed. What was moved or opened is believed again only when
    a person has seen it; a unit that is jammed is believed again when it no longer is."""
    if not any(each.kind == "home_unit" for each in kit):
        return
    for start, end in truth.spans("unplugs_unit", "carries_unit_away"):
        yield Expected(
            ("mains_lost",), _around(start, 0, MINUTE_MS), _ended(end, truth.to_ms, 0, MINUTE_MS), "no mains"
        )
    for_good = truth.spans("carries_unit_away", "opens_unit")
    for start, end in truth.spans("jams"):
        if not any(earlier <= start for earlier, _ in for_good):
            stays = any(start <= later < end for later, _ in for_good)
            ended = None if stays else _ended(end, truth.to_ms, 0, MINUTE_MS)
            yield Expected(("unit_untrusted",), _around(start, 0, MINUTE_MS), ended, "the unit is jammed")
    if for_good and not any(a <= for_good[0][0] < b for a, b in truth.spans("jams")):
        began = _around(min(start for start, _ in for_good), 0, MINUTE_MS)
        yield Expected(("unit_untrusted",), began, None, "the unit was moved or opened")


def _pairs(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """A carried unit or phone that no longer hears the bracelet it goes with."""
    if not any(each.kind == "bracelet" for each in kit):
        return
    for start, end in truth.spans("parts_from_unit"):
        yield Expected(
            ("pair_parted",), _around(start, 2 * MINUTE_MS, MINUTE_MS),
            _ended(end, truth.to_ms, MINUTE_MS, 2 * HEARTBEAT_MS), "unit and bracelet parted",
            certain=min(end, truth.to_ms) - start >= UNHEARD_MS + 2 * HEARTBEAT_MS,
        )  # fmt: skip


_UNDONE: Final[dict[Deed, str]] = {
    "misses_test": "breath_missed",
    "refuses_test": "breath_refused",
    "breaks_off_test": "breath_incomplete",
    "misses_check_in": "check_in_missed",
    "refuses_check_in": "check_in_refused",
}
ANSWER_MS: Final = HOUR_MS
"""A test that was due is over by then, however it ended."""

POSITIVE_MG_L: Final = 0.15
"""Clearly above every limit and tolerance; the script draws no test between this and none."""


def _tests(truth: Truth) -> Iterator[Expected]:
    """Do what is due when it is due, sober, and as oneself."""
    for each in truth.deeds:
        due, done = each.start_ms, each.start_ms + TEST_AFTER_MS
        kind = _UNDONE.get(each.deed)
        if kind is not None:
            yield Expected((kind,), _around(due, 0, 0), (due, due + ANSWER_MS), each.deed)
        elif each.deed == "is_someone_else":
            yield Expected(
                ("check_in_mismatch",), _around(done, 0, 0), (done - CLOCKS_MS, due + ANSWER_MS), each.deed
            )
        elif each.deed == "drinks":
            yield _drank(each, done, due)


def _drank(each: Deedspan, done: int, due: int) -> Expected:
    """A positive test waits for a second one, which confirms it, does not, or never comes."""
    again = each.happening.again_mg_l
    if again is None:
        return Expected(
            ("alcohol_no_second",), _around(done, 0, 0), (done, due + ANSWER_MS), "no second test"
        )
    kind = "alcohol_confirmed" if again >= POSITIVE_MG_L else "alcohol_not_confirmed"
    return Expected((kind,), _around(done, 0, 0), _around(done + SECOND_TEST_AFTER_MS, 0, 0), "a second test")
