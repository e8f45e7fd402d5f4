"""What the monitor counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Counts since the process started. unreadable: stream messages that were no batch.

    dropped_by_stream: messages the stream gave up by size or age before they were read.
    """

    messages: int = 0
    fixes: int = 0
    restarts: int = 0
    unreadable: int = 0
    dropped_by_stream: int = 0
    quarantined: int = 0
