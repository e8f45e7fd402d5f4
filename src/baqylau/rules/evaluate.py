"""The rules as one pure function: what is known of a person, and what was heard, to what is found."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from baqylau.observations.kinds import Position
from baqylau.rules import positions, protection, signals, sources
from baqylau.rules.adoption import NEVER_MS, adopt
from baqylau.rules.ears import Event
from baqylau.rules.finding import Finding
from baqylau.rules.judges import deadlines, judge_further
from baqylau.rules.pairs import close_unworn
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, State, copy_state


class Evaluation(msgspec.Struct, frozen=True, gc=False):
    """changed: findings that are new, ended or otherwise altered, in their latest reading.

    deadline_ms: when to evaluate again although nothing is heard; None: there is nothing to wait for.
    """

    state: State
    changed: tuple[Finding, ...]
    deadline_ms: int | None


def first_state(programme: Programme) -> State:
    """Nothing heard yet."""
    return adopt(programme, State(0, 0, NEVER_MS, [], []), {})


def evaluate(programme: Programme, state: State, heard: Sequence[Heard], now_ms: int) -> Evaluation:
    """What follows from what was heard, in any order, and from the clock having reached `now_ms`.

    now_ms: the absence of reports received before it is known. `state` is left as it was. Positions that happened
    before what was already judged (`is_late`) are only noted; `rewind` judges them when `rewind_due_ms` says so.
    """
    changed: dict[str, Finding] = {}
    known = programme.key == state.programme_key
    state = copy_state(state) if known else adopt(programme, state, changed)
    heard = signals.in_order_of_receipt(heard)
    events: list[Event] = []
    coarse: set[int] = set()
    fixes = near = signals.hear(programme, state, heard, events, coarse, changed)
    if programme.equipment is None:
        if fixes:
            positions.judge(programme, state, fixes, changed)
    elif fixes or events:
        near = sources.judge(programme, state, fixes, events, coarse, changed)
    settled_ms = now_ms - round(programme.thresholds.settle_s * 1000)
    # Time that only passes judges nothing: a device that empties its memory an hour later is in time, unless hours
    # have begun or ended meanwhile.
    if settled_ms >= state.next_ms:
        positions.advance(programme, state, settled_ms, now_ms, changed)
    close_unworn(programme, state, now_ms, changed)
    for worn in state.devices:
        signals.pass_time(programme, worn, now_ms, changed)
    if programme.bounds:
        protection.judge(programme, state, near, heard, now_ms, changed)
    judge_further(programme, state, heard, now_ms, changed)
    return Evaluation(state, tuple(changed.values()), deadline(programme, state))


def is_late(state: State, heard: Heard) -> bool:
    """Whether the observation bears on what was already judged."""
    return (
        type(heard.observation) is Position
        and heard.observation.time_ms < state.judged_ms
        and signals.usable(heard.observation)
    )


def rewind_due_ms(programme: Programme, state: State) -> int | None:
    """When to `rewind` to judge the late positions heard since the last time; None: there are none.

    Not at once: memory that is uploaded newest first would else be read as a new story with every record. The
    oldest of them happened at `state.late_ms`; the snapshot must not have judged further than that.
    """
    if not state.late_ms:
        return None
    thresholds = programme.thresholds
    quiet_ms = state.late_heard_ms + round(thresholds.settle_s * 1000)
    return min(quiet_ms, state.late_since_ms + round(thresholds.late_wait_s * 1000))


def deadline(programme: Programme, state: State) -> int | None:
    due: list[int | None] = [signals.deadline(programme, worn) for worn in state.devices]
    due.append(positions.deadline(programme, state))
    due.append(rewind_due_ms(programme, state))
    due += protection.deadlines(programme, state)
    due += deadlines(programme, state)
    return min((each for each in due if each is not None), default=None)
