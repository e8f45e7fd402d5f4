"""What the system found about invented wearers, against what they truly did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from baqylau.simulate.cities import UTC_OFFSET_MS
from baqylau.simulate.days import DAY_MS, MINUTE_MS
from baqylau.simulate.demo.cast import HOME_RADIUS_M, Member

_LEAST_MS = 5 * MINUTE_MS
"""Shorter absences, and those that began so shortly before the end, need not have been found."""

_TOLERANCE_MS = 2 * MINUTE_MS
"""A finding begins with the fixes that show it, which may lie so far from the moment itself."""

Span = tuple[int, int]


@dataclass(slots=True)
class Against:
    """real: true absences during the first evening's curfew. findings: of absences, of the same people."""

    people: int = 0
    real: int = 0
    found: int = 0
    findings: int = 0
    wrong: int = 0

    def add(self, absences: Sequence[Span], began_ms: Sequence[int]) -> None:
        long = [(start, end) for start, end in absences if end - start >= _LEAST_MS]
        self.people += 1
        self.real += len(long)
        self.found += sum(any(_within(span, each) for each in began_ms) for span in long)
        self.findings += len(began_ms)
        self.wrong += sum(not any(_within(span, each) for span in absences) for each in began_ms)

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def _within(span: Span, moment_ms: int) -> bool:
    return span[0] - _TOLERANCE_MS <= moment_ms <= span[1] + _TOLERANCE_MS


def against_truth(
    members: Iterable[Member], began_ms: Mapping[str, Sequence[int]], start_ms: int, end_ms: int
) -> Against:
    """began_ms: when the findings of absence began, by IIN. Only people whose device was heard until the end."""
    against = Against()
    for member in members:
        if member.path is None or any(start < end_ms <= end for start, end in member.offline):
            continue
        curfew_ms = max(start_ms, curfew_begins(member, start_ms))
        away = member.path.away(HOME_RADIUS_M, curfew_ms, end_ms) if curfew_ms < end_ms else []
        against.add(away, began_ms.get(member.iin, ()))
    return against


def curfew_begins(member: Member, start_ms: int) -> int:
    """The instant of the member's first curfew from the start on."""
    hours, minutes = map(int, member.curfew_hours[0].split(":"))
    time_of_day_ms = (hours * 60 + minutes) * MINUTE_MS
    local_start_ms = start_ms + UTC_OFFSET_MS
    return start_ms + (time_of_day_ms - local_start_ms) % DAY_MS
