"""Deciding a test whose time to answer is over: missed, refused, incomplete, or could not be asked, and why."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from baqylau.register.supervised import AskedTest
from baqylau.rules.asked_answers import DONE, PREFIX, rank
from baqylau.rules.asked_devices import able_at, kinds_for
from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY, Finding, Ground, finding_id
from baqylau.rules.programme import Programme
from baqylau.rules.tests_programme import TestRule
from baqylau.rules.tests_state import Decided, OpenDue, TestWatch

_LAST_GASP_MS: Final = 60_000
"""What a device sends within this of losing the mains may come from what its capacitors hold."""


def decide(
    programme: Programme, rule: TestRule, watch: TestWatch, until_ms: int, changed: Changed
) -> TestWatch:
    opened, decided = [], list(watch.decided)
    for due in watch.open:
        if decision_ms(programme, due) > until_ms:
            opened.append(due)
            continue
        # A condition that ended before the time to answer was over demands no answer any more.
        if rank(due.best) < DONE and due.until_ms < rule.to_ms:
            decided.append(Decided(due, _found(programme, rule, due, changed)))
    return replace(watch, open=tuple(opened), decided=tuple(decided))


def _found(programme: Programme, rule: TestRule, due: OpenDue, changed: Changed) -> Finding:
    prefix = PREFIX[rule.kind]
    why = None if due.best is not None else _why_not_asked(programme, rule, due)
    if due.best is not None:
        kind = f"{prefix}_{due.best.outcome}"
    else:
        kind = f"{prefix}_missed" if why is None else f"{prefix}_not_asked"
    because = [
        Ground("due", due.due_ms, name=due.origin, value=due.request),
        Ground("answer_by", due.until_ms),
    ]
    because += [due.best.as_ground()] if due.best is not None else []
    because += [Ground("not_asked", name=why)] if why is not None else []
    finding = Finding(
        finding_id(programme.person_id, None, rule.condition, kind, due.due_ms),
        programme.person_id,
        rule.condition,
        kind,
        SEVERITY[kind],
        due.due_ms,
        decision_ms(programme, due),
        due.until_ms,
        because=tuple(because),
    )
    changed[finding.finding_id] = finding
    return finding


def _why_not_asked(programme: Programme, rule: TestRule, due: OpenDue) -> str | None:
    """Why nobody can have been asked; None: somebody was."""
    row = _row(programme, due)
    if not able_at(programme, kinds_for(rule.kind, rule.way), due.due_ms):
        return "no_device"
    if not due.contact:
        return "silent"
    if due.unpowered and not _ran_on(programme, due):
        return "no_power"
    reached = None if row is None else row.reached
    known = due.origin == "set_time" and reached is None
    if not (reached or known):
        return "not_reached"
    return "reached_late" if row is not None and _reached_late(programme, due, row) else None


def _reached_late(programme: Programme, due: OpenDue, row: AskedTest) -> bool:
    """Whether the wearer learned of it when next to no time was left; of set times they know without the device."""
    least_ms = round(programme.thresholds.test_least_s * 1000)
    learned_ms = None if due.origin == "set_time" else row.reached_ms
    return learned_ms is not None and due.until_ms - learned_ms < least_ms


def _ran_on(programme: Programme, due: OpenDue) -> bool:
    """Whether a battery fed the device to the end: it spoke again after it left the mains, and till late."""
    gap_ms = round(programme.thresholds.alive_gap_s * 1000)
    return due.heard_ms - due.lost_ms >= _LAST_GASP_MS and due.until_ms - due.heard_ms <= gap_ms


def _row(programme: Programme, due: OpenDue) -> AskedTest | None:
    assert programme.tests is not None
    return next((row for row in programme.tests.asked if row.request == due.request), None)


def decision_ms(programme: Programme, due: OpenDue) -> int:
    return due.until_ms + wait_ms(programme)


def wait_ms(programme: Programme) -> int:
    return round(programme.thresholds.test_wait_s * 1000)
