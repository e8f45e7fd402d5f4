"""One identity in two places: two connections that are both alive and claim to be the same device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from baqylau.observations import IdentityConflict

OVERLAP_MS = 10_000
"""A connection that spoke this recently counts as alive when another one claims its identity.

A device that lost its network reconnects from a new address while the old connection still looks open; it does
not speak on both. So an older connection that has been quiet for longer counts only once it speaks again.
"""


class Party(Protocol):
    """A connection; datagrams come from anywhere and are never a party."""

    address: str

    @property
    def lasting(self) -> bool: ...


class _Holder:
    __slots__ = ("disputed", "heard_ms", "party")

    def __init__(self, party: Party, heard_ms: int) -> None:
        self.party = party
        self.heard_ms = heard_ms
        self.disputed: set[int] | None = None

    def disputes(self, other: _Holder) -> bool:
        return self.disputed is not None and id(other.party) in self.disputed

    def dispute(self, other: _Holder) -> None:
        self.disputed = (self.disputed or set()) | {id(other.party)}

    def forget(self, party: Party) -> None:
        if self.disputed is not None:
            self.disputed.discard(id(party))


class Presence:
    """Which live connections speak for each device; one connection may speak for many (a relay)."""

    def __init__(self) -> None:
        self._holders: dict[int, dict[int, _Holder]] = {}

    def __len__(self) -> int:
        return len(self._holders)

    def heard(self, device_id: int, party: Party, now_ms: int) -> IdentityConflict | None:
        """Call for each frame; returns a conflict the first time two connections prove to be alive at once."""
        if not party.lasting:
            return None
        holders = self._holders.get(device_id)
        if holders is None:
            holders = self._holders[device_id] = {}
        own = holders.get(id(party))
        if own is None:
            own = holders[id(party)] = _Holder(party, now_ms)
            rivals = [each for each in holders.values() if now_ms - each.heard_ms <= OVERLAP_MS]
        else:
            own.heard_ms = now_ms
            if len(holders) == 1:
                return None
            rivals = _newer_than(own, holders)
        return _dispute(own, rivals, now_ms)

    def newest(self, device_id: int) -> Party | None:
        """The connection that began last to speak for a device; None while none does."""
        holders = self._holders.get(device_id)
        return next(reversed(holders.values())).party if holders else None

    def gone(self, party: Party, device_ids: Iterable[int]) -> None:
        """Call when a connection has ended, with all devices it was heard for."""
        for device_id in device_ids:
            holders = self._holders.get(device_id)
            if holders is None or holders.pop(id(party), None) is None:
                continue
            for other in holders.values():
                # The next connection may get the same id.
                other.forget(party)
            if not holders:
                del self._holders[device_id]


def _newer_than(own: _Holder, holders: dict[int, _Holder]) -> list[_Holder]:
    """Connections that came after this one; it still speaks, so it was not replaced by them."""
    ordered = list(holders.values())
    return ordered[ordered.index(own) + 1 :]


def _dispute(own: _Holder, rivals: Iterable[_Holder], now_ms: int) -> IdentityConflict | None:
    for rival in rivals:
        if rival is not own and not own.disputes(rival):
            own.dispute(rival)
            rival.dispute(own)
            return IdentityConflict(now_ms, own.party.address, rival.party.address)
    return None
