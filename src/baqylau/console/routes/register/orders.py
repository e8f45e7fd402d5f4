"""A person's orders with their versions, and what binds the person at an instant."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime, ValidationError

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem, faults
from baqylau.console.recording import Record, opens, records
from baqylau.console.routes.register.asking import (
    EndBody,
    Id,
    NowMs,
    register_rows,
)
from baqylau.console.routes.register.order_shapes import (
    ConditionInForce,
    OrderBody,
    OrderRead,
    VersionBody,
    VersionRead,
)
from baqylau.console.routes.register.people import PersonRead, known_person
from baqylau.console.routes.register.refusing import register_router
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.platform.refusal import Refusal
from baqylau.register.order import Condition, Order
from baqylau.register.replacing import Decision, ReplacementError, ended
from baqylau.register.write_orders import DecisionsRefused, write_decisions

router = register_router()

Reader = Annotated[Account, require("orders.read")]
Writer = Annotated[Account, require("orders.write")]
Opened = Annotated[Record, opens("order")]
Changed = Annotated[Record, records("write", "order")]


@router.get("/people/{person_id}/orders")
async def list_orders(
    person_id: Id,
    account: Reader,
    database: Database,
    _record: Opened,
) -> list[OrderRead]:
    """All orders of a person with all their versions, ended ones too."""
    await known_person(database, account, person_id)
    return await _orders(database, account, person_id=person_id)


@router.get("/people/{person_id}/conditions")
async def list_conditions(
    person_id: Id,
    account: Reader,
    database: Database,
    _record: Annotated[Record, opens("condition")],
    now_ms: NowMs,
    at: Annotated[
        AwareDatetime | None, Query(description="The instant in question; without it: now.")
    ] = None,
) -> list[ConditionInForce]:
    """The conditions that bind a person at an instant, with the order and version each follows from."""
    await known_person(database, account, person_id)
    values = {"person_id": person_id, "at": at or to_datetime(now_ms)}
    return [
        ConditionInForce.model_validate(row) for row in await register_rows(database, "conditions", values)
    ]


@router.post("/people/{person_id}/orders", status_code=201)
async def create_order(
    person_id: Id,
    body: OrderBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> OrderRead:
    """A court's order for a person. Its places are made with it, or found if they are there already."""
    person = await known_person(database, account, person_id)
    standing = await _orders(database, account, person_id=person_id)
    for order in standing:
        if body.number in {order.number, *(version.number for version in order.versions)}:
            raise Problem(
                409,
                "order_number_there",
                number=body.number,
                see=f"POST /api/orders/{order.order_id}/versions",
            )
    await _decide(database, person, body, now_ms)
    order = (await _orders(database, account, person_id=person_id))[-1]
    record.made(order.order_id)
    return order


@router.get("/orders/{order_id}")
async def read_order(
    order_id: Id,
    account: Reader,
    database: Database,
    _record: Opened,
) -> OrderRead:
    """One order with all its versions."""
    return await known_order(database, account, order_id)


@router.post("/orders/{order_id}/versions", status_code=201)
async def replace_order(
    order_id: Id,
    body: VersionBody,
    account: Writer,
    database: Database,
    _record: Changed,
    now_ms: NowMs,
) -> OrderRead:
    """A new version in place of the latest one, which stays on record. An equal one changes nothing."""
    await register_rows(database, "lock_order", {"order_id": order_id})
    standing = await known_order(database, account, order_id)
    latest = standing.versions[-1]
    if latest.version != body.replaces_version:
        raise Problem(
            409,
            "order_changed",
            version=latest.version,
            seen_version=body.replaces_version,
            more={"version": latest.version},
        )
    person = await known_person(database, account, standing.person_id)
    await _decide(database, person, body, now_ms, replaces=latest.number)
    return await known_order(database, account, order_id)


@router.post("/orders/{order_id}/end")
async def end_order(
    order_id: Id,
    body: EndBody,
    account: Writer,
    database: Database,
    _record: Changed,
    now_ms: NowMs,
) -> OrderRead:
    """Ends an order before its time: a new version that differs in its end alone."""
    await register_rows(database, "lock_order", {"order_id": order_id})
    standing = await known_order(database, account, order_id)
    person = await known_person(database, account, standing.person_id)
    latest = standing.versions[-1]
    at = body.at or to_datetime(now_ms)
    order = _published(person, latest, latest.number)
    from_ms = max(min(now_ms, from_datetime(at)), from_datetime(latest.in_force.from_))
    try:
        decision = Decision(person.person_id, ended(order, at), latest.issued_on, from_ms)
        await write_decisions(database, [decision], now_ms)
    except (ReplacementError, DecisionsRefused) as refused:
        raise Problem(409, _reason(refused)) from refused
    return await known_order(database, account, order_id)


def _reason(refused: ReplacementError | DecisionsRefused) -> Refusal:
    """Of the one decision that was to be written."""
    return refused.refusals[0][1] if isinstance(refused, DecisionsRefused) else refused


async def _decide(
    database: Connection, person: PersonRead, body: OrderBody, now_ms: int, *, replaces: str | None = None
) -> None:
    from_ms = None if body.in_force_from is None else from_datetime(body.in_force_from)
    try:
        order = _published(person, body, replaces)
        decision = Decision(person.person_id, order, body.issued_on, from_ms)
        await write_decisions(database, [decision], now_ms)
    except DecisionsRefused as refused:
        raise Problem(409, _reason(refused)) from refused
    except ValidationError as refused:
        raise Problem(422, "order_refused", **faults(refused.errors())) from refused


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
    return [OrderRead.model_validate(row) for row in await register_rows(database, "orders", values)]


async def known_order(database: Connection, account: Account, order_id: int) -> OrderRead:
    """Raises Problem 404."""
    found = await _orders(database, account, order_id=order_id)
    if not found:
        raise Problem(404, "no_order", order_id=order_id, see="GET /api/people/{person_id}/orders")
    return found[0]
