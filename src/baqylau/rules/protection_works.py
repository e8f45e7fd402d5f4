"""Whether the protection works at all: both sides heard lately, their battery not nearly empty, their clock right.

It is judged by when we heard: memory that is emptied late does not undo that we were blind.
"""

from __future__ import annotations

from typing import Final

from baqylau.observations.kinds import Battery
from baqylau.rules.clocks import lag_again
from baqylau.rules.duty import Duty, first_guard
from baqylau.rules.finding import Ground
from baqylau.rules.positions import Fix
from baqylau.rules.state import Guard, Heard, Lag

_IN_TIME: Final = Lag()


def heard_fix(duty: Duty, fix: Fix, *, own: bool) -> None:
    """A usable position of either side was received. An old one, or one dated by a clock that is wrong, does not show
    where somebody is now."""
    guard, received_ms = duty.guard, fix[1]
    let_pass(duty, received_ms)
    if not guard.from_ms <= received_ms < guard.to_ms:
        return
    if received_ms - fix[0] < silent_ms(duty) and not in_doubt(duty, fix):
        if own:
            guard.mine_heard_ms = max(guard.mine_heard_ms, received_ms)
        else:
            guard.theirs_heard_ms = max(guard.theirs_heard_ms, received_ms)
    _judge(duty, received_ms)


def heard_battery(duty: Duty, said: Battery, received_ms: int) -> None:
    level, limit = said.level_percent, duty.thresholds.battery_critical_percent
    if said.charging:
        duty.guard.battery_low = False
    elif level is not None:
        duty.guard.battery_low = level <= limit
    elif said.low is not None:
        duty.guard.battery_low = said.low
    let_pass(duty, received_ms)


def their_time(duty: Duty, each: Heard, time_ms: int, *, archived: bool) -> int:
    """When what a protected person's device says happened, by a clock put right as that of any other (`clocks`).

    time_ms: by its own clock. archived: from its memory, which says nothing of the clock.
    """
    thresholds, clocks, lag_ms = duty.thresholds, duty.guard.clocks, each.received_ms - time_ms
    if lag_ms < thresholds.clock_behind_s * 1000:
        clocks.pop(each.device_id, None)
        # A clock that is ahead would make every later fix of theirs look old.
        return min(time_ms, each.received_ms)
    known = clocks.get(each.device_id, _IN_TIME)
    if not archived:
        known = clocks[each.device_id] = lag_again(known, lag_ms, each.received_ms, thresholds)
    if known.skew_ms and abs(lag_ms - known.skew_ms) <= thresholds.clock_steady_s * 1000:
        duty.guard.doubted.append(each.observation_id)
        return each.received_ms
    return time_ms


def in_doubt(duty: Duty, fix: Fix) -> bool:
    """Whether it is dated by a clock of theirs that is wrong: then it may warn, and accuses nobody."""
    return fix[2] in duty.guard.doubted


def forget_doubts(guard: Guard) -> None:
    """Of fixes that are kept no longer."""
    if guard.doubted:
        kept = {fix[2] for fix in guard.theirs}
        guard.doubted = [each for each in guard.doubted if each in kept]


def let_pass(duty: Duty, now_ms: int) -> None:
    """Time passes: silence, and the ends of spans."""
    guard = duty.guard
    while guard.to_ms and now_ms >= guard.to_ms:
        _judge(duty, guard.to_ms)
        _leave(duty, guard.to_ms)
    if guard.to_ms and guard.from_ms <= now_ms:
        _judge(duty, now_ms)


def silent_ms(duty: Duty) -> int:
    return round(duty.thresholds.protection_silent_s * 1000)


def _judge(duty: Duty, now_ms: int) -> None:
    guard = duty.guard
    facts = _failing(duty, now_ms)
    if not facts:
        _restore(duty, max(guard.mine_heard_ms, guard.theirs_heard_ms))
    elif guard.degraded is None:
        began_ms = min(time_ms for _, time_ms in facts)
        named = tuple(Ground(name, time_ms) for name, time_ms in facts)
        limit = Ground("threshold", name="protection_silent_s", value=silent_ms(duty) / 1000)
        guard.degraded = duty.find(
            "protection_degraded", max(began_ms, guard.from_ms), now_ms, (*named, limit)
        )


def _failing(duty: Duty, now_ms: int) -> list[tuple[str, int]]:
    """What keeps the distance from being known, each with since when."""
    guard = duty.guard
    facts = []
    if now_ms - guard.mine_heard_ms >= silent_ms(duty):
        facts.append(("bound_unheard", guard.mine_heard_ms))
    if now_ms - guard.theirs_heard_ms >= silent_ms(duty):
        behind = any(
            each.skew_ms and now_ms - each.heard_ms < silent_ms(duty) for each in guard.clocks.values()
        )
        facts.append(("protected_clock_behind" if behind else "protected_unheard", guard.theirs_heard_ms))
    if guard.battery_low:
        facts.append(("protected_battery_low", guard.theirs_heard_ms))
    return facts


def _restore(duty: Duty, ended_ms: int) -> None:
    if duty.guard.degraded is not None:
        duty.ended(duty.guard.degraded, ended_ms)
        duty.guard.degraded = None


def _leave(duty: Duty, end_ms: int) -> None:
    guard = duty.guard
    _restore(duty, end_ms)
    fresh = first_guard(duty.bound, end_ms)
    guard.from_ms, guard.to_ms = fresh.from_ms, fresh.to_ms
    guard.mine_heard_ms = guard.theirs_heard_ms = fresh.from_ms
    guard.battery_low = False
