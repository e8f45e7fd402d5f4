"""Loading a register file: all of it in the caller's transaction, or none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import psycopg

from baqylau.platform.instants import from_datetime
from baqylau.register.custody_store import SYSTEM, import_worn
from baqylau.register.file import (
    PLACE,
    AnyPlace,
    Entry,
    OrderEntry,
    Path,
    RegisterFile,
    WornEntry,
    place_names,
    read_orders,
    read_register,
)
from baqylau.register.loading_protected import (
    Known,
    bound_references,
    carried_references,
    protected_ids,
    refuse_carried,
    write_carried,
    write_consents,
    write_protected,
)
from baqylau.register.marked import FileRefused, Trouble, read_marked
from baqylau.register.replacing import Decision
from baqylau.register.write_orders import DecisionsRefused, place_ids, place_key, write_decisions
from baqylau.register.writing import (
    Connection,
    Installed,
    Kind,
    OverlapError,
    Wearing,
    Written,
    fetch,
    known_ids,
    write_activations,
    write_contacts,
    write_devices,
    write_officers,
    write_offices,
    write_people,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load made and changed of one kind; `total` is how many the file has."""

    total: int
    written: Written


@dataclass(frozen=True, slots=True)
class Ids:
    people: dict[str, int]
    devices: dict[str, int]


async def load_register(
    connection: Connection, text: str, now_ms: int, *, protocols: Collection[str] = ()
) -> dict[str, Loaded]:
    """Writes the file into the register and says, kind by kind, what that changed.

    `now_ms` is when replaced orders and places change. `protocols`: the device languages there are; a device that
    speaks another is refused (none given: not checked). Raises FileRefused with all troubles and their lines; the
    caller then rolls back.
    """
    register = read_register(read_marked(text))
    try:
        return await _load(connection, register, now_ms, protocols)
    except (psycopg.IntegrityError, psycopg.DataError) as cause:
        reason = cause.diag.message_detail or cause.diag.message_primary or str(cause)
        raise FileRefused([Trouble(1, "", f"the register cannot hold this file: {reason}")]) from cause


async def _load(
    connection: Connection, register: RegisterFile, now_ms: int, protocols: Collection[str]
) -> dict[str, Loaded]:
    _check_protocols(register, protocols)
    await fetch(connection, "lock_register")
    shared = await _shared_places(connection, register)
    orders = [(person, read_orders(register, person, shared)) for person in register.people]
    await _check_references(connection, register)
    if register.troubles:
        raise FileRefused(register.troubles)
    loaded = await _write_entries(connection, register, now_ms)
    ids = await _ids(connection, register)
    decisions = {
        id(decision): (path, decision)
        for person, entries in orders
        for path, decision in _decisions(ids.people[person.value.iin], entries)
    }
    loaded["orders"] = await _write_orders(connection, register, decisions, now_ms)
    loaded["activations"] = await _write_worn(connection, register, ids, now_ms)
    return loaded | await _write_protections(connection, register, ids, now_ms)


def _check_protocols(register: RegisterFile, protocols: Collection[str]) -> None:
    for device in register.devices:
        if protocols and device.value.protocol not in protocols:
            register.refuse(
                (*device.path, "protocol"), f"no such protocol; there are {', '.join(sorted(protocols))}"
            )


async def _shared_places(connection: Connection, register: RegisterFile) -> dict[str, AnyPlace]:
    listed = {place.value.name: place.value for place in register.places if place.value.name}
    own = {place.name for person in register.people for place in person.value.places}
    names = sorted(set(place_names(register)) - listed.keys() - own)
    rows = await fetch(connection, "places_by_name", names=names, people=[]) if names else []
    standing = {
        name: PLACE.validate_python({**geometry, "name": name, "timezone": timezone})
        for _, _, name, geometry, timezone in rows
    }
    return {**standing, **listed}


async def _check_references(connection: Connection, register: RegisterFile) -> None:
    offices = {one.value.code for one in register.offices}
    officers = {one.value.code for one in register.officers}
    devices = {one.value.identity for one in register.devices}
    await _refuse_unknown(connection, register, "offices", offices, _office_references(register))
    await _refuse_unknown(connection, register, "officers", officers, _officer_references(register))
    await _refuse_unknown(connection, register, "devices", devices, _device_references(register))
    people = {one.value.iin for one in register.people}
    await _refuse_unknown(connection, register, "people", people, bound_references(register))
    _check_levels(register)


async def _refuse_unknown(
    connection: Connection,
    register: RegisterFile,
    kind: Kind,
    in_file: set[str],
    references: Iterable[tuple[Path, str]],
) -> None:
    abroad = [(path, key) for path, key in references if key not in in_file]
    known = await known_ids(connection, kind, {key for _, key in abroad})
    for path, key in abroad:
        if key not in known:
            register.refuse(path, f"{key!r} is not under `{kind}`, neither in this file nor in the register")


def _office_references(register: RegisterFile) -> Iterator[tuple[Path, str]]:
    for office in register.offices:
        if office.value.parent:
            yield (*office.path, "parent"), office.value.parent
    for officer in register.officers:
        yield (*officer.path, "office"), officer.value.office
    for person in register.people:
        yield (*person.path, "office"), person.value.office
    for device in register.devices:
        if device.value.office:
            yield (*device.path, "office"), device.value.office
    for protected in register.protected_people:
        yield (*protected.path, "office"), protected.value.office


