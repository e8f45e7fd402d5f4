"""What devices are told to do: given, looked up, and how far each has come.

Technicians tell devices about themselves, those who watch tell them about their wearers; where somebody is may be
asked only where a court's condition needs positions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, get_args

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from baqylau.console.access import Account, Role, require
from baqylau.console.database import Connection, Database
from baqylau.console.database import rows as database_rows
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, purpose_of_duty, records
from baqylau.console.routes.watch import now_of
from baqylau.incidents.instants import milliseconds
from baqylau.platform.postgres import load_queries
from baqylau.protocols.catalogue import commands_of
from baqylau.register import commands as queue
from baqylau.register.command import (
    CommandKind,
    CommandRefused,
    CommandState,
    wanted,
)

router = APIRouter(prefix="/api", tags=["commands"])

_SQL = load_queries("baqylau.console.routes", "commands.sql")
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]

KINDS: Final[tuple[CommandKind, ...]] = get_args(CommandKind)
ABOUT_THE_DEVICE: Final[frozenset[CommandKind]] = frozenset({"interval", "reboot"})
WATCHING: Final[frozenset[CommandKind]] = frozenset(
    {"locate", "vibrate", "message", "breath_test", "check_in"}
)
GIVES: Final[Mapping[Role, frozenset[CommandKind]]] = {
    "operator": WATCHING,
    "officer": WATCHING | ABOUT_THE_DEVICE,
    "supervisor": WATCHING | ABOUT_THE_DEVICE,
    "technician": ABOUT_THE_DEVICE,
}
"""Which kinds a role may give; whoever may not give it does not see it, but for the prosecutor, who sees all."""
READS_ALL: Final[frozenset[Role]] = frozenset({"prosecutor"})


class CommandProgress(BaseModel):
    """How far a command has come. attempts: how often it went out. reason: a word, see `reason` of a refusal."""

    command_id: int
    device_id: int
    kind: CommandKind
    state: CommandState
    asked_at: datetime
    expires_at: datetime
    attempts: int
    sent_at: datetime | None
    settled_at: datetime | None
    reason: str


class CommandRead(CommandProgress):
    """The same with what was said. answer: the device's own words."""

    parameters: dict[str, Any]
    asked_by: str
    answer: str


class CommandList(BaseModel):
    """can: the kinds that this account may give and the device's language has. Newest first."""

    can: list[CommandKind]
    items: list[CommandRead]


class CommandBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: CommandKind
    parameters: dict[str, Any] = Field(
        default_factory=dict,
        description="interval: seconds; vibrate: seconds; message: text; breath_test and check_in: request, within_s.",
    )
    lifetime_s: int | None = Field(
        None,
        ge=10,
        le=604_800,
        description="How long it may take; without it as the kind's own, locate 180 s.",
    )


