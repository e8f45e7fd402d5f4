"""One person's rules run over a history in memory, with late data judged as in the monitor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from baqylau.rules.evaluate import evaluate, first_state, is_late
from baqylau.rules.finding import Finding
from baqylau.rules.programme import Programme
from baqylau.rules.rewind import rewind
from baqylau.rules.state import Heard, State

_SNAPSHOT_EVERY: Final = 200


class Offline:
    """Feed it batches in the order of receipt; `findings` is what stands and what was withdrawn."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.state = first_state(programme)
        self._history: list[Heard] = []
        self._snapshots: list[tuple[int, State]] = [(0, self.state)]
        self._findings: dict[str, Finding] = {}

    def hear(self, heard: Sequence[Heard], now_ms: int) -> None:
        """What was received up to `now_ms` and not before the last call."""
        self._history.extend(heard)
        late_ms = min((each.observation.time_ms for each in heard if is_late(self.state, each)), default=None)
        if late_ms is None:
            evaluation = evaluate(self.programme, self.state, heard, now_ms)
        else:
            # The first snapshot was taken before anything was judged, so one always remains.
            while len(self._snapshots) > 1 and self._snapshots[-1][1].judged_ms > late_ms:
                self._snapshots.pop()
            count, snapshot = self._snapshots[-1]
            standing = [each for each in self._findings.values() if each.withdrawn_ms is None]
            evaluation = rewind(self.programme, snapshot, self._history[count:], standing, now_ms)
        self.state = evaluation.state
        for finding in evaluation.changed:
            self._findings[finding.finding_id] = finding
        if len(self._history) - self._snapshots[-1][0] >= _SNAPSHOT_EVERY:
            self._snapshots.append((len(self._history), self.state))

    def findings(self) -> list[Finding]:
        """All findings in their latest reading, in the order in which they began."""
        return sorted(self._findings.values(), key=lambda each: (each.began_ms, each.finding_id))
