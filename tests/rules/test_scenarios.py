from __future__ import annotations

import random
from typing import Any

import pytest

from baqylau.rules.finding import Finding
from baqylau.rules.offline import Offline
from baqylau.rules.state import Heard
from tests.rules.timeline import FOLDER, Scenario, moment_ms, read_scenario

NAMES = sorted(path.name for path in FOLDER.glob("*.yaml"))


def lived(scenario: Scenario) -> list[Finding]:
    """The scenario as the monitor would live it: each report when it came, and deadlines when they are due."""
    run = Offline(scenario.programme)
    for received_ms, batch in _by_receipt(scenario.heard).items():
        run.hear(batch, received_ms)
    run.hear([], scenario.end_ms)
    return run.findings()


def _by_receipt(heard: tuple[Heard, ...]) -> dict[int, list[Heard]]:
    batches: dict[int, list[Heard]] = {}
    for each in heard:
        batches.setdefault(each.received_ms, []).append(each)
    return batches


@pytest.mark.parametrize("name", NAMES)
def test_a_day_gives_exactly_the_findings_it_must(name: str) -> None:
    """Each scenario gives the findings it names, with their times, and no others."""
    scenario = read_scenario(name)
    wanted = [_wanted(row, scenario.zone) for row in scenario.must_find]
    findings = [each for each in lived(scenario) if each.kind not in scenario.may_find]
    found = [_as_wanted(each, row) for each, row in zip(findings, [*wanted, *[{}] * 50], strict=False)]
    assert found == wanted, scenario.what


@pytest.mark.parametrize("name", NAMES)
def test_how_receipts_are_cut_into_batches_does_not_matter(name: str) -> None:
    """Any cutting of what was heard into batches ends in the same findings that stand."""
    scenario = read_scenario(name)
    expected = _standing(lived(scenario))
    for seed in range(3):
        random_ = random.Random(seed)
        run = Offline(scenario.programme)
        rest = list(scenario.heard)
        while rest:
            size = random_.choice([1, 2, 7, 50])
            batch, rest = rest[:size], rest[size:]
            run.hear(batch, batch[-1].received_ms)
        run.hear([], scenario.end_ms)
        assert _standing(run.findings()) == expected


def _standing(findings: list[Finding]) -> set[tuple[Any, ...]]:
    return {(f.finding_id, f.kind, f.began_ms, f.ended_ms) for f in findings if f.withdrawn_ms is None}


def _wanted(row: dict[str, Any], zone: str) -> dict[str, Any]:
    moments = ("began", "decided", "ended")
    return {
        key: moment_ms(value, zone) if key in moments and value is not None else value
        for key, value in row.items()
    }


def _as_wanted(finding: Finding, wanted: dict[str, Any]) -> dict[str, Any]:
    every = {
        "finding": finding.kind,
        "condition": finding.condition,
        "severity": finding.severity,
        "began": finding.began_ms,
        "decided": finding.decided_ms,
        "ended": finding.ended_ms,
        "late": finding.late,
        "withdrawn": finding.withdrawn_ms is not None,
    }
    return {key: every[key] for key in wanted or ("finding", "began", "ended")}
