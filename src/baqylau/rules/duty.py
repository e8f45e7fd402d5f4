"""A duty to keep away while it is judged: what it is, what is known of it, and the findings about it."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from baqylau.rules.bound import Bound
from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY, Finding, Ground, finding_id
from baqylau.rules.state import Guard
from baqylau.rules.thresholds import Thresholds


class Duty(NamedTuple):
    """person_id: who is bound. guard is changed while it is judged; changed takes the findings."""

    person_id: int
    bound: Bound
    guard: Guard
    thresholds: Thresholds
    changed: Changed

    def find(
        self,
        kind: str,
        began_ms: int,
        decided_ms: int,
        because: tuple[Ground, ...],
        ended_ms: int | None = None,
    ) -> Finding:
        """A new finding about this duty."""
        condition = self.bound.condition
        finding = Finding(
            finding_id(self.person_id, None, condition, kind, began_ms),
            self.person_id,
            condition,
            kind,
            SEVERITY[kind],
            began_ms,
            decided_ms,
            ended_ms,
            because=because,
        )
        self.changed[finding.finding_id] = finding
        return finding

    def ended(self, finding: Finding, ended_ms: int, *because: Ground) -> None:
        """The finding is over; it never ends before it began."""
        ended_ms = max(ended_ms, finding.began_ms)
        grounds = (*finding.because, *because)
        self.changed[finding.finding_id] = replace(finding, ended_ms=ended_ms, because=grounds)


def first_guard(bound: Bound, time_ms: int) -> Guard:
    """Nothing known yet; in, or waiting for, the first span that is not over."""
    start, end = next((span for span in bound.spans if span[1] > time_ms), (0, 0))
    return Guard(bound.key, start, end, mine_heard_ms=start, theirs_heard_ms=start)
