"""A draft order tried on what the person has done lately, before a court's decision is written."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Request
from psycopg.rows import DictRow
from pydantic import BaseModel, Field, ValidationError

from baqylau.console.access import Account, require
from baqylau.console.database import Database, first
from baqylau.console.feasible import warnings_of
from baqylau.console.problems import Problem, faults
from baqylau.console.recording import Record, opens
from baqylau.console.routes.register.order_shapes import OrderBody
from baqylau.console.routes.shapes import SOURCES
from baqylau.console.routes.watch import now_of
from baqylau.incidents.figures import in_force
from baqylau.incidents.instants import instant, milliseconds
from baqylau.observations.kinds import Position
from baqylau.observations.reports import observation_id
from baqylau.platform.postgres import load_queries
from baqylau.register.order import TEST_KINDS, Order, OrderVersion
from baqylau.register.store import supervised_person
from baqylau.register.supervised import SupervisedPerson
from baqylau.rules.finding import POSITIONAL, Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import compile_programme
from baqylau.rules.state import Heard
from baqylau.rules.thresholds import Thresholds

router = APIRouter(prefix="/api/people/{person_id}/orders/draft", tags=["orders"])

QUERIES = load_queries("baqylau.console.routes", "drafts.sql")
MOST_FIXES = 200_000
UNTRIED = dict.fromkeys(TEST_KINDS, "tests_not_tried") | {"protection": "protection_not_tried"}
"""Kinds of which a trial says nothing, and how that is said: nobody was asked for a test that was not ordered, and
positions of a protected person are kept for nobody's trial."""
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


class Draft(BaseModel):
    model_config = {"extra": "forbid"}

    order: OrderBody
    days: int = Field(30, ge=1, le=31)


class WouldBeFound(BaseModel):
    finding_id: str
    condition: str | None
    kind: str
    severity: str
    began_at: datetime
    decided_at: datetime
    ended_at: datetime | None
    late: bool
    because: list[Any]


class Warning(BaseModel):
    code: str
    condition: str | None
    other: str | None
    metres: float | None


class Tried(BaseModel):
    """standing_by_kind: what the orders in force found in the same time."""

    begins: datetime = Field(serialization_alias="from")
    ends: datetime = Field(serialization_alias="to")
    observations: int
    took_ms: int
    findings: list[WouldBeFound]
    by_kind: dict[str, int]
    standing_by_kind: dict[str, int]
    warnings: list[Warning]


@router.post("/try")
async def try_draft(
    person_id: Id,
    body: Draft,
    request: Request,
    account: Annotated[Account, require("orders.write")],
    database: Database,
    _record: Annotated[Record, opens("person")],
) -> Tried:
    """What the rules would have found by this order in the last days. Nothing is written."""
    if await first(database, "person_seen", person_id=person_id, account_office=account.office_id) is None:
        raise Problem(404, "no_person", person_id=person_id)
    order = _order(body.order)
    ends = now_of(request)
    span: dict[str, Any] = {"person_id": person_id, "from": ends - timedelta(days=body.days), "to": ends}
    found = await (
        await database.execute(QUERIES["fixes_heard"], span | {"limit": MOST_FIXES + 1})
    ).fetchall()
    if len(found) > MOST_FIXES:
        raise Problem(422, "too_many_fixes", most=MOST_FIXES)
    person = await supervised_person(database, person_id)
    standing = await (await database.execute(QUERIES["standing_by_kind"], span)).fetchall()
    thresholds = (await in_force(database)).thresholds
    begun_s = time.perf_counter()
    # As if it had been in force all that time: that is the question.
    version = OrderVersion(
        order=order, in_force_from_ms=milliseconds(span["from"]), in_force_to_ms=milliseconds(ends)
    )
    findings = await asyncio.to_thread(
        _replayed,
        person or SupervisedPerson(person_id, (), ()),
        version,
        found,
        milliseconds(ends),
        thresholds,
    )
    warnings = [
        Warning(code=one.code, condition=one.condition, other=one.other, metres=one.metres)
        for one in warnings_of(order.conditions)
    ]
    warnings += [
        Warning(code=code, condition=None, other=None, metres=None)
        for code in sorted({UNTRIED[one.kind] for one in order.conditions if one.kind in UNTRIED})
    ]
    if not found:
        warnings.append(Warning(code="no_data", condition=None, other=None, metres=None))
    return Tried(
        begins=span["from"],
        ends=ends,
        observations=len(found),
        took_ms=round((time.perf_counter() - begun_s) * 1000),
        findings=[_shown(one) for one in findings],
        by_kind=dict(Counter(one.kind for one in findings)),
        standing_by_kind={row["kind"]: row["findings"] for row in standing},
        warnings=warnings,
    )


def _order(body: OrderBody) -> Order:
    given = body.model_dump(
        mode="json", by_alias=True, exclude={"issued_on", "in_force_from", "replaces_version"}
    )
    try:
        return Order.model_validate(given | {"person": {"name": "draft"}})
    except ValidationError as refused:
        raise Problem(422, "order_refused", **faults(refused.errors())) from refused


def _replayed(
    person: SupervisedPerson,
    version: OrderVersion,
    found: Sequence[DictRow],
    now_ms: int,
    thresholds: Thresholds,
) -> list[Finding]:
    """Findings about the order's conditions; what a device says of itself no order changes."""
    tried = version.model_copy(update={"order": _triable(version.order)})
    offline = Offline(compile_programme(person.person_id, [tried], person.worn, thresholds, person.devices))
    for received_at, together in groupby(found, key=lambda row: row["received_at"]):
        offline.hear([_heard(row) for row in together], milliseconds(received_at))
    offline.hear([], now_ms)
    return [one for one in offline.findings() if one.kind in POSITIONAL and one.withdrawn_ms is None]


def _triable(order: Order) -> Order:
    """The order with only the conditions that past fixes can tell about; there may be none of them."""
    kept = tuple(one for one in order.conditions if one.kind not in UNTRIED)
    return order.model_copy(update={"conditions": kept})


def _heard(row: DictRow) -> Heard:
    position = Position(
        milliseconds(row["happened_at"]),
        row["lat"],
        row["lon"],
        row["valid"],
        SOURCES[row["source"]],  # type: ignore[arg-type]
        row["accuracy_m"],
        row["hdop"],
        archived=row["archived"],
    )
    number = observation_id(row["frame_id"], row["ordinal"])
    return Heard(position, milliseconds(row["received_at"]), number, row["device_id"])


def _shown(finding: Finding) -> WouldBeFound:
    return WouldBeFound(
        finding_id=finding.finding_id,
        condition=finding.condition,
        kind=finding.kind,
        severity=finding.severity,
        began_at=instant(finding.began_ms),
        decided_at=instant(finding.decided_ms),
        ended_at=instant(finding.ended_ms),
        late=finding.late,
        because=msgspec.to_builtins(finding.because),
    )
