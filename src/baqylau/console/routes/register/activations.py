"""Who wears, or wore, what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

import psycopg
from fastapi import Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, records
from baqylau.console.routes.register.asking import (
    After,
    EndBody,
    Id,
    Limit,
    NowMs,
    Page,
    Reference,
    page_rows,
    paged,
)
from baqylau.console.routes.register.devices import DeviceRead, known_device
from baqylau.console.routes.register.people import known_person
from baqylau.console.routes.register.refusing import register_router
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.register.custody import Handover, Party, StepRefused, after
from baqylau.register.custody_store import chain_end, import_worn, move
from baqylau.register.writing import (
    Installed,
    OverlapError,
    Wearing,
    write_activations,
)

router = register_router()

Reader = Annotated[Account, require("activations.read")]
Writer = Annotated[Account, require("activations.write")]
Seen = Annotated[Record, records("read", "activation")]
Changed = Annotated[Record, records("write", "activation")]


class InstalledBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    at: AwareDatetime | None = Field(None, description="When it was put up or seen there; without it: now.")


class ActivationBody(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    device_id: Reference
    person_id: Reference
    from_: AwareDatetime | None = Field(None, alias="from", description="Without it: now.")
    to: AwareDatetime | None = None
    installed: InstalledBody | None = Field(
        None, description="For a home unit or beacon: where it is put up."
    )


class ActivationRead(BaseModel):
    activation_id: int
    device_id: int
    identity: str
    person_id: int
    from_at: datetime
    to_at: datetime | None
    installed_lat: float | None = Field(description="Where a home unit or beacon was put up; null otherwise.")
    installed_lon: float | None
    installed_at: datetime | None = Field(
        description="When somebody last put it up or saw that it stands there."
    )
    fitting: Literal["imported", "under_way", "complete"] = Field(
        description="imported: put on without steps, as another system or a file said."
    )


@router.get("/activations")
async def list_activations(
    account: Reader,
    database: Database,
    record: Seen,
    person_id: Reference | None = None,
    device_id: Reference | None = None,
    at: Annotated[AwareDatetime | None, Query(description="Only those that hold at this instant.")] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[ActivationRead]:
    """Who wears, or wore, what, by id."""
    chosen = {"activation_id": None, "person_id": person_id, "device_id": device_id, "at": at}
    rows = await page_rows(database, "activations", account, after, limit, chosen)
    record.saw(row["person_id"] for row in rows)
    return paged([ActivationRead.model_validate(row) for row in rows], rows, "activation_id", limit)


@router.post("/activations", status_code=201)
async def create_activation(
    body: ActivationBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> ActivationRead:
    """A person wears a device, as another system says: without the steps of POST /api/activations/fit.

    Refused while somebody else wears it, and for a device that is not wiped, in repair, lost or retired.
    """
    await known_person(database, account, body.person_id)
    device = await known_device(database, account, body.device_id, now_ms)
    from_ms = now_ms if body.from_ is None else from_datetime(body.from_)
    to_ms = None if body.to is None else from_datetime(body.to)
    if to_ms is not None and to_ms <= from_ms:
        raise Problem(422, "worn_for_no_time")
    if to_ms is None or to_ms > now_ms:
        _refuse_unready(device)
    created = await wear(
        database,
        [Wearing(body.device_id, body.person_id, from_ms, to_ms, _installed(body.installed, now_ms))],
    )
    await import_worn(database, created, by=account.login, now_ms=now_ms)
    if not created:
        raise Problem(409, "activation_there")
    record.made(created[0], body.person_id)
    return await known_activation(database, account, created[0])


@router.get("/activations/{activation_id}")
async def read_activation(
    activation_id: Id,
    account: Reader,
    database: Database,
    _record: Seen,
) -> ActivationRead:
    """One activation."""
    return await known_activation(database, account, activation_id)


@router.post("/activations/{activation_id}/end")
async def end_activation(
    activation_id: Id,
    body: EndBody,
    account: Writer,
    database: Database,
    _record: Changed,
    now_ms: NowMs,
) -> ActivationRead:
    """The device is taken off for good, now or at the time given; wiped, it can be given to somebody else."""
    standing = await known_activation(database, account, activation_id)
    at = body.at or to_datetime(now_ms)
    if standing.to_at is not None and standing.to_at <= at:
        raise Problem(409, "activation_ended", activation_id=activation_id, ended_at=standing.to_at)
    if at <= standing.from_at:
        raise Problem(422, "end_before_beginning", began_at=standing.from_at)
    from_ms, to_ms = from_datetime(standing.from_at), from_datetime(at)
    await wear(database, [Wearing(standing.device_id, standing.person_id, from_ms, to_ms)])
    link = await chain_end(database, standing.device_id)
    if to_ms <= now_ms and link is not None and link.state == "fitted":
        taken = Handover("take_off", Party("account", account.login), max(to_ms, link.since_ms or 0), "")
        await move(
            database,
            standing.device_id,
            taken,
            by=account.login,
            now_ms=now_ms,
            activation_id=activation_id,
        )
    return await known_activation(database, account, activation_id)


@router.post("/activations/{activation_id}/installed")
async def confirm_installed(
    activation_id: Id,
    body: InstalledBody,
    account: Writer,
    database: Database,
    _record: Changed,
    now_ms: NowMs,
) -> ActivationRead:
    """Somebody put the unit up, or was there and saw that it stands: from then on its word counts (again)."""
    standing = await known_activation(database, account, activation_id)
    installed = _installed(body, now_ms)
    from_ms = from_datetime(standing.from_at)
    to_ms = None if standing.to_at is None else from_datetime(standing.to_at)
    if installed is not None and (
        installed.at_ms > now_ms or (to_ms is not None and installed.at_ms >= to_ms)
    ):
        raise Problem(422, "installed_when")
    await wear(database, [Wearing(standing.device_id, standing.person_id, from_ms, to_ms, installed)])
    return await known_activation(database, account, activation_id)


def _installed(body: InstalledBody | None, now_ms: int) -> Installed | None:
    if body is None:
        return None
    return Installed(body.lat, body.lon, now_ms if body.at is None else from_datetime(body.at))


def _refuse_unready(device: DeviceRead) -> None:
    # One that is worn is refused with who wears it, by the writing itself.
    if device.state == "fitted":
        return
    try:
        after(device.state, "import")
    except StepRefused as refused:
        raise Problem(409, refused) from refused


async def wear(database: Connection, wearings: Sequence[Wearing]) -> list[int]:
    """Writes activations and gives the ids of the new ones. Raises Problem 409 where two claim one device."""
    try:
        _, created = await write_activations(database, wearings)
    except OverlapError as overlap:
        raise Problem(409, overlap) from overlap
    except psycopg.errors.ExclusionViolation as overlap:
        raise Problem(409, "device_given_away") from overlap
    return created


async def known_activation(database: Connection, account: Account, activation_id: int) -> ActivationRead:
    """Raises Problem 404."""
    chosen = {"activation_id": activation_id, "person_id": None, "device_id": None, "at": None}
    rows = await page_rows(database, "activations", account, 0, 1, chosen)
    if not rows:
        raise Problem(404, "no_activation", activation_id=activation_id, see="GET /api/activations")
    return ActivationRead.model_validate(rows[0])
