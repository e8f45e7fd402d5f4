"""An expectation: a kind of finding, when it began and when it ended, to within what the reports can show.

A device that reports once a minute cannot say the second in which somebody crossed the edge of a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from baqylau.simulate.days import MINUTE_MS
from baqylau.simulate.twins.truth import STILL_MS

Window = tuple[int, int]

SHORTEST_MS: Final = 5 * MINUTE_MS
"""An absence shorter than that may be found and need not be."""

UNHEARD_MS: Final = 10 * MINUTE_MS
"""How long a unit that lives must miss the bracelet before it is away: two of its reports."""

DECIDED_MS: Final = 15 * MINUTE_MS
"""By when the rules must have decided what the reports have shown."""

LIED_TO_MS: Final = 2 * STILL_MS
"""One lying fix breaks a run of fixes, and the next run begins with the fix after it."""

CLOCKS_MS: Final = 25_000
"""How far the clock of a device may be from the true one."""


SEVERITIES: Final[Mapping[str, str]] = {
    "curfew_absence": "high",
    "curfew_left_early": "high",
    "curfew_late_return": "warning",
    "exclusion_approach": "warning",
    "exclusion_entered": "critical",
    "territory_left": "high",
    "battery_low": "info",
    "battery_critical": "warning",
    "position_lost": "info",
    "sos": "critical",
    "jamming": "high",
    "unit_untrusted": "high",
    "pair_parted": "high",
    "mains_lost": "warning",
    "alcohol_confirmed": "critical",
    "alcohol_not_confirmed": "info",
    "alcohol_no_second": "high",
    "breath_missed": "warning",
    "breath_refused": "high",
    "breath_incomplete": "warning",
    "breath_not_asked": "info",
    "check_in_missed": "warning",
    "check_in_refused": "high",
    "check_in_incomplete": "warning",
    "check_in_not_asked": "info",
    "check_in_mismatch": "high",
    "check_in_recorded": "info",
    "protection_breached": "critical",
    "protection_degraded": "high",
    "protected_sos": "critical",
}
"""How grave each is, as an operator has to see it: what endangers somebody or is proved is critical, what keeps the
supervision from working is high, what may be an oversight is a warning."""

CONDITIONS: Final[Mapping[str, str]] = {
    "curfew": "home",
    "exclusion": "forbidden",
    "territory": "town",
    "alcohol": "sober",
    "breath": "sober",
    "check": "shows-up",
    "protection": "keeps-away",
    "protected": "keeps-away",
}
"""Ids of the conditions in a twin's order, by the first word of the kinds that are found under them."""


@dataclass(frozen=True, slots=True)
class Expected:
    """kinds: any of these. began, ended: within; ended None: it has not ended when the script ends.

    certain: False where it may be found and may not. may_last: it may also not have ended yet. severities: any of
    these; empty: as grave as its kind is.
    """

    kinds: tuple[str, ...]
    began: Window
    ended: Window | None
    why: str
    certain: bool = True
    may_last: bool = False
    severities: tuple[str, ...] = ()

    @property
    def condition(self) -> str | None:
        """Id of the condition under which it is found; None: it is about a device."""
        return CONDITIONS.get(self.kinds[0].split("_")[0])

    def is_as_grave(self, kind: str, severity: str) -> bool:
        return severity in (self.severities or (SEVERITIES[kind],))


def around(moment_ms: int, before_ms: int, after_ms: int) -> Window:
    return moment_ms - before_ms - CLOCKS_MS, moment_ms + after_ms + CLOCKS_MS


def ended(end_ms: int, played_to_ms: int, before_ms: int, after_ms: int) -> Window | None:
    """None where it goes on when the script ends."""
    return None if end_ms >= played_to_ms else around(end_ms, before_ms, after_ms)
