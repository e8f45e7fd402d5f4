"""What has to be found about devices: what is worn, what stands at home, and what is silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from baqylau.simulate.days import HOUR_MS, MINUTE_MS
from baqylau.simulate.twins.battery import RECHARGED_WITHIN_MS, RUNS_OUT_WITHIN_MS
from baqylau.simulate.twins.expectation import UNHEARD_MS, Expected, around, ended
from baqylau.simulate.twins.kit import Fitted, charge_in_percent, never_ended
from baqylau.simulate.twins.others import seen_by
from baqylau.simulate.twins.radio import HEARTBEAT_MS
from baqylau.simulate.twins.script import Deed
from baqylau.simulate.twins.truth import Span, Truth

SILENT_MS: Final = HOUR_MS
RARELY_SPOKEN_MS: Final = 25 * HOUR_MS
"""Units that may speak at a daily test or check-in alone."""
SEVERE_AFTER_MS: Final = HOUR_MS


def worn(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """What is told of strap and case, interference, and calls for help."""
    for deed, kind, word in _TOLD:
        if any(_tells(each, word) for each in kit if not each.second):
            # Where a language tells only of the opening, a person has to say that it is closed.
            ends = not any(word in never_ended(each) for each in kit)
            # What a bracelet says is heard with one of its next calls, and some of them are missed.
            told_ms = MINUTE_MS if _tells_itself(kit, word) else MINUTE_MS + HEARTBEAT_MS
            # … and until then a second opening is the first, still standing.
            for start, end in truth.spans(deed) if ends else truth.spans(deed)[:1]:
                over = ended(end, truth.to_ms, 0, told_ms) if ends else None
                yield Expected((kind,), around(start, 0, told_ms), over, deed, severities=_stages(kind, ends))


def _stages(kind: str, ends: bool) -> tuple[str, ...]:
    """What is still open minutes later is no flicker. Of what is told once nobody can say more."""
    if kind not in ("strap_opened", "case_opened"):
        return ()
    return ("critical",) if ends else ("high", "critical")


def _tells(fitted: Fitted, word: str) -> bool:
    """A unit tells of the strap and the case of the bracelet it hears, and of its own case and jamming."""
    if fitted.kind in _UNITS:
        return word in ("strap", "case", "unit", "jamming")
    return fitted.kind in ("tracker", "phone") and fitted.can_say(word) and word != "unit"


def _tells_itself(kit: Sequence[Fitted], word: str) -> bool:
    return word in ("unit", "jamming") or not any(each.kind in _UNITS for each in kit)


_UNITS: Final = frozenset(("home_unit", "mobile_unit"))
_TOLD: Final[tuple[tuple[Deed, str, str], ...]] = (
    ("opens_strap", "strap_opened", "strap"),
    ("opens_case", "case_opened", "case"),
    ("opens_unit", "case_opened", "unit"),
    ("jams", "jamming", "jamming"),
    ("calls_for_help", "sos", "sos"),
)


def silences(truth: Truth, kit: Sequence[Fitted], spells: Sequence[Sequence[Span]]) -> Iterator[Expected]:
    """Nothing heard for as long as its kind may be silent where something was due."""
    for fitted, more in zip(kit, spells, strict=True):
        if not fitted.speaks:
            continue
        scripted = truth.spans("loses_network") if fitted.installed else seen_by(truth, fitted).unheard()
        for start, end in joined([*scripted, *more]):
            lasts_ms, silent_ms = min(end, truth.to_ms) - start, _silent_ms(fitted)
            if lasts_ms + 2 * HEARTBEAT_MS < silent_ms:
                continue
            yield Expected(
                ("device_silent",),
                around(start, 2 * HEARTBEAT_MS, 0),
                ended(end, truth.to_ms, 0, 2 * HEARTBEAT_MS),
                f"nothing comes from the {fitted.kind}",
                certain=lasts_ms >= silent_ms + MINUTE_MS,
                severities=_how_silent(lasts_ms - silent_ms),
            )


def _silent_ms(fitted: Fitted) -> int:
    return RARELY_SPOKEN_MS if fitted.kind in ("breath_unit", "audiovisual_unit") else SILENT_MS


def _how_silent(found_for_ms: int) -> tuple[str, ...]:
    """Silence that goes on is worse; at the edge it may be either."""
    if abs(found_for_ms - SEVERE_AFTER_MS) <= 3 * HEARTBEAT_MS:
        return ("warning", "high")
    return ("high",) if found_for_ms > SEVERE_AFTER_MS else ("warning",)


def unplaced(truth: Truth, kit: Sequence[Fitted], spells: Sequence[Sequence[Span]]) -> Iterator[Expected]:
    """Contact for half an hour without a place: a receiver indoors may find nothing before a spell without network and
    nothing after it."""
    for fitted, more in zip(kit, spells, strict=True):
        if fitted.installed or not fitted.speaks:
            continue
        for start, end in joined([*truth.unheard(), *more]):
            yield Expected(
                ("position_lost",), (start - HOUR_MS, end), (end - HEARTBEAT_MS, end + HOUR_MS),
                "nothing found around a spell without network", certain=False,
            )  # fmt: skip


def joined(spans: Sequence[Span]) -> list[Span]:
    """In order, those that touch or nearly touch taken as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + HEARTBEAT_MS:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def batteries(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """Low at 20 %, critical at 10 %, until it is charged. Of a charge in volts or steps it is only known that it may
    be found between full and empty."""
    worn = next(
        (each for each in kit if each.speaks and not each.installed and each.can_say("battery")), None
    )
    if worn is None:
        return
    sure = charge_in_percent(worn)
    for start, end in truth.spans("battery_runs_out"):
        for kind, level in (("battery_low", 20.0), ("battery_critical", 10.0)):
            first, last = truth.battery.falls_to(level + 1, start), truth.battery.falls_to(level - 1, start)
            began = (
                (first - HEARTBEAT_MS, last + 2 * HEARTBEAT_MS)
                if sure
                else (start - RUNS_OUT_WITHIN_MS, start)
            )
            over = ended(end, truth.to_ms, 0, 40 * MINUTE_MS if sure else RECHARGED_WITHIN_MS)
            yield Expected((kind,), began, over, "the battery runs out", certain=sure)


def units(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """A unit says that it was unplugged, moved, opened or jammed. What was moved or opened is believed again only when
    a person has seen it; a unit that is jammed is believed again when it no longer is."""
    if not any(each.kind == "home_unit" for each in kit):
        return
    for start, end in truth.spans("unplugs_unit", "carries_unit_away"):
        yield Expected(
            ("mains_lost",), around(start, 0, MINUTE_MS), ended(end, truth.to_ms, 0, MINUTE_MS), "no mains"
        )
    for_good = truth.spans("carries_unit_away", "opens_unit")
    for start, end in truth.spans("jams"):
        if not any(earlier <= start for earlier, _ in for_good):
            stays = any(start <= later < end for later, _ in for_good)
            over = None if stays else ended(end, truth.to_ms, 0, MINUTE_MS)
            yield Expected(("unit_untrusted",), around(start, 0, MINUTE_MS), over, "the unit is jammed")
    if for_good and not any(a <= for_good[0][0] < b for a, b in truth.spans("jams")):
        began = around(min(start for start, _ in for_good), 0, MINUTE_MS)
        yield Expected(("unit_untrusted",), began, None, "the unit was moved or opened")


def pairs(truth: Truth, kit: Sequence[Fitted]) -> Iterator[Expected]:
    """A carried unit or phone that no longer hears the bracelet it goes with."""
    if not any(each.kind == "bracelet" for each in kit):
        return
    for start, end in truth.spans("parts_from_unit"):
        yield Expected(
            ("pair_parted",), around(start, 2 * MINUTE_MS, MINUTE_MS),
            ended(end, truth.to_ms, MINUTE_MS, 2 * HEARTBEAT_MS), "unit and bracelet parted",
            certain=min(end, truth.to_ms) - start >= UNHEARD_MS + 2 * HEARTBEAT_MS,
        )  # fmt: skip
