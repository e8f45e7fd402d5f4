"""Loading the protected people of a register file: who they are, their consents, and what they carry."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import tuple_row

from baqylau.platform.instants import from_datetime
from baqylau.platform.postgres import load_queries
from baqylau.register.activation import Activation
from baqylau.register.custody_store import SYSTEM
from baqylau.register.file import Path, RegisterFile
from baqylau.register.marked import FileRefused
from baqylau.register.protected_plan import (
    Carrying,
    Consented,
    Refusals,
    plan_carried,
    plan_consents,
    worn_meanwhile,
)
from baqylau.register.writing import Connection, Wearing, Written, fetch

_SQL = load_queries("baqylau.register", "protected.sql")


@dataclass(frozen=True, slots=True)
class Known:
    """Ids by the keys of the file: code, IIN, identity."""

    protected: Mapping[str, int]
    people: Mapping[str, int]
    devices: Mapping[str, int]


def bound_references(register: RegisterFile) -> Iterator[tuple[Path, str]]:
    """The bound people whom consents name, by IIN."""
    for one in register.protected_people:
        for number, consent in enumerate(one.value.consents):
            yield (*one.path, "consents", number, "person"), consent.person


def carried_references(register: RegisterFile) -> Iterator[tuple[Path, str]]:
    """The devices that protected people carry, by identity."""
    for one in register.protected_people:
        for number, carried in enumerate(one.value.devices):
            yield (*one.path, "devices", number, "device"), carried.device


async def protected_ids(connection: Connection, register: RegisterFile) -> dict[str, int]:
    codes = [one.value.code for one in register.protected_people]
    return dict(await _rows(connection, "known_protected", keys=codes))


async def refuse_carried(
    connection: Connection, register: RegisterFile, wearings: Mapping[Wearing, Path]
) -> None:
    """Refuses, at its line, what somebody would wear under an order while a protected person carries it."""
    carried = await _carried(connection, {one.device_id for one in wearings})
    for wearing, path in wearings.items():
        worn = [Activation(0, wearing.device_id, wearing.person_id, wearing.from_ms, wearing.to_ms)]
        if any(worn_meanwhile(one, worn) for one in carried):
            register.refuse(path, "a protected person carries this device at that time; end that first")
    if register.troubles:
        raise FileRefused(register.troubles)


async def write_protected(connection: Connection, register: RegisterFile) -> Written:
    """The protected people themselves; their offices must be in the register."""
    rows = [one.value.model_dump(exclude={"consents", "devices"}) for one in register.protected_people]
    created = [row[0] for row in await _rows(connection, "write_protected", rows=_json(rows))] if rows else []
    return Written(sum(created), len(created) - sum(created))


async def write_consents(
    connection: Connection, register: RegisterFile, known: Known, now_ms: int
) -> tuple[int, Written]:
    """How many the file has, and what that changed. Raises FileRefused."""
    wanted = list(_consents(register, known))
    _refuse_future(register, wanted, now_ms)
    rows = await _rows(connection, "consents_of", protected=list(known.protected.values()))
    plan = plan_consents([Consented(*row) for row in rows], [one for one, _ in wanted])
    _refuse(register, plan.refused, [path for _, path in wanted])
    await _write(connection, "withdraw_consents", plan.withdrawn, by=SYSTEM)
    await _write(connection, "insert_consents", plan.new, by=SYSTEM)
    return len(wanted), Written(len(plan.new), len(plan.withdrawn))


def _consents(register: RegisterFile, known: Known) -> Iterator[tuple[Consented, Path]]:
    for one in register.protected_people:
        protected = known.protected[one.value.code]
        for number, each in enumerate(one.value.consents):
            bound = known.people[each.person]
            path = (*one.path, "consents", number)
            yield Consented(protected, bound, each.from_, each.to, each.withdrawn_at), path


def _refuse_future(register: RegisterFile, wanted: Iterable[tuple[Consented, Path]], now_ms: int) -> None:
    for one, path in wanted:
        if one.withdrawn_at is not None and from_datetime(one.withdrawn_at) > now_ms:
            register.refuse((*path, "withdrawn_at"), "a consent that is withdrawn later holds until then")


async def write_carried(connection: Connection, register: RegisterFile, known: Known) -> tuple[int, Written]:
    """How many the file has, and what that changed; consents and activations are written. Raises FileRefused."""
    await _refuse_unasked(connection, register, known)
    wanted = list(_carryings(register, known))
    devices = {one.device_id for one, _ in wanted}
    worn = await fetch(connection, "activations_of_devices", devices=sorted(devices)) if devices else []
    standing = await _carried(connection, devices)
    plan = plan_carried(standing, [Activation(*row) for row in worn], [one for one, _ in wanted])
    _refuse(register, plan.refused, [path for _, path in wanted])
    await _write(connection, "end_carried", plan.changed)
    await _write(connection, "insert_carried", plan.new)
    return len(wanted), Written(len(plan.new), len(plan.changed))


async def _refuse_unasked(connection: Connection, register: RegisterFile, known: Known) -> None:
    rows = await _rows(connection, "consents_of", protected=list(known.protected.values()))
    asked = {protected for protected, *_ in rows}
    for one in register.protected_people:
        if one.value.devices and known.protected[one.value.code] not in asked:
            register.refuse(
                (*one.path, "devices"), "nobody carries a device without a consent; write that first"
            )


def _carryings(register: RegisterFile, known: Known) -> Iterator[tuple[Carrying, Path]]:
    for one in register.protected_people:
        for number, each in enumerate(one.value.devices):
            carrying = Carrying(
                known.devices[each.device], known.protected[one.value.code], each.from_, each.to
            )
            yield carrying, (*one.path, "devices", number)


async def _carried(connection: Connection, devices: Collection[int]) -> list[Carrying]:
    rows = await _rows(connection, "carried_of_devices", devices=sorted(devices)) if devices else []
    return [Carrying(*row) for row in rows]


def _refuse(register: RegisterFile, refused: Refusals, paths: Sequence[Path]) -> None:
    for number, reason in refused.items():
        register.refuse(paths[number], reason)
    if register.troubles:
        raise FileRefused(register.troubles)


async def _write(
    connection: Connection, query: str, entries: Sequence[Consented | Carrying], **values: str
) -> None:
    if entries:
        await _rows(connection, query, rows=_json([asdict(one) for one in entries]), **values)


async def _rows(connection: Connection, query: str, **values: Any) -> list[tuple[Any, ...]]:
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall() if cursor.description else []


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=_iso)


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no column holds a {type(value).__name__}")
