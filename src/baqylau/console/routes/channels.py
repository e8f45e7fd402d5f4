"""Where people are told outside the console. An address goes in and is never shown again."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from baqylau.console.access import Account, Language, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.language import installation_language
from baqylau.console.routes.register.asking import Id, NowMs
from baqylau.console.routes.register.refusing import register_router
from baqylau.console.routes.thresholds import refuse_of_an_office
from baqylau.incidents.notify import Channel, can_be_told, channels_from, send, texts
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries

router = register_router()

_SQL = load_queries("baqylau.console.routes", "channels.sql")
Writer = Annotated[Account, require("channels.write")]


class ChannelRead(BaseModel):
    """kind: what the address begins with. channel_id: null for one of the settings, which is changed there."""

    channel_id: int | None
    name: str
    kind: str
    language: Language
    least_priority: int
    active: bool
    changed_at: datetime | None
    changed_by: str | None


class Channels(BaseModel):
    channels: list[ChannelRead]


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^\x00]*\S[^\x00]*$")
    language: Language
    least_priority: int = Field(ge=1, le=4, description="1: only the most urgent incidents; 4: all.")


class NewChannelBody(_Told):
    address: str = Field(
        min_length=1, max_length=1000, pattern=r"^[^\x00]*$", description="As Apprise writes it."
    )


class ChannelBody(_Told):
    address: str | None = Field(
        None, min_length=1, max_length=1000, pattern=r"^[^\x00]*$", description="Without it: as it was."
    )
    active: bool


class Tested(BaseModel):
    """error: what the channel answered, without the address; null when it took the message."""

    error: str | None


@router.get("/administration/channels", dependencies=[impersonal("channels of the installation")])
async def list_channels(
    request: Request, _account: Annotated[Account, require("channels.read")], database: Database
) -> Channels:
    """Those kept here and those of the settings."""
    return await _read(request, database)


@router.post("/administration/channels", status_code=201)
async def add_channel(
    request: Request,
    body: NewChannelBody,
    account: Writer,
    database: Database,
    now_ms: NowMs,
    record: Annotated[Record, records("write", "channel")],
) -> Channels:
    """It is told from the next message on."""
    refuse_of_an_office(account)
    await _check(body.address)
    row = await _one(database, "add", body, account, now_ms)
    record.made(row["channel_id"])
    return await _read(request, database)


@router.put("/administration/channels/{channel_id}")
async def change_channel(
    request: Request,
    channel_id: Id,
    body: ChannelBody,
    account: Writer,
    database: Database,
    now_ms: NowMs,
    _record: Annotated[Record, records("write", "channel")],
) -> Channels:
    """One that is not active is told nothing, also of what still waits to be sent."""
    refuse_of_an_office(account)
    if body.address is not None:
        await _check(body.address)
    await _one(database, "change", body, account, now_ms, channel_id=channel_id)
    return await _read(request, database)


@router.post("/administration/channels/{channel_id}/test")
async def try_channel(
    channel_id: Id,
    account: Writer,
    database: Database,
    _record: Annotated[Record, records("write", "channel")],
) -> Tested:
    """Sends a message that says it is a test, and tells what became of it."""
    refuse_of_an_office(account)
    found = await (await database.execute(_SQL["one"], {"channel_id": channel_id})).fetchone()
    if found is None:
        raise Problem(404, "no_channel")
    words = texts(found["language"])
    channel = Channel(found["name"], found["address"], found["language"])
    return Tested(error=await send(channel, words["channel_test.title"], words["channel_test.text"]))


async def _check(address: str) -> None:
    if not await asyncio.to_thread(can_be_told, address):
        raise Problem(422, "channel_address")


async def _one(
    database: Connection, query: str, body: _Told, account: Account, now_ms: int, **more: Any
) -> dict[str, Any]:
    values = body.model_dump() | {"login": account.login, "now": to_datetime(now_ms)} | more
    row = await (await database.execute(_SQL[query], values)).fetchone()
    if row is None:
        raise Problem(404, "no_channel")
    return row


async def _read(request: Request, database: Connection) -> Channels:
    settings = request.app.state.console.settings
    rows = await (await database.execute(_SQL["channels"])).fetchall()
    spoken = await installation_language(request, database)
    settled = channels_from(settings.notification_urls, spoken).values()
    return Channels(channels=[*(ChannelRead(**row) for row in rows), *(_of_settings(one) for one in settled)])


def _of_settings(channel: Channel) -> ChannelRead:
    return ChannelRead(
        channel_id=None,
        name=channel.name,
        kind=channel.name.rsplit("-", 1)[0],
        language=channel.language,  # type: ignore[arg-type]  # the settings hold no other
        least_priority=channel.least_priority,
        active=True,
        changed_at=None,
        changed_by=None,
    )
