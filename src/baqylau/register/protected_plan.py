"""What of a file's consents and carried devices is new to the register, what changes, and what cannot be.

A consent in writing is never changed: it ends by itself, or it is withdrawn, and a withdrawal stays even where an
older file does not know of it yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from baqylau.platform.instants import to_datetime
from baqylau.register.activation import Activation


@dataclass(frozen=True, slots=True)
class Consented:
    """Of a protected person because of a bound one. row_id 0: not in the register yet."""

    protected_id: int
    person_id: int
    from_at: datetime
    to_at: datetime
    withdrawn_at: datetime | None = None
    row_id: int = 0


@dataclass(frozen=True, slots=True)
class Carrying:
    """A protected person carries the device from … to …. row_id 0: not in the register yet."""

    device_id: int
    protected_id: int
    from_at: datetime
    to_at: datetime | None = None
    row_id: int = 0


Refusals = dict[int, str]
"""By number of the entry among those wanted, why not."""


@dataclass(slots=True)
class ConsentPlan:
    new: list[Consented] = field(default_factory=list)
    withdrawn: list[Consented] = field(default_factory=list)
    refused: Refusals = field(default_factory=dict)


@dataclass(slots=True)
class CarryPlan:
    new: list[Carrying] = field(default_factory=list)
    changed: list[Carrying] = field(default_factory=list)
    refused: Refusals = field(default_factory=dict)


def plan_consents(standing: Sequence[Consented], wanted: Sequence[Consented]) -> ConsentPlan:
    """What to write so that `wanted` hold. Two consents of the same two people at one time are refused."""
    plan, left, holding = ConsentPlan(), list(standing), dict[int, Consented]()
    rest = [(number, one) for number, one in enumerate(wanted) if not _taken(left, one, exactly=True)]
    for number, one in rest:
        same = _taken(left, one, exactly=False)
        if same is None:
            plan.new.append(one)
            holding[number] = one
        elif one.withdrawn_at is not None and same.withdrawn_at is None:
            plan.withdrawn.append(replace(same, withdrawn_at=one.withdrawn_at))
        elif one.withdrawn_at is not None:
            plan.refused[number] = f"this consent was withdrawn at {same.withdrawn_at}; that is never changed"
    ended = {one.row_id for one in plan.withdrawn}
    counting = [one for one in standing if one.row_id not in ended] + list(holding.values())
    for number, one in holding.items():
        if one.withdrawn_at is None and (other := _clashing(one, counting)) is not None:
            plan.refused[number] = (
                f"a consent of the same two from {other.from_at} to {other.to_at} holds at that time; a consent is "
                "never changed: end that one with withdrawn_at first"
            )
    return plan


def _taken(left: list[Consented], one: Consented, *, exactly: bool) -> Consented | None:
    """Takes the same consent out of `left`; `exactly`: with the same withdrawal."""
    for number, other in enumerate(left):
        if _key(other) == _key(one) and (not exactly or other.withdrawn_at == one.withdrawn_at):
            return left.pop(number)
    return None


def _key(one: Consented) -> tuple[int, int, datetime, datetime]:
    return one.protected_id, one.person_id, one.from_at, one.to_at


def _clashing(one: Consented, others: Iterable[Consented]) -> Consented | None:
    return next(
        (
            other
            for other in others
            if other is not one
            and other.withdrawn_at is None
            and (other.protected_id, other.person_id) == (one.protected_id, one.person_id)
            and _overlap(one, other)
        ),
        None,
    )


def plan_carried(
    standing: Sequence[Carrying], worn: Sequence[Activation], wanted: Sequence[Carrying]
) -> CarryPlan:
    """What to write so that `wanted` hold; an end that stands stays where the file names none.

    A device that two would carry at once, or that somebody wears under an order, is refused.
    """
    plan = CarryPlan()
    known = {(one.device_id, one.protected_id, one.from_at): one for one in standing}
    asked = dict[int, Carrying]()
    for number, one in enumerate(wanted):
        key = one.device_id, one.protected_id, one.from_at
        found = known.get(key)
        if found is not None and one.to_at in (None, found.to_at):
            continue
        known[key] = asked[number] = replace(one, row_id=found.row_id if found else 0)
        (plan.changed if found and found.row_id else plan.new).append(known[key])
    for number, one in asked.items():
        reason = _in_the_way(one, list(known.values()), worn)
        if reason is not None:
            plan.refused[number] = reason
    return plan


def _in_the_way(one: Carrying, carried: Sequence[Carrying], worn: Sequence[Activation]) -> str | None:
    for other in carried:
        if other is not one and other.device_id == one.device_id and _overlap(one, other):
            return f"the device is carried by a protected person from {other.from_at}; end that first"
    wearing = worn_meanwhile(one, worn)
    if wearing is not None:
        return (
            f"the device is worn under an order by person {wearing.person_id} from "
            f"{to_datetime(wearing.from_ms)}; a device has one purpose at a time"
        )
    return None


def worn_meanwhile(one: Carrying, worn: Iterable[Activation]) -> Activation | None:
    """Somebody's wearing of the device while the protected person carries it."""
    return next(
        (each for each in worn if each.device_id == one.device_id and _overlap(one, _span(each))), None
    )


class _Lasting(Protocol):
    @property
    def from_at(self) -> datetime: ...

    @property
    def to_at(self) -> datetime | None: ...


def _span(worn: Activation) -> Carrying:
    to_at = None if worn.to_ms is None else to_datetime(worn.to_ms)
    return Carrying(worn.device_id, 0, to_datetime(worn.from_ms), to_at)


def _overlap(one: _Lasting, other: _Lasting) -> bool:
    starts_before_end = other.to_at is None or one.from_at < other.to_at
    return starts_before_end and (one.to_at is None or other.from_at < one.to_at)
