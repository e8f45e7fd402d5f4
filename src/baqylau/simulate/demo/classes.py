"""The eight classes of Order 404 in the demonstration: scripted twins, and what was found of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import resources
from typing import Any

from msgspec.structs import replace

from baqylau.rules.finding import Finding
from baqylau.simulate.demo import outcome
from baqylau.simulate.twins.compare import Comparison, known_at
from baqylau.simulate.twins.expected import expected_of, seen_between
from baqylau.simulate.twins.people import Twin, twins_of
from baqylau.simulate.twins.registering import iin_of
from baqylau.simulate.twins.script import read_scripts
from baqylau.simulate.wearer import Tally

EACH = 2
"""People of each class."""


def evening(now_ms: int, seed: int) -> list[Twin]:
    """Everyone of the script, more than once: the same evening in other places and with other noise."""
    text = resources.files("baqylau.simulate.demo").joinpath("evening.yaml").read_text(encoding="utf-8")
    scripts = [
        replace(script, person=f"{script.person} {turn}")
        for turn in range(1, EACH + 1)
        for script in read_scripts(text)
    ]
    return twins_of(scripts, now_ms, seed)


async def found_of(
    connection: outcome.Connection,
    twins: Sequence[Twin],
    tally: Tally,
    from_ms: int,
    to_ms: int,
) -> dict[str, dict[str, Any]]:
    """By class: people, devices, reports acknowledged, findings by kind, and what was missed or is too much."""
    findings = await outcome.findings_by_iin(connection, [iin_of(twin.truth) for twin in twins])
    report: dict[str, dict[str, Any]] = {}
    for twin in twins:
        class_ = report.setdefault(twin.truth.script.class_, _nothing())
        theirs = known_at(findings.get(iin_of(twin.truth), []), to_ms)
        class_["people"] += 1
        class_["devices"] += len(twin.kit)
        class_["reports"] += sum(_reports(tally, each.identity) for each in twin.kit)
        class_["findings"] = dict(Counter(class_["findings"]) + Counter(each.kind for each in theirs))
        missed, extra = _against(twin, theirs, from_ms, to_ms)
        class_["missed"] += missed
        class_["too_much"] += extra
    return report


def _reports(tally: Tally, identity: str) -> int:
    """Messages of our own language; of others the fixes."""
    return len(tally.messages.get(identity, ())) or len(tally.acknowledged.get(identity, ()))


def _nothing() -> dict[str, Any]:
    return {"people": 0, "devices": 0, "reports": 0, "findings": {}, "missed": [], "too_much": []}


def _against(twin: Twin, findings: list[Finding], from_ms: int, to_ms: int) -> tuple[list[str], list[str]]:
    comparison = Comparison()
    expected = expected_of(twin.truth, twin.kit, [()] * len(twin.kit))
    comparison.add(twin.truth.script.person, seen_between(expected, from_ms, to_ms), findings)
    missed = [f"{' or '.join(each.kinds)}: {each.why}" for _, each in comparison.missed]
    return missed, [finding.kind for _, finding in comparison.extra]
