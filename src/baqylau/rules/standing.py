"""Opening and closing findings that stand in the state of the person: they begin when it happened."""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY, Finding, Ground, finding_id
from baqylau.rules.programme import Programme
from baqylau.rules.state import State


def stand(
    programme: Programme,
    state: State,
    about: str,
    kind: str,
    device_id: int,
    began_ms: int,
    decided_ms: int,
    due_ms: int,
    because: tuple[Ground, ...],
    changed: Changed,
) -> None:
    """Opens the finding about this, unless it is open. due_ms: when it could have been decided at the earliest."""
    if state.open is None:
        state.open = {}
    if about in state.open:
        return
    late = decided_ms - due_ms > programme.thresholds.late_after_s * 1000
    finding = Finding(
        finding_id(programme.person_id, device_id, None, kind, began_ms),
        programme.person_id,
        None,
        kind,
        SEVERITY[kind],
        began_ms,
        max(decided_ms, began_ms),
        None,
        late,
        None,
        because,
        device_id,
    )
    state.open[about] = changed[finding.finding_id] = finding


def add_grounds(state: State, about: str, because: tuple[Ground, ...], changed: Changed) -> None:
    """The open finding about this rests on more."""
    if state.open is None or about not in state.open:
        return
    finding = state.open[about]
    grown = replace(finding, because=(*finding.because, *because))
    state.open[about] = changed[grown.finding_id] = grown


def fall(state: State, about: str, ended_ms: int, changed: Changed) -> None:
    """Ends the finding about this, if one is open; it never ends before it began."""
    if state.open is None or about not in state.open:
        return
    finding = state.open.pop(about)
    if not state.open:
        state.open = None
    changed[finding.finding_id] = replace(finding, ended_ms=max(ended_ms, finding.began_ms))
