"""This person wears this device from … to …: the key of everything observed, because devices are reused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from baqylau.register.protection import Carried


@dataclass(frozen=True, slots=True)
class Activation:
    """Half open: worn at `from_ms`, no longer at `to_ms`; None there means still worn. UTC milliseconds.

    installed_lat, installed_lon: where a home unit or beacon was put up, WGS 84; None for what is worn or carried.
    installed_ms: when somebody last put it up there or saw that it stands there: from then on its word counts.
    """

    activation_id: int
    device_id: int
    person_id: int
    from_ms: int
    to_ms: int | None = None
    installed_lat: float | None = None
    installed_lon: float | None = None
    installed_ms: int | None = None

    def covers(self, time_ms: int) -> bool:
        return self.from_ms <= time_ms and (self.to_ms is None or time_ms < self.to_ms)


@dataclass(frozen=True, slots=True)
class WornDevice:
    """A device of the register with everyone who wore it, oldest activation first.

    `identity` is what the device calls itself on the wire (an IMEI, a terminal id). A device that nobody ever
    wore has no activations; it is known all the same.
    """

    device_id: int
    identity: str
    protocol: str
    state: str
    activations: tuple[Activation, ...] = ()
    carried: tuple[Carried, ...] = ()

    def carried_at(self, time_ms: int) -> tuple[Carried, ...]:
        """For whose sake a protected person carried it then; empty when nobody did."""
        return tuple(each for each in self.carried if each.covers(time_ms))

    def activation_at(self, time_ms: int) -> Activation | None:
        """Who wore it at `time_ms`; None when nobody did."""
        return next((a for a in reversed(self.activations) if a.covers(time_ms)), None)


def overlap(one: Activation, other: Activation) -> bool:
    """Whether some instant lies in both. Two activations that only touch do not overlap."""
    starts_before_other_ends = other.to_ms is None or one.from_ms < other.to_ms
    other_starts_before_one_ends = one.to_ms is None or other.from_ms < one.to_ms
    return starts_before_other_ends and other_starts_before_one_ends


def first_overlap(activations: Iterable[Activation]) -> tuple[Activation, Activation] | None:
    """Two activations of one device that claim the same instant; None when there are none."""
    by_device: dict[int, list[Activation]] = {}
    for activation in activations:
        by_device.setdefault(activation.device_id, []).append(activation)
    for worn in by_device.values():
        clash = _first_neighbour_overlap(sorted(worn, key=lambda a: a.from_ms))
        if clash:
            return clash
    return None


def _first_neighbour_overlap(ordered: Sequence[Activation]) -> tuple[Activation, Activation] | None:
    # Sorted by start, an overlap shows in two neighbours: the earlier reaches past the start of the next.
    return next(((a, b) for a, b in pairwise(ordered) if overlap(a, b)), None)
