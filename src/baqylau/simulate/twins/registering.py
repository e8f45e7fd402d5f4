"""Twins as the register has them: a person with an order, devices, where they are put up, and who wears them."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from baqylau.simulate.demo.names import iins, name
from baqylau.simulate.demo.registering import circle, moment, office_of
from baqylau.simulate.geometry import Place, offset
from baqylau.simulate.sources import seeded
from baqylau.simulate.twins.kit import Fitted
from baqylau.simulate.twins.others import consented_to_ms
from baqylau.simulate.twins.script import AtRandom
from baqylau.simulate.twins.truth import (
    FORBIDDEN_RADIUS_M,
    HOME_RADIUS_M,
    PROTECTED_M,
    TOWN_RADIUS_M,
    WARNING_M,
    Truth,
)

GROUND = "restriction_of_liberty"


def iin_of(truth: Truth) -> str:
    """Of nobody alive; the same for the same name and seed."""
    return next(iins(seeded(truth.seed, "iin", truth.script.person)))


def code_of(truth: Truth) -> str:
    """What the order calls the person from whom to keep away; the same for the same name and seed."""
    return "TWIN-" + sha256(f"{truth.seed}/{truth.script.person}/protected".encode()).hexdigest()[:16]


def protected_entry(truth: Truth, carried: Fitted, since_ms: int) -> dict[str, Any]:
    """The person from whom this one keeps away, as the register file has them; since_ms as for the bound one."""
    began, ends = moment(since_ms), moment(max(consented_to_ms(truth), since_ms + 1))
    cyrillic, _ = name(seeded(truth.seed, "name", truth.script.person, "protected"))
    return {
        "code": code_of(truth),
        "name": cyrillic,
        "office": office_of(truth.city),
        "consents": [{"person": iin_of(truth), "from": began, "to": ends}],
        "devices": [{"device": carried.identity, "from": began}],
    }


def person_entry(truth: Truth, kit: Sequence[Fitted], since_ms: int | None = None) -> dict[str, Any]:
    """As the register file has it. since_ms: when the devices are put on; a device that was worn without a word
    since the script began would be silent at once."""
    began = moment(truth.from_ms if since_ms is None else since_ms)
    cyrillic, latin = name(seeded(truth.seed, "name", truth.script.person))
    return {
        "iin": iin_of(truth),
        "name": {"cyrillic": cyrillic, "latin": latin},
        "office": office_of(truth.city),
        "officer": f"officer.{truth.city.slug}",
        "orders": [order(truth)],
        "activations": [activation(truth, each, began) for each in kit],
    }


def activation(truth: Truth, fitted: Fitted, began: str) -> dict[str, Any]:
    worn = {"device": fitted.identity, "from": began}
    if not fitted.installed:
        return worn
    return worn | {"installed_lat": truth.home.lat, "installed_lon": truth.home.lon, "installed_at": began}


def order(truth: Truth) -> dict[str, Any]:
    return {
        "number": f"TWIN-{truth.seed}-{truth.script.person}"[:100],
        "court": f"Demonstration court, {truth.city.slug.capitalize()}",
        "timezone": truth.city.zone,
        "ground": GROUND,
        "valid": {"from": moment(truth.from_ms), "to": moment(truth.to_ms + 365 * 86_400_000)},
        "in_force_from": moment(truth.from_ms),
        "conditions": conditions(truth),
    }


def conditions(truth: Truth) -> list[dict[str, Any]]:
    ordered = truth.script.order
    found: list[dict[str, Any]] = []
    if ordered.curfew is not None:
        start, end = ordered.curfew
        found.append(
            _at("home", "curfew", truth.home, HOME_RADIUS_M)
            | {"hours": [{"days": "mon-sun", "from": start, "to": end}]}
        )
    if ordered.keeps_away:
        forbidden = offset(truth.home, *truth.forbidden)
        found.append(_at("forbidden", "exclusion", forbidden, FORBIDDEN_RADIUS_M) | {"warning_m": WARNING_M})
    if ordered.stays_in_town:
        found.append(_at("town", "inclusion", truth.home, TOWN_RADIUS_M))
    if ordered.tests or ordered.random_tests:
        schedule = _schedule(ordered.tests, ordered.random_tests)
        found.append({"id": "sober", "kind": "alcohol", "schedule": schedule})
    if ordered.check_ins or ordered.random_check_ins:
        schedule = _schedule(ordered.check_ins, ordered.random_check_ins)
        way = "phone" if truth.script.class_ == "phone" else "face"
        found.append({"id": "shows-up", "kind": "check_in", "way": way, "schedule": schedule})
    if ordered.keeps_from_person:
        found.append(
            {"id": "keeps-away", "kind": "protection", "protects": code_of(truth), "distance_m": PROTECTED_M}
        )
    return found


def _schedule(walls: Sequence[str], at_random: AtRandom | None) -> dict[str, Any]:
    times: dict[str, Any] = {"times": [{"days": "mon-sun", "at": wall} for wall in walls]}
    if at_random is not None:
        begins, ends = at_random.between
        times["random"] = [{"days": "mon-sun", "from": begins, "to": ends, "tests": at_random.times}]
    return times


def _at(name: str, kind: str, place: Place, radius_m: float) -> dict[str, Any]:
    return {"id": name, "kind": kind, "place": {**circle(place, radius_m), "name": name}}
