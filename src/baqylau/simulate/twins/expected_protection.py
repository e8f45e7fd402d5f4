"""What has to be found about keeping away from a protected person: both of them move, and both have to be heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from baqylau.simulate.days import MINUTE_MS, Spot
from baqylau.simulate.twins.expectation import LIED_TO_MS, Expected, around, ended
from baqylau.simulate.twins.expected_devices import joined
from baqylau.simulate.twins.kit import Fitted
from baqylau.simulate.twins.others import consented_to_ms, of_protected
from baqylau.simulate.twins.radio import HEARTBEAT_MS
from baqylau.simulate.twins.truth import PROTECTED_M, Span, Truth

UNHEARD_MS: Final = 10 * MINUTE_MS
"""How long one of the two may not be heard until nobody can say how far apart they are."""

STEP_MS: Final = 10_000


def kept_away(
    truth: Truth, kit: Sequence[Fitted], spells: Sequence[Sequence[Span]], theirs: Sequence[Span]
) -> Iterator[Expected]:
    """Keep away from somebody, wherever they are, for as long as they consent to be heard."""
    if not truth.script.order.keeps_from_person:
        return
    consent_ms = consented_to_ms(truth)
    protected = of_protected(truth)
    moving = [each for each in truth.deeds if each.deed in ("leaves", "they_leave", "they_come")]
    spans = joined([(each.start_ms, each.end_ms) for each in moving])
    for span in spans:
        yield from _near(truth, protected, span, consent_ms)
    for at_ms, _ in protected.spans("calls_for_help"):
        if at_ms < consent_ms:
            yield Expected(("protected_sos",), around(at_ms, 0, 0), around(at_ms, 0, 0), "they call for help")
    located = next(index for index, each in enumerate(kit) if not each.installed)
    mine = joined([*truth.unheard(), *spells[located]])
    yield from _degraded(mine, joined([*protected.unheard(), *theirs]), truth.to_ms, consent_ms)


def _near(truth: Truth, protected: Truth, span: Span, consent_ms: int) -> Iterator[Expected]:
    for start, end in _within(truth, protected, span, 2 * PROTECTED_M):
        if start < consent_ms:
            reached = bool(_within(truth, protected, (start, min(end, consent_ms)), PROTECTED_M))
            yield Expected(
                ("protection_approach",), around(start, 5 * MINUTE_MS, 4 * MINUTE_MS),
                _over(end, truth.to_ms, consent_ms), "comes near the protected person, or they do",
                severities=("critical",) if reached else ("high", "critical"),
            )  # fmt: skip
    for start, end in _within(truth, protected, span, PROTECTED_M):
        if start < consent_ms:
            yield Expected(
                ("protection_breached",), around(start, MINUTE_MS, LIED_TO_MS + 5 * MINUTE_MS),
                _over(end, truth.to_ms, consent_ms), "within the distance of the protected person",
            )  # fmt: skip


def _over(end_ms: int, played_to_ms: int, consent_ms: int) -> Span | None:
    if consent_ms < end_ms:
        return around(consent_ms, 0, 0)
    return ended(end_ms, played_to_ms, 2 * MINUTE_MS, LIED_TO_MS + 6 * MINUTE_MS)


def _within(truth: Truth, protected: Truth, span: Span, distance_m: float) -> list[Span]:
    """When the two are truly so near, within that time."""
    found: list[Span] = []
    for moment in range(span[0], span[1], STEP_MS):
        mine, theirs = truth.path.at(moment).spot, protected.path.at(moment).spot
        there = Spot(truth.protected.east_m + theirs.east_m, truth.protected.north_m + theirs.north_m)
        if mine.distance_m(there) > distance_m:
            continue
        if found and moment - found[-1][1] <= STEP_MS:
            found[-1] = (found[-1][0], moment)
        else:
            found.append((moment, moment))
    return found


def _degraded(
    mine: Sequence[Span], theirs: Sequence[Span], played_to_ms: int, consent_ms: int
) -> Iterator[Expected]:
    """One of the two is not heard: nobody knows how far apart they are, and an operator has to know that."""
    apart = [span for span in (*mine, *theirs) if span[0] < consent_ms]
    for start, end in joined(apart):
        within = [span for span in apart if start <= span[0] <= end]
        longest_ms = max(min(b, consent_ms, played_to_ms) - a for a, b in within)
        first_over_ms = min(min(b, consent_ms) for _, b in within)
        over = min(end, consent_ms)
        yield Expected(
            ("protection_degraded",), around(start, 2 * HEARTBEAT_MS, end - start),
            None if over >= played_to_ms else around(first_over_ms, 0, over - first_over_ms + 2 * HEARTBEAT_MS),
            "one of the two is not heard",
            certain=longest_ms >= UNHEARD_MS + MINUTE_MS,
        )  # fmt: skip
        if len(within) > 1:
            yield Expected(
                ("protection_degraded",), around(start, 2 * HEARTBEAT_MS, end - start),
                around(first_over_ms, 0, over - first_over_ms + 2 * HEARTBEAT_MS),
                "the other of the two is not heard", certain=False,
            )  # fmt: skip
