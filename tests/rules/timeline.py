"""Reads a scenario: a person's day as written in tests/rules/scenarios, and what must come of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import yaml

from baqylau.observations.kinds import (
    Battery,
    BeaconHeard,
    BraceletHeard,
    Case,
    Contact,
    IdentityConflict,
    Jamming,
    Motion,
    Nearby,
    Observation,
    Position,
    Power,
    SequenceGap,
    Sos,
    Strap,
    Tamper,
    UnitState,
)
from baqylau.register.activation import Activation
from baqylau.register.order import epoch_ms, parse_order, versions_in_force
from baqylau.register.supervised import KnownDevice
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard
from baqylau.rules.thresholds import Thresholds

FOLDER = Path(__file__).parent / "scenarios"
HOME = (43.2400, 76.9000)
_TOWARDS = {"north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1)}


class Scenario(NamedTuple):
    what: str
    zone: str
    programme: Programme
    heard: tuple[Heard, ...]
    end_ms: int
    must_find: tuple[dict[str, Any], ...]
    may_find: frozenset[str]


@cache
def read_scenario(name: str) -> Scenario:
    raw = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    places = {"home": HOME, **{key: _around(text, HOME) for key, text in raw.get("places", {}).items()}}
    zone = raw["zone"]
    versions = versions_in_force([parse_order(_order(order, zone, places)) for order in raw["orders"]])
    found = sorted(_heard(raw["day"], zone, places), key=lambda each: each[0])
    first_ms = min(min(observation.time_ms, received_ms) for received_ms, observation, _ in found)
    rows = raw.get("worn", [])
    worn = [_worn(row, zone, first_ms, places) for row in rows] or [Activation(0, 1, 7, first_ms)]
    thresholds = Thresholds(**raw.get("thresholds", {}))
    programme = compile_programme(
        7, versions, worn, thresholds, [_known(row) for row in rows if "kind" in row]
    )
    heard = tuple(
        Heard(observation, received_ms, number, device)
        for number, (received_ms, observation, device) in enumerate(found, start=1)
    )
    return Scenario(
        raw["what"],
        zone,
        programme,
        heard,
        moment_ms(raw["until"], zone),
        tuple(raw["must_find"] or ()),
        frozenset(raw.get("may_find", ())),
    )


def _worn(
    row: dict[str, Any], zone: str, first_ms: int, places: dict[str, tuple[float, float]]
) -> Activation:
    from_ms = moment_ms(row["from"], zone) if "from" in row else first_ms
    to_ms = moment_ms(row["to"], zone) if "to" in row else None
    activation = Activation(0, row.get("device", 1), 7, from_ms, to_ms)
    if "stands" not in row:
        return activation
    lat, lon = _where(row["stands"], places)
    seen_ms = moment_ms(row["confirmed"], zone) if "confirmed" in row else from_ms
    return replace(activation, installed_lat=lat, installed_lon=lon, installed_ms=seen_ms)


def _known(row: dict[str, Any]) -> KnownDevice:
    return KnownDevice(row.get("device", 1), row["kind"], row.get("radio", f"device {row.get('device', 1)}"))


def moment_ms(text: str | datetime, zone: str) -> int:
    """Local time of the zone; "(second)" after it means the later of two hours of one name."""
    words = str(text)
    local = datetime.fromisoformat(words.removesuffix("(second)").strip())
    if local.tzinfo is None:
        local = local.replace(tzinfo=ZoneInfo(zone), fold=1 if words.endswith("(second)") else 0)
    return epoch_ms(local)


def _order(raw: dict[str, Any], zone: str, places: dict[str, tuple[float, float]]) -> dict[str, Any]:
    conditions = [_condition(condition, zone, places) for condition in raw["conditions"]]
    return {
        "person": {"name": "a person"},
        "timezone": zone,
        "ground": raw.get("ground", "restriction_of_liberty"),
        "valid": {"from": _aware(raw["from"], zone), "to": _aware(raw["to"], zone) if "to" in raw else None},
        "conditions": conditions,
    }


def _condition(raw: dict[str, Any], zone: str, places: dict[str, tuple[float, float]]) -> dict[str, Any]:
    condition = dict(raw)
    within = re.fullmatch(r"within (\d+) m of (.+)", condition.pop("place"))
    assert within is not None
    lat, lon = places[within[2]]
    condition["place"] = {"type": "Point", "coordinates": [lon, lat], "radius_m": float(within[1])}
    if "zone" in condition:
        condition["place"]["timezone"] = condition.pop("zone")
    condition["hours"] = [_row(row) for row in condition.get("hours", [])]
    condition["exceptions"] = [
        {"date": str(each["date"]), "hours": [_span(row) for row in each["hours"]]}
        for each in condition.get("exceptions", [])
    ]
    condition["permitted_absences"] = [
        {**each, "from": _aware(each["from"], zone), "to": _aware(each["to"], zone)}
        for each in condition.get("permitted_absences", [])
    ]
    return condition


def _row(text: str) -> dict[str, str]:
    days, span = text.split(" ", 1)
    return {"days": days, **_span(span)}


def _span(text: str) -> dict[str, str]:
    begin, end = text.split(" to ")
    return {"from": begin, "to": end}


def _aware(text: str, zone: str) -> str:
    return datetime.fromtimestamp(moment_ms(text, zone) / 1000, ZoneInfo(zone)).isoformat()


def _heard(
    rows: list[dict[str, Any]], zone: str, places: dict[str, tuple[float, float]]
) -> Iterator[tuple[int, Observation, int]]:
    for row in rows:
        times = list(_times(row, zone))
        delay_ms = round(timedelta(seconds=row.get("delay_s", 2)).total_seconds() * 1000)
        heard_ms = moment_ms(row["heard"], zone) if "heard" in row else None
        if row.get("newest_first"):
            times.reverse()
        clock_ms = round(float(row.get("clock_ahead_min", 0)) * 60_000)
        for number, time_ms in enumerate(times):
            # A device empties its memory at ten records a second.
            received_ms = heard_ms + number * 100 if heard_ms is not None else time_ms + delay_ms
            for observation in _observations(row, time_ms + clock_ms, number, places):
                yield received_ms, observation, row.get("device", 1)


def _times(row: dict[str, Any], zone: str) -> Iterator[int]:
    if "at" in row:
        yield moment_ms(row["at"], zone)
        return
    step_ms = round(float(row.get("every_min", 1)) * 60_000)
    yield from range(moment_ms(row["from"], zone), moment_ms(row["to"], zone), step_ms)


def _observations(
    row: dict[str, Any], time_ms: int, number: int, places: dict[str, tuple[float, float]]
) -> Iterator[Observation]:
    if "battery_percent" in row:
        yield Battery(time_ms, level_percent=row["battery_percent"], charging=row.get("charging"))
    if "is" in row:
        lat, lon = _where(row["is"], places)
        # A receiver at rest wanders a few metres.
        lat += ((number * 7919) % 11 - 5) * 1e-5
        yield Position(
            time_ms, lat, lon, accuracy_m=row.get("accuracy_m", 10), archived=bool(row.get("archived"))
        )
    if "contact" in row:
        yield Contact(time_ms)
    if "strap" in row:
        yield Strap(time_ms, row["strap"] == "open")
    if "case" in row:
        yield Case(time_ms, row["case"] == "open")
    if "jamming" in row:
        yield Jamming(time_ms, row["jamming"] == "begins", row.get("band", "gnss"))
    if "sos" in row:
        yield Sos(time_ms)
    if "tamper" in row:
        yield Tamper(time_ms, row["tamper"])
    yield from _by_radio(row, time_ms)
    if "also_seen_at" in row:
        yield IdentityConflict(time_ms, "10.0.0.1:40000", row["also_seen_at"])


def _by_radio(row: dict[str, Any], time_ms: int) -> Iterator[Observation]:
    if "unit" in row:
        yield UnitState(time_ms, **row["unit"])
    if "hears" in row:
        said = row.get("bracelet", {})
        yield BraceletHeard(time_ms, row["hears"], **said)
    if "beacon" in row:
        yield BeaconHeard(time_ms, row["beacon"])
    if "nearby" in row:
        yield Nearby(time_ms, row["nearby"], paired=row.get("paired"))
    if "power" in row:
        yield Power(time_ms, row["power"] == "connected")
    if "moving" in row:
        yield Motion(time_ms, row["moving"])
    if "missing" in row:
        yield SequenceGap(time_ms, 100, 100 + row["missing"])


def _where(text: str, places: dict[str, tuple[float, float]]) -> tuple[float, float]:
    text = text.removeprefix("at ")
    if text in places:
        return places[text]
    offset, _, base = text.partition(" of ")
    return _around(offset, places[base])


def _around(text: str, base: tuple[float, float]) -> tuple[float, float]:
    """ "300 m east", seen from the base."""
    distance, _, direction = text.split()[:3]
    north, east = _TOWARDS[direction]
    metres = float(distance)
    lat = base[0] + north * metres / 111_100
    return lat, base[1] + east * metres / (111_320 * cos(radians(base[0])))
