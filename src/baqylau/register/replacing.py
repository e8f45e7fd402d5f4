"""Which version of an order a decision becomes, and from when it is in force. Pure: the present is passed in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from baqylau.platform.refusal import Refusal
from baqylau.register.order import PROTECTION_TERMS, TEST_TERMS, Order, epoch_ms


class ReplacementError(Refusal):
    """A version that cannot follow the ones before it; the message says why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A court's decision to be written down for a person.

    in_force_from_ms: from when this version counts, where that is not what `version_for` would choose.
    """

    person_id: int
    order: Order
    issued_on: date | None = None
    in_force_from_ms: int | None = None

    @property
    def number(self) -> str:
        return self.order.number or ""

    @property
    def digest(self) -> str:
        """Of all that the decision says, instants in UTC; the person and the number it replaces are left out."""
        content = self.order.model_dump(by_alias=True, exclude={"person", "replaces"})
        content["issued_on"] = self.issued_on
        for condition in content["conditions"]:
            # Absent is as it was before these terms were known, so that orders written then keep their digests.
            for term in (TEST_TERMS | PROTECTION_TERMS) & {
                name for name, value in condition.items() if value is None
            }:
                del condition[term]
        text = json.dumps(content, default=_canonical, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OrderState:
    """An order as it stands: numbers and digests of its versions, oldest first. `order_id` None: not yet written."""

    order_id: int | None
    person_id: int
    numbers: tuple[str, ...]
    digests: tuple[str, ...]
    version: int
    in_force_from_ms: int

    def with_version(self, new: Version) -> OrderState:
        return replace(
            self,
            numbers=(*self.numbers, new.decision.number),
            digests=(*self.digests, new.digest),
            version=new.version,
            in_force_from_ms=new.in_force_from_ms,
        )


@dataclass(frozen=True, slots=True)
class Version:
    """A version to write. `in_force_from_ms` is where the version before it, if there is one, ends."""

    decision: Decision
    version: int
    in_force_from_ms: int
    digest: str


def state_of(decision: Decision, states: Sequence[OrderState]) -> OrderState | None:
    """The order that a decision belongs to: the one it says it replaces, else the one of its number, if any.

    Raises ReplacementError when the order it replaces is not there, or its number is another order's.
    """
    by_number = next((state for state in states if decision.number in state.numbers), None)
    replaces = decision.order.replaces
    if replaces is None:
        return by_number
    replaced = next((state for state in states if replaces in state.numbers), None)
    if replaced is None:
        raise ReplacementError("replaces_unknown", number=replaces)
    if by_number is not None and by_number is not replaced:
        raise ReplacementError("number_of_another", number=decision.number)
    return replaced


def version_for(
    decision: Decision, state: OrderState | None, now_ms: int, *, more_follow: bool = False
) -> Version | None:
    """The version that a decision becomes; None when it already is the latest one.

    A first version is in force from the day the court names. A later one from the day the court names where
    that is after the start of the version before it, otherwise from now. `more_follow`: later versions of the
    same order stand after this one in what is being written, so one that equals an older version is that
    version, not a return to it. Raises ReplacementError when it would begin before the version it replaces.
    """
    digest = decision.digest
    valid_from_ms = epoch_ms(decision.order.valid.from_)
    if state is None:
        return Version(decision, 1, _or(decision.in_force_from_ms, valid_from_ms), digest)
    if digest == state.digests[-1] or (more_follow and digest in state.digests):
        return None
    later = valid_from_ms if valid_from_ms > state.in_force_from_ms else max(now_ms, state.in_force_from_ms)
    begins = _or(decision.in_force_from_ms, later)
    if begins < state.in_force_from_ms:
        raise ReplacementError("in_force_too_early")
    return Version(decision, state.version + 1, begins, digest)


def ended(order: Order, at: datetime) -> Order:
    """The order with its end moved forward to `at`. Raises ReplacementError when it began later or ended before."""
    if at <= order.valid.from_:
        raise ReplacementError("order_ends_before_it_begins")
    if order.valid.to is not None and order.valid.to <= at:
        raise ReplacementError("order_ends_already", ends_at=order.valid.to)
    valid = order.valid.model_copy(update={"to": at})
    return order.model_copy(update={"valid": valid})


def _or(chosen: int | None, otherwise: int) -> int:
    return otherwise if chosen is None else chosen


def _canonical(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an order holds no {type(value).__name__}")
