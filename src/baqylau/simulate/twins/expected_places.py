"""What has to be found about places, by the words of the order: home, the forbidden place, the town."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from baqylau.simulate.days import HOME, MINUTE_MS
from baqylau.simulate.twins.expectation import (
    LIED_TO_MS,
    SHORTEST_MS,
    UNHEARD_MS,
    Expected,
    around,
    ended,
)
from baqylau.simulate.twins.kit import Fitted
from baqylau.simulate.twins.radio import HEARD_WITHIN_M, HEARTBEAT_MS
from baqylau.simulate.twins.truth import (
    FORBIDDEN_RADIUS_M,
    HOME_RADIUS_M,
    TOWN_RADIUS_M,
    WARNING_M,
    Deedspan,
    Span,
    Truth,
)

CURFEW_KINDS: Final = ("curfew_absence", "curfew_late_return", "curfew_left_early")


def curfews(truth: Truth) -> list[Span]:
    """The hours of the order that touch the days played."""
    hours = truth.script.order.curfew
    if hours is None:
        return []
    begins = [truth.instant(day, hours[0]) for day in range(truth.script.lasts_days + 1)]
    ends = [truth.instant(day + (hours[1] <= hours[0]), hours[1]) for day in range(len(begins))]
    return [(max(a, truth.from_ms), b) for a, b in zip(begins, ends, strict=True) if b > truth.from_ms]


def locates(kit: Sequence[Fitted]) -> bool:
    return any(each.kind in ("tracker", "mobile_unit", "phone") for each in kit)


def beyond(truth: Truth, leaves: Deedspan, radius_m: float) -> Span:
    """When somebody on that way is farther from home than the radius."""
    away = next(stay for stay in truth.path.stays if stay.from_ms > leaves.start_ms)
    way_m = away.spot.distance_m(HOME)
    out_ms = (away.from_ms - leaves.start_ms) * radius_m / way_m
    return round(leaves.start_ms + out_ms), round(leaves.end_ms - out_ms)


def absences(truth: Truth, radius_m: float) -> Iterator[tuple[Deedspan, Span]]:
    for each in truth.deeds:
        if each.deed == "leaves":
            span = beyond(truth, each, radius_m)
            if span[0] < span[1]:
                yield each, span


def curfew(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """Be in the place in these hours."""
    if not locates(kit):
        return
    for leaves, away in absences(truth, HOME_RADIUS_M):
        for hours in curfews(truth):
            start, end = max(away[0], hours[0]), min(away[1], hours[1])
            if start >= end:
                continue
            why = f"{leaves.happening.does} {leaves.happening.to} at {leaves.happening.at}"
            yield Expected(
                _curfew_kinds(away, hours),
                around(start, MINUTE_MS, LIED_TO_MS + 4 * MINUTE_MS),
                ended(end, truth.to_ms, MINUTE_MS, LIED_TO_MS + 6 * MINUTE_MS),
                why,
                certain=end - start >= SHORTEST_MS,
            )


def curfew_by_radio(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """The unit at home hears the bracelet or does not, for as long as its word counts: a unit that was moved or
    opened is believed again only when somebody has seen that it stands where it should."""
    if not any(each.kind == "home_unit" for each in kit):
        return
    doubted_ms = min(
        (start for start, _ in truth.spans("carries_unit_away", "opens_unit")), default=truth.to_ms
    )
    for leaves, away in absences(truth, HEARD_WITHIN_M):
        for hours in curfews(truth):
            start, end = max(away[0], hours[0]), min(away[1], hours[1], doubted_ms)
            if start >= end:
                continue
            yield Expected(
                _curfew_kinds(away, hours),
                around(start, 2 * MINUTE_MS, 3 * MINUTE_MS),
                ended(end, truth.to_ms, MINUTE_MS, 6 * MINUTE_MS),
                f"not heard: {leaves.happening.does} at {leaves.happening.at}",
                certain=end - start >= UNHEARD_MS + 2 * HEARTBEAT_MS,
            )


def _curfew_kinds(away: Span, hours: Span) -> tuple[str, ...]:
    if abs(away[0] - hours[0]) <= HEARTBEAT_MS or abs(away[1] - hours[1]) <= HEARTBEAT_MS:
        return CURFEW_KINDS
    if away[0] > hours[0]:
        return ("curfew_left_early",)
    return ("curfew_late_return",) if away[1] < hours[1] else ("curfew_absence",)


def forbidden(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """Stay out of the place; whoever comes near is warned of."""
    if not truth.script.order.keeps_away or not locates(kit):
        return
    way_m = truth.forbidden.distance_m(HOME)
    for leaves in truth.deeds:
        if leaves.deed == "leaves" and leaves.happening.to == "forbidden":
            for kind, radius_m in (
                ("exclusion_approach", FORBIDDEN_RADIUS_M + WARNING_M),
                ("exclusion_entered", FORBIDDEN_RADIUS_M),
            ):
                start, end = beyond(truth, leaves, way_m - radius_m)
                why = f"goes to the forbidden place at {leaves.happening.at}"
                yield Expected(
                    (kind,), around(start, 2 * MINUTE_MS, LIED_TO_MS + 4 * MINUTE_MS),
                    ended(end, truth.to_ms, MINUTE_MS, LIED_TO_MS + 6 * MINUTE_MS), why,
                )  # fmt: skip


def town(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """Do not leave the town."""
    if not truth.script.order.stays_in_town or not locates(kit):
        return
    for leaves, (start, end) in absences(truth, TOWN_RADIUS_M):
        if leaves.happening.to == "out_of_town":
            yield Expected(
                ("territory_left",), around(start, MINUTE_MS, LIED_TO_MS + 4 * MINUTE_MS),
                ended(end, truth.to_ms, MINUTE_MS, LIED_TO_MS + 6 * MINUTE_MS), "leaves the town",
            )  # fmt: skip
