"""The register in PostgreSQL: what the gateway and the monitor read, and what the console and files write.

Nothing here commits: the caller's transaction decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import tuple_row
from pydantic import TypeAdapter

from baqylau.platform.postgres import load_queries
from baqylau.register.activation import Activation, WornDevice
from baqylau.register.order import OrderVersion
from baqylau.register.partition import partition_of
from baqylau.register.protection import Carried, Protection, Span
from baqylau.register.supervised import AskedTest, Calibration, KnownDevice, SupervisedPerson

Connection = AsyncConnection[Any]

_SQL = load_queries("baqylau.register", "queries.sql")
_VERSIONS = TypeAdapter(tuple[OrderVersion, ...])
_PEOPLE_AT_A_TIME = 200


async def worn_devices(connection: Connection) -> list[WornDevice]:
    """All devices of the register, those that nobody wears too, in one query."""
    carried = await _carried(connection, None)
    devices = _devices_of(await _rows(connection, "worn_devices"))
    return [replace(one, carried=carried.get(one.device_id, ())) for one in devices]


async def worn_device(connection: Connection, device_id: int) -> WornDevice | None:
    """One device; None when the register has no such device (any more)."""
    found = next(_devices_of(await _rows(connection, "worn_device", device_id=device_id)), None)
    if found is None:
        return None
    carried = await _carried(connection, device_id)
    return replace(found, carried=carried.get(device_id, ()))


async def supervised_people(
    connection: Connection, partition: int | None = None, partitions: int = 1
) -> AsyncIterator[SupervisedPerson]:
    """Everyone with an order or a device, now or before, by id; of one partition when it is given.

    Comes in batches of a few hundred people, so that the register of a country never stands in memory whole.
    """
    people = [person_id for (person_id,) in await _rows(connection, "supervised_ids")]
    if partition is not None:
        people = [one for one in people if partition_of(one, 0, partitions) == partition]
    for start in range(0, len(people), _PEOPLE_AT_A_TIME):
        for person in await _supervised(connection, people[start : start + _PEOPLE_AT_A_TIME]):
            yield person


async def supervised_person(connection: Connection, person_id: int) -> SupervisedPerson | None:
    """One person; None when the register has no such person."""
    return next(iter(await _supervised(connection, [person_id])), None)


async def _supervised(connection: Connection, people: Sequence[int]) -> list[SupervisedPerson]:
    rows = await _rows(connection, "supervised_people", people=list(people))
    protections = _protections(await _rows(connection, "protections_of_people", people=list(people)))
    found = [_person_of(*row) for row in rows]
    return [replace(one, protections=protections.get(one.person_id, ())) for one in found]


async def _carried(connection: Connection, device_id: int | None) -> Mapping[int, tuple[Carried, ...]]:
    carried: defaultdict[int, tuple[Carried, ...]] = defaultdict(tuple)
    for device, *rest in await _rows(connection, "carried_devices", device_id=device_id):
        carried[device] += (Carried(*rest),)
    return carried


def _protections(rows: Iterable[tuple[Any, ...]]) -> Mapping[int, tuple[Protection, ...]]:
    found: defaultdict[int, tuple[Protection, ...]] = defaultdict(tuple)
    for (person_id, protected_id, code), spans in groupby(rows, key=lambda row: row[:3]):
        periods: tuple[Span, ...] = tuple((row[3], row[4]) for row in spans)
        found[person_id] += (Protection(protected_id, code, periods),)
    return found


def _person_of(
    person_id: int,
    versions: str,
    worn: list[list[Any]],
    devices: list[list[Any]],
    asked: list[list[Any]],
    calibrations: list[list[Any]],
) -> SupervisedPerson:
    activations = tuple(Activation(*one) for one in worn)
    known = tuple(KnownDevice(*one) for one in devices)
    return SupervisedPerson(
        person_id,
        _VERSIONS.validate_json(versions),
        activations,
        known,
        tuple(AskedTest(*one) for one in asked),
        tuple(Calibration(*one) for one in calibrations),
    )


def _devices_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[WornDevice]:
    for (device_id, identity, protocol, state), worn in groupby(rows, key=lambda row: row[:4]):
        activations = tuple(Activation(row[4], device_id, *row[5:]) for row in worn if row[4] is not None)
        yield WornDevice(device_id, identity, protocol, state, activations)


async def _rows(connection: Connection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    # Tuples, whatever rows the connection was opened for.
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall()
