"""The register over HTTP: offices, people, orders and their versions, places, devices, activations.

An account sees and changes the people of its own office and those below it; anybody else is "not found".
Orders are never changed: a new version replaces the one before it, and both stay.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

import psycopg
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.routing import APIRoute
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, opens, records
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.protocols.catalogue import LANGUAGES
from baqylau.register.device import Device
from baqylau.register.office import Office, Officer
from baqylau.register.order import Condition, Order, Validity
from baqylau.register.person import Person
from baqylau.register.place import Place
from baqylau.register.replacing import Decision, ReplacementError, ended
from baqylau.register.write_orders import DecisionsRefused, place_ids, place_key, write_decisions
from baqylau.register.writing import (
    Kind,
    OverlapError,
    Wearing,
    known_ids,
    write_activations,
    write_devices,
    write_officers,
    write_offices,
    write_people,
)
from baqylau.register.zone import ZoneName


class _Refusing(APIRoute):
    """What only the database or the calendar finds wrong is the asker's to mend, not a failure of ours."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def refusing(request: Request) -> Response:
            try:
                return await handle(request)
            except psycopg.IntegrityError as cause:
                constraint = cause.diag.constraint_name or "a rule of the register"
                detail = (
                    f"this clashes with what the register holds ({constraint}): read it again and correct it"
                )
                raise Problem(409, detail) from cause
            except psycopg.DataError as cause:
                raise Problem(
                    422, f"the register cannot hold this: {cause.diag.message_primary or cause}"
                ) from cause
            except OverflowError as cause:
                raise Problem(422, "a date lies outside the years 1 to 9999: correct it") from cause

        return refusing


router = APIRouter(prefix="/api", tags=["register"], route_class=_Refusing)

_SQL = load_queries("baqylau.console.routes", "register.sql")

