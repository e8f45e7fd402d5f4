"""The terms of incidents: delays and thresholds, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class BlindTerms:
    """When silence is ours and not the wearers'.

    people, share: at least so many silent people, and at least this share of those monitored.
    scope_share: the same within one region, mobile operator or cell.
    window_ms: their silences were decided within so long of one another.
    straggler_ms: contact is back for the rest; who is silent so long after gets an incident of their own.
    """

    people: int = 5
    share: float = 0.10
    scope_share: float = 0.5
    window_ms: int = 10 * MINUTE_MS
    straggler_ms: int = 10 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class CoverageTerms:
    """When losses of contact at one place are its own. All of these are ours.

    radius_m: losses so near one another are at one place. losses, days: so many, on so many days (UTC), within
    `within_ms`. longer_by: a silence up to so many times the longest before it is as usual. longest_ms: but no
    longer than this. confirmed_for_ms: a confirmed place counts for so long.
    """

    radius_m: float = 150.0
    losses: int = 3
    days: int = 2
    within_ms: int = 30 * 24 * 60 * MINUTE_MS
    longer_by: float = 1.25
    longest_ms: int = 3 * 60 * MINUTE_MS
    confirmed_for_ms: int = 90 * 24 * 60 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Terms:
    """escalate_after_ms: unacknowledged for so long, an incident of this priority goes one level up.

    The shortest is what is left of the 4 minutes from a breach to somebody who acts (NIJ 1004.00, 5.3.5,
    as the project's domain notes quote it) when deciding it took 1 to 2; the others are ours, to be tuned.
    silence_pending_ms: how long a silence waits, so that mass silence is recognised before anyone is called.
    highest_level: nobody is above it; the incident stays there, open.
    """

    escalate_after_ms: Mapping[int, int] = field(
        default_factory=lambda: MappingProxyType(
            {1: 2 * MINUTE_MS, 2: 5 * MINUTE_MS, 3: 30 * MINUTE_MS, 4: 8 * 60 * MINUTE_MS}
        )
    )
    silence_pending_ms: int = MINUTE_MS
    highest_level: int = 3
    blind: BlindTerms = field(default_factory=BlindTerms)
    coverage: CoverageTerms = field(default_factory=CoverageTerms)


DEFAULT_TERMS = Terms()
