"""Judging of what a check-in showed. A machine compares; whether somebody else was there is for a person to say."""

from __future__ import annotations

from typing import Final

from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY, Finding, finding_id
from baqylau.rules.programme import Programme
from baqylau.rules.tests_programme import TestRule
from baqylau.rules.tests_state import Given

_TO_LOOK_AT: Final = {"mismatch": "check_in_mismatch", "recorded": "check_in_recorded"}


def take(programme: Programme, rule: TestRule, given: Given, changed: Changed) -> None:
    """A mismatch and what was only recorded want a person's look; a match wants nothing."""
    kind = _TO_LOOK_AT.get(given.outcome)
    if kind is None:
        return
    finding = Finding(
        finding_id(programme.person_id, None, rule.condition, kind, given.time_ms),
        programme.person_id,
        rule.condition,
        kind,
        SEVERITY[kind],
        given.time_ms,
        given.received_ms,
        given.time_ms,
        given.received_ms - given.time_ms > programme.thresholds.late_after_s * 1000,
        because=(given.as_ground(),),
    )
    changed[finding.finding_id] = finding
