"""Telling wearers to charge a device before it is empty: in their language, once a discharge.

On the device first; by SMS, then by e-mail, where the device takes no message or did not confirm it, or where what was
sent did not arrive. Somebody else may read a telephone: the words say nothing of a sentence. An officer hears of a
battery only when that did not help: one that is low or nearly empty is a finding of the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from psycopg.rows import dict_row

from baqylau.incidents.channels import Means, to_wearer, wearer_channels
from baqylau.incidents.figures import in_force
from baqylau.incidents.notify import Channel, after_try, send, texts
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.protocols.catalogue import commands_of
from baqylau.register.asking import Connection
from baqylau.register.command import wanted
from baqylau.register.commands import queue
from baqylau.rules.battery_forecast import Forecast, Reading, forecast
from baqylau.rules.thresholds import Thresholds
from baqylau.rules.windows import zone

Way = Literal["device", "sms", "email"]

NO_CHANNEL = "there is no channel that carries words to wearers in this way any more"
NO_ADDRESS = "the person has left no such address any more"
TOO_LATE = "the battery was forecast to be empty by then"

_SQL = load_queries("baqylau.jobs", "reminding.sql")


@dataclass(frozen=True, slots=True)
class _Due:
    """A wearer to be told now. others: ways that are left if this one fails."""

    row: dict[str, Any]
    soon: Forecast
    way: Way
    others: bool


async def remind(connection: Connection, now_ms: int) -> int:
    """Tells each wearer whose device will soon be empty, in the next way there is; how many. The caller commits."""
    found = await _rows(connection, "batteries_worn", now=to_datetime(now_ms))
    thresholds = (await in_force(connection)).thresholds
    channels = await wearer_channels(connection)
    lead_ms = round(thresholds.battery_remind_s * 1000)
    due = [one for row in found if (one := _due(row, channels, now_ms, lead_ms)) is not None]
    for one in due:
        if one.way == "device":
            await _tell_on_device(connection, one, thresholds, now_ms)
        else:
            await _write(connection, one, now_ms)
    return len(due)


async def deliver_reminder(connection: Connection, reminder_id: int, now_ms: int) -> None:
    """Tries an SMS or e-mail once, records it, and queues the next try in the same transaction.

    The row stays locked meanwhile. A worker that dies between sending and recording sends again.
    """
    for row in await _rows(connection, "next_reminder", reminder_id=reminder_id):
        channel = (await wearer_channels(connection)).get(row["means"])
        state, error, again_s = await _tried(row, channel, now_ms)
        values = {"reminder_id": reminder_id, "state": state, "error": error, "now": to_datetime(now_ms)}
        await connection.execute(_SQL["record_delivery"], values | {"sent_to": row["reached_at"]})
        if again_s is not None:
            await connection.execute(_SQL["defer_delivery"], {"reminder_id": reminder_id, "delay_s": again_s})


async def _tried(
    row: Mapping[str, Any], channel: Channel | None, now_ms: int
) -> tuple[str, str | None, float | None]:
    """The state that follows, what went wrong, and after how many real seconds to try again."""
    if to_datetime(now_ms) >= row["empty_at"]:
        return "failed", TOO_LATE, None
    if channel is None or row["reached_at"] is None:
        return "failed", NO_CHANNEL if channel is None else NO_ADDRESS, None
    error = await send(to_wearer(channel, row["means"], row["reached_at"]), row["title"], row["text"])
    state, again_s = after_try(error, row["attempt"] + 1)
    return state, error, again_s


def _due(row: dict[str, Any], channels: Mapping[Means, Channel], now_ms: int, lead_ms: int) -> _Due | None:
    """Whom to tell in which way: the end is near, and nothing in this discharge told them or still may."""
    soon = forecast([Reading(*one) for one in row["readings"]])
    if soon is None or not now_ms < soon.empty_ms <= now_ms + lead_ms:
        return None
    steps = [(way, failed) for at_ms, way, failed in row["steps"] if at_ms >= soon.discharge_ms]
    left = [way for way in _ways(row, channels) if way not in {way for way, _ in steps}]
    if not left or not all(failed for _, failed in steps):
        return None
    return _Due(row, soon, left[0], len(left) > 1)


def _ways(row: Mapping[str, Any], channels: Mapping[Means, Channel]) -> list[Way]:
    """All ways to this wearer, the first one first."""
    device: list[Way] = ["device"] if "message" in commands_of(row["protocol"]) else []
    sms: list[Way] = ["sms"] if "sms" in channels and row["phone"] else []
    email: list[Way] = ["email"] if "email" in channels and row["email"] else []
    return [*device, *sms, *email]


def _words(one: _Due) -> tuple[str, str]:
    """Title and text. An SMS has no title."""
    until = to_datetime(one.soon.empty_ms).astimezone(zone(one.row["timezone"]))
    catalogue = texts(one.row["language"])
    title = catalogue["reminder.title"] if one.way == "email" else ""
    return title, catalogue["reminder.battery"].format(at=until.strftime("%H:%M"))


async def _tell_on_device(connection: Connection, one: _Due, thresholds: Thresholds, now_ms: int) -> None:
    left_ms = one.soon.empty_ms - now_ms
    answer_ms = min(left_ms, round(thresholds.remind_answer_s * 1000)) if one.others else left_ms
    message = wanted(
        one.row["device_id"],
        "message",
        {"text": _words(one)[1]},
        asked_by="system",
        now_ms=now_ms,
        lifetime_ms=max(1, answer_ms),
    )
    await _write(connection, one, now_ms, command_id=await queue(connection, message))


async def _write(connection: Connection, one: _Due, now_ms: int, command_id: int | None = None) -> None:
    title, text = _words(one)
    values = {
        "device_id": one.row["device_id"],
        "person_id": one.row["person_id"],
        "now": to_datetime(now_ms),
        "empty_at": to_datetime(one.soon.empty_ms),
        "means": one.way,
        "command_id": command_id,
        "title": title,
        "text": text,
        "state": "queued" if command_id is None else None,
    }
    (written,) = await _rows(connection, "write_reminder", **values)
    if command_id is None:
        values = {"reminder_id": written["reminder_id"], "delay_s": 0.0}
        await connection.execute(_SQL["defer_delivery"], values)


async def _rows(connection: Connection, query: str, **values: Any) -> list[dict[str, Any]]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall()
