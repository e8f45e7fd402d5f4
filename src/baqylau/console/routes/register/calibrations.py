"""Calibrations of devices that measure: who calibrated one, when, until when it holds. Rows are only added."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.register.asking import Id, NowMs, register_rows
from baqylau.console.routes.register.devices import known_device
from baqylau.console.routes.register.refusing import register_router
from baqylau.platform.instants import to_datetime

router = register_router()

_LINE = r"^[^\x00]*\S[^\x00]*$"


class CalibrationBody(BaseModel):
    """serial: as the device names it in its results. certificate: number of the paper, or a note on it."""

    model_config = ConfigDict(extra="forbid")

    serial: str = Field(min_length=1, max_length=64, pattern=_LINE)
    calibrated_by: str = Field(
        min_length=1, max_length=200, pattern=_LINE, description="Laboratory or person."
    )
    calibrated_at: AwareDatetime
    valid_to: AwareDatetime = Field(description="A test measured then or later is marked.")
    certificate: str = Field("", max_length=500, pattern=r"^[^\x00]*$")


class CalibrationRead(BaseModel):
    """calibrated_at, recorded_at: null of one that was recorded before people were asked. counts: no newer entry of
    the same serial number corrects it."""

    calibration_id: int
    serial: str
    calibrated_by: str
    calibrated_at: datetime | None
    valid_to: datetime
    certificate: str
    recorded_by: str
    recorded_at: datetime | None
    counts: bool


@router.get("/devices/{device_id}/calibrations", dependencies=[impersonal("a device, not who wears it")])
async def list_calibrations(
    device_id: Id, account: Annotated[Account, require("devices.read")], database: Database, now_ms: NowMs
) -> list[CalibrationRead]:
    """All that were ever recorded, the newest first."""
    await known_device(database, account, device_id, now_ms)
    return await _of(database, device_id)


@router.post("/devices/{device_id}/calibrations", status_code=201)
async def add_calibration(
    device_id: Id,
    body: CalibrationBody,
    account: Annotated[Account, require("devices.write")],
    database: Database,
    record: Annotated[Record, records("write", "device")],
    now_ms: NowMs,
) -> list[CalibrationRead]:
    """Results that name this serial number go by it from now on; one of the same number corrects the one before."""
    device = await known_device(database, account, device_id, now_ms)
    if device.kind != "breath_unit":
        raise Problem(409, "not_calibrated", device_kind=device.kind)
    if body.calibrated_at >= body.valid_to:
        raise Problem(422, "calibration_ends_before")
    if body.calibrated_at > to_datetime(now_ms):
        raise Problem(422, "calibration_ahead")
    values: dict[str, Any] = body.model_dump()
    values |= {"device_id": device_id, "now": to_datetime(now_ms), "login": account.login}
    await register_rows(database, "add_calibration", values)
    record.note(calibration=body.serial, valid_to=body.valid_to.isoformat())
    return await _of(database, device_id)


async def _of(database: Database, device_id: int) -> list[CalibrationRead]:
    rows = await register_rows(database, "calibrations_of", {"device_id": device_id})
    return [CalibrationRead.model_validate(row) for row in rows]
