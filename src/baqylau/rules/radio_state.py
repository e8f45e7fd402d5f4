"""What is remembered of who heard whom."""

from __future__ import annotations

import msgspec


class Ear(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Of a device that hears others, or of a beacon that is heard.

    since_ms, heard_ms: first and last contact of the latest unbroken run of contacts; 0 when there was none that
    counts. heard_received_ms, heard_observation: of that last contact. alive_since_ms, alive_ms: the latest unbroken
    run of reports. apart_ms: when it said that it has lost the other. mains_off_ms: since when it is without mains.
    lost_ms, reasons: since when and why its word does not count; 0 while it does.
    """

    since_ms: int = 0
    heard_ms: int = 0
    heard_received_ms: int = 0
    heard_observation: int = 0
    alive_since_ms: int = 0
    alive_ms: int = 0
    apart_ms: int = 0
    mains_off_ms: int = 0
    lost_ms: int = 0
    reasons: tuple[str, ...] = ()


Seen = tuple[int, int, int, int, float, float, float, float]
"""A fix as `baqylau.rules.positions.Fix` has it."""


class Elsewhere(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A run of fixes far from a unit that heard the person meanwhile: the first, the last and how many.

    back_ms: the first fix near the unit since, 0 while there is none.
    """

    first: Seen
    last: Seen
    fixes: int
    back_ms: int = 0


class RadioState(msgspec.Struct, array_like=True, gc=False):
    """ears: by device. sources: first and last fix of the latest unbroken run of each locating device, of those that
    counted for places. located: the same of all its fixes, where a distance to somebody is judged.
    elsewhere: by unit or beacon. unheld: by unit or beacon the newest fix far from it at a time for which it had no
    contact yet: one that comes late is judged again together with it."""

    ears: dict[int, Ear]
    sources: dict[int, tuple[int, int]]
    located: dict[int, tuple[int, int]] = msgspec.field(default_factory=dict)
    elsewhere: dict[int, Elsewhere] = msgspec.field(default_factory=dict)
    unheld: dict[int, int] = msgspec.field(default_factory=dict)


SILENT_EAR = Ear()


def copy_radio(state: RadioState) -> RadioState:
    return RadioState(
        dict(state.ears), dict(state.sources), dict(state.located), dict(state.elsewhere), dict(state.unheld)
    )


def seen_to_ms(state: RadioState) -> int:
    """Up to when fixes were held against units: later than what was judged, where a unit's word outranks them."""
    held = (each.last[0] for each in state.elsewhere.values())
    return max((*held, *state.unheld.values()), default=0)
