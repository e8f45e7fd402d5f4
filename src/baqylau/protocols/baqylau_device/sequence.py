"""Numbered messages: what never came is itself an observation."""

from __future__ import annotations

from typing import NamedTuple

from baqylau.observations import SequenceGap


class Counter(NamedTuple):
    """series: chosen anew by the device when it starts to count from 1 again. sequence: 1, 2, 3…"""

    series: int
    sequence: int


def gap(known: Counter | None, heard: Counter, time_ms: int) -> SequenceGap | None:
    """The gap before this message, if there is one; time_ms is the message's own.

    known: the highest heard so far. Of a device never heard before nothing is claimed; in a new series
    everything from 1 on is expected.
    """
    if known is None:
        return None
    expected = known.sequence + 1 if heard.series == known.series else 1
    return SequenceGap(time_ms, expected, heard.sequence) if heard.sequence > expected else None


def later(known: Counter | None, heard: Counter) -> Counter:
    """What is known after this message: a repeated one never sets the count back."""
    if known is None or heard.series != known.series:
        return heard
    return max(known, heard)
