"""The devices themselves, whoever wears them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel, Field

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
    page_rows,
    paged,
    register_rows,
)
from baqylau.console.routes.register.checks import need_own_office, refuse_known, refuse_other_key
from baqylau.console.routes.register.refusing import register_router
from baqylau.incidents.figures import in_force
from baqylau.platform.instants import to_datetime
from baqylau.protocols.catalogue import LANGUAGES
from baqylau.register.device import Device, DeviceKind, DeviceState
from baqylau.register.writing import (
    known_ids,
    write_devices,
)

router = register_router()

Reader = Annotated[Account, require("devices.read")]
Writer = Annotated[Account, require("devices.write")]
Changed = Annotated[Record, records("write", "device")]

_ANY = dict.fromkeys(("device_id", "identity", "protocol", "state", "kind", "office", "model", "search"))


class DeviceRead(Device):
    device_id: int
    worn: bool = Field(description="Whether somebody wears it now.")
    being_fitted: bool = Field(description="It is put on, and steps of the fitting are missing.")
    heard_at: datetime | None = Field(description="When it was last heard.")
    battery_percent: float | None = Field(description="As told within the last seven days.")
    calibrated_until: datetime | None = Field(
        description="Of a breath unit: when the last of its calibrations ends; null: none is known."
    )
    calibration_ends_soon: bool = Field(
        description="It has ended, or ends within `calibration_warn_days` of the thresholds."
    )


class StateCount(BaseModel):
    state: DeviceState
    devices: int


def _filters(
    identity: Annotated[str | None, Query(description="What the device calls itself.")] = None,
    protocol: str | None = None,
    kind: DeviceKind | None = None,
    office: Annotated[str | None, Query(description="Code of the office whose stock it belongs to.")] = None,
    model: Annotated[str | None, Query(description="How the model's name begins.")] = None,
    search: Annotated[str | None, Query(description="A part of the identity or serial number.")] = None,
) -> dict[str, str | None]:
    """What devices are looked for by, their state left out."""
    return {
        "identity": identity,
        "protocol": protocol,
        "kind": kind,
        "office": office,
        "model": model,
        "search": search,
    }


Filters = Annotated[dict[str, str | None], Depends(_filters)]


@router.get("/devices", dependencies=[impersonal("devices, not who wears them")])
async def list_devices(
    account: Reader,
    database: Database,
    now_ms: NowMs,
    filters: Filters,
    state: DeviceState | None = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[DeviceRead]:
    """The devices of the account's offices, of no office, and those its people wear; by id."""
    rows = await _devices(database, account, now_ms, {**filters, "state": state}, after, limit)
    return paged([DeviceRead.model_validate(row) for row in rows], rows, "device_id", limit)


async def _devices(
    database: Connection,
    account: Account,
    now_ms: int,
    chosen: Mapping[str, Any],
    after: int,
    limit: int,
) -> list[dict[str, Any]]:
    warn_days = (await in_force(database)).thresholds.calibration_warn_days
    values = {**_ANY, **chosen, "warn_days": warn_days, "at": to_datetime(now_ms)}
    return await page_rows(database, "devices", account, after, limit, values, of="seen_devices")


@router.get("/devices/states", dependencies=[impersonal("how many devices are in each state")])
async def count_devices(
    account: Reader, database: Database, now_ms: NowMs, filters: Filters
) -> list[StateCount]:
    """How many devices the list shows in each state of their life; states without any are left out."""
    values = {**_ANY, **filters, "at": to_datetime(now_ms), "account_office": account.office_id}
    rows = await register_rows(database, "device_states", values, of="seen_devices")
    return [StateCount.model_validate(row) for row in rows]


@router.post("/devices", status_code=201)
async def create_device(
    body: Device,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> DeviceRead:
    """A new device; the gateway knows it at once."""
    await refuse_known(database, "devices", body.identity, "PUT /api/devices/{device_id}")
    _refuse_unknown_language(body)
    await _need_office(database, account, body)
    _refuse_begun_life(body)
    await write_devices(database, [body])
    ids = await known_ids(database, "devices", [body.identity])
    record.made(ids[body.identity])
    return await known_device(database, account, ids[body.identity], now_ms)


@router.get("/devices/{device_id}", dependencies=[impersonal("a device, not who wears it")])
async def read_device(device_id: Id, account: Reader, database: Database, now_ms: NowMs) -> DeviceRead:
    """One device."""
    return await known_device(database, account, device_id, now_ms)


@router.put("/devices/{device_id}")
async def replace_device(
    device_id: Id,
    body: Device,
    account: Writer,
    database: Database,
    _record: Changed,
    now_ms: NowMs,
) -> DeviceRead:
    """Protocol, kind, model, serial number and office; the identity stays, the state changes by steps."""
    standing = await known_device(database, account, device_id, now_ms)
    refuse_other_key("identity_stays", standing.identity, body.identity)
    if "state" in body.model_fields_set and body.state != standing.state:
        raise Problem(
            409,
            "device_state_stays",
            device_state=standing.state,
            see=f"POST /api/devices/{device_id}/steps/{{step}}",
        )
    _refuse_unknown_language(body)
    await _need_office(database, account, body)
    await write_devices(database, [body])
    return await known_device(database, account, device_id, now_ms)


async def _need_office(database: Connection, account: Account, body: Device) -> None:
    if body.office is not None:
        await need_own_office(database, account, body.office)


def _refuse_begun_life(body: Device) -> None:
    if body.state != "stock":
        raise Problem(422, "new_device_in_stock", device_state=body.state)


def _refuse_unknown_language(body: Device) -> None:
    if body.protocol not in LANGUAGES:
        raise Problem(422, "no_protocol", protocol=body.protocol, protocols=list(LANGUAGES))


async def known_device(database: Connection, account: Account, device_id: int, now_ms: int) -> DeviceRead:
    """Raises Problem 404."""
    rows = await _devices(database, account, now_ms, {"device_id": device_id}, 0, 1)
    if not rows:
        raise Problem(404, "no_device", device_id=device_id, see="GET /api/devices?identity=")
    return DeviceRead.model_validate(rows[0])
