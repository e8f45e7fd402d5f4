"""Where staff and wearers are told outside the console. An address goes in and is never shown again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from baqylau.console.access import Account, Language, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.language import installation_language
from baqylau.console.routes.register.asking import Id, NowMs
from baqylau.console.routes.register.refusing import register_router
from baqylau.console.routes.thresholds import refuse_of_an_office
from baqylau.incidents.channels import PLACEHOLDER, Means, to_wearer
from baqylau.incidents.notify import Channel, can_be_told, channels_from, send, texts
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.register.contact import Contact

router = register_router()

_SQL = load_queries("baqylau.console.routes", "channels.sql")
Carries = Literal["incidents", "sms", "email"]

SAMPLE: Mapping[Means, str] = {"sms": "+77010000000", "email": "wearer@example.kz"}
"""What stands for a wearer's own while it is tried whether an address can be told."""

EXAMPLE: Mapping[Means, str] = {
    "sms": "d7sms://token@{phone}",
    "email": "mailtos://user:password@host?to={email}",
}

Writer = Annotated[Account, require("channels.write")]


class ChannelRead(BaseModel):
    """kind: what the address begins with. channel_id: null for one of the settings, which is changed there.

    carries: incidents to staff, or words to wearers by SMS or e-mail; language and least_priority are of the former.
    """

    channel_id: int | None
    name: str
    kind: str
    carries: Carries
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
    carries: Carries = "incidents"
    address: str = Field(
        min_length=1,
        max_length=1000,
        pattern=r"^[^\x00]*$",
        description="As Apprise writes it; of one to wearers with `{phone}` or `{email}` where theirs goes.",
    )


class ChannelBody(_Told):
    address: str | None = Field(
        None, min_length=1, max_length=1000, pattern=r"^[^\x00]*$", description="Without it: as it was."
    )
    active: bool


class TestBody(BaseModel):
    """to: the phone or e-mail to try a channel to wearers with."""

    model_config = ConfigDict(extra="forbid")

    to: str | None = None


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
    await _check(body.address, body.carries)
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
        standing = await _standing(database, channel_id)
        await _check(body.address, standing["carries"])
    await _one(database, "change", body, account, now_ms, channel_id=channel_id)
    return await _read(request, database)


@router.post("/administration/channels/{channel_id}/test")
async def try_channel(
    channel_id: Id,
    account: Writer,
    database: Database,
    _record: Annotated[Record, records("write", "channel")],
    body: TestBody | None = None,
) -> Tested:
    """Sends a message that says it is a test, and tells what became of it."""
    refuse_of_an_office(account)
    found = await _standing(database, channel_id)
    words = texts(found["language"])
    channel = Channel(found["name"], found["address"], found["language"])
    if found["carries"] != "incidents":
        channel = to_wearer(channel, found["carries"], _tried_with(found["carries"], body))
    return Tested(error=await send(channel, words["channel_test.title"], words["channel_test.text"]))


def _tried_with(means: Means, body: TestBody | None) -> str:
    """The phone or e-mail to send a test to. Raises Problem 422."""
    name = {"sms": "phone", "email": "email"}[means]
    try:
        contact = Contact.model_validate({name: None if body is None else body.to})
    except ValidationError:
        contact = Contact()
    given: str | None = getattr(contact, name)
    if given is None and means == "sms":
        raise Problem(422, "channel_test_phone", example=SAMPLE[means])
    if given is None:
        raise Problem(422, "channel_test_email", example=SAMPLE[means])
    return given


async def _standing(database: Connection, channel_id: int) -> dict[str, Any]:
    found = await (await database.execute(_SQL["one"], {"channel_id": channel_id})).fetchone()
    if found is None:
        raise Problem(404, "no_channel")
    return found


async def _check(address: str, carries: Carries) -> None:
    """Raises Problem 422 for what cannot be told, and for a place for a wearer's own where none belongs."""
    places = {one for one in PLACEHOLDER.values() if one in address}
    filled = Channel("", address, "en")
    if carries != "incidents":
        if places != {PLACEHOLDER[carries]}:
            raise Problem(422, "channel_place", place=PLACEHOLDER[carries], example=EXAMPLE[carries])
        filled = to_wearer(filled, carries, SAMPLE[carries])
    elif places:
        raise Problem(422, "channel_no_place")
    if not await asyncio.to_thread(can_be_told, filled.address):
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
        carries="incidents",
        language=channel.language,  # type: ignore[arg-type]  # the settings hold no other
        least_priority=channel.least_priority,
        active=True,
        changed_at=None,
        changed_by=None,
    )
