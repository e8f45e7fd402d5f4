"""Consents and carried devices of a file against those of the register."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from baqylau.platform.instants import to_datetime
from baqylau.register.protected_plan import Carrying, Consented, plan_carried, plan_consents

HOURS = st.integers(0, 12).map(lambda hour: to_datetime(1_780_000_000_000 + hour * 3_600_000))


@st.composite
def consents(draw: st.DrawFn) -> Consented:
    begins, ends = sorted(draw(st.lists(HOURS, min_size=2, max_size=2, unique=True)))
    return Consented(draw(st.integers(1, 2)), draw(st.integers(1, 2)), begins, ends, draw(st.none() | HOURS))


@st.composite
def carryings(draw: st.DrawFn) -> Carrying:
    begins, ends = sorted(draw(st.lists(HOURS, min_size=2, max_size=2, unique=True)))
    return Carrying(
        draw(st.integers(1, 2)), draw(st.integers(1, 2)), begins, draw(st.sampled_from((None, ends)))
    )


@given(st.lists(consents(), max_size=6))
def test_consents_written_once(wanted: list[Consented]) -> None:
    """Once a file's consents are in the register, the file says nothing new."""
    plan = plan_consents([], wanted)
    if plan.refused:
        return
    standing = [replace(one, row_id=number) for number, one in enumerate(plan.new, 1)]
    again = plan_consents(standing, wanted)
    assert (again.new, again.withdrawn, again.refused) == ([], [], {})


@given(st.lists(consents(), max_size=5), st.lists(consents(), max_size=5))
def test_a_withdrawal_is_never_undone(first: list[Consented], second: list[Consented]) -> None:
    """No file makes a withdrawn consent hold again or changes when it ended, and no two hold at one time."""
    began = plan_consents([], first)
    if began.refused:
        return
    standing = [replace(one, row_id=number) for number, one in enumerate(began.new, 1)]
    plan = plan_consents(standing, second)
    withdrawn = {one.row_id for one in standing if one.withdrawn_at is not None}
    assert not withdrawn & {one.row_id for one in plan.withdrawn}
    if plan.refused:
        return
    ended = {one.row_id for one in plan.withdrawn} | withdrawn
    holding = [one for one in standing if one.row_id not in ended]
    holding += [one for one in plan.new if one.withdrawn_at is None]
    for number, one in enumerate(holding):
        for other in holding[number + 1 :]:
            same = (one.protected_id, one.person_id) == (other.protected_id, other.person_id)
            assert not (same and one.from_at < other.to_at and other.from_at < one.to_at)


@given(st.lists(carryings(), max_size=6))
def test_carried_by_one_and_written_once(wanted: list[Carrying]) -> None:
    """No device is carried by two at once, and a file that was written says nothing new."""
    plan = plan_carried([], [], wanted)
    if plan.refused:
        return
    standing = [replace(one, row_id=number) for number, one in enumerate(plan.new, 1)]
    for number, one in enumerate(standing):
        for other in standing[number + 1 :]:
            apart = (one.to_at is not None and one.to_at <= other.from_at) or (
                other.to_at is not None and other.to_at <= one.from_at
            )
            assert one.device_id != other.device_id or apart
    again = plan_carried(standing, [], wanted)
    assert (again.new, again.changed, again.refused) == ([], [], {})
