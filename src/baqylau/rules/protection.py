"""Keeping a bound person away from a protected one: two people who both move, heard at different times.

A position is a circle, and it ages: who was seen walking may have gone on since. So there are again three answers,
near, far, cannot tell. Near twice the ordered distance an operator is warned, because somebody's safety hangs on it;
that the distance was broken is found only when both circles together are surely within it, by two fixes of the
bound person that are a minute apart. What a finding rests on says how far apart they were and never where the
protected person was.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, radians
from typing import Final

from msgspec.structs import replace

from baqylau.observations.kinds import Battery, Position, ProtectedHeard, Sos
from baqylau.rules.bound import Bound
from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY, Finding, Ground, finding_id
from baqylau.rules.intervals import FOREVER_MS
from baqylau.rules.latch import forget_if_stale, observe
from baqylau.rules.positions import Fix, note_late
from baqylau.rules.programme import Programme
from baqylau.rules.signals import fix_of, usable
from baqylau.rules.state import OFF, ON, Guard, Heard, Latch, Sighting, State
from baqylau.rules.thresholds import Thresholds

KEPT: Final = 6
"""Fixes of each side that are kept: enough to see who moves, and to pair what comes a little out of order."""

_M_PER_DEGREE: Final = 111_195.0
"""On a sphere of 6,371 km; distances here are short, and 0.5 % of them is less than any accuracy."""


def judge(
    programme: Programme,
    state: State,
    fixes: Sequence[Fix],
    heard: Sequence[Heard],
    now_ms: int,
    changed: Changed,
) -> None:
    """What was heard of both sides, and the clock, for each duty. Late fixes are noted for judging again."""
    for bound, guard in zip(programme.bounds, state.guards, strict=True):
        one = Judge(programme.person_id, bound, guard, programme.thresholds, changed)
        one.hear(fixes, heard)
        one.advance(now_ms)
        for fix in one.late:
            note_late(state, fix[0], fix[1])


def deadlines(programme: Programme, state: State) -> list[int | None]:
    """When time alone decides something next, for each duty."""
    return [
        Judge(programme.person_id, bound, guard, programme.thresholds, {}).deadline()
        for bound, guard in zip(programme.bounds, state.guards, strict=True)
    ]


def adopt_guards(programme: Programme, state: State, changed: Changed) -> list[Guard]:
    """The guards under a changed programme: what is known of a duty that is still there stays."""
    known = {guard.key: guard for guard in state.guards}
    guards = [_adopted(bound, known.pop(bound.key, None), state.judged_ms) for bound in programme.bounds]
    for gone in known.values():
        for finding in gone.findings():
            ended_ms = max(finding.began_ms, state.judged_ms)
            changed[finding.finding_id] = replace(finding, ended_ms=ended_ms)
    return guards


def _adopted(bound: Bound, guard: Guard | None, judged_ms: int) -> Guard:
    fresh = first_guard(bound, judged_ms)
    if guard is None:
        return fresh
    ends = [end for _, end in bound.spans]
    if guard.together_to_ms and guard.together_to_ms not in ends:
        # A consent was withdrawn or prolonged: the span that the fixes are of has another end now.
        within = next((end for start, end in bound.spans if start <= judged_ms < end), judged_ms)
        guard.together_to_ms = max(within, 1)
    if fresh.from_ms != guard.from_ms:
        guard.mine_heard_ms, guard.theirs_heard_ms = fresh.mine_heard_ms, fresh.theirs_heard_ms
    guard.from_ms, guard.to_ms = fresh.from_ms, fresh.to_ms
    return guard


def first_guard(bound: Bound, time_ms: int) -> Guard:
    """Nothing known yet; in, or waiting for, the first span that is not over."""
    start, end = next((span for span in bound.spans if span[1] > time_ms), (0, 0))
    return Guard(bound.key, start, end, mine_heard_ms=start, theirs_heard_ms=start)


class Judge:
    """One duty while something is heard or time passes. late: fixes that happened before what was judged."""

    def __init__(
        self, person_id: int, bound: Bound, guard: Guard, thresholds: Thresholds, changed: Changed
    ) -> None:
        self.late: list[Fix] = []
        self._person_id = person_id
        self._bound = bound
        self._guard = guard
        self._thresholds = thresholds
        self._changed = changed

    def hear(self, fixes: Sequence[Fix], heard: Sequence[Heard]) -> None:
        """fixes: of the bound person, usable. heard: what of it is a `ProtectedHeard` of this duty is taken."""
        mine = [(fix, True) for fix in fixes]
        theirs = [(fix, False) for fix in self._their_fixes(heard)]
        told = [one for one in mine + theirs if one[0][7] <= self._thresholds.usable_accuracy_m]
        for fix, own in sorted(told, key=lambda one: (one[0][1], one[0][2])):
            self._hear_fix(fix[1], own=own)
        for fix, own in sorted(told, key=lambda one: (one[0][0], one[0][2])):
            self._take(fix, own=own)

    def advance(self, now_ms: int) -> None:
        """What time alone decides: spans that end, and the silence of either side."""
        if self._guard.together_to_ms and now_ms >= self._guard.together_to_ms:
            self._part()
        self._pass(now_ms)

    def deadline(self) -> int | None:
        """When time alone decides something next."""
        guard = self._guard
        if not guard.to_ms:
            return None
        due_ms = min(guard.to_ms, guard.together_to_ms or guard.to_ms)
        if guard.degraded is None:
            silent_ms = round(self._thresholds.protection_silent_s * 1000)
            due_ms = min(due_ms, min(guard.mine_heard_ms, guard.theirs_heard_ms) + silent_ms)
        return due_ms

    def _their_fixes(self, heard: Sequence[Heard]) -> list[Fix]:
        fixes = []
        for each in heard:
            report = each.observation
            if type(report) is not ProtectedHeard or report.protected_id != self._bound.protected_id:
                continue
            said = report.said
            if type(said) is Position and usable(said):
                # A clock that is ahead would make every later fix of theirs look old.
                time_ms = min(said.time_ms, each.received_ms)
                fixes.append(fix_of(said, time_ms, each, self._thresholds))
            elif type(said) is Battery:
                self._hear_battery(said)
            elif type(said) is Sos:
                self._hear_call(each)
        return fixes

    def _hear_fix(self, received_ms: int, *, own: bool) -> None:
        """Silence is judged by when we heard: memory that is emptied late does not undo that we were blind."""
        guard = self._guard
        self._pass(received_ms)
        if not guard.from_ms <= received_ms < guard.to_ms:
            return
        if own:
            guard.mine_heard_ms = max(guard.mine_heard_ms, received_ms)
        else:
            guard.theirs_heard_ms = max(guard.theirs_heard_ms, received_ms)
        self._judge_silence(received_ms)

    def _pass(self, now_ms: int) -> None:
        guard = self._guard
        while guard.to_ms and now_ms >= guard.to_ms:
            self._judge_silence(guard.to_ms)
            self._leave(guard.to_ms)
        if guard.to_ms and guard.from_ms <= now_ms:
            self._judge_silence(now_ms)

    def _take(self, fix: Fix, *, own: bool) -> None:
        guard, time_ms = self._guard, fix[0]
        end_ms = next((end for start, end in self._bound.spans if start <= time_ms < end), None)
        if end_ms is None:
            return
        if end_ms > guard.together_to_ms:
            self._part()
            guard.together_to_ms = end_ms
        if time_ms < self._newest_ms() - self._thresholds.protection_age_s * 1000:
            self.late.append(fix)
            return
        self._keep(fix, own=own)
        other = _nearest(guard.theirs if own else guard.mine, time_ms)
        if other is not None and abs(other[0] - time_ms) <= self._thresholds.protection_age_s * 1000:
            self._judge_distance(*((fix, other) if own else (other, fix)), own=own)

    def _newest_ms(self) -> int:
        return max((fixes[-1][0] for fixes in (self._guard.mine, self._guard.theirs) if fixes), default=0)

    def _keep(self, fix: Fix, *, own: bool) -> None:
        guard = self._guard
        kept = guard.mine if own else guard.theirs
        kept.append(fix)
        kept.sort()
        del kept[:-KEPT]

    def _judge_distance(self, mine: Fix, theirs: Fix, *, own: bool) -> None:
        guard, bound, thresholds = self._guard, self._bound, self._thresholds
        apart_m = distance_m(mine, theirs)
        age_s = abs(mine[0] - theirs[0]) / 1000
        circles_m = mine[7] + theirs[7]
        gone_m = age_s * max(_speed_mps(guard.mine), _speed_mps(guard.theirs))
        nearest_m = apart_m - circles_m - gone_m
        time_ms, received_ms = max(mine[0], theirs[0]), max(mine[1], theirs[1])
        seen = Sighting(
            time_ms,
            received_ms,
            mine[2],
            mine[3],
            mine[4],
            mine[5],
            mine[6],
            circles_m + gone_m,
            apart_m - bound.distance_m,
        )
        beyond_m = nearest_m - 2 * bound.distance_m
        if beyond_m <= 0 or guard.near.side != ON or beyond_m > thresholds.clear_m:
            needs = (thresholds.approach_fixes, thresholds.approach_s)
            self._step(guard.near, ON if beyond_m <= 0 else OFF, seen, theirs, needs)
        if guard.near.finding is not None and nearest_m <= bound.distance_m:
            self._make_critical(theirs, seen)
        walked_m = max(gone_m, age_s * thresholds.protection_walk_kmh / 3.6)
        if own and apart_m + circles_m + walked_m <= bound.distance_m:
            needs = (thresholds.fixes_needed, thresholds.persistence_s)
            self._step(guard.deep, ON, seen, theirs, needs)
        elif own and nearest_m > bound.distance_m:
            self._step(guard.deep, OFF, seen, theirs, (2, thresholds.clear_s))

    def _step(self, latch: Latch, side: int, seen: Sighting, theirs: Fix, needs: tuple[int, float]) -> None:
        thresholds = self._thresholds
        forget_if_stale(latch, seen.time_ms, thresholds.known_for_s * 1000)
        if side == ON:
            observe(latch, ON, seen, needs[0], needs[1] * 1000, thresholds.evidence_gap_s * 1000)
            if latch.side == ON and latch.finding is None:
                self._open(latch, seen, theirs)
        elif latch.side != ON:
            latch.side, latch.run, latch.off_ms = OFF, None, seen.time_ms
        elif observe(latch, OFF, seen, 2, thresholds.clear_s * 1000, FOREVER_MS) and latch.finding:
            self._end(latch, latch.since_ms, seen)

    def _open(self, latch: Latch, seen: Sighting, theirs: Fix) -> None:
        deep = latch is self._guard.deep
        kind = "protection_breached" if deep else "protection_approach"
        fact = "inside" if deep else "may_be_near"
        because = (
            *(each.as_ground(fact) for each in latch.evidence or (seen,)),
            _where_not_said(theirs),
            Ground("threshold", name="distance_m", value=self._bound.distance_m),
        )
        latch.finding = self._find(kind, latch.since_ms, seen.received_ms, because)

    def _make_critical(self, theirs: Fix, seen: Sighting) -> None:
        finding = self._guard.near.finding
        if finding is None or finding.severity == "critical":
            return
        because = (*finding.because, seen.as_ground("may_be_inside"), _where_not_said(theirs))
        finding = replace(finding, severity="critical", because=because)
        self._guard.near.finding = self._changed[finding.finding_id] = finding

    def _end(self, latch: Latch, ended_ms: int, seen: Sighting | None = None) -> None:
        finding = latch.finding
        assert finding is not None
        because = finding.because if seen is None else (*finding.because, seen.as_ground("outside"))
        ended = replace(finding, ended_ms=max(ended_ms, finding.began_ms), because=because)
        self._changed[ended.finding_id] = ended
        latch.finding = None

    def _hear_battery(self, said: Battery) -> None:
        level, limit = said.level_percent, self._thresholds.battery_critical_percent
        if said.charging:
            self._guard.battery_low = False
        elif level is not None:
            self._guard.battery_low = level <= limit
        elif said.low is not None:
            self._guard.battery_low = said.low

    def _hear_call(self, each: Heard) -> None:
        """A call for help within minutes of the last is the same call; it counts whoever is near."""
        guard, time_ms = self._guard, min(each.observation.time_ms, each.received_ms)
        again_ms = self._thresholds.repeat_s * 1000
        if not guard.from_ms <= time_ms < guard.to_ms or abs(time_ms - guard.help_ms) < again_ms:
            return
        guard.help_ms = time_ms
        because = (Ground("sos", time_ms, each.received_ms, each.observation_id, each.device_id),)
        self._find("protected_sos", time_ms, each.received_ms, because, ended_ms=time_ms)

    def _judge_silence(self, now_ms: int) -> None:
        """Whether both sides were heard lately enough for the distance to be known."""
        guard = self._guard
        silent_ms = round(self._thresholds.protection_silent_s * 1000)
        facts = [
            (name, heard_ms)
            for name, heard_ms in (
                ("bound_unheard", guard.mine_heard_ms),
                ("protected_unheard", guard.theirs_heard_ms),
            )
            if now_ms - heard_ms >= silent_ms
        ]
        if guard.battery_low:
            facts.append(("protected_battery_low", guard.theirs_heard_ms))
        if not facts:
            self._restore(max(guard.mine_heard_ms, guard.theirs_heard_ms))
        elif guard.degraded is None:
            began_ms = min(time_ms for _, time_ms in facts)
            named = tuple(Ground(name, time_ms) for name, time_ms in facts)
            because = (*named, Ground("threshold", name="protection_silent_s", value=silent_ms / 1000))
            guard.degraded = self._find("protection_degraded", max(began_ms, guard.from_ms), now_ms, because)

    def _restore(self, ended_ms: int) -> None:
        finding = self._guard.degraded
        if finding is not None:
            ended = replace(finding, ended_ms=max(ended_ms, finding.began_ms))
            self._changed[ended.finding_id] = ended
            self._guard.degraded = None

    def _part(self) -> None:
        """The span in which the distance was judged is over."""
        guard = self._guard
        for latch in (guard.near, guard.deep):
            if latch.finding is not None:
                self._end(latch, guard.together_to_ms)
        guard.mine, guard.theirs, guard.near, guard.deep = [], [], Latch(), Latch()
        guard.together_to_ms = 0

    def _leave(self, end_ms: int) -> None:
        guard = self._guard
        self._restore(end_ms)
        fresh = first_guard(self._bound, end_ms)
        guard.from_ms, guard.to_ms = fresh.from_ms, fresh.to_ms
        guard.mine_heard_ms = guard.theirs_heard_ms = fresh.from_ms
        guard.battery_low = False

    def _find(
        self,
        kind: str,
        began_ms: int,
        decided_ms: int,
        because: tuple[Ground, ...],
        ended_ms: int | None = None,
    ) -> Finding:
        condition = self._bound.condition
        finding = Finding(
            finding_id(self._person_id, None, condition, kind, began_ms),
            self._person_id,
            condition,
            kind,
            SEVERITY[kind],
            began_ms,
            decided_ms,
            ended_ms,
            because=because,
        )
        self._changed[finding.finding_id] = finding
        return finding


def distance_m(one: Fix, other: Fix) -> float:
    """Between the middles of two circles, metres."""
    north = (one[4] - other[4]) * _M_PER_DEGREE
    # Around the world the short way: 180° E is 180° W.
    across = (one[5] - other[5] + 180) % 360 - 180
    east = across * _M_PER_DEGREE * cos(radians((one[4] + other[4]) / 2))
    return hypot(north, east)


def _nearest(fixes: Sequence[Fix], time_ms: int) -> Fix | None:
    return min(fixes, key=lambda fix: abs(fix[0] - time_ms), default=None)


def _speed_mps(fixes: Sequence[Fix]) -> float:
    """How fast somebody surely moved between the last two fixes; nothing while the circles touch."""
    if len(fixes) < 2:
        return 0.0
    before, last = fixes[-2], fixes[-1]
    moved_m = distance_m(before, last) - before[7] - last[7]
    return max(0.0, moved_m) * 1000 / max(1000, last[0] - before[0])


def _where_not_said(theirs: Fix) -> Ground:
    """The protected person's fix as a ground: when and how exact, never where."""
    return Ground(
        "protected_heard", theirs[0], theirs[1], theirs[2], theirs[3], accuracy_m=round(theirs[6], 1)
    )
