"""The script of somebody's days: data, written by a person or drawn by chance. docs/reference/day-script.md.

A script says what truly happens. What the devices report follows from it (`bodies`), and so does what has to be found
(`expected`); neither knows of the other.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal, get_args

import msgspec
import yaml
from msgspec import Meta

from baqylau.platform.problems import OperatorProblem
from baqylau.simulate.cities import CITIES
from baqylau.simulate.speak import PROTOCOLS

TwinClass = Literal[
    "bracelet",
    "home_unit",
    "mobile_unit",
    "tracker",
    "beacon",
    "audiovisual_unit",
    "breath_unit",
    "phone",
]
CLASSES: tuple[TwinClass, ...] = get_args(TwinClass)

Deed = Literal[
    "leaves",
    "opens_strap",
    "opens_case",
    "calls_for_help",
    "jams",
    "loses_network",
    "battery_runs_out",
    "unplugs_unit",
    "carries_unit_away",
    "opens_unit",
    "parts_from_unit",
    "drinks",
    "misses_test",
    "refuses_test",
    "breaks_off_test",
    "misses_check_in",
    "refuses_check_in",
    "breaks_off_check_in",
    "is_someone_else",
    "is_recorded",
    "is_asked",
    "leaves_phone",
    "lends_phone",
    "they_leave",
    "they_come",
    "they_lose_network",
    "they_call_for_help",
    "consent_ends",
]
Destination = Literal["near", "work", "forbidden", "out_of_town", "protected", "toward_protected"]

SOME_MONDAY: Final = date(2026, 3, 2)
"""Played where neither the script nor a clock says which day it is."""

_LASTING: Final = frozenset(
    {
        "leaves",
        "opens_strap",
        "opens_case",
        "jams",
        "loses_network",
        "battery_runs_out",
        "unplugs_unit",
        "carries_unit_away",
        "opens_unit",
        "parts_from_unit",
        "leaves_phone",
        "lends_phone",
        "they_leave",
        "they_come",
        "they_lose_network",
    }
)
WHENEVER_ASKED: Final = frozenset(
    {
        "drinks",
        "misses_test",
        "refuses_test",
        "breaks_off_test",
        "misses_check_in",
        "refuses_check_in",
        "breaks_off_check_in",
        "is_someone_else",
        "is_recorded",
    }
)
"""Of the test or check-in due at that time; with `until` of all that are due or asked for between."""

_WORN: Final = frozenset({"leaves", "loses_network", "opens_strap", "opens_case"})
_TRACKED: Final = _WORN | {"battery_runs_out", "calls_for_help", "jams"}
_UNIT: Final = _WORN | {"jams", "opens_unit"}
_TEST: Final = frozenset(
    {"drinks", "misses_test", "refuses_test", "breaks_off_test", "is_asked", "loses_network"}
)
_FACE: Final = (WHENEVER_ASKED - _TEST) | {"is_asked", "loses_network"}
_PROTECTED: Final = frozenset(
    {"they_leave", "they_come", "they_lose_network", "they_call_for_help", "consent_ends"}
)
_SECOND: Final = frozenset({"leaves_phone", "lends_phone"})
FITS: Final[dict[TwinClass, frozenset[str]]] = {
    "bracelet": _WORN,
    "home_unit": _UNIT | {"unplugs_unit", "carries_unit_away"},
    "mobile_unit": _UNIT | {"parts_from_unit"},
    "tracker": _TRACKED | _PROTECTED | _SECOND,
    "beacon": _TRACKED,
    "audiovisual_unit": _FACE,
    "breath_unit": _TEST,
    "phone": _FACE | {"leaves", "battery_runs_out", "parts_from_unit", "calls_for_help"},
}
"""Which deeds a class can play."""

WallTime = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class ScriptError(OperatorProblem):
    """The script cannot be played; the message says which line of it and why."""


class Happening(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that happens on a day. until: on the same day, or the next where it is not later than `at`.

    to: where somebody leaves to. alcohol_mg_l: in a litre of breath, of the test at `at`; again_mg_l: of the test
    that confirms it. tries_again: what was refused, broken off or not recognised is
    done again and well, a little later.
    """

    at: WallTime
    does: Deed
    until: WallTime | None = None
    to: Destination = "near"
    alcohol_mg_l: Annotated[float, Meta(gt=0, le=5)] | None = None
    again_mg_l: Annotated[float, Meta(ge=0, le=5)] | None = None
    tries_again: bool = False


