"""How far two people are apart, each a circle that ages: near, far, or not to be told."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from baqylau.rules import protection_works
from baqylau.rules.apart import distance_m, nearest, speed_mps
from baqylau.rules.duty import Duty
from baqylau.rules.finding import Ground
from baqylau.rules.intervals import FOREVER_MS
from baqylau.rules.latch import forget_if_stale, observe
from baqylau.rules.positions import Fix
from baqylau.rules.state import OFF, ON, Guard, Latch, Sighting

KEPT: Final = 6
"""Fixes of each side that are kept: enough to see who moves, and to pair what comes a little out of order."""


def take(duty: Duty, fix: Fix, *, own: bool) -> bool:
    """Judges one more fix of either side; False: it happened before what was judged, and waits."""
    guard, thresholds, time_ms = duty.guard, duty.thresholds, fix[0]
    end_ms = next((end for start, end in duty.bound.spans if start <= time_ms < end), None)
    if end_ms is None:
        return True
    if end_ms > guard.together_to_ms:
        part(duty)
        guard.together_to_ms = end_ms
    if time_ms < _newest_ms(guard) - thresholds.protection_age_s * 1000:
        return False
    _keep(guard, fix, own=own)
    other = nearest(guard.theirs if own else guard.mine, time_ms)
    if other is not None and abs(other[0] - time_ms) <= thresholds.protection_age_s * 1000:
        _judge(duty, *((fix, other) if own else (other, fix)), own=own)
    return True


def part(duty: Duty) -> None:
    """The span in which the distance was judged is over."""
    guard = duty.guard
    for latch in (guard.near, guard.deep):
        if latch.finding is not None:
            duty.ended(latch.finding, guard.together_to_ms)
    guard.mine, guard.theirs, guard.near, guard.deep = [], [], Latch(), Latch()
    guard.together_to_ms = 0


def _newest_ms(guard: Guard) -> int:
    return max((fixes[-1][0] for fixes in (guard.mine, guard.theirs) if fixes), default=0)


def _keep(guard: Guard, fix: Fix, *, own: bool) -> None:
    kept = guard.mine if own else guard.theirs
    kept.append(fix)
    kept.sort()
    del kept[:-KEPT]


def _judge(duty: Duty, mine: Fix, theirs: Fix, *, own: bool) -> None:
    guard, bound, thresholds = duty.guard, duty.bound, duty.thresholds
    apart_m = distance_m(mine, theirs)
    age_s = abs(mine[0] - theirs[0]) / 1000
    circles_m = mine[7] + theirs[7]
    # At the later of the two moments only the one seen earlier can be elsewhere than where they were seen.
    gone_m = age_s * speed_mps(guard.mine if mine[0] < theirs[0] else guard.theirs)
    walk_mps = thresholds.protection_walk_kmh / 3.6
    may_have_gone_m = max(gone_m, min(age_s, thresholds.protection_rest_s) * walk_mps)
    nearest_m = apart_m - circles_m - may_have_gone_m
    seen = _seen(mine, theirs, circles_m + may_have_gone_m, apart_m - bound.distance_m)
    beyond_m = nearest_m - 2 * bound.distance_m
    if beyond_m <= 0 or guard.near.side != ON or beyond_m > thresholds.clear_m:
        needs = (thresholds.approach_fixes, thresholds.approach_s)
        _step(duty, guard.near, ON if beyond_m <= 0 else OFF, seen, theirs, needs)
    if guard.near.finding is not None and nearest_m <= bound.distance_m:
        _make_critical(duty, theirs, seen)
    walked_m = max(gone_m, age_s * walk_mps)
    within = apart_m + circles_m + walked_m <= bound.distance_m
    if own and within and not protection_works.in_doubt(duty, theirs):
        needs = (thresholds.fixes_needed, thresholds.persistence_s)
        _step(duty, guard.deep, ON, seen, theirs, needs)
    elif own and nearest_m > bound.distance_m:
        _step(duty, guard.deep, OFF, seen, theirs, (2, thresholds.clear_s))


def _seen(mine: Fix, theirs: Fix, circle_m: float, beyond_m: float) -> Sighting:
    time_ms, received_ms = max(mine[0], theirs[0]), max(mine[1], theirs[1])
    return Sighting(
        time_ms, received_ms, mine[2], mine[3], mine[4], mine[5], mine[6], circle_m, beyond_m
    )  # fmt: skip


def _step(duty: Duty, latch: Latch, side: int, seen: Sighting, theirs: Fix, needs: tuple[int, float]) -> None:
    thresholds = duty.thresholds
    forget_if_stale(latch, seen.time_ms, thresholds.known_for_s * 1000)
    if side == ON:
        observe(latch, ON, seen, needs[0], needs[1] * 1000, thresholds.evidence_gap_s * 1000)
        if latch.side == ON and latch.finding is None:
            _open(duty, latch, seen, theirs)
    elif latch.side != ON:
        latch.side, latch.run, latch.off_ms = OFF, None, seen.time_ms
    elif observe(latch, OFF, seen, 2, thresholds.clear_s * 1000, FOREVER_MS) and latch.finding:
        duty.ended(latch.finding, latch.since_ms, seen.as_ground("outside"))
        latch.finding = None


def _open(duty: Duty, latch: Latch, seen: Sighting, theirs: Fix) -> None:
    deep = latch is duty.guard.deep
    kind = "protection_breached" if deep else "protection_approach"
    fact = "inside" if deep else "may_be_near"
    because = (
        *(each.as_ground(fact) for each in latch.evidence or (seen,)),
        _where_not_said(theirs),
        Ground("threshold", name="distance_m", value=duty.bound.distance_m),
    )
    latch.finding = duty.find(kind, latch.since_ms, seen.received_ms, because)


def _make_critical(duty: Duty, theirs: Fix, seen: Sighting) -> None:
    finding = duty.guard.near.finding
    if finding is None or finding.severity == "critical":
        return
    because = (*finding.because, seen.as_ground("may_be_inside"), _where_not_said(theirs))
    finding = replace(finding, severity="critical", because=because)
    duty.guard.near.finding = duty.changed[finding.finding_id] = finding


def _where_not_said(theirs: Fix) -> Ground:
    """The protected person's fix as a ground: when and how exact, never where."""
    return Ground(
        "protected_heard", theirs[0], theirs[1], theirs[2], theirs[3], accuracy_m=round(theirs[6], 1)
    )
