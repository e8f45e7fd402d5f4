"""The steps in which a device is fitted, and what is still missing. Pure.

An activation counts from its first moment; until every step is done it is shown as "being fitted".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from baqylau.platform.refusal import Refusal

FittingStep = Literal["medical", "photo", "second_check", "sheet"]
"""What people do: examination for contraindications, picture of the fitted device, a second person's look,
the sheet that the wearer signs."""

Seen = Literal["contact", "clock"]
"""What the device shows by itself: that it was heard since, and that its clock is right."""

Missing = Literal["medical", "contraindicated", "photo", "second_check", "sheet", "contact", "clock"]

FITTING_STEPS: tuple[FittingStep, ...] = get_args(FittingStep)

CLOCK_TOLERANCE_MS = 120_000
"""How far received and happened may lie apart in the report that came soonest: the way through the network
and a report that the device held back for a minute."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The device since the fitting began: first received when, and received less happened of the soonest report."""

    contact_ms: int
    clock_lag_ms: int


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was done; `detail` is what the step asks for."""

    by: str
    at_ms: int
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A fitting as it stands: who began it, the last of each step, what was heard since."""

    begun_by: str
    done: Mapping[FittingStep, Done]
    heard: Heard | None = None


class FittingRefused(Refusal):
    """A step that cannot be done so; the message says what to do."""


def missing(fitting: Fitting) -> tuple[Missing, ...]:
    """What is still to be done or seen, in the order of the steps; empty when the fitting is complete."""
    undone = [step for step in FITTING_STEPS if not _stands(fitting, step)]
    return (*_against(fitting), *undone, *_unseen(fitting.heard))


def _against(fitting: Fitting) -> tuple[Missing, ...]:
    medical = fitting.done.get("medical")
    return ("contraindicated",) if medical is not None and medical.detail.get("result") != "fit" else ()


def _stands(fitting: Fitting, step: FittingStep) -> bool:
    """Whether the step is done; a second look at what was photographed anew afterwards is none."""
    done, photo = fitting.done.get(step), fitting.done.get("photo")
    if step == "second_check" and done is not None and photo is not None:
        return done.at_ms >= photo.at_ms
    return done is not None


def _unseen(heard: Heard | None) -> tuple[Missing, ...]:
    if heard is None:
        return ("contact", "clock")
    return () if abs(heard.clock_lag_ms) <= CLOCK_TOLERANCE_MS else ("clock",)


def refuse_step(fitting: Fitting, step: FittingStep, by: str) -> None:
    """Raises FittingRefused for a second check by whoever began, or of what is not photographed yet."""
    if step != "second_check":
        return
    photo = fitting.done.get("photo")
    if photo is None:
        raise FittingRefused("second_check_needs_photo")
    if by in {fitting.begun_by, photo.by}:
        raise FittingRefused("second_check_by_another")
