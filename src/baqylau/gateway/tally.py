"""What the gateway counts: nothing a device sends goes uncounted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts since the process started; `refused` by reason."""

    connections: int = 0
    connections_refused: int = 0
    dismissed_overdue: int = 0
    datagrams_dropped: int = 0
    frames: int = 0
    observations: int = 0
    replies: int = 0
    batches: int = 0
    stream_failures: int = 0
    identity_conflicts: int = 0
    quarantine_dropped: int = 0
    mqtt_connections: int = 0
    mqtt_refused: int = 0
    commands: int = 0
    refused: Counter[str] = field(default_factory=Counter)
