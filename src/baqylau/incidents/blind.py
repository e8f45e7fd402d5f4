"""Mass silence: when so many fall silent together that it is we who are blind. Pure.

One incident then stands for all of them and lists them. Each one who is heard again leaves the list; when
contact is back for all, it has ended, and still waits for a person to close it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from baqylau.incidents.terms import BlindTerms


@dataclass(frozen=True, slots=True)
class Silence:
    """A person's silence that nobody has taken up: its incident, and when it was decided."""

    incident_id: int
    person_id: int
    decided_ms: int


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a mass incident. joined_ms: when their silence was decided; back_ms: when heard again."""

    person_id: int
    joined_ms: int
    back_ms: int | None


def needed(monitored: int, terms: BlindTerms) -> int:
    """How many silent people make a mass. monitored: people who wear a device now."""
    return max(terms.people, ceil(terms.share * monitored))


def mass(silences: Sequence[Silence], monitored: int, terms: BlindTerms) -> list[Silence]:
    """The silences that are too many within the window to be the wearers' own; empty when none are."""
    enough = needed(monitored, terms)
    ordered = sorted(silences, key=lambda one: (one.decided_ms, one.person_id))
    chosen: dict[int, Silence] = {}
    first = 0
    for last, newest in enumerate(ordered):
        while ordered[first].decided_ms < newest.decided_ms - terms.window_ms:
            first += 1
        together = ordered[first : last + 1]
        if len({one.person_id for one in together}) >= enough:
            chosen.update((one.incident_id, one) for one in together)
    return list(chosen.values())


def joining(
    members: Sequence[Member], silences: Sequence[Silence], monitored: int, terms: BlindTerms
) -> list[Silence]:
    """The silences that belong to a mass incident still going on: decided within the window of its own.

    Nobody joins one that has shrunk below the number that makes it a mass: no lone silence hides in it.
    """
    if len(still_silent(members)) < needed(monitored, terms):
        return []
    earliest_ms = min(one.joined_ms for one in members) - terms.window_ms
    latest_ms = max(one.joined_ms for one in members)
    joined: list[Silence] = []
    for one in sorted(silences, key=lambda silence: silence.decided_ms):
        if earliest_ms <= one.decided_ms <= latest_ms + terms.window_ms:
            joined.append(one)
            latest_ms = max(latest_ms, one.decided_ms)
    return joined


def still_silent(members: Sequence[Member]) -> list[Member]:
    return [one for one in members if one.back_ms is None]


def stragglers(
    members: Sequence[Member], closed: bool, monitored: int, now_ms: int, terms: BlindTerms
) -> list[Member]:
    """Who needs an incident of their own again: the rest are heard, or the mass incident was closed.

    The rest are heard when those left are no mass any more and nobody has come back for a while.
    """
    silent = still_silent(members)
    if closed:
        return silent
    heard_ms = max((one.back_ms for one in members if one.back_ms is not None), default=None)
    few = len(silent) < needed(monitored, terms)
    waited = heard_ms is not None and now_ms - heard_ms >= terms.straggler_ms
    return silent if few and waited else []
