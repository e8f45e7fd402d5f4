"""Writing offices, officers, people, devices and activations: one statement for one row or for 25,000.

What is already there under its natural key (code, IIN, identity) is brought up to date; what is the same is left
alone. Nothing here commits. References must exist: ask `known_ids` first.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.platform.refusal import Refusal, Value
from baqylau.register.activation import Activation, first_overlap
from baqylau.register.contact import Contact
from baqylau.register.device import Device
from baqylau.register.office import Office, Officer
from baqylau.register.person import Person, PersonName

Connection = AsyncConnection[Any]
Kind = Literal["offices", "officers", "people", "devices"]

_SQL = load_queries("baqylau.register", "queries.sql")
_LEVELS = ("republic", "region", "district")


class OverlapError(Refusal):
    """A device would have two wearers at once: `wearing` does not fit, `other` is in its way."""

    def __init__(self, wearing: Wearing, other: Activation) -> None:
        worn: dict[str, Value] = {"from_at": to_datetime(other.from_ms), "person_id": other.person_id}
        if other.to_ms is None:
            super().__init__("device_worn_still", **worn)
        else:
            super().__init__("device_worn_until", **worn, until_at=to_datetime(other.to_ms))
        self.wearing = wearing
        self.other = other


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows a write made and how many it changed; the rest were the same already."""

    created: int = 0
    changed: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.created + other.created, self.changed + other.changed)


@dataclass(frozen=True, slots=True)
class Installed:
    """Where a home unit or beacon was put up, and since when it is known to stand there."""

    lat: float
    lon: float
    at_ms: int


@dataclass(frozen=True, slots=True)
class Wearing:
    """A person wears a device from … to …, not yet in the register. `installed`: where it was put up, if it was."""

    device_id: int
    person_id: int
    from_ms: int
    to_ms: int | None = None
    installed: Installed | None = None


async def write_offices(connection: Connection, offices: Iterable[Office]) -> Written:
    """Offices in any order; a parent may be among them."""
    rows = [_office_row(office) for office in offices]
    written = Written()
    for level in _LEVELS:
        written += await _upsert(connection, "write_offices", [row for row in rows if row["level"] == level])
    return written


async def write_officers(connection: Connection, officers: Iterable[Officer]) -> Written:
    return await _upsert(connection, "write_officers", [_named_row(one.name, one) for one in officers])


async def write_people(connection: Connection, people: Iterable[Person]) -> Written:
    return await _upsert(connection, "write_people", [_named_row(one.name, one) for one in people])


async def write_contacts(connection: Connection, contacts: Mapping[int, Contact]) -> Written:
    """How people are reached, by person_id; each as a whole."""
    rows = [{"person_id": person_id, **contact.model_dump()} for person_id, contact in contacts.items()]
    return await _upsert(connection, "write_contacts", rows)


async def write_devices(connection: Connection, devices: Iterable[Device]) -> Written:
    return await _upsert(connection, "write_devices", [device.model_dump() for device in devices])


async def known_ids(connection: Connection, kind: Kind, keys: Collection[str]) -> dict[str, int]:
    """Ids by code, IIN or identity; what the register does not have is left out."""
    return dict(await fetch(connection, f"known_{kind}", keys=list(keys)) if keys else [])


async def write_activations(connection: Connection, wearings: Sequence[Wearing]) -> tuple[Written, list[int]]:
    """Writes who wears what; one of the same device, person and start gets its end brought up to date,
    and where it was put up, if that is said.

    Returns the ids of the new ones as well, in order. Raises OverlapError. The devices stay in the state they are
    in: `custody_store.import_worn` marks what was put on so.
    """
    devices = sorted({wearing.device_id for wearing in wearings})
    rows = await fetch(connection, "activations_of_devices", devices=devices)
    plan = plan_activations([Activation(*row) for row in rows], wearings)
    if plan.changed:
        await fetch(connection, "change_activations", rows=_json([_changed_row(one) for one in plan.changed]))
    created = []
    if plan.new:
        numbered = [{"ordinal": number, **_wearing_row(one)} for number, one in enumerate(plan.new)]
        created = [row[0] for row in await fetch(connection, "insert_activations", rows=_json(numbered))]
    return Written(len(plan.new), len(plan.changed)), created


@dataclass(frozen=True, slots=True)
class ActivationPlan:
    new: list[Wearing]
    changed: list[Activation]


def plan_activations(existing: Sequence[Activation], wearings: Sequence[Wearing]) -> ActivationPlan:
    """What to insert and what to change so that `wearings` hold. Raises OverlapError."""
    standing = {(one.device_id, one.person_id, one.from_ms): one for one in existing}
    plan = ActivationPlan([], [])
    for wearing in wearings:
        key = (wearing.device_id, wearing.person_id, wearing.from_ms)
        found = standing.get(key)
        wanted = _as_wanted(found or Activation(0, *key), wearing)
        if found is None:
            plan.new.append(wearing)
        elif found != wanted:
            plan.changed.append(wanted)
        standing[key] = wanted
    _refuse_overlap(list(standing.values()), wearings)
    return plan


def _refuse_overlap(standing: list[Activation], wearings: Sequence[Wearing]) -> None:
    clash = first_overlap(standing)
    if clash is None:
        return
    keys = {(one.device_id, one.person_id, one.from_ms): one for one in wearings}
    for one, other in (clash[::-1], clash):
        wearing = keys.get((one.device_id, one.person_id, one.from_ms))
        if wearing is not None:
            raise OverlapError(wearing, other)


def _as_wanted(activation: Activation, wearing: Wearing) -> Activation:
    activation = replace(activation, to_ms=wearing.to_ms)
    if wearing.installed is None:
        return activation
    lat, lon, at_ms = wearing.installed.lat, wearing.installed.lon, wearing.installed.at_ms
    return replace(activation, installed_lat=lat, installed_lon=lon, installed_ms=at_ms)


async def fetch(connection: Connection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a named statement as tuples, whatever rows the connection was opened for."""
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall() if cursor.description else []


async def _upsert(connection: Connection, query: str, rows: Sequence[Mapping[str, Any]]) -> Written:
    if not rows:
        return Written()
    created = [row[0] for row in await fetch(connection, query, rows=_json(rows))]
    return Written(sum(created), len(created) - sum(created))


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=_iso)


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no column holds a {type(value).__name__}")


def _office_row(office: Office) -> dict[str, Any]:
    names = {f"name_{language}": name for language, name in office.name.model_dump().items()}
    return {**office.model_dump(exclude={"name"}), **names}


def _named_row(name: PersonName, entry: Person | Officer) -> dict[str, Any]:
    names = {"name_cyrillic": name.cyrillic, "name_latin": name.latin}
    return {**entry.model_dump(exclude={"name"}), **names}


def _wearing_row(wearing: Wearing) -> dict[str, Any]:
    installed = wearing.installed
    return {
        "installed_lat": None if installed is None else installed.lat,
        "installed_lon": None if installed is None else installed.lon,
        "installed_at": None if installed is None else to_datetime(installed.at_ms),
        "device_id": wearing.device_id,
        "person_id": wearing.person_id,
        "from_at": to_datetime(wearing.from_ms),
        "to_at": None if wearing.to_ms is None else to_datetime(wearing.to_ms),
    }


def _changed_row(activation: Activation) -> dict[str, Any]:
    return {
        "activation_id": activation.activation_id,
        "to_at": None if activation.to_ms is None else to_datetime(activation.to_ms),
        "installed_lat": activation.installed_lat,
        "installed_lon": activation.installed_lon,
        "installed_at": None if activation.installed_ms is None else to_datetime(activation.installed_ms),
    }
