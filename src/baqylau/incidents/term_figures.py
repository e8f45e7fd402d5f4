"""The terms of incidents as single figures, which is how they are stored and changed."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

import msgspec

from baqylau.incidents.terms import DEFAULT_TERMS, BlindTerms, CoverageTerms, Terms

DAY_S = 86_400


def _figure(unit: str, meaning: str, least: float = 0) -> msgspec.Meta:
    return msgspec.Meta(ge=least, description=meaning, extra={"unit": unit, "source": "ours"})


class TermFigures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields say their unit and meaning themselves; the defaults are those of `Terms`."""

    escalate_1_s: Annotated[
        float, _figure("s", "Unacknowledged for so long, an incident of priority 1 goes one level up.")
    ] = 120
    escalate_2_s: Annotated[
        float, _figure("s", "Unacknowledged for so long, an incident of priority 2 goes one level up.")
    ] = 300
    escalate_3_s: Annotated[
        float, _figure("s", "Unacknowledged for so long, an incident of priority 3 goes one level up.")
    ] = 1800
    escalate_4_s: Annotated[
        float, _figure("s", "Unacknowledged for so long, an incident of priority 4 goes one level up.")
    ] = 28_800
    silence_pending_s: Annotated[
        float, _figure("s", "How long a silence waits, so that mass silence is recognised first.")
    ] = 60
    blind_people: Annotated[
        int, _figure("people", "Mass silence: at least so many people are silent at once.", 2)
    ] = 5
    blind_share_percent: Annotated[
        float, _figure("%", "Mass silence: and at least this share of all who are monitored.", 1)
    ] = 10
    blind_scope_share_percent: Annotated[
        float, _figure("%", "Mass silence of one region, mobile operator or cell: this share of it.", 1)
    ] = 50
    blind_window_s: Annotated[
        float, _figure("s", "Mass silence: the silences were found within so long of one another.")
    ] = 600
    blind_straggler_s: Annotated[
        float, _figure("s", "Who stays silent so long after a mass silence ended gets an own incident.")
    ] = 600
    coverage_radius_m: Annotated[
        float, _figure("m", "Losses of contact so near one another are at one place.")
    ] = 150
    coverage_losses: Annotated[
        int, _figure("losses", "So many losses at one place make it a place without coverage.", 2)
    ] = 3
    coverage_days: Annotated[int, _figure("days", "And they were on so many different days.", 1)] = 2
    coverage_within_days: Annotated[float, _figure("days", "Losses of so many last days are counted.")] = 30
    coverage_longer_by: Annotated[
        float,
        _figure("", "There a silence up to so many times the longest before it is as usual.", 1),
    ] = 1.25
    coverage_longest_s: Annotated[float, _figure("s", "But no longer than this.")] = 10_800
    coverage_confirmed_days: Annotated[float, _figure("days", "A confirmed place counts for so long.")] = 90

    def terms(self) -> Terms:
        """The same as the rules of incidents take them."""
        priorities = (self.escalate_1_s, self.escalate_2_s, self.escalate_3_s, self.escalate_4_s)
        return Terms(
            MappingProxyType({at: _ms(seconds) for at, seconds in enumerate(priorities, 1)}),
            _ms(self.silence_pending_s),
            DEFAULT_TERMS.highest_level,
            self._blind(),
            self._coverage(),
        )

    def _blind(self) -> BlindTerms:
        return BlindTerms(
            self.blind_people,
            self.blind_share_percent / 100,
            self.blind_scope_share_percent / 100,
            _ms(self.blind_window_s),
            _ms(self.blind_straggler_s),
        )

    def _coverage(self) -> CoverageTerms:
        return CoverageTerms(
            self.coverage_radius_m,
            self.coverage_losses,
            self.coverage_days,
            _ms(self.coverage_within_days * DAY_S),
            self.coverage_longer_by,
            _ms(self.coverage_longest_s),
            _ms(self.coverage_confirmed_days * DAY_S),
        )


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
