"""The devices themselves, whoever wears them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.register.asking import (
    After,
    Id,
    Limit,
    NowMs,
    Page,
    paged,
    register_rows,
)
from baqylau.console.routes.register.checks import (
    refuse_known,
    refuse_other_key,
)
from baqylau.console.routes.register.refusing import register_router
from baqylau.platform.instants import to_datetime
from baqylau.protocols.catalogue import LANGUAGES
from baqylau.register.device import Device
from baqylau.register.writing import (
    known_ids,
    write_devices,
)

router = register_router()

Reader = Annotated[Account, require("devices.read")]
Writer = Annotated[Account, require("devices.write")]
Changed = Annotated[Record, records("write", "device")]


class DeviceRead(Device):
    device_id: int
    worn: bool = Field(description="Whether somebody wears it now.")


@router.get("/devices", dependencies=[impersonal("devices, not who wears them")])
async def list_devices(
    _: Reader,
    database: Database,
    now_ms: NowMs,
    identity: Annotated[str | None, Query(description="What the device calls itself.")] = None,
    protocol: str | None = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[DeviceRead]:
    """The devices, by id."""
    chosen = {"device_id": None, "identity": identity, "protocol": protocol, "at": to_datetime(now_ms)}
    rows = await register_rows(database, "devices", {**chosen, "after": after, "limit": limit})
    return paged([DeviceRead.model_validate(row) for row in rows], rows, "device_id", limit)


@router.post("/devices", status_code=201)
async def create_device(
    body: Device,
    _: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> DeviceRead:
    """A new device; the gateway knows it at once."""
    await refuse_known(database, "devices", body.identity, "change it with PUT /api/devices/{device_id}")
    _refuse_unknown_language(body)
    await write_devices(database, [body])
    ids = await known_ids(database, "devices", [body.identity])
    record.made(ids[body.identity])
    return await known_device(database, ids[body.identity], now_ms)


@router.get("/devices/{device_id}", dependencies=[impersonal("a device, not who wears it")])
async def read_device(device_id: Id, _: Reader, database: Database, now_ms: NowMs) -> DeviceRead:
    """One device."""
    return await known_device(database, device_id, now_ms)


@router.put("/devices/{device_id}")
async def replace_device(
    device_id: Id,
    body: Device,
    _: Writer,
    database: Database,
    _record: Changed,
    now_ms: NowMs,
) -> DeviceRead:
    """Protocol, kind, model, serial number and state; the identity stays."""
    standing = await known_device(database, device_id, now_ms)
    refuse_other_key("identity", standing.identity, body.identity)
    _refuse_unknown_language(body)
    await write_devices(database, [body])
    return await known_device(database, device_id, now_ms)


def _refuse_unknown_language(body: Device) -> None:
    if body.protocol not in LANGUAGES:
        raise Problem(422, f"no protocol is called {body.protocol!r}; there are {', '.join(LANGUAGES)}")


async def known_device(database: Connection, device_id: int, now_ms: int) -> DeviceRead:
    """Raises Problem 404."""
    chosen = {"device_id": device_id, "identity": None, "protocol": None, "at": to_datetime(now_ms)}
    rows = await register_rows(database, "devices", {**chosen, "after": 0, "limit": 1})
    if not rows:
        raise Problem(404, f"there is no device {device_id}; look for it with GET /api/devices?identity=")
    return DeviceRead.model_validate(rows[0])
