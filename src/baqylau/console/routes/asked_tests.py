"""Breath tests and check-ins of one person: what came of them, and asking for one now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from psycopg.rows import DictRow, dict_row
from pydantic import BaseModel, ConfigDict, Field

from baqylau.console.access import Account, require
from baqylau.console.asked_tests import Outcome, listed
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens
from baqylau.console.routes.watch import named, now_of
from baqylau.incidents.figures import in_force
from baqylau.incidents.instants import milliseconds
from baqylau.platform.postgres import load_queries
from baqylau.protocols.catalogue import commands_of
from baqylau.register.asking import TestWanted, ask
from baqylau.rules.asked_devices import kinds_for
from baqylau.rules.thresholds import Thresholds

router = APIRouter(prefix="/api/people/{person_id}/tests", tags=["people"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
_SQL = load_queries("baqylau.console.routes", "asked_tests.sql")


class TestShown(BaseModel):
    """at: when it was due, or done where nobody asked. media: references to pictures and recordings.

    calibration_valid: null where the register does not know the calibration. outcome `tolerated`: above the limit, but
    within the tolerance of the device; `waiting`: neither done nor missed yet.
    """

    at: datetime
    until: datetime | None
    kind: Literal["breath_test", "check_in"]
    origin: Literal["set_time", "random", "on_demand", "second", "unasked"]
    condition: str | None
    request: str | None
    asked_by: str | None
    reached_at: datetime | None
    device: str | None
    done_at: datetime | None
    received_at: datetime | None
    alcohol_mg_l: float | None
    media: list[str]
    calibration: str | None
    calibration_valid: bool | None
    outcome: Outcome


class AskableCondition(BaseModel):
    condition: str
    kind: Literal["alcohol", "check_in"]
    limit_mg_l: float | None
    tolerance_mg_l: float | None


class Tests(BaseModel):
    """conditions: by which a test can be asked for now."""

    conditions: list[AskableCondition]
    tests: list[TestShown]


class TestBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    condition: str = Field(min_length=1, max_length=64, description="The id of a condition in force.")


class TestAsked(BaseModel):
    """told: whether a device takes the command; where none does the wearer has to be told another way."""

    request: str
    until: datetime
    told: bool


@router.get("")
async def list_tests(
    person_id: Id,
    request: Request,
    account: Annotated[Account, require("people.read")],
    database: Database,
    _record: Annotated[Record, opens("person")],
    days: Annotated[int, Query(ge=1, le=366)] = 30,
) -> Tests:
    """Tests and check-ins of the last days, the newest first, whoever asked and whatever came of it."""
    await _seen(database, account, person_id)
    now = now_of(request)
    span = {"person_id": person_id, "since": now - timedelta(days=days)}
    conditions = await _rows(database, "conditions_to_ask_by", person_id=person_id, now=now)
    thresholds = (await in_force(database)).thresholds
    alcohol = next((one for one in conditions if one["kind"] == "alcohol"), {})
    entries = listed(
        await _rows(database, "test_requests", **span),
        await _rows(database, "test_results", **span),
        await _rows(database, "test_findings", **span),
        _limits(alcohol, thresholds),
        timedelta(seconds=thresholds.test_early_s),
    )
    return Tests(
        conditions=[AskableCondition(**_with_limits(one, thresholds)) for one in conditions],
        tests=[TestShown(**entry) for entry in entries],
    )


@router.post("", status_code=201)
async def ask_now(
    person_id: Id,
    body: TestBody,
    request: Request,
    account: Annotated[Account, require("tests.ask")],
    database: Database,
    record: Annotated[Record, opens("person", "write")],
) -> TestAsked:
    """A test or check-in is due from now on. The purpose is kept with it."""
    await _seen(database, account, person_id)
    now = now_of(request)
    conditions = await _rows(database, "conditions_to_ask_by", person_id=person_id, now=now)
    asked_by = next((one for one in conditions if one["condition"] == body.condition), None)
    if asked_by is None:
        raise Problem(409, "no_such_test_condition", condition=body.condition)
    until = _answered_by(asked_by, (await in_force(database)).thresholds, now)
    wanted = _wanted(person_id, asked_by, account, record, (milliseconds(now), milliseconds(until)))
    await ask(database, wanted, lambda protocol, kind: kind in commands_of(protocol), milliseconds(now))
    record.note(request=wanted.request)
    (told,) = await _rows(database, "test_asked", request=wanted.request)
    return TestAsked(request=wanted.request, until=told["until_at"], told=told["command_id"] is not None)


def _answered_by(row: DictRow, thresholds: Thresholds, now: datetime) -> datetime:
    if row["answer_minutes"] is None:
        return now + timedelta(seconds=thresholds.test_answer_s)
    return now + timedelta(minutes=row["answer_minutes"])


def _wanted(
    person_id: int, row: DictRow, account: Account, record: Record, span_ms: tuple[int, int]
) -> TestWanted:
    return TestWanted(
        f"d-{uuid4().hex}",
        person_id,
        row["condition"],
        "breath_test" if row["kind"] == "alcohol" else "check_in",
        "on_demand",
        *span_ms,
        kinds_for(row["kind"], row["way"]),
        account.login,
        "" if record.purpose is None else record.purpose.code,
    )


def _limits(row: dict[str, Any], thresholds: Thresholds) -> tuple[float, float]:
    limit, tolerance = row.get("limit_mg_l"), row.get("tolerance_mg_l")
    return (
        thresholds.alcohol_limit_mg_l if limit is None else limit,
        thresholds.alcohol_tolerance_mg_l if tolerance is None else tolerance,
    )


def _with_limits(row: DictRow, thresholds: Thresholds) -> dict[str, Any]:
    limit, tolerance = _limits(row, thresholds) if row["kind"] == "alcohol" else (None, None)
    return {
        "condition": row["condition"], "kind": row["kind"], "limit_mg_l": limit, "tolerance_mg_l": tolerance,
    }  # fmt: skip


async def _seen(database: Connection, account: Account, person_id: int) -> None:
    if not await named(database, "identity", person_id=person_id, account_office=account.office_id):
        raise Problem(404, "no_person", person_id=person_id)


async def _rows(database: Connection, query: str, **values: Any) -> list[DictRow]:
    async with database.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall()
