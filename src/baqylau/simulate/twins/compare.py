"""What was found against what had to be: nothing missed, nothing too much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from baqylau.rules.finding import Finding
from baqylau.simulate.twins.expectation import Expected, Window
from baqylau.simulate.twins.radio import HEARTBEAT_MS


@dataclass(slots=True)
class Comparison:
    """missed, extra: with whose they are. agreed: by kind."""

    agreed: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, Expected]] = field(default_factory=list)
    extra: list[tuple[str, Finding]] = field(default_factory=list)

    def add(self, person: str, expected: Sequence[Expected], findings: Iterable[Finding]) -> None:
        """Findings that were withdrawn no longer stand and are left out by the caller."""
        left = list(findings)
        for each in sorted(expected, key=lambda one: not one.certain):
            match = next((finding for finding in left if agrees(each, finding)), None)
            if match is not None:
                left.remove(match)
                self.agreed[match.kind] += 1
            elif each.certain:
                self.missed.append((person, each))
        self.extra += [(person, finding) for finding in left]

    def merge(self, other: Comparison) -> None:
        self.agreed += other.agreed
        self.missed += other.missed
        self.extra += other.extra

    def by_kind(self) -> dict[str, dict[str, int]]:
        missed = Counter(each.kinds[0] for _, each in self.missed)
        extra = Counter(finding.kind for _, finding in self.extra)
        return {
            kind: {"agreed": self.agreed[kind], "missed": missed[kind], "extra": extra[kind]}
            for kind in sorted({*self.agreed, *missed, *extra})
        }

    @property
    def is_clean(self) -> bool:
        return not self.missed and not self.extra


def known_at(findings: Iterable[Finding], end_ms: int) -> list[Finding]:
    """As they stood when the devices stopped: what was decided later is about their silence, and what ended last may
    have ended with what they held."""
    return [
        replace(each, ended_ms=None) if (each.ended_ms or 0) > end_ms - 2 * HEARTBEAT_MS else each
        for each in findings
        if each.decided_ms <= end_ms
    ]


def agrees(expected: Expected, finding: Finding) -> bool:
    """Kind, times, condition and severity."""
    if finding.kind not in expected.kinds or not _within(finding.began_ms, expected.began):
        return False
    if finding.condition != expected.condition or not expected.is_as_grave(finding.kind, finding.severity):
        return False
    if finding.ended_ms is None:
        return expected.ended is None or expected.may_last
    if expected.ended is None:
        return False
    return _within(finding.ended_ms, expected.ended)


def _within(moment_ms: int, window: Window) -> bool:
    return window[0] <= moment_ms <= window[1]
