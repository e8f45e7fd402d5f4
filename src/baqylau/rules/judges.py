"""The further judges: what is judged beside positions and the plain signals of devices, each in a module of its own.

A judge keeps what it knows in one optional, frozen field of State (None until it has something to remember) and what
it is to judge by in one optional field of Programme (None: this person does not concern it). A finding that has not
ended stands in `State.open` under a name that begins with the judge's own; `rewind` dates it again from there.

Observations come one at a time, in the order of receipt, and before each one time is advanced to its receipt. So what
is decided must not depend on when `advance` happens to be called: a decision is dated by its evidence or by the
instant that was due, never by `until_ms`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from baqylau.rules import asked_tests
from baqylau.rules.breaches import Changed
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, State


class Judge(NamedTuple):
    """concerns: whether the programme has anything for it. hear: takes one observation in. advance: what the clock
    alone decides up to a time. deadline: when to be asked again although nothing is heard; None: never."""

    concerns: Callable[[Programme], bool]
    hear: Callable[[Programme, State, Heard, Changed], None]
    advance: Callable[[Programme, State, int, Changed], None]
    deadline: Callable[[Programme, State], int | None]


JUDGES: Final[tuple[Judge, ...]] = (
    Judge(asked_tests.concerns, asked_tests.hear, asked_tests.advance, asked_tests.deadline),
)
"""Add a line for a judge. Each changes only its own field of the state."""


def judge_further(
    programme: Programme, state: State, heard: Sequence[Heard], now_ms: int, changed: Changed
) -> None:
    """What the further judges make of what was heard, in the order of receipt, and of the time up to `now_ms`."""
    for judge in JUDGES:
        if not judge.concerns(programme):
            continue
        for each in heard:
            judge.advance(programme, state, each.received_ms, changed)
            judge.hear(programme, state, each, changed)
        judge.advance(programme, state, now_ms, changed)


def deadlines(programme: Programme, state: State) -> list[int | None]:
    return [judge.deadline(programme, state) for judge in JUDGES if judge.concerns(programme)]
