"""Judging again from an earlier state, because something that happened before what was judged came late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from baqylau.rules.evaluate import Evaluation, evaluate
from baqylau.rules.finding import POSITIONAL, Finding
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, Latch, State

MOMENTS_MS = 120_000
"""Two readings of one event may begin so far apart: as far as fixes of two people are paired."""


def rewind(
    programme: Programme,
    snapshot: State,
    history: Sequence[Heard],
    standing: Iterable[Finding],
    now_ms: int,
) -> Evaluation:
    """What is found when everything heard since the snapshot is judged in the order in which it happened.

    snapshot: a state that does not reach (`reaches_ms`) beyond the oldest late observation: of those kept, the latest.
    history: everything of this person heard since it was taken, the late included. standing: the findings of this
    person that are not withdrawn; those that had ended before the snapshot may be among them and are left alone.
    `changed` holds what differs from them: findings added (marked late), altered, or withdrawn.
    """
    evaluation = evaluate(programme, snapshot, history, now_ms)
    derived = {finding.finding_id: finding for finding in evaluation.changed}
    derived.update((finding.finding_id, finding) for finding in _open(evaluation.state))
    stood = {finding.finding_id: finding for finding in standing}
    readings = {
        id_: _reading(programme, same, stood.get(same.finding_id), now_ms)
        for id_, same in ((id_, _as_it_stood(finding, stood, derived)) for id_, finding in derived.items())
    }
    _keep_in(evaluation.state, readings)
    changed = [reading for reading in readings.values() if reading != stood.get(reading.finding_id)]
    found = {reading.finding_id for reading in readings.values()}
    still_open = {finding.finding_id for finding in _open(snapshot)}
    for id_, finding in stood.items():
        if id_ not in found and _is_disproved(finding, snapshot, still_open):
            changed.append(replace(finding, withdrawn_ms=now_ms))
    return Evaluation(evaluation.state, tuple(changed), evaluation.deadline_ms)


def _reading(programme: Programme, finding: Finding, stood: Finding | None, now_ms: int) -> Finding:
    """The derived finding, dated as it was first decided; what is only now found is decided now."""
    if stood is not None:
        same = (finding.kind, finding.ended_ms, finding.severity) == (
            stood.kind,
            stood.ended_ms,
            stood.severity,
        )
        return stood if same else replace(finding, decided_ms=stood.decided_ms, late=stood.late)
    if finding.kind not in POSITIONAL:
        return finding
    overdue = now_ms - finding.decided_ms > programme.thresholds.late_after_s * 1000
    return replace(finding, decided_ms=max(now_ms, finding.decided_ms), late=finding.late or overdue)


def _as_it_stood(finding: Finding, stood: dict[str, Finding], derived: dict[str, Finding]) -> Finding:
    """Two people's fixes pair a little differently once all are known: what began moments apart is one event."""
    if finding.finding_id in stood or not finding.kind.startswith("protection_"):
        return finding
    for other in stood.values():
        alike = (other.kind, other.condition) == (finding.kind, finding.condition)
        near = abs(other.began_ms - finding.began_ms) <= MOMENTS_MS
        if alike and near and other.finding_id not in derived:
            return replace(finding, finding_id=other.finding_id, began_ms=other.began_ms)
    return finding


def _is_disproved(finding: Finding, snapshot: State, still_open: set[str]) -> bool:
    if finding.kind not in POSITIONAL:
        return False
    concluded = finding.ended_ms is not None and finding.ended_ms <= snapshot.judged_ms
    return finding.finding_id in still_open or not concluded


def _latches(state: State) -> Iterable[Latch]:
    for watch in state.watches:
        yield watch.latch
        if watch.deep is not None:
            yield watch.deep
    for guard in state.guards:
        yield guard.near
        yield guard.deep


def _open(state: State) -> list[Finding]:
    found = [latch.finding for latch in _latches(state) if latch.finding is not None]
    for worn in state.devices:
        found += (worn.open or {}).values()
    found += (state.open or {}).values()
    found += [guard.degraded for guard in state.guards if guard.degraded is not None]
    return found


def _keep_in(state: State, readings: dict[str, Finding]) -> None:
    """Open findings in the state are to end as they stand, with the dates they were first given."""
    for latch in _latches(state):
        if latch.finding is not None:
            latch.finding = readings[latch.finding.finding_id]
    for standing in (state.open, *(worn.open for worn in state.devices)):
        for about, finding in (standing or {}).items():
            assert standing is not None
            standing[about] = readings[finding.finding_id]
    for guard in state.guards:
        if guard.degraded is not None:
            guard.degraded = readings[guard.degraded.finding_id]
