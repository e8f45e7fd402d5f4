"""The truth of the devices that are not on the body: a phone beside a tracker, and what a protected person carries.

Each has a path of its own, and only some of what the script says befalls it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from msgspec.structs import replace as changed

from baqylau.simulate.days import Spot
from baqylau.simulate.geometry import offset
from baqylau.simulate.twins.battery import battery
from baqylau.simulate.twins.kit import Fitted
from baqylau.simulate.twins.script import Deed
from baqylau.simulate.twins.truth import Deedspan, Truth, path_of, spot_of

_OF_THEIRS: Final[dict[Deed, Deed]] = {
    "they_leave": "leaves",
    "they_come": "leaves",
    "they_lose_network": "loses_network",
    "they_call_for_help": "calls_for_help",
}
_AS_NEAR_M: Final = 60.0


def seen_by(truth: Truth, fitted: Fitted) -> Truth:
    """What is true for this device of somebody's kit."""
    return _of_phone(truth) if fitted.second else truth


def _of_phone(truth: Truth) -> Truth:
    """It goes where its wearer goes, unless it is left behind or lent; nothing else befalls it but the network."""
    left = truth.spans("leaves_phone")
    deeds = [
        each
        for each in truth.deeds
        if each.deed == "loses_network"
        or (each.deed == "leaves" and not any(a < each.end_ms and each.start_ms < b for a, b in left))
    ]
    deeds += [replace(each, deed="leaves") for each in truth.deeds if each.deed == "lends_phone"]
    return _with(truth, deeds)


def _with(truth: Truth, deeds: list[Deedspan]) -> Truth:
    ordered = tuple(sorted(deeds, key=lambda each: each.start_ms))
    spots = {
        each.happening.to: spot_of(truth.seed, truth.script.person, each.happening.to)
        for each in ordered
        if each.deed == "leaves"
    }
    path = path_of(truth.script, ordered, spots, truth.from_ms, truth.to_ms)
    full = battery(truth.from_ms, truth.to_ms, ())
    return replace(truth, deeds=ordered, path=path, battery=full, asked=(), _spans={})


def of_protected(truth: Truth) -> Truth:
    """Of the person from whom this one keeps away. Metres are from where they live."""
    theirs = truth.protected
    deeds = [
        replace(each, deed=_OF_THEIRS[each.deed], happening=changed(each.happening, to=_whither(each)))
        for each in truth.deeds
        if each.deed in _OF_THEIRS
    ]
    ordered = tuple(deeds)
    way_m = theirs.distance_m(Spot(0.0, 0.0))
    spots = {
        # On, away from whom they are protected from; or back to where that one lives.
        "near": Spot.polar(600.0, 45),
        "protected": Spot.polar(way_m - _AS_NEAR_M, 225),
    }
    path = path_of(truth.script, ordered, spots, truth.from_ms, truth.to_ms)  # type: ignore[arg-type]
    return replace(
        truth,
        script=changed(truth.script, person=f"{truth.script.person}, protected", days={}),
        home=offset(truth.home, *theirs),
        deeds=ordered,
        path=path,
        battery=battery(truth.from_ms, truth.to_ms, ()),
        asked=(),
        _spans={},
    )


def _whither(each: Deedspan) -> str:
    return "protected" if each.deed == "they_come" else "near"


def consented_to_ms(truth: Truth) -> int:
    """When the protected person's consent ends; the end of the script, where it lasts."""
    return min((start for start, _ in truth.spans("consent_ends")), default=truth.to_ms)
