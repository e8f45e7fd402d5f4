"""The life of a device: from state to state by the table alone, in a chain that has no gap."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.register.custody import (
    MOVES,
    STATES,
    STEPS,
    Entry,
    Handover,
    Link,
    Party,
    Step,
    StepRefused,
    after,
    entry_after,
    linked,
    steps_from,
)

HOLDING_DATA = {"fitted", "returned"}


def handover(step: Step, at_ms: int = 0, **more: str) -> Handover:
    return Handover(step, Party(MOVES[step].taker, "x"), at_ms, "office", reason=more.get("reason", "why"))


def lived(steps: list[Step]) -> list[Entry]:
    """The chain of a device that was put into stock and then went through whichever of these it could."""
    link, chain = Link("stock"), []
    for at_ms, step in enumerate(steps):
        if step in steps_from(link.state):
            chain.append(entry_after(link, handover(step, at_ms)))
            link = linked(chain[-1])
    return chain


LIVES = st.lists(st.sampled_from(STEPS), max_size=60).map(lived)


@given(LIVES)
def test_a_chain_has_no_gap(chain: list[Entry]) -> None:
    """Numbers run on, each row begins in the state the one before ended in, and gives who took before."""
    for number, entry in enumerate(chain, start=1):
        assert entry.number == number
    for one, other in pairwise(chain):
        assert other.from_state == one.to_state
        assert other.giver == one.handover.taker


@given(LIVES)
def test_wiped_between_two_people(chain: list[Entry]) -> None:
    """Between two people who wore a device lies a wiping."""
    wiped = True
    for entry in chain:
        if entry.to_state == "fitted":
            assert wiped
            wiped = False
        wiped = wiped or entry.step == "wipe"


@given(LIVES)
def test_nothing_of_a_wearer_is_in_stock(chain: list[Entry]) -> None:
    """What was worn is neither in stock nor with an officer before it was wiped."""
    holds_data = False
    for entry in chain:
        holds_data = (holds_data or entry.to_state in HOLDING_DATA) and entry.step != "wipe"
        assert not (holds_data and entry.to_state in {"stock", "issued", "wiped"})


@given(st.sampled_from(STATES), st.sampled_from(STEPS))
def test_the_table_decides(state: str, step: Step) -> None:
    """A step is possible exactly where the table names the state; elsewhere the refusal says what to do."""
    if state in MOVES[step].before:
        assert after(state, step) == MOVES[step].to
    else:
        with pytest.raises(StepRefused, match=":"):
            after(state, step)  # type: ignore[arg-type]


def test_a_fitted_device_stays_with_its_wearer() -> None:
    """While somebody wears it, a device cannot be wiped, issued, repaired or retired."""
    assert set(steps_from("fitted")) == {"take_off", "swap_off", "lose"}


def test_every_state_is_reached_and_left() -> None:
    """Each state but stock follows from a step, and each but retired can be left."""
    assert {move.to for move in MOVES.values()} == set(STATES)
    assert [state for state in STATES if not steps_from(state)] == ["retired"]


def test_what_a_step_asks_for() -> None:
    """A reason where one is needed, the right taker, and no time before the step before."""
    link = Link("stock", 3, Party("office", "almaty"), 100)
    with pytest.raises(StepRefused, match="reason"):
        entry_after(link, handover("lose", 100, reason=" "))
    with pytest.raises(StepRefused, match="officer"):
        entry_after(link, replace(handover("issue", 100), taker=Party("person", "1")))
    with pytest.raises(StepRefused, match="later"):
        entry_after(link, handover("issue", 99))
    assert entry_after(link, handover("issue", 100)).giver == Party("office", "almaty")
