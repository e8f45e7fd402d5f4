"""Whom a bound person must keep away from: consent, devices, and how far apart they are now.

The position of the protected person is in no answer here: an operator is told a distance and two ages.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens, records
from baqylau.console.routes.register.asking import Id, NowMs
from baqylau.console.routes.register.people import known_person
from baqylau.console.routes.register.refusing import register_router
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.register.protection import Consent, ProtectedPerson
from baqylau.rules.apart import distance_m
from baqylau.rules.positions import Fix

router = register_router()

_SQL = load_queries("baqylau.console.routes", "protections.sql")

Reader = Annotated[Account, require("protections.read")]
Writer = Annotated[Account, require("protections.write")]
Opened = Annotated[Record, opens("person")]
Changed = Annotated[Record, records("write", "protection")]

State = Literal["watched", "no_device", "no_condition", "consent_ended", "withdrawn"]


class Apart(BaseModel):
    """Between the newest fixes of the two, each with its time and accuracy; `metres` is between the middles."""

    metres: int
    bound_at: datetime
    bound_accuracy_m: float | None
    protected_at: datetime
    protected_accuracy_m: float | None


class CarriedDevice(BaseModel):
    device_id: int
    identity: str
    from_at: datetime
    to_at: datetime | None
    heard_at: datetime | None


class ProtectionRead(BaseModel):
    """state: whether the duty is watched, and if not, what is missing. reachable: an address to tell them is known."""

    protection_id: int
    code: str
    name: str
    language: str
    reachable: bool
    consent_from: datetime
    consent_to: datetime
    withdrawn_at: datetime | None
    state: State
    condition: str | None
    ordered_m: float | None
    devices: list[CarriedDevice]
    apart: Apart | None


class UnprotectedRead(BaseModel):
    """A condition of an order in force that names somebody of whom there is no consent."""

    condition: str
    code: str
    distance_m: float


class ProtectionsRead(BaseModel):
    protections: list[ProtectionRead]
    without_consent: list[UnprotectedRead]


class ProtectionBody(BaseModel):
    """protected: who; one that is known under this code is brought up to date. consent: in writing, from … to …."""

    model_config = ConfigDict(extra="forbid")

    protected: ProtectedPerson
    consent: Consent


class CarryBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    identity: str = Field(min_length=1, max_length=64, description="Of a device of the register.")
    from_: AwareDatetime | None = Field(None, alias="from", description="Without it: now.")


@router.get("/people/{person_id}/protections")
async def list_protections(
    person_id: Id, account: Reader, database: Database, now_ms: NowMs, _record: Opened
) -> ProtectionsRead:
    """Consents, newest first, and the conditions that nobody has consented to yet."""
    await known_person(database, account, person_id)
    return await _read(database, person_id, now_ms)


@router.post("/people/{person_id}/protections", status_code=201)
async def record_consent(
    person_id: Id,
    body: ProtectionBody,
    account: Writer,
    database: Database,
    now_ms: NowMs,
    record: Changed,
) -> ProtectionsRead:
    """A protected person consents to be heard because of this bound person."""
    await known_person(database, account, person_id)
    protected = await _one(
        database, "write_protected", **body.protected.model_dump(), person_id=person_id, account=account
    )
    if protected is None:
        raise Problem(404, "protected_code_elsewhere")
    made = await _one(
        database,
        "write_consent",
        protected_id=protected,
        person_id=person_id,
        consent_from=body.consent.from_,
        consent_to=body.consent.to,
        recorded_by=account.login,
    )
    record.made(str(made), person_id)
    return await _read(database, person_id, now_ms)


@router.post("/people/{person_id}/protections/{protection_id}/withdraw")
async def withdraw_consent(
    person_id: Id,
    protection_id: Id,
    account: Writer,
    database: Database,
    now_ms: NowMs,
    _record: Changed,
) -> ProtectionsRead:
    """The consent ends now: nothing that their device says is kept from here on."""
    await known_person(database, account, person_id)
    ended = await _one(
        database,
        "withdraw_consent",
        protection_id=protection_id,
        person_id=person_id,
        now=to_datetime(now_ms),
        login=account.login,
    )
    if ended is None:
        raise Problem(409, "no_consent")
    return await _read(database, person_id, now_ms)


@router.post("/people/{person_id}/protections/{protection_id}/devices", status_code=201)
async def give_device(
    person_id: Id,
    protection_id: Id,
    body: CarryBody,
    account: Writer,
    database: Database,
    now_ms: NowMs,
    _record: Changed,
) -> ProtectionsRead:
    """The protected person carries a device from now on; one that somebody wears is refused."""
    await known_person(database, account, person_id)
    begun = await _one(
        database,
        "give_device",
        protection_id=protection_id,
        person_id=person_id,
        identity=body.identity,
        begins=body.from_ or to_datetime(now_ms),
    )
    if begun is None:
        raise Problem(404, "no_protection_or_device", identity=body.identity)
    return await _read(database, person_id, now_ms)


@router.post("/people/{person_id}/protections/{protection_id}/devices/{device_id}/return")
async def take_device_back(
    person_id: Id,
    protection_id: Id,
    device_id: Id,
    account: Writer,
    database: Database,
    now_ms: NowMs,
    _record: Changed,
) -> ProtectionsRead:
    """The protected person has given the device back."""
    await known_person(database, account, person_id)
    ended = await _one(
        database,
        "take_device_back",
        protection_id=protection_id,
        person_id=person_id,
        device_id=device_id,
        now=to_datetime(now_ms),
    )
    if ended is None:
        raise Problem(409, "not_carried")
    return await _read(database, person_id, now_ms)


async def _one(
    database: Connection, query: str, account: Account | None = None, **values: object
) -> int | None:
    """The id that a statement made or changed; None when it found nothing to do."""
    seen = {} if account is None else {"account_office": account.office_id}
    row = await (await database.execute(_SQL[query], values | seen)).fetchone()
    return None if row is None else int(next(iter(row.values())))


async def _read(database: Connection, person_id: int, now_ms: int) -> ProtectionsRead:
    asked = {"person_id": person_id, "now": to_datetime(now_ms)}
    found = await (await database.execute(_SQL["protections"], asked)).fetchall()
    missing = await (await database.execute(_SQL["without_consent"], asked)).fetchall()
    return ProtectionsRead(
        protections=[_protection(row, to_datetime(now_ms)) for row in found],
        without_consent=[UnprotectedRead.model_validate(row) for row in missing],
    )


def _protection(row: dict[str, object], now: datetime) -> ProtectionRead:
    shown = {name: row[name] for name in ProtectionRead.model_fields if name in row}
    return ProtectionRead.model_validate(shown | {"state": _state(row, now), "apart": _apart(row)})


def _state(row: dict[str, object], now: datetime) -> State:
    if row["withdrawn_at"] is not None:
        return "withdrawn"
    consent_from, consent_to = row["consent_from"], row["consent_to"]
    assert isinstance(consent_from, datetime)
    assert isinstance(consent_to, datetime)
    if not consent_from <= now < consent_to:
        return "consent_ended"
    if row["condition"] is None:
        return "no_condition"
    devices = row["devices"]
    assert isinstance(devices, list)
    return "watched" if any(one["to_at"] is None for one in devices) else "no_device"


def _apart(row: dict[str, object]) -> Apart | None:
    mine, theirs = row["bound_fix"], row["protected_fix"]
    if not isinstance(mine, dict) or not isinstance(theirs, dict):
        return None
    return Apart(
        metres=round(distance_m(_fix(mine), _fix(theirs))),
        bound_at=mine["at"],
        bound_accuracy_m=mine["accuracy_m"],
        protected_at=theirs["at"],
        protected_accuracy_m=theirs["accuracy_m"],
    )


def _fix(fix: dict[str, float]) -> Fix:
    return (0, 0, 0, 0, fix["lat"], fix["lon"], 0.0, 0.0)
