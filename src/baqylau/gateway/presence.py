"""One identity in two places: two connections that are both alive and claim to be the same device."""

from __future__ import annotations

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
    lasting: bool


class _Holder:
    __slots__ = ("disputed", "heard_ms", "party")

    def __init__(self, party: Party, heard_ms: int) -> None:
        self.party = party
        self.heard_ms = heard_ms
        self.disputed: set[int] = set()


class Presence:
    """Which live connections speak for each device."""

    def __init__(self) -> None:
        self._holders: dict[int, dict[int, _Holder]] = {}

    def heard(self, device_id: int, party: Party, now_ms: int) -> IdentityConflict | None:
        """Call for each frame; returns a conflict the first time two connections prove to be alive at once."""
        if not party.lasting:
            return None
        holders = self._holders.get(device_id)
        if holders is None:
            holders = self._holders[device_id] = {}
        own = holders.get(id(party))
        if own is not None:
            own.heard_ms = now_ms
            if len(holders) == 1:
                return None
            return self._dispute(holders, own, now_ms, spoke_again=True)
        own = holders[id(party)] = _Holder(party, now_ms)
        if len(holders) == 1:
            return None
        return self._dispute(holders, own, now_ms, spoke_again=False)

    def gone(self, device_id: int, party: Party) -> None:
        holders = self._holders.get(device_id)
        if holders is None:
            return
        holders.pop(id(party), None)
        if not holders:
            del self._holders[device_id]

    @staticmethod
    def _dispute(
        holders: dict[int, _Holder], own: _Holder, now_ms: int, *, spoke_again: bool
    ) -> IdentityConflict | None:
        for other in holders.values():
            if other is own or id(other.party) in own.disputed:
                continue
            if spoke_again or now_ms - other.heard_ms <= OVERLAP_MS:
                own.disputed.add(id(other.party))
                other.disputed.add(id(own.party))
                return IdentityConflict(now_ms, own.party.address, other.party.address)
        return None
