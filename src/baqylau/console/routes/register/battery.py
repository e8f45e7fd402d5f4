"""How long a device's battery will last, by its discharge, and whether its wearer was told to charge it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Database
from baqylau.console.recording import impersonal
from baqylau.console.routes.register.asking import Id, NowMs, register_rows
from baqylau.console.routes.register.devices import known_device
from baqylau.console.routes.register.refusing import register_router
from baqylau.platform.instants import to_datetime
from baqylau.protocols.catalogue import commands_of
from baqylau.rules.battery_forecast import Reading, forecast

router = register_router()


class BatteryEnd(BaseModel):
    """empty_at: the best guess, between earliest and latest eight times in ten."""

    empty_at: datetime
    earliest_at: datetime
    latest_at: datetime
    discharging_since: datetime


class BatteryOutlook(BaseModel):
    """end: null while it charges, where it does not fall, or where too little was heard to tell."""

    end: BatteryEnd | None
    reminded_at: datetime | None = Field(description="When the wearer was last told to charge it.")
    can_remind: bool = Field(description="Whether the device takes a message to its wearer.")


@router.get("/devices/{device_id}/battery", dependencies=[impersonal("a device, not who wears it")])
async def read_battery(
    device_id: Id, account: Annotated[Account, require("devices.read")], database: Database, now_ms: NowMs
) -> BatteryOutlook:
    """What the last two days say of the battery, since it was last put on somebody."""
    device = await known_device(database, account, device_id, now_ms)
    (row,) = await register_rows(
        database, "battery_curve", {"device_id": device_id, "at": to_datetime(now_ms)}
    )
    found = forecast([Reading(*one) for one in row["readings"] or ()])
    end = None if found is None else BatteryEnd(
        empty_at=to_datetime(found.empty_ms),
        earliest_at=to_datetime(found.earliest_ms),
        latest_at=to_datetime(found.latest_ms),
        discharging_since=to_datetime(found.discharge_ms),
    )  # fmt: skip
    return BatteryOutlook(
        end=end, reminded_at=row["reminded_at"], can_remind="message" in commands_of(device.protocol)
    )