T = TypeVar("T")
LAST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LAST_ID)]
Reference = Annotated[int, Field(ge=1, le=LAST_ID)]
After = Annotated[int, Query(ge=0, le=LAST_ID, description="The `next` of the page before; 0 for the first.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]


class Page(BaseModel, Generic[T]):
    """A page of a list by id. `next`: what to give as `after` for the page that follows; null on the last one."""

    items: list[T]
    next: int | None


class OfficeRead(Office):
    office_id: int


class OfficerRead(Officer):
    officer_id: int


class PersonRead(Person):
    person_id: int


class DeviceRead(Device):
    device_id: int
    worn: bool = Field(description="Whether somebody wears it now.")


class PlaceRead(BaseModel):
    place_id: int
    person_id: int | None = Field(description="Whose place it is; null for a place that belongs to nobody.")
    name: str
    place: Place
    replaced_at: datetime | None = Field(description="When another place of this name took its place.")


class PlaceBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    place: Place
    person_id: Reference | None = Field(None, description="Whose place it is; none for a place of nobody's.")


class InForce(BaseModel):
    from_: datetime = Field(alias="from")
    to: datetime | None


class ConditionRead(Condition):
    condition_id: int
    place_id: int


class ConditionInForce(ConditionRead):
    order_id: int
    version: int


class VersionRead(BaseModel):
    """One version of an order. Its conditions hold where `valid` and `in_force` overlap."""

    version: int
    number: str
    court: str
    ground: str
    issued_on: date | None
    timezone: str
    valid: Validity
    in_force: InForce
    conditions: list[ConditionRead]


class OrderRead(BaseModel):
    order_id: int
    person_id: int
    number: str = Field(description="The number of its first version.")
    versions: list[VersionRead]


class OrderBody(BaseModel):
    """A court's decision; its conditions follow the published order format."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(min_length=1, max_length=100)
    court: str = Field(min_length=1, max_length=300)
    ground: str = Field(description="A code of the legal grounds.", examples=["restriction_of_liberty"])
    issued_on: date | None = None
    timezone: ZoneName
    valid: Validity
    conditions: tuple[Condition, ...]
    in_force_from: AwareDatetime | None = Field(
        None,
        description="From when this counts. Without it: from `valid.from`; a version whose `valid.from` is not "
        "after the start of the version it replaces counts from now.",
    )


class VersionBody(OrderBody):
    replaces_version: int = Field(
        ge=1, description="The latest version you saw; refused if there is a later one."
    )


class EndBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    at: AwareDatetime | None = Field(None, description="When it ends; without it: now.")


class ActivationBody(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    device_id: Reference
    person_id: Reference
    from_: AwareDatetime | None = Field(None, alias="from", description="Without it: now.")
    to: AwareDatetime | None = None


class ActivationRead(BaseModel):
    activation_id: int
    device_id: int
    identity: str
    person_id: int
    from_at: datetime
    to_at: datetime | None


def _now_ms(request: Request) -> int:
    now_ms: int = request.app.state.console.clock.now_ms()
    return now_ms


NowMs = Annotated[int, Depends(_now_ms)]

# Offices and officers


@router.get("/offices", dependencies=[impersonal("offices")])
async def list_offices(
    _: Annotated[Account, require("offices.read")], database: Database
) -> list[OfficeRead]:
    """All offices, the republic's first."""
    return [OfficeRead.model_validate(row) for row in await _rows(database, "offices", {})]


@router.post("/offices", status_code=201)
async def create_office(
    body: Office,
    _: Annotated[Account, require("offices.write")],
    database: Database,
    record: Annotated[Record, records("write", "office")],
) -> OfficeRead:
    """A new office under one that is there."""
    await _refuse_known(database, "offices", body.code, "change it with PUT")
    office = await _put_office(database, body)
    record.made(office.office_id)
    return office


@router.put("/offices/{code}")
async def replace_office(
    code: str,
    body: Office,
    _: Annotated[Account, require("offices.write")],
    database: Database,
    record: Annotated[Record, records("write", "office")],
) -> OfficeRead:
    """The office's names, zone and place among the offices; its code stays."""
    await _need(database, "offices", code)
    _refuse_other_key("code", code, body.code)
    office = await _put_office(database, body)
    record.made(office.office_id)
    return office


async def _put_office(database: Connection, body: Office) -> OfficeRead:
    if body.parent is not None:
        await _need_reference(database, "offices", body.parent)
    await write_offices(database, [body])
    rows = await _rows(database, "offices", {})
    return next(OfficeRead.model_validate(row) for row in rows if row["code"] == body.code)


@router.get("/officers", dependencies=[impersonal("staff, nobody supervised")])
async def list_officers(
    account: Annotated[Account, require("offices.read")], database: Database
) -> list[OfficerRead]:
    """The officers of the account's offices."""
    rows = await _rows(database, "officers", {"account_office": account.office_id})
    return [OfficerRead.model_validate(row) for row in rows]


@router.post("/officers", status_code=201)
async def create_officer(
    body: Officer,
    account: Annotated[Account, require("offices.write")],
    database: Database,
    record: Annotated[Record, records("write", "officer")],
) -> OfficerRead:
    """A new officer of an office."""
    await _refuse_known(database, "officers", body.code, "give another code")
    await _need_own_office(database, account, body.office)
    await write_officers(database, [body])
    rows = await _rows(database, "officers", {"account_office": account.office_id})
    officer = next(OfficerRead.model_validate(row) for row in rows if row["code"] == body.code)
    record.made(officer.officer_id)
    return officer


# People


@router.get("/people")
async def list_people(
    account: Annotated[Account, require("people.read")],
    database: Database,
    record: Annotated[Record, records("read", "person")],
    office: Annotated[str | None, Query(description="Only of the office with this code.")] = None,
    search: Annotated[str | None, Query(description="An IIN, or the beginning of a name.")] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[PersonRead]:
    """People under supervision, by id."""
    chosen = {"person_id": None, "office": office, "search": search}
    rows = await _page(database, "people", account, after, limit, chosen)
    record.saw(row["person_id"] for row in rows)
    return _paged([PersonRead.model_validate(row) for row in rows], rows, "person_id", limit)


@router.post("/people", status_code=201)
async def create_person(
    body: Person,
    account: Annotated[Account, require("people.write")],
    database: Database,
    record: Annotated[Record, records("write", "person")],
) -> PersonRead:
    """A new person; the IIN is checked, and an IIN is there once."""
    await _refuse_known(database, "people", body.iin, "change the person with PUT /api/people/{person_id}")
    await _write_person(database, account, body)
    ids = await known_ids(database, "people", [body.iin])
    record.made(ids[body.iin], ids[body.iin])
    return await _person(database, account, ids[body.iin])


@router.get("/people/{person_id}")
async def read_person(
    person_id: Id,
    account: Annotated[Account, require("people.read")],
    database: Database,
    _record: Annotated[Record, opens("person")],
) -> PersonRead:
    """One person."""
    return await _person(database, account, person_id)


@router.put("/people/{person_id}")
async def replace_person(
    person_id: Id,
    body: Person,
    account: Annotated[Account, require("people.write")],
    database: Database,
    _record: Annotated[Record, records("write", "person")],
) -> PersonRead:
    """Names, office, officer and language; the IIN stays."""
    standing = await _person(database, account, person_id)
    _refuse_other_key("IIN", standing.iin, body.iin)
    await _write_person(database, account, body)
    return await _person(database, account, person_id)


async def _write_person(database: Connection, account: Account, body: Person) -> None:
    await _need_own_office(database, account, body.office)
    if body.officer is not None:
        await _need_reference(database, "officers", body.officer)
    await write_people(database, [body])


async def _person(database: Connection, account: Account, person_id: int) -> PersonRead:
    chosen = {"person_id": person_id, "office": None, "search": None}
    rows = await _page(database, "people", account, 0, 1, chosen)
    if not rows:
        raise Problem(
            404, f"there is no person {person_id} in your offices; look for them with GET /api/people"
        )
    return PersonRead.model_validate(rows[0])


# Orders


@router.get("/people/{person_id}/orders")
async def list_orders(
    person_id: Id,
    account: Annotated[Account, require("orders.read")],
    database: Database,
    _record: Annotated[Record, opens("order")],
) -> list[OrderRead]:
    """All orders of a person with all their versions, ended ones too."""
    await _person(database, account, person_id)
    return await _orders(database, account, person_id=person_id)


@router.get("/people/{person_id}/conditions")
async def list_conditions(
    person_id: Id,
    account: Annotated[Account, require("orders.read")],
    database: Database,
    _record: Annotated[Record, opens("condition")],
    now_ms: NowMs,
    at: Annotated[
        AwareDatetime | None, Query(description="The instant in question; without it: now.")
    ] = None,
) -> list[ConditionInForce]:
    """The conditions that bind a person at an instant, with the order and version each follows from."""
    await _person(database, account, person_id)
    values = {"person_id": person_id, "at": at or to_datetime(now_ms)}
    return [ConditionInForce.model_validate(row) for row in await _rows(database, "conditions", values)]


@router.post("/people/{person_id}/orders", status_code=201)
async def create_order(
    person_id: Id,
    body: OrderBody,
    account: Annotated[Account, require("orders.write")],
    database: Database,
    record: Annotated[Record, records("write", "order")],
    now_ms: NowMs,
) -> OrderRead:
    """A court's order for a person. Its places are made with it, or found if they are there already."""
    person = await _person(database, account, person_id)
    standing = await _orders(database, account, person_id=person_id)
    for order in standing:
        if body.number in {order.number, *(version.number for version in order.versions)}:
            raise Problem(
                409,
                f"this person has an order {body.number}: replace it with "
                f"POST /api/orders/{order.order_id}/versions",
            )
    await _decide(database, person, body, now_ms)
    order = (await _orders(database, account, person_id=person_id))[-1]
    record.made(order.order_id)
    return order


@router.get("/orders/{order_id}")
async def read_order(
    order_id: Id,
    account: Annotated[Account, require("orders.read")],
    database: Database,
    _record: Annotated[Record, opens("order")],
) -> OrderRead:
    """One order with all its versions."""
    return await _order(database, account, order_id)


@router.post("/orders/{order_id}/versions", status_code=201)
async def replace_order(
    order_id: Id,
    body: VersionBody,
    account: Annotated[Account, require("orders.write")],
    database: Database,
    _record: Annotated[Record, records("write", "order")],
    now_ms: NowMs,
) -> OrderRead:
    """A new version in place of the latest one, which stays on record. An equal one changes nothing."""
    await _rows(database, "lock_order", {"order_id": order_id})
    standing = await _order(database, account, order_id)
    latest = standing.versions[-1]
    if latest.version != body.replaces_version:
        raise Problem(
            409,
            f"order {order_id} is at version {latest.version}, you saw {body.replaces_version}: "
            "read it again and decide anew",
            version=latest.version,
        )
    person = await _person(database, account, standing.person_id)
    await _decide(database, person, body, now_ms, replaces=latest.number)
    return await _order(database, account, order_id)


@router.post("/orders/{order_id}/end")
async def end_order(
    order_id: Id,
    body: EndBody,
    account: Annotated[Account, require("orders.write")],
    database: Database,
    _record: Annotated[Record, records("write", "order")],
    now_ms: NowMs,
) -> OrderRead:
    """Ends an order before its time: a new version that differs in its end alone."""
    await _rows(database, "lock_order", {"order_id": order_id})
    standing = await _order(database, account, order_id)
    person = await _person(database, account, standing.person_id)
    latest = standing.versions[-1]
    at = body.at or to_datetime(now_ms)
    order = _published(person, latest, latest.number)
    from_ms = max(min(now_ms, from_datetime(at)), from_datetime(latest.in_force.from_))
    try:
        decision = Decision(person.person_id, ended(order, at), latest.issued_on, from_ms)
        await write_decisions(database, [decision], now_ms)
    except (ReplacementError, DecisionsRefused) as refused:
        raise Problem(409, f"order {order_id} cannot end at {at.isoformat()}: {refused}") from refused
    return await _order(database, account, order_id)


async def _decide(
    database: Connection, person: PersonRead, body: OrderBody, now_ms: int, *, replaces: str | None = None
) -> None:
    from_ms = None if body.in_force_from is None else from_datetime(body.in_force_from)
    try:
        order = _published(person, body, replaces)
        decision = Decision(person.person_id, order, body.issued_on, from_ms)
        await write_decisions(database, [decision], now_ms)
    except DecisionsRefused as refused:
        raise Problem(409, f"the order cannot be written: {refused}") from refused
    except ValueError as refused:
        raise Problem(422, f"the order cannot be accepted: {refused}") from refused


def _published(person: PersonRead, body: OrderBody | VersionRead, replaces: str | None) -> Order:
    """The decision in the published format. Raises ValueError (pydantic's) where it breaks its rules."""
    conditions = [
        one.model_dump(by_alias=True, include=set(Condition.model_fields)) for one in body.conditions
    ]
    return Order.model_validate(
        {
            "person": {"name": person.name.cyrillic, "iin": person.iin},
            "timezone": body.timezone,
            "ground": body.ground,
            "number": body.number,
            "court": body.court,
            "valid": body.valid,
            "conditions": conditions,
            "replaces": replaces,
        }
    )


async def _orders(
    database: Connection, account: Account, *, person_id: int | None = None, order_id: int | None = None
) -> list[OrderRead]:
    values = {"account_office": account.office_id, "person_id": person_id, "order_id": order_id}
    return [OrderRead.model_validate(row) for row in await _rows(database, "orders", values)]


async def _order(database: Connection, account: Account, order_id: int) -> OrderRead:
    found = await _orders(database, account, order_id=order_id)
    if not found:
        raise Problem(
            404, f"there is no order {order_id} in your offices; see GET /api/people/{{person_id}}/orders"
        )
    return found[0]


# Places


@router.get("/places")
async def list_places(
    account: Annotated[Account, require("places.read")],
    database: Database,
    record: Annotated[Record, records("read", "place")],
    person_id: Annotated[Reference | None, Query(description="Only this person's.")] = None,
    shared: Annotated[
        bool | None, Query(description="Only those of nobody (true) or of people (false).")
    ] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[PlaceRead]:
    """The places that stand now, by id."""
    chosen = {"place_id": None, "person_id": person_id, "shared": shared}
    rows = await _page(database, "places", account, after, limit, chosen)
    record.saw(row["person_id"] for row in rows)
    return _paged([PlaceRead.model_validate(row) for row in rows], rows, "place_id", limit)


@router.post("/places", status_code=201)
async def create_place(
    body: PlaceBody,
    account: Annotated[Account, require("places.write")],
    database: Database,
    record: Annotated[Record, records("write", "place")],
    now_ms: NowMs,
) -> PlaceRead:
    """A new place. One of the same name and owner is replaced; orders made with it keep the one they have."""
    if body.person_id is not None:
        await _person(database, account, body.person_id)
    key = place_key(body.person_id, body.name, body.place)
    ids, _ = await place_ids(database, [key], now_ms)
    record.made(ids[key], body.person_id)
    return await _place(database, account, ids[key])


@router.get("/places/{place_id}")
async def read_place(
    place_id: Id,
    account: Annotated[Account, require("places.read")],
    database: Database,
    _record: Annotated[Record, records("read", "place")],
) -> PlaceRead:
    """One place, replaced ones too."""
    return await _place(database, account, place_id)


@router.put("/places/{place_id}")
async def replace_place(
    place_id: Id,
    body: Place,
    account: Annotated[Account, require("places.write")],
    database: Database,
    record: Annotated[Record, records("write", "place")],
    now_ms: NowMs,
) -> PlaceRead:
    """Another boundary under the same name, as a place of its own: replace the orders that should follow it."""
    standing = await _place(database, account, place_id)
    if standing.replaced_at is not None:
        raise Problem(409, f"place {place_id} was replaced already: replace the one that stands now")
    key = place_key(standing.person_id, standing.name, body)
    ids, _ = await place_ids(database, [key], now_ms)
    record.made(ids[key], standing.person_id)
    return await _place(database, account, ids[key])


async def _place(database: Connection, account: Account, place_id: int) -> PlaceRead:
    chosen = {"place_id": place_id, "person_id": None, "shared": None}
    rows = await _page(database, "places", account, 0, 1, chosen)
    if not rows:
        raise Problem(404, f"there is no place {place_id} in your offices; look for it with GET /api/places")
    return PlaceRead.model_validate(rows[0])


# Devices


@router.get("/devices", dependencies=[impersonal("devices, not who wears them")])
async def list_devices(
    _: Annotated[Account, require("devices.read")],
    database: Database,
    now_ms: NowMs,
    identity: Annotated[str | None, Query(description="What the device calls itself.")] = None,
    protocol: str | None = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[DeviceRead]:
    """The devices, by id."""
    chosen = {"device_id": None, "identity": identity, "protocol": protocol, "at": to_datetime(now_ms)}
    rows = await _rows(database, "devices", {**chosen, "after": after, "limit": limit})
    return _paged([DeviceRead.model_validate(row) for row in rows], rows, "device_id", limit)


@router.post("/devices", status_code=201)
async def create_device(
    body: Device,
    _: Annotated[Account, require("devices.write")],
    database: Database,
    record: Annotated[Record, records("write", "device")],
    now_ms: NowMs,
) -> DeviceRead:
    """A new device; the gateway knows it at once."""
    await _refuse_known(database, "devices", body.identity, "change it with PUT /api/devices/{device_id}")
    _refuse_unknown_language(body)
    await write_devices(database, [body])
    ids = await known_ids(database, "devices", [body.identity])
    record.made(ids[body.identity])
    return await _device(database, ids[body.identity], now_ms)


@router.get("/devices/{device_id}", dependencies=[impersonal("a device, not who wears it")])
async def read_device(
    device_id: Id, _: Annotated[Account, require("devices.read")], database: Database, now_ms: NowMs
) -> DeviceRead:
    """One device."""
    return await _device(database, device_id, now_ms)


@router.put("/devices/{device_id}")
async def replace_device(
    device_id: Id,
    body: Device,
    _: Annotated[Account, require("devices.write")],
    database: Database,
    _record: Annotated[Record, records("write", "device")],
    now_ms: NowMs,
) -> DeviceRead:
    """Protocol, kind, model, serial number and state; the identity stays."""
    standing = await _device(database, device_id, now_ms)
    _refuse_other_key("identity", standing.identity, body.identity)
    _refuse_unknown_language(body)
    await write_devices(database, [body])
    return await _device(database, device_id, now_ms)


def _refuse_unknown_language(body: Device) -> None:
    if body.protocol not in LANGUAGES:
        raise Problem(422, f"no protocol is called {body.protocol!r}; there are {', '.join(LANGUAGES)}")


async def _device(database: Connection, device_id: int, now_ms: int) -> DeviceRead:
    chosen = {"device_id": device_id, "identity": None, "protocol": None, "at": to_datetime(now_ms)}
    rows = await _rows(database, "devices", {**chosen, "after": 0, "limit": 1})
    if not rows:
        raise Problem(404, f"there is no device {device_id}; look for it with GET /api/devices?identity=")
    return DeviceRead.model_validate(rows[0])


# Activations


@router.get("/activations")
async def list_activations(
    account: Annotated[Account, require("activations.read")],
    database: Database,
    record: Annotated[Record, records("read", "activation")],
    person_id: Reference | None = None,
    device_id: Reference | None = None,
    at: Annotated[AwareDatetime | None, Query(description="Only those that hold at this instant.")] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[ActivationRead]:
    """Who wears, or wore, what, by id."""
    chosen = {"activation_id": None, "person_id": person_id, "device_id": device_id, "at": at}
    rows = await _page(database, "activations", account, after, limit, chosen)
    record.saw(row["person_id"] for row in rows)
    return _paged([ActivationRead.model_validate(row) for row in rows], rows, "activation_id", limit)


@router.post("/activations", status_code=201)
async def create_activation(
    body: ActivationBody,
    account: Annotated[Account, require("activations.write")],
    database: Database,
    record: Annotated[Record, records("write", "activation")],
    now_ms: NowMs,
) -> ActivationRead:
    """A person puts a device on. Refused while somebody else wears it."""
    await _person(database, account, body.person_id)
    await _device(database, body.device_id, now_ms)
    from_ms = now_ms if body.from_ is None else from_datetime(body.from_)
    to_ms = None if body.to is None else from_datetime(body.to)
    if to_ms is not None and to_ms <= from_ms:
        raise Problem(422, "`to` is not after `from`: a device is worn for some time")
    created = await _wear(database, Wearing(body.device_id, body.person_id, from_ms, to_ms))
    if not created:
        raise Problem(409, "this activation is there already; end it with POST /api/activations/{id}/end")
    record.made(created[0], body.person_id)
    return await _activation(database, account, created[0])


@router.get("/activations/{activation_id}")
async def read_activation(
    activation_id: Id,
    account: Annotated[Account, require("activations.read")],
    database: Database,
    _record: Annotated[Record, records("read", "activation")],
) -> ActivationRead:
    """One activation."""
    return await _activation(database, account, activation_id)


@router.post("/activations/{activation_id}/end")
async def end_activation(
    activation_id: Id,
    body: EndBody,
    account: Annotated[Account, require("activations.write")],
    database: Database,
    _record: Annotated[Record, records("write", "activation")],
    now_ms: NowMs,
) -> ActivationRead:
    """The device is taken off for good, now or at the time given; it can then be given to somebody else."""
    standing = await _activation(database, account, activation_id)
    at = body.at or to_datetime(now_ms)
    if standing.to_at is not None and standing.to_at <= at:
        raise Problem(409, f"activation {activation_id} already ended at {standing.to_at.isoformat()}")
    if at <= standing.from_at:
        raise Problem(422, f"it began at {standing.from_at.isoformat()}: give a later end")
    from_ms, to_ms = from_datetime(standing.from_at), from_datetime(at)
    await _wear(database, Wearing(standing.device_id, standing.person_id, from_ms, to_ms))
    return await _activation(database, account, activation_id)


async def _wear(database: Connection, wearing: Wearing) -> list[int]:
    try:
        _, created = await write_activations(database, [wearing])
    except OverlapError as overlap:
        raise Problem(409, str(overlap)) from overlap
    except psycopg.errors.ExclusionViolation as overlap:
        raise Problem(409, "somebody else was given this device just now: read it again") from overlap
    return created


async def _activation(database: Connection, account: Account, activation_id: int) -> ActivationRead:
    chosen = {"activation_id": activation_id, "person_id": None, "device_id": None, "at": None}
    rows = await _page(database, "activations", account, 0, 1, chosen)
    if not rows:
        raise Problem(
            404, f"there is no activation {activation_id} in your offices; see GET /api/activations"
        )
    return ActivationRead.model_validate(rows[0])


# What they share


async def _rows(database: Connection, query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return await (await database.execute(_SQL[query], values)).fetchall()


async def _page(
    database: Connection, query: str, account: Account, after: int, limit: int, chosen: Mapping[str, Any]
) -> list[dict[str, Any]]:
    values = {"account_office": account.office_id, "after": after, "limit": limit, **chosen}
    return await _rows(database, query, values)


def _paged(items: list[T], rows: list[dict[str, Any]], key: str, limit: int) -> Page[T]:
    return Page[T](items=items, next=rows[-1][key] if len(rows) == limit else None)


async def _need(database: Connection, kind: Kind, key: str) -> None:
    if key not in await known_ids(database, kind, [key]):
        raise Problem(404, f"there is no {key!r} among the {kind}")


async def _need_reference(database: Connection, kind: Kind, key: str) -> None:
    if key not in await known_ids(database, kind, [key]):
        raise Problem(422, f"there is no {key!r} among the {kind}: create it first, or correct the code")


async def _need_own_office(database: Connection, account: Account, code: str) -> None:
    values = {"account_office": account.office_id, "code": code}
    rows = await _rows(database, "office_is_seen", values)
    if not rows or not rows[0]["seen"]:
        raise Problem(422, f"there is no office {code!r} among yours; see GET /api/offices")


async def _refuse_known(database: Connection, kind: Kind, key: str, instead: str) -> None:
    if key in await known_ids(database, kind, [key]):
        raise Problem(409, f"{key!r} is already among the {kind}: {instead}")


def _refuse_other_key(name: str, standing: str, given: str) -> None:
    if standing != given:
        raise Problem(422, f"the {name} is {standing!r} and stays; leave it as it is")
