"""Twins ready to be registered and played: scripts made into people with devices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from baqylau.simulate.cities import CITIES, City
from baqylau.simulate.demo.registering import officers, offices
from baqylau.simulate.twins.kit import Fitted, device_entries, kit_of, protected_phone
from baqylau.simulate.twins.registering import person_entry, protected_entry
from baqylau.simulate.twins.script import Script
from baqylau.simulate.twins.truth import Truth, truth_of


@dataclass(frozen=True, slots=True)
class Twin:
    """One person of a script with the devices. carried: by the protected person from whom this one keeps away."""

    truth: Truth
    kit: tuple[Fitted, ...]
    carried: Fitted | None = None


def twins_of(scripts: Iterable[Script], now_ms: int, seed: int) -> list[Twin]:
    """Each begins on the day that it is, where the script does not say. Raises ScriptError."""
    twins = []
    for number, script in enumerate(scripts):
        zone = next(city.zone for city in CITIES if city.slug == script.city)
        today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(zone)).date()
        dated = replace(script, begins=script.begins or today)
        carried = protected_phone(number) if script.order.keeps_from_person else None
        twins.append(Twin(truth_of(dated, seed), kit_of(dated, number), carried))
    return twins


def sections(
    twins: Sequence[Twin], since_ms: int, more_cities: Sequence[City] = ()
) -> dict[str, list[dict[str, Any]]]:
    """Of a register file: everything these people need in it. since_ms: when their devices are put on."""
    lived_in = {twin.truth.city.slug for twin in twins} | {city.slug for city in more_cities}
    cities = [city for city in CITIES if city.slug in lived_in]
    pairs = [(twin.truth, twin.carried) for twin in twins if twin.carried is not None]
    found = {
        "offices": offices(cities),
        "officers": officers(cities),
        "devices": [entry for twin in twins for entry in device_entries(twin.kit)],
        "people": [person_entry(twin.truth, twin.kit, since_ms) for twin in twins],
    }
    if not pairs:
        return found
    found["devices"] += [entry for _, carried in pairs for entry in device_entries([carried])]
    protected = [protected_entry(truth, carried, since_ms) for truth, carried in pairs]
    return found | {"protected_people": protected}
