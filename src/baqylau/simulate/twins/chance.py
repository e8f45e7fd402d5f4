"""Days drawn by chance, in the words of the script: the same seed and number give the same days.

Nothing that is drawn lies in doubt: no absence of two minutes, no outage that just misses an hour. What happens at the
edge of a threshold belongs into the scenarios of the rules; here what happens is plain, and everything around it errs.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

from msgspec.structs import replace

from baqylau.simulate.cities import CITIES
from baqylau.simulate.sources import seeded
from baqylau.simulate.twins.kit import OWN, PHONES, TRACKERS
from baqylau.simulate.twins.script import (
    FITS,
    SOME_MONDAY,
    WHENEVER_ASKED,
    AtRandom,
    Deed,
    Happening,
    Ordered,
    Script,
    TwinClass,
)

SHARES: Final[dict[TwinClass, int]] = {
    "bracelet": 13,
    "home_unit": 13,
    "mobile_unit": 9,
    "tracker": 12,
    "beacon": 7,
    "audiovisual_unit": 6,
    "breath_unit": 6,
    "phone": 7,
}
"""People of each class out of 73."""

CURFEW: Final = ("22:00", "06:00")
TESTS: Final = ("08:10", "12:40", "19:20")
CHECK_INS: Final = ("09:30", "21:15")
PHONED: Final = ("09:40",)
_SHOWS: Final[tuple[Deed, ...]] = (
    "misses_check_in", "refuses_check_in", "breaks_off_check_in", "is_someone_else", "is_recorded",
)  # fmt: skip


def draw(number: int, *, seed: int = 1, lasts_days: int = 7, begins: date = SOME_MONDAY) -> Script:
    """The days of person `number`, from 0."""
    random = seeded(seed, "days", number)
    class_ = _class_of(number)
    drawing = _Drawing(random, class_)
    order = drawing.order()
    protocol = _protocol(random, class_)
    if class_ == "phone" and protocol == OWN and random.random() < 0.6:
        order = replace(order, check_ins=PHONED, random_check_ins=AtRandom(("10:00", "17:00"), 1))
    days = {day: drawing.day(day, order, lasts_days) for day in range(1, lasts_days + 1)}
    return Script(
        person=f"{class_}-{number:04d}",
        class_=class_,
        begins=begins,
        lasts_days=lasts_days,
        city=random.choice(CITIES).slug,
        protocol=protocol,
        also_phone=drawing.also_phone,
        order=order,
        days={day: happenings for day, happenings in days.items() if happenings},
    )


def foretold(script: Script) -> Script:
    """Without what is asked for beside the set times: a live system draws the times itself. What remains can be
    compared with the script."""
    order = replace(script.order, random_tests=None, random_check_ins=None)
    days = {
        day: tuple(
            each
            for each in happenings
            if each.does != "is_asked" and (each.until is None or each.does not in WHENEVER_ASKED)
        )
        for day, happenings in script.days.items()
    }
    return replace(script, order=order, days={day: done for day, done in days.items() if done})


def _class_of(number: int) -> TwinClass:
    """Every class among any eight in a row that begin at a multiple of 73, and in its share over all."""
    round_ = [each for turn in range(max(SHARES.values())) for each, share in SHARES.items() if turn < share]
    return round_[number % len(round_)]


def _protocol(random: Random, class_: TwinClass) -> str | None:
    if class_ == "tracker":
        return random.choice(TRACKERS)
    return random.choice(PHONES) if class_ == "phone" else None


class _Drawing:
    """Draws day after day of one person."""

    def __init__(self, random: Random, class_: TwinClass) -> None:
        self._random = random
        self._fits = FITS[class_]
        self._class = class_
        drawn = random.random() if class_ == "tracker" else 1.0
        self.also_phone = drawn < 0.25
        self._keeps_away = 0.25 <= drawn < 0.33

    def order(self) -> Ordered:
        if self._class == "breath_unit":
            return Ordered(curfew=None, tests=TESTS, random_tests=self._at_random(("14:00", "18:00")))
        if self._class == "audiovisual_unit":
            at_random = self._at_random(("11:00", "19:00"))
            return Ordered(curfew=None, check_ins=CHECK_INS, random_check_ins=at_random)
        located = self._class not in ("bracelet", "home_unit")
        return Ordered(
            curfew=CURFEW,
            keeps_away=located and self._random.random() < 0.5,
            stays_in_town=located and self._random.random() < 0.5,
            keeps_from_person=self._keeps_away,
        )

    def _at_random(self, between: tuple[str, str]) -> AtRandom | None:
        return AtRandom(between, self._random.choice((1, 2))) if self._random.random() < 0.5 else None

    def day(self, day: int, order: Ordered, lasts_days: int) -> tuple[Happening, ...]:
        if self._class in ("breath_unit", "audiovisual_unit"):
            return tuple(sorted(self._tested(order), key=lambda each: each.at))
        found: list[Happening] = list(self._tested(order))
        if self._happens("battery_runs_out", 0.03):
            found.append(self._lasting("battery_runs_out", (18, 40), (19, 40), (40, 90)))
        else:
            found += self._by_day(order)
        found += self._worn()
        theirs = self._theirs(day) if order.keeps_from_person else []
        found += theirs
        # What goes on at midnight of the last day has no end in the script; who visits is not met elsewhere.
        if day < lasts_days and not any(each.does == "they_come" for each in theirs):
            found += self._night()
        if self.also_phone:
            found += self._phone(found)
        return tuple(sorted(found, key=lambda each: each.at))

    def _happens(self, deed: Deed, chance: float) -> bool:
        return deed in self._fits and self._random.random() < chance

    def _at(self, earliest: tuple[int, int], latest: tuple[int, int]) -> int:
        """Minutes from midnight."""
        return self._random.randint(earliest[0] * 60 + earliest[1], latest[0] * 60 + latest[1])

    def _lasting(
        self,
        does: Deed,
        earliest: tuple[int, int],
        latest: tuple[int, int],
        minutes: tuple[int, int],
        **more: object,
    ) -> Happening:
        begin = self._at(earliest, latest)
        return _happening(begin, does, begin + self._random.randint(*minutes), **more)

    def _by_day(self, order: Ordered) -> list[Happening]:
        """Work, a way out of town, a walk or a visit where it is forbidden; all back before the curfew."""
        if "leaves" not in self._fits:
            return []
        found = []
        if order.stays_in_town and self._random.random() < 0.05:
            found.append(self._lasting("leaves", (8, 30), (10, 0), (240, 420), to="out_of_town"))
        elif self._random.random() < 0.6:
            found.append(self._lasting("leaves", (8, 0), (9, 0), (300, 560), to="work"))
        if order.keeps_from_person and self._random.random() < 0.15:
            to = self._random.choice(("protected", "toward_protected"))
            found.append(self._lasting("leaves", (18, 45), (19, 15), (60, 80), to=to))
        elif order.keeps_away and self._random.random() < 0.07:
            found.append(self._lasting("leaves", (18, 45), (19, 15), (60, 80), to="forbidden"))
        elif self._random.random() < 0.3:
            found.append(self._lasting("leaves", (18, 45), (19, 15), (40, 80), to="near"))
        return found

    def _night(self) -> list[Happening]:
        """Something about the curfew, or the network of the night."""
        drawn = self._random.random()
        if "leaves" in self._fits and drawn < 0.04:
            return [self._lasting("leaves", (21, 5), (21, 40), (80, 140))]
        if "leaves" in self._fits and drawn < 0.08:
            return [self._lasting("leaves", (22, 20), (23, 30), (45, 180))]
        if "leaves" in self._fits and drawn < 0.10:
            return [self._lasting("leaves", (21, 0), (21, 40), (560, 640))]
        if drawn < 0.16:
            return [self._lasting("loses_network", (22, 30), (23, 50), (75, 240))]
        return []

    def _worn(self) -> list[Happening]:
        """Between the ways of the day and the night."""
        found = []
        for deed, chance in (("opens_strap", 0.04), ("opens_case", 0.03), ("jams", 0.03)):
            if self._happens(deed, chance):  # type: ignore[arg-type]  # the names are those of deeds
                found.append(self._lasting(deed, (20, 40), (20, 50), (6, 14)))  # type: ignore[arg-type]
        if self._happens("calls_for_help", 0.03):
            found.append(_happening(self._at((17, 40), (18, 20)), "calls_for_help"))
        found += self._at_home()
        return found

    def _theirs(self, day: int) -> list[Happening]:
        """What befalls the protected person, while the wearer is at home or far from both."""
        drawn = self._random.random()
        if day == 6 and drawn < 0.3:
            return [_happening(self._at((12, 0), (16, 0)), "consent_ends")]
        if drawn < 0.12:
            return [self._lasting("they_come", (20, 45), (20, 50), (45, 60))]
        if drawn < 0.22:
            return [self._lasting("they_lose_network", (6, 20), (6, 40), (20, 50))]
        if drawn < 0.45:
            return [self._lasting("they_leave", (11, 0), (14, 0), (60, 180))]
        return [_happening(self._at((17, 0), (17, 30)), "they_call_for_help")] if drawn < 0.50 else []

    def _phone(self, found: list[Happening]) -> list[Happening]:
        """Left at home while its wearer goes out, or lent to somebody while its wearer is at home."""
        ways = [each for each in found if each.does == "leaves"]
        if ways and self._random.random() < 0.4:
            way = self._random.choice(ways)
            return [Happening(at=way.at, until=way.until, does="leaves_phone")]
        if not any(each.at >= "20:40" for each in ways) and self._random.random() < 0.2:
            return [self._lasting("lends_phone", (20, 45), (21, 15), (60, 160))]
        return []

    def _at_home(self) -> list[Happening]:
        """What befalls the unit, early in the morning when everybody is there."""
        drawn = self._random.random()
        for deed, below in (
            ("unplugs_unit", 0.03),
            ("carries_unit_away", 0.06),
            ("opens_unit", 0.08),
            ("parts_from_unit", 0.13),
        ):
            if drawn < below and deed in self._fits:
                return [self._lasting(deed, (6, 40), (6, 55), (20, 50))]  # type: ignore[arg-type]
        return []

    def _tested(self, order: Ordered) -> list[Happening]:
        found = []
        for wall in (*order.tests, *order.check_ins):
            drawn = self._random.random()
            if drawn < 0.12:
                found.append(self._tested_at(wall))
        if self._class in ("breath_unit", "audiovisual_unit"):
            # Between the set times and what follows them: asked for by an officer, or at random.
            if self._random.random() < 0.1:
                found.append(_happening(self._at((10, 30), (10, 50)), "is_asked"))
            if self._random.random() < 0.15:
                found.append(replace(self._tested_at("10:20"), until="18:30"))
        return found

    def _tested_at(self, wall: str) -> Happening:
        if self._class != "breath_unit":
            does = self._random.choice(_SHOWS)
            return Happening(at=wall, does=does, tries_again=self._tries_again(does))
        does = self._random.choice(("drinks", "drinks", "misses_test", "refuses_test", "breaks_off_test"))
        if does != "drinks":
            return Happening(at=wall, does=does, tries_again=self._tries_again(does))
        level = round(self._random.uniform(0.25, 0.9), 2)
        again = round(level * self._random.uniform(0.8, 1.0), 2) if self._random.random() < 0.7 else None
        if again is not None and self._random.random() < 0.2:
            again = 0.0
        return Happening(at=wall, does="drinks", alcohol_mg_l=level, again_mg_l=again)

    def _tries_again(self, does: str) -> bool:
        return not does.startswith("misses") and self._random.random() < 0.3


def _happening(begin: int, does: Deed, end: int | None = None, **more: object) -> Happening:
    until = None if end is None else _wall(end)
    return Happening(at=_wall(begin), does=does, until=until, **more)  # type: ignore[arg-type]


def _wall(minutes: int) -> str:
    minutes %= 24 * 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
