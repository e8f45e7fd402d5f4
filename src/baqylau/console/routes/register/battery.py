"""How long a device's battery will last, by its discharge, and whether its wearer was told to charge it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

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

Way = Literal["device", "sms", "email"]


class BatteryEnd(BaseModel):
    """empty_at: the best guess, between earliest and latest eight times in ten."""

    empty_at: datetime
    earliest_at: datetime
    latest_at: datetime
    discharging_since: datetime


class Reminder(BaseModel):
    """since: when it was delivered, or last tried. attempt, error: of an SMS or e-mail; error without the address."""

    reminded_at: datetime
    means: Way
    state: Literal["queued", "delivered", "failed"]
    since: datetime | None
    attempt: int
    error: str | None


class BatteryOutlook(BaseModel):
    """end: null while it charges, where it does not fall, or where too little was heard to tell."""

    end: BatteryEnd | None
    reminders: list[Reminder] = Field(description="How wearers were told to charge it, the newest first.")
    ways: list[Way] = Field(description="How its wearer can be told: the device itself, or SMS or e-mail.")


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
    by_device: list[Way] = ["device"] if "message" in commands_of(device.protocol) else []
    return BatteryOutlook(end=end, reminders=row["reminders"], ways=by_device + row["ways"])