@router.get("/devices/{device_id}/commands")
async def list_commands(
    device_id: Id,
    request: Request,
    account: Annotated[Account, require("commands.read")],
    database: Database,
    record: Annotated[Record, records("read", "device")],
    before: Annotated[int | None, Query(ge=1, description="Only older ones than this.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CommandList:
    """What this device was told while its present wearer wore it, and what this account may tell it."""
    device = await _device(database, account, device_id, now_of(request))
    record.about(device["person_id"])
    kinds = KINDS if account.role in READS_ALL else tuple(GIVES.get(account.role, ()))
    found = await _rows(
        database,
        "commands_of_device",
        device_id=device_id,
        activation_id=device["activation_id"],
        every=account.role == "technician",
        kinds=list(kinds),
        before=before,
        limit=limit,
    )
    can = GIVES.get(account.role, frozenset()) & commands_of(device["protocol"])
    return CommandList(
        can=[kind for kind in KINDS if kind in can], items=[CommandRead.model_validate(row) for row in found]
    )


@router.post("/devices/{device_id}/commands", status_code=201)
async def give_command(
    device_id: Id,
    body: CommandBody,
    request: Request,
    account: Annotated[Account, require("commands.give")],
    database: Database,
    record: Annotated[Record, records("decision", "device")],
) -> CommandRead:
    """Queued until the device confirms it. A second "where are you?" while one is under way is the first."""
    now = now_of(request)
    device = await _device(database, account, device_id, now)
    record.about(device["person_id"])
    _refuse_what_may_not_be_given(account, device, body.kind)
    if body.kind not in ABOUT_THE_DEVICE:
        await _about_a_wearer(database, account, device["person_id"], record)
    if body.kind == "locate":
        await _refuse_where_presence_suffices(database, device["person_id"], now)
    command_id = await _queued(database, account, device_id, body, milliseconds(now))
    record.note(command=command_id, kind=body.kind)
    (row,) = await _rows(
        database,
        "commands_of_device",
        device_id=device_id,
        activation_id=device["activation_id"],
        every=True,
        kinds=[body.kind],
        before=command_id + 1,
        limit=1,
    )
    return CommandRead.model_validate(row)


@router.get(
    "/commands/{command_id}",
    dependencies=[impersonal("how far a command has come, neither its words nor who wears the device")],
)
async def read_command(
    command_id: Id, account: Annotated[Account, require("commands.read")], database: Database
) -> CommandProgress:
    """How far one command has come; ask again while its state is queued or sent."""
    found = await _rows(database, "command", command_id=command_id, account_office=account.office_id)
    if not found or not _may_follow(account, found[0]):
        raise Problem(404, "no_command", command_id=command_id)
    return CommandProgress.model_validate(found[0])


def _may_follow(account: Account, command: Mapping[str, Any]) -> bool:
    if account.role == "technician":
        return bool(command["at_hand"]) and command["kind"] in ABOUT_THE_DEVICE
    return bool(command["seen"])


async def _device(database: Connection, account: Account, device_id: int, now: datetime) -> dict[str, Any]:
    """Raises Problem 404; a technician is not told who wears it."""
    found = await _rows(
        database, "told_device", device_id=device_id, account_office=account.office_id, now=now
    )
    if not found or not found[0]["at_hand" if account.role == "technician" else "seen"]:
        raise Problem(404, "no_worn_device", device_id=device_id)
    return found[0]


def _refuse_what_may_not_be_given(account: Account, device: Mapping[str, Any], kind: CommandKind) -> None:
    if kind not in GIVES.get(account.role, frozenset()):
        raise Problem(403, "role_gives_no_command", role=account.role, command=kind, more={"because": "role"})
    if kind not in commands_of(device["protocol"]):
        raise Problem(
            422,
            "no_such_command",
            protocol=device["protocol"],
            command=kind,
            more={"because": "no_such_command"},
        )


async def _about_a_wearer(
    database: Connection, account: Account, person_id: int | None, record: Record
) -> None:
    if person_id is None:
        raise Problem(422, "not_worn", more={"because": "not_worn"})
    if record.purpose is None:
        record.purpose = await purpose_of_duty(database, account, person_id)


async def _refuse_where_presence_suffices(database: Connection, person_id: int, now: datetime) -> None:
    span: dict[str, Any] = {"from": now, "to": now + timedelta(seconds=1)}
    if not await database_rows(database, "periods_with_positions", person_id=person_id, **span):
        raise Problem(403, "positions_not_ordered", more={"because": "not_ordered"})


async def _queued(
    database: Connection, account: Account, device_id: int, body: CommandBody, now_ms: int
) -> int:
    if body.kind == "locate":
        standing = await queue.already_asked(database, device_id, "locate", now_ms)
        if standing is not None:
            return standing
    lifetime_ms = None if body.lifetime_s is None or body.kind == "locate" else body.lifetime_s * 1000
    try:
        command = wanted(
            device_id,
            body.kind,
            body.parameters,
            asked_by=account.login,
            now_ms=now_ms,
            lifetime_ms=lifetime_ms,
        )
    except CommandRefused as refused:
        more = {"because": refused.reason}
        raise Problem(422, "command_parameters", command=body.kind, said=refused, more=more) from refused
    return await queue.queue(database, command)


async def _rows(database: Connection, query: str, **values: Any) -> list[dict[str, Any]]:
    return await (await database.execute(_SQL[query], values)).fetchall()
