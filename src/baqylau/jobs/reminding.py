"""Telling wearers to charge a device before it is empty: in their language, on the device, once a discharge.

An officer hears of it only when that did not help: a battery that is low or nearly empty is a finding of the rules.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from baqylau.incidents.figures import in_force
from baqylau.incidents.notify import texts
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.protocols.catalogue import commands_of
from baqylau.register.asking import Connection
from baqylau.register.command import wanted
from baqylau.register.commands import queue
from baqylau.rules.battery_forecast import Forecast, Reading, forecast
from baqylau.rules.windows import zone

_SQL = load_queries("baqylau.jobs", "reminding.sql")


async def remind(connection: Connection, now_ms: int) -> int:
    """Queues a message for each wearer whose device will soon be empty; how many. The caller commits."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL["batteries_worn"], {"now": to_datetime(now_ms)})
        rows = await cursor.fetchall()
    lead_ms = round((await in_force(connection)).thresholds.battery_remind_s * 1000)
    reminded = 0
    for row in rows:
        soon = _soon(row, now_ms, lead_ms)
        if soon is not None and "message" in commands_of(row["protocol"]):
            await _tell(connection, row, soon, now_ms)
            reminded += 1
    return reminded


def _soon(row: dict[str, Any], now_ms: int, lead_ms: int) -> Forecast | None:
    """The forecast, where its end is near and this discharge has had no reminder."""
    found = forecast([Reading(*one) for one in row["readings"]])
    if found is None or not now_ms < found.empty_ms <= now_ms + lead_ms:
        return None
    last: datetime | None = row["reminded_at"]
    return None if last is not None and from_datetime(last) >= found.discharge_ms else found


async def _tell(connection: Connection, row: dict[str, Any], soon: Forecast, now_ms: int) -> None:
    until = to_datetime(soon.empty_ms).astimezone(zone(row["timezone"]))
    text = texts(row["language"])["reminder.battery"].format(at=until.strftime("%H:%M"))
    message = wanted(
        row["device_id"],
        "message",
        {"text": text},
        asked_by="system",
        now_ms=now_ms,
        lifetime_ms=soon.empty_ms - now_ms,
    )
    command_id = await queue(connection, message)
    await connection.execute(
        _SQL["write_reminder"],
        {
            "device_id": row["device_id"],
            "person_id": row["person_id"],
            "now": to_datetime(now_ms),
            "empty_at": to_datetime(soon.empty_ms),
            "command_id": command_id,
        },
    )
