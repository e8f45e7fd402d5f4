"""The register file of a demonstration: the same YAML that `baqylau register load` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from baqylau.simulate.cities import CITIES, City
from baqylau.simulate.demo.cast import HOME_RADIUS_M, Member, Zone
from baqylau.simulate.geometry import Place

_GROUNDS = ("restriction_of_liberty", "conditional_sentence", "parole", "administrative_supervision")
_DAY_MS = 86_400_000


def moment(time_ms: int) -> str:
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat()


def circle(place: Place, radius_m: float) -> dict[str, Any]:
    return {
        "type": "Point",
        "coordinates": [round(place.lon, 6), round(place.lat, 6)],
        "radius_m": radius_m,
    }


def offices(cities: Iterable[City]) -> list[dict[str, Any]]:
    republic = {
        "code": "kz",
        "level": "republic",
        "name": {"kk": "Республика", "ru": "Республика", "en": "Republic"},
        "timezone": "Asia/Almaty",
    }
    found = [republic]
    for city in cities:
        region = city.region_russian
        found.append(
            {
                "code": f"kz.{city.region_slug}",
                "level": "region",
                "parent": "kz",
                "name": {"kk": region, "ru": region, "en": city.region_slug.capitalize()},
                "timezone": city.zone,
            }
        )
        found.append(
            {
                "code": office_of(city),
                "level": "district",
                "parent": f"kz.{city.region_slug}",
                "name": {"kk": city.kazakh, "ru": city.russian, "en": city.slug.capitalize()},
                "timezone": city.zone,
                **_contact(city),
            }
        )
    return found


def _contact(city: City) -> dict[str, str]:
    """Made up: no subscriber's number begins with 000, and Mysal is the Kazakh word for an example."""
    number = CITIES.index(city) + 1
    return {
        "phone": f"+7 700 000 00 {number:02}",
        "address": f"{city.kazakh}, Мысал көшесі, {number} / {city.russian}, ул. Мысал, {number}",
    }


def office_of(city: City) -> str:
    return f"kz.{city.region_slug}.{city.slug}"


def officers(cities: Iterable[City]) -> list[dict[str, Any]]:
    return [
        {
            "code": f"officer.{city.slug}",
            "office": office_of(city),
            "name": {"cyrillic": f"Инспектор {city.russian}", "latin": f"Officer {city.slug.capitalize()}"},
        }
        for city in cities
    ]


_NAMES = {
    "home": "Тұрғын үй",
    "forbidden": "Тыйым салынған жер",
    "city": "Қала аумағы",
    "sign-in": "Тіркелу орны",
}
"""Names of the places: the register of a Kazakh office is kept in Kazakh."""


def _conditions(member: Member) -> list[dict[str, Any]]:
    start, end = member.curfew_hours
    conditions: list[dict[str, Any]] = [
        {
            "id": "home",
            "kind": "curfew",
            "place": {**circle(member.home, HOME_RADIUS_M), "name": _NAMES["home"]},
            "hours": [{"days": "mon-sun", "from": start, "to": end}],
        }
    ]
    if member.forbidden is not None:
        conditions.append({**_zone("forbidden", "exclusion", member.forbidden), "warning_m": 200})
    if member.territory is not None:
        conditions.append(_zone("city", "inclusion", member.territory))
    if member.sign_in is not None:
        hours = [{"days": "mon-sun", **_quarters_around(start)}]
        conditions.append({**_zone("sign-in", "attendance", member.sign_in), "hours": hours})
    return conditions


def _quarters_around(wall_time: str) -> dict[str, str]:
    minutes = int(wall_time[:2]) * 60 + int(wall_time[3:])
    before, after = (minutes - 15) % 1440, (minutes + 15) % 1440
    return {
        "from": f"{before // 60:02d}:{before % 60:02d}",
        "to": f"{after // 60:02d}:{after % 60:02d}",
    }


def _zone(name: str, kind: str, zone: Zone) -> dict[str, Any]:
    return {"id": name, "kind": kind, "place": {**circle(zone.centre, zone.radius_m), "name": _NAMES[name]}}


def _person(member: Member, start_ms: int) -> dict[str, Any]:
    began = moment(start_ms - 30 * _DAY_MS)
    order = {
        "number": f"DEMO-{member.number:04d}",
        "court": f"Көрсетілім соты, {member.city.kazakh}",
        "timezone": member.city.zone,
        "ground": _GROUNDS[member.number % len(_GROUNDS)],
        "valid": {"from": began, "to": moment(start_ms + 365 * _DAY_MS)},
        "in_force_from": began,
        "conditions": _conditions(member),
    }
    return {
        "iin": member.iin,
        "name": {"cyrillic": member.name[0], "latin": member.name[1]},
        "office": office_of(member.city),
        "officer": f"officer.{member.city.slug}",
        "orders": [order],
        # From now on: a device that was worn without a word for a month would be silent at once.
        "activations": [{"device": member.identity, "from": moment(start_ms)}],
    }


def register_file(
    members: list[Member], start_ms: int, more: Mapping[str, list[dict[str, Any]]] | None = None
) -> str:
    """JSON, which is YAML; every string quoted, so that none is taken for a number or a time. more: sections with
    further devices and people, whose cities' offices they hold."""
    cities = [city for city in CITIES if any(member.city is city for member in members)]
    devices = [
        {
            "identity": member.identity,
            "protocol": member.protocol,
            "kind": "phone" if member.protocol == "osmand" else "bracelet",
            "model": "simulated",
        }
        for member in members
    ]
    sections: dict[str, list[dict[str, Any]]] = {
        "offices": offices(cities),
        "officers": officers(cities),
        "devices": devices,
        "people": [_person(member, start_ms) for member in members],
    }
    for name, entries in (more or {}).items():
        there = sections.setdefault(name, [])
        there += [entry for entry in entries if entry not in there]
    return json.dumps(sections, ensure_ascii=False, indent=1)
