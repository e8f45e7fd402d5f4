"""The life of a device as states and steps, and what each step says about who has it. Pure.

Each step is a row of the chain of custody: who gave is always who took before, so the chain has no gap in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from baqylau.platform.refusal import Refusal
from baqylau.register.device import DeviceState

STATES: tuple[DeviceState, ...] = get_args(DeviceState)

Step = Literal[
    "issue",
    "hand_back",
    "fit",
    "swap_on",
    "import",
    "take_off",
    "swap_off",
    "report_faulty",
    "repaired",
    "lose",
    "find",
    "wipe",
    "restock",
    "retire",
]
STEPS: tuple[Step, ...] = get_args(Step)

PartyKind = Literal["office", "officer", "account", "person", "workshop", "nobody"]

DeviceCondition = Literal["new", "good", "scratched", "damaged", "dead", "unknown"]
"""How the device itself was when it passed on, as whoever took it saw it."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who gives or takes. name: a code, a login, a person's id, or what a workshop is called."""

    kind: PartyKind
    name: str = ""


NOBODY = Party("nobody")


@dataclass(frozen=True, slots=True)
class Move:
    """A step: from which states, to which, who takes the device, and whether a reason must be given."""

    before: frozenset[DeviceState]
    to: DeviceState
    taker: PartyKind
    reasoned: bool = False


def _move(before: str, to: DeviceState, taker: PartyKind, *, reasoned: bool = False) -> Move:
    return Move(frozenset(state for state in STATES if state in before.split()), to, taker, reasoned)


MOVES: Mapping[Step, Move] = {
    "issue": _move("stock", "issued", "officer"),
    "hand_back": _move("issued", "stock", "office"),
    "fit": _move("issued", "fitted", "person"),
    "swap_on": _move("issued", "fitted", "person"),
    # Without steps: what another system or a file says was put on.
    "import": _move("stock issued wiped", "fitted", "person"),
    "take_off": _move("fitted", "returned", "account"),
    "swap_off": _move("fitted", "returned", "account"),
    "report_faulty": _move("stock issued returned wiped", "faulty", "workshop", reasoned=True),
    # Whoever repaired it may have worn or read it: it is wiped like any other that comes back.
    "repaired": _move("faulty", "returned", "account"),
    "lose": _move("stock issued fitted faulty returned wiped", "lost", "nobody", reasoned=True),
    "find": _move("lost", "returned", "account"),
    "wipe": _move("returned", "wiped", "account"),
    "restock": _move("wiped", "stock", "office"),
    # Never with somebody's data on it, unless nothing can be wiped any more.
    "retire": _move("stock wiped faulty lost", "retired", "nobody", reasoned=True),
}

_INSTEAD: Mapping[DeviceState, str] = {
    "stock": "step_from_stock",
    "issued": "step_from_issued",
    "fitted": "step_from_fitted",
    "faulty": "step_from_faulty",
    "returned": "step_from_returned",
    "wiped": "step_from_wiped",
    "retired": "step_from_retired",
    "lost": "step_from_lost",
}


class StepRefused(Refusal):
    """A device in this state cannot take that step; the message says what can be done instead."""


def after(state: DeviceState, step: Step) -> DeviceState:
    """The state that follows. Raises StepRefused."""
    move = MOVES[step]
    if state not in move.before:
        raise StepRefused(_INSTEAD[state], step=step)
    return move.to


def steps_from(state: DeviceState) -> tuple[Step, ...]:
    """What can be done with a device in this state."""
    return tuple(step for step in STEPS if state in MOVES[step].before)


@dataclass(frozen=True, slots=True)
class Handover:
    """What whoever takes a step says about it."""

    step: Step
    taker: Party
    happened_ms: int
    site: str
    device_condition: DeviceCondition = "unknown"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a device stands before a step: how long its chain is, who took it last and when."""

    state: DeviceState
    number: int = 0
    holder: Party = NOBODY
    since_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the chain. from_state None: the chain begins here."""

    number: int
    step: Step
    from_state: DeviceState | None
    to_state: DeviceState
    giver: Party
    handover: Handover


def entry_after(link: Link, handover: Handover) -> Entry:
    """The next row of the chain. Raises StepRefused."""
    to_state = after(link.state, handover.step)
    _refuse_incomplete(link, handover)
    return Entry(
        number=link.number + 1,
        step=handover.step,
        from_state=link.state,
        to_state=to_state,
        giver=link.holder,
        handover=handover,
    )


def _refuse_incomplete(link: Link, handover: Handover) -> None:
    move = MOVES[handover.step]
    if handover.taker.kind != move.taker:
        raise StepRefused("step_other_taker", step=handover.step, taker=move.taker)
    if move.reasoned and not handover.reason.strip():
        raise StepRefused("step_needs_reason", step=handover.step)
    if link.since_ms is not None and handover.happened_ms < link.since_ms:
        raise StepRefused("step_before_was_later")


def linked(entry: Entry) -> Link:
    """Where the device stands after this row."""
    return Link(entry.to_state, entry.number, entry.handover.taker, entry.handover.happened_ms)
