"""What the monitor counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Counts since the process started. unreadable: stream messages that were no batch."""

    messages: int = 0
    fixes: int = 0
    restarts: int = 0
    unreadable: int = 0
    quarantined: int = 0
