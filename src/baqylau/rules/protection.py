"""Keeping a bound person away from a protected one: two people who both move, heard at different times.

A position is a circle, and it ages: who was seen walking may have gone on since. So there are again three answers,
near, far, cannot tell. Near twice the ordered distance an operator is warned, because somebody's safety hangs on it;
that the distance was broken is found only when both circles together are surely within it, by two fixes of the
bound person that are a minute apart. What a finding rests on says how far apart they were and never where the
protected person was.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from baqylau.observations.kinds import Battery, Position, ProtectedHeard, Sos
from baqylau.rules import protection_distance, protection_works
from baqylau.rules.bound import Bound
from baqylau.rules.breaches import Changed
from baqylau.rules.duty import Duty, first_guard
from baqylau.rules.finding import Ground
from baqylau.rules.positions import Fix, note_late
from baqylau.rules.programme import Programme
from baqylau.rules.signals import fix_of, usable
from baqylau.rules.state import Guard, Heard, State
from baqylau.rules.thresholds import Thresholds


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


class Judge:
    """One duty while something is heard or time passes. late: fixes that happened before what was judged."""

    def __init__(
        self, person_id: int, bound: Bound, guard: Guard, thresholds: Thresholds, changed: Changed
    ) -> None:
        self.late: list[Fix] = []
        self._duty = Duty(person_id, bound, guard, thresholds, changed)

    def hear(self, fixes: Sequence[Fix], heard: Sequence[Heard]) -> None:
        """fixes: of the bound person, that say where they are. heard: in the order of receipt; what of it is a
        `ProtectedHeard` of this duty is taken."""
        mine = [fix for fix in fixes if self._tells(fix)]
        theirs = self._hear_sides(sorted(mine, key=_by_receipt), heard)
        told = [(fix, True) for fix in mine] + [(fix, False) for fix in theirs]
        for fix, own in sorted(told, key=lambda one: (one[0][0], one[0][2])):
            if not protection_distance.take(self._duty, fix, own=own):
                self.late.append(fix)
        protection_works.forget_doubts(self._duty.guard)

    def advance(self, now_ms: int) -> None:
        """What time alone decides: spans that end, and the silence of either side."""
        guard = self._duty.guard
        if guard.together_to_ms and now_ms >= guard.together_to_ms:
            protection_distance.part(self._duty)
        protection_works.let_pass(self._duty, now_ms)

    def deadline(self) -> int | None:
        """When time alone decides something next."""
        guard = self._duty.guard
        if not guard.to_ms:
            return None
        due_ms = min(guard.to_ms, guard.together_to_ms or guard.to_ms)
        if guard.degraded is None:
            unheard_ms = min(guard.mine_heard_ms, guard.theirs_heard_ms)
            due_ms = min(due_ms, unheard_ms + protection_works.silent_ms(self._duty))
        return due_ms

    def _hear_sides(self, mine: list[Fix], heard: Sequence[Heard]) -> list[Fix]:
        """Both sides in the order of receipt; gives where the protected person's device says it is."""
        theirs, place = [], 0
        for each in sorted(heard, key=lambda one: (one.received_ms, one.observation_id)):
            report = each.observation
            if type(report) is not ProtectedHeard or report.protected_id != self._duty.bound.protected_id:
                continue
            while place < len(mine) and mine[place][1] < each.received_ms:
                protection_works.heard_fix(self._duty, mine[place], own=True)
                place += 1
            fix = self._hear_them(each, report)
            if fix is not None and self._tells(fix):
                protection_works.heard_fix(self._duty, fix, own=False)
                theirs.append(fix)
        for fix in mine[place:]:
            protection_works.heard_fix(self._duty, fix, own=True)
        return theirs

    def _tells(self, fix: Fix) -> bool:
        return fix[7] <= self._duty.thresholds.usable_accuracy_m

    def _hear_them(self, each: Heard, report: ProtectedHeard) -> Fix | None:
        """What the protected person's device said; gives where it says it is, by a clock put right."""
        said = report.said
        archived = type(said) is Position and said.archived
        time_ms = protection_works.their_time(self._duty, each, report.time_ms, archived=archived)
        if type(said) is Battery:
            protection_works.heard_battery(self._duty, said, each.received_ms)
        elif type(said) is Sos:
            self._hear_call(each, time_ms)
        elif type(said) is Position and usable(said):
            return fix_of(said, time_ms, each, self._duty.thresholds)
        return None

    def _hear_call(self, each: Heard, time_ms: int) -> None:
        """A call for help within minutes of the last is the same call; it counts whoever is near, and whatever the
        clock of their device says."""
        guard, again_ms = self._duty.guard, self._duty.thresholds.repeat_s * 1000
        within = any(guard.from_ms <= moment < guard.to_ms for moment in (time_ms, each.received_ms))
        if not within or abs(time_ms - guard.help_ms) < again_ms:
            return
        guard.help_ms = time_ms
        because = (Ground("sos", time_ms, each.received_ms, each.observation_id, each.device_id),)
        self._duty.find("protected_sos", time_ms, each.received_ms, because, ended_ms=time_ms)


def _by_receipt(fix: Fix) -> tuple[int, int]:
    return fix[1], fix[2]
