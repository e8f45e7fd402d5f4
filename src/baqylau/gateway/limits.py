"""How many may connect, from where, and for how long they may be silent or nameless."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from baqylau.gateway.tally import Tally

SWEEP_S = 5.0


class Guest(Protocol):
    """What the limits know of a connection; times are of the event loop, seconds. heard: of its last whole frame."""

    address: str
    opened: float
    heard: float

    @property
    def waiting(self) -> bool:
        """Whether it has sent frames that are not stored yet; whoever waits for us is not idle."""
        ...

    def dismiss(self) -> None: ...

    def drop(self) -> None: ...

    def hold(self) -> None: ...

    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """connections_per_address: of one network address. identify_s: the time a connection has to name its device."""

    connections: int
    connections_per_address: int
    unidentified: int
    identify_s: float
    idle_s: float


class Limits:
    """The guest list of one gateway process, and the brake when the stream cannot take more."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._guests: set[Guest] = set()
        self._unidentified: set[Guest] = set()
        self._by_address: Counter[str] = Counter()
        self._held = False

    def __len__(self) -> int:
        return len(self._guests)

    @property
    def held(self) -> bool:
        """Whether the stream cannot take more for now."""
        return self._held

    @property
    def unidentified(self) -> int:
        return len(self._unidentified)

    def admit(self, guest: Guest) -> bool:
        host = _host(guest)
        if (
            len(self._guests) >= self._bounds.connections
            or self._by_address[host] >= self._bounds.connections_per_address
            or len(self._unidentified) >= self._bounds.unidentified
        ):
            return False
        self._guests.add(guest)
        self._unidentified.add(guest)
        self._by_address[host] += 1
        if self._held:
            guest.hold()
        return True

    def identified(self, guest: Guest) -> None:
        self._unidentified.discard(guest)

    def leave(self, guest: Guest) -> None:
        if guest not in self._guests:
            return
        self._guests.discard(guest)
        self._unidentified.discard(guest)
        host = _host(guest)
        self._by_address[host] -= 1
        if not self._by_address[host]:
            del self._by_address[host]

    def hold(self) -> None:
        self._held = True
        for guest in self._guests:
            guest.hold()

    def release(self) -> None:
        self._held = False
        for guest in self._guests:
            guest.release()

    def dismiss_overdue(self, now: float) -> int:
        """Closes what has been silent or nameless for too long; returns how many."""
        bounds = self._bounds
        overdue = [guest for guest in self._unidentified if now - guest.opened > bounds.identify_s]
        overdue += [
            guest
            for guest in self._guests
            if now - guest.heard > bounds.idle_s and guest not in self._unidentified
        ]
        overdue = [guest for guest in overdue if not guest.waiting]
        for guest in overdue:
            guest.drop()
        return len(overdue)

    def dismiss_all(self) -> None:
        for guest in list(self._guests):
            guest.dismiss()

    async def sweep(self, tally: Tally) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            if not self._held:
                tally.dismissed_overdue += self.dismiss_overdue(asyncio.get_running_loop().time())


def _host(guest: Guest) -> str:
    return guest.address.rpartition(":")[0]