def _officer_references(register: RegisterFile) -> Iterator[tuple[Path, str]]:
    for person in register.people:
        if person.value.officer:
            yield (*person.path, "officer"), person.value.officer


def _device_references(register: RegisterFile) -> Iterator[tuple[Path, str]]:
    for person in register.people:
        for number, worn in enumerate(person.value.activations):
            yield (*person.path, "activations", number, "device"), worn.device
    yield from carried_references(register)


def _check_levels(register: RegisterFile) -> None:
    rank = {"republic": 0, "region": 1, "district": 2}
    levels = {one.value.code: one.value.level for one in register.offices}
    for office in register.offices:
        above = levels.get(office.value.parent or "")
        if above is not None and rank[above] >= rank[office.value.level]:
            register.refuse(
                (*office.path, "parent"), f"an office of a {office.value.level} is not under a {above}"
            )


async def _write_entries(connection: Connection, register: RegisterFile, now_ms: int) -> dict[str, Loaded]:
    offices = await write_offices(connection, [one.value for one in register.offices])
    officers = await write_officers(connection, [one.value for one in register.officers])
    devices = await write_devices(connection, [one.value for one in register.devices])
    people = await write_people(connection, [one.value for one in register.people])
    contacts = await _write_contacts(connection, register)
    places = await _write_places(connection, register, now_ms)
    return {
        "offices": Loaded(len(register.offices), offices),
        "officers": Loaded(len(register.officers), officers),
        "devices": Loaded(len(register.devices), devices),
        "people": Loaded(len(register.people), people),
        "contacts": contacts,
        "places": places,
    }


async def _write_contacts(connection: Connection, register: RegisterFile) -> Loaded:
    said = {one.value.iin: one.value.contact for one in register.people if one.value.contact is not None}
    ids = await known_ids(connection, "people", said)
    written = await write_contacts(connection, {ids[iin]: contact for iin, contact in said.items()})
    return Loaded(len(said), written)


async def _write_places(connection: Connection, register: RegisterFile, now_ms: int) -> Loaded:
    shared = [place_key(None, one.value.name or "", one.value) for one in register.places]
    ids = await known_ids(connection, "people", [one.value.iin for one in register.people])
    own = [
        place_key(ids[person.value.iin], place.name or "", place)
        for person in register.people
        for place in person.value.places
    ]
    _, written = await place_ids(connection, shared, now_ms)
    _, written_own = await place_ids(connection, own, now_ms)
    return Loaded(len(shared) + len(own), written + written_own)


async def _ids(connection: Connection, register: RegisterFile) -> Ids:
    bound = {iin for _, iin in bound_references(register)}
    people = await known_ids(connection, "people", {one.value.iin for one in register.people} | bound)
    named = {identity for _, identity in _device_references(register)}
    return Ids(people, await known_ids(connection, "devices", named))


def _decisions(person_id: int, entries: list[Entry[OrderEntry]]) -> Iterator[tuple[Path, Decision]]:
    for entry in entries:
        dates = entry.value.dates
        from_ms = None if dates.in_force_from is None else from_datetime(dates.in_force_from)
        yield entry.path, Decision(person_id, entry.value.order, dates.issued_on, from_ms)


async def _write_orders(
    connection: Connection, register: RegisterFile, decisions: dict[int, tuple[Path, Decision]], now_ms: int
) -> Loaded:
    try:
        written = await write_decisions(connection, [decision for _, decision in decisions.values()], now_ms)
    except DecisionsRefused as refused:
        for decision, reason in refused.refusals:
            register.refuse(decisions[id(decision)][0], str(reason))
        raise FileRefused(register.troubles) from refused
    return Loaded(len(decisions), written)


async def _write_worn(connection: Connection, register: RegisterFile, ids: Ids, now_ms: int) -> Loaded:
    wearings = dict(_wearings(register, ids))
    await refuse_carried(connection, register, wearings)
    try:
        written, created = await write_activations(connection, list(wearings))
    except OverlapError as overlap:
        register.refuse(wearings[overlap.wearing], str(overlap))
        raise FileRefused(register.troubles) from overlap
    await import_worn(connection, created, by=SYSTEM, now_ms=now_ms)
    return Loaded(len(wearings), written)


async def _write_protections(
    connection: Connection, register: RegisterFile, ids: Ids, now_ms: int
) -> dict[str, Loaded]:
    written = await write_protected(connection, register)
    known = Known(await protected_ids(connection, register), ids.people, ids.devices)
    consents = await write_consents(connection, register, known, now_ms)
    carried = await write_carried(connection, register, known)
    return {
        "protected_people": Loaded(len(register.protected_people), written),
        "consents": Loaded(*consents),
        "carried_devices": Loaded(*carried),
    }


def _installed(worn: WornEntry, from_ms: int) -> Installed | None:
    if worn.installed_lat is None or worn.installed_lon is None:
        return None
    at_ms = from_ms if worn.installed_at is None else from_datetime(worn.installed_at)
    return Installed(worn.installed_lat, worn.installed_lon, at_ms)


def _wearings(register: RegisterFile, ids: Ids) -> Iterator[tuple[Wearing, Path]]:
    for person in register.people:
        person_id = ids.people[person.value.iin]
        for number, worn in enumerate(person.value.activations):
            to_ms = None if worn.to is None else from_datetime(worn.to)
            device_id, from_ms = ids.devices[worn.device], from_datetime(worn.from_)
            wearing = Wearing(device_id, person_id, from_ms, to_ms, _installed(worn, from_ms))
            yield wearing, (*person.path, "activations", number)
