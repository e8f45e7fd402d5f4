"""One person's rules run over a history in memory, with late data judged as in the monitor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from baqylau.rules.evaluate import Evaluation, evaluate, first_state, rewind_due_ms
from baqylau.rules.finding import Finding
from baqylau.rules.programme import Programme
from baqylau.rules.rewind import rewind
from baqylau.rules.state import Heard, State, reaches_ms

_SNAPSHOT_EVERY: Final = 200


class Offline:
    """Feed it batches in the order of receipt; `findings` is what stands and what was withdrawn."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.state = first_state(programme)
        self._deadline_ms: int | None = None
        self._history: list[Heard] = []
        self._snapshots: list[tuple[int, State]] = [(0, self.state)]
        self._findings: dict[str, Finding] = {}

    def hear(self, heard: Sequence[Heard], now_ms: int) -> None:
        """What was received up to `now_ms` and not before the last call; deadlines in between are kept."""
        first_ms = min((each.received_ms for each in heard), default=now_ms)
        while self._deadline_ms is not None and self._deadline_ms < first_ms:
            due_ms = self._deadline_ms
            self._step((), due_ms)
            if self._deadline_ms == due_ms:
                break
        self._step(heard, now_ms)

    def _step(self, heard: Sequence[Heard], now_ms: int) -> None:
        self._history.extend(heard)
        self._take(evaluate(self.programme, self.state, heard, now_ms))
        due_ms = rewind_due_ms(self.programme, self.state)
        if due_ms is not None and due_ms <= now_ms:
            self._rewind(now_ms)
        elif due_ms is None and len(self._history) - self._snapshots[-1][0] >= _SNAPSHOT_EVERY:
            self._snapshots.append((len(self._history), self.state))

    def _rewind(self, now_ms: int) -> None:
        # The first snapshot was taken before anything was judged, so one always remains.
        while len(self._snapshots) > 1 and reaches_ms(self._snapshots[-1][1]) > self.state.late_ms:
            self._snapshots.pop()
        count, snapshot = self._snapshots[-1]
        standing = [each for each in self._findings.values() if each.withdrawn_ms is None]
        self._take(rewind(self.programme, snapshot, self._history[count:], standing, now_ms))

    def _take(self, evaluation: Evaluation) -> None:
        self.state = evaluation.state
        self._deadline_ms = evaluation.deadline_ms
        for finding in evaluation.changed:
            self._findings[finding.finding_id] = finding

    def findings(self) -> list[Finding]:
        """All findings in their latest reading, in the order in which they began."""
        return sorted(self._findings.values(), key=lambda each: (each.began_ms, each.kind, each.finding_id))