class AtRandom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many a day at times that nobody is told beforehand, between from … and …."""

    between: tuple[WallTime, WallTime]
    times: Annotated[int, Meta(ge=1, le=6)] = 1


class Ordered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the court ordered, by the class's own places: be at home from … to …, keep away from the forbidden place,
    do not leave the town, be tested or identified at these times of each day and at random, keep 500 m away from a
    person who is protected."""

    curfew: tuple[WallTime, WallTime] | None = ("22:00", "06:00")
    keeps_away: bool = False
    stays_in_town: bool = False
    tests: tuple[WallTime, ...] = ()
    check_ins: tuple[WallTime, ...] = ()
    random_tests: AtRandom | None = None
    random_check_ins: AtRandom | None = None
    keeps_from_person: bool = False


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Days of one person. days: by number, from 1; begins: the first of them, where it is not said the day on which it
    is played; protocol: of trackers and phones, where not the class's own; also_phone: carries a phone beside the
    tracker."""

    person: Annotated[str, Meta(min_length=1, max_length=80)]
    class_: TwinClass = msgspec.field(name="class")
    begins: date | None = None
    lasts_days: Annotated[int, Meta(ge=1, le=60)] = 1
    city: str = "almaty"
    protocol: str | None = None
    also_phone: bool = False
    order: Ordered = Ordered()
    days: dict[int, tuple[Happening, ...]] = {}


class ScriptFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file holds."""

    twins: Annotated[tuple[Script, ...], Meta(min_length=1)]


def read_scripts(text: str) -> tuple[Script, ...]:
    """YAML or JSON. Raises ScriptError."""
    try:
        # Times of day and dates stay text: YAML 1.1 would read 21:40 as a number to base 60.
        loose = yaml.load(text, Loader=yaml.BaseLoader)
        scripts = msgspec.convert(loose, ScriptFile, strict=False).twins
    except yaml.YAMLError as problem:
        raise ScriptError(f"the script is no YAML: {problem}") from problem
    except msgspec.ValidationError as problem:
        raise ScriptError(f"the script cannot be read: {problem}") from problem
    for script in scripts:
        check(script)
    names = [script.person for script in scripts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ScriptError(f"two scripts for {twice!r}: give each person one")
    return scripts


def check(script: Script) -> None:
    """Raises ScriptError for what cannot be played."""
    cities = [city.slug for city in CITIES]
    if script.city not in cities:
        raise ScriptError(f"{script.person}: no city {script.city!r}; there are {', '.join(cities)}")
    if script.protocol is not None and script.protocol not in (*PROTOCOLS, "baqylau_device"):
        raise ScriptError(
            f"{script.person}: no protocol {script.protocol!r}; there are {', '.join(PROTOCOLS)}"
        )
    _check_kit(script)
    for day, happenings in script.days.items():
        if not 1 <= day <= script.lasts_days:
            raise ScriptError(f"{script.person}: day {day} is not one of the {script.lasts_days} played")
        for happening in happenings:
            _check_happening(f"{script.person}, day {day}, {happening.at}", script.class_, happening)


def _check_kit(script: Script) -> None:
    does = {happening.does for happenings in script.days.values() for happening in happenings}
    if script.class_ != "tracker" and (script.also_phone or script.order.keeps_from_person):
        raise ScriptError(f"{script.person}: also_phone and keeps_from_person are for the class tracker")
    if script.also_phone and script.order.keeps_from_person:
        raise ScriptError(f"{script.person}: leave one of also_phone and keeps_from_person out")
    if does & _SECOND and not script.also_phone:
        raise ScriptError(f"{script.person}: {min(does & _SECOND)} needs also_phone: true")
    if does & _PROTECTED and not script.order.keeps_from_person:
        raise ScriptError(
            f"{script.person}: {min(does & _PROTECTED)} needs order: {{keeps_from_person: true}}"
        )


def _check_happening(where: str, class_: TwinClass, happening: Happening) -> None:
    does = happening.does
    if does not in FITS[class_]:
        raise ScriptError(f"{where}: {class_} cannot play {does}, only {', '.join(sorted(FITS[class_]))}")
    if does not in WHENEVER_ASKED and (does in _LASTING) != (happening.until is not None):
        raise ScriptError(f"{where}: {does} {'needs' if does in _LASTING else 'takes no'} until")
    if (does == "drinks") != (happening.alcohol_mg_l is not None):
        raise ScriptError(f"{where}: alcohol_mg_l belongs to drinks, and drinks needs it")


def as_yaml(scripts: tuple[Script, ...]) -> str:
    """The file of these scripts."""
    plain: Any = msgspec.to_builtins(ScriptFile(scripts), str_keys=True)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
