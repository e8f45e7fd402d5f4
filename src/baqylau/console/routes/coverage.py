"""Places where a person's device often loses contact: proposed by the system, decided by a supervisor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens, records
from baqylau.console.routes.register.asking import Id, NowMs
from baqylau.console.routes.register.people import known_person
from baqylau.console.routes.register.refusing import register_router
from baqylau.incidents.figures import in_force
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries

router = register_router()

_SQL = load_queries("baqylau.console.routes", "coverage.sql")


class CoverageRead(BaseModel):
    """A circle in which contact was lost `losses` times, the longest for `longest_s` seconds."""

    coverage_id: int
    lat: float | None = Field(description="null where no condition needs positions")
    lon: float | None
    radius_m: float
    losses: int
    longest_s: int
    first_at: datetime
    last_at: datetime
    state: Literal["proposed", "confirmed", "rejected"]
    decided_by: str | None
    decided_at: datetime | None
    valid_to: datetime | None
    note: str


class CoverageList(BaseModel):
    places: list[CoverageRead]


class DecisionBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    decision: Literal["confirmed", "rejected"]
    note: str = Field(min_length=1, max_length=500, description="What is there, and how it was looked into.")


@router.get("/people/{person_id}/coverage")
async def list_coverage(
    person_id: Id,
    account: Annotated[Account, require("coverage.read")],
    database: Database,
    now_ms: NowMs,
    _record: Annotated[Record, opens("person")],
) -> CoverageList:
    """Proposals first, then what was decided, newest first."""
    await known_person(database, account, person_id)
    return await _read(database, person_id, now_ms)


@router.post("/people/{person_id}/coverage/{coverage_id}")
async def decide_coverage(
    person_id: Id,
    coverage_id: Id,
    body: DecisionBody,
    account: Annotated[Account, require("coverage.decide")],
    database: Database,
    now_ms: NowMs,
    _record: Annotated[Record, records("write", "coverage")],
) -> CoverageList:
    """A confirmed place explains silences as long as those before it, for three months; see the terms of coverage."""
    await known_person(database, account, person_id)
    now = to_datetime(now_ms)
    valid_to = now + timedelta(milliseconds=(await in_force(database)).terms.coverage.confirmed_for_ms)
    decided = await database.execute(
        _SQL["decide"],
        {
            "coverage_id": coverage_id,
            "person_id": person_id,
            "state": body.decision,
            "note": body.note,
            "login": account.login,
            "now": now,
            "valid_to": valid_to if body.decision == "confirmed" else None,
        },
    )
    if decided.rowcount == 0:
        raise Problem(404, "no_coverage", coverage_id=coverage_id)
    return await _read(database, person_id, now_ms)


async def _read(database: Connection, person_id: int, now_ms: int) -> CoverageList:
    asked = {"person_id": person_id, "now": to_datetime(now_ms)}
    rows = await (await database.execute(_SQL["coverage"], asked)).fetchall()
    return CoverageList(places=[CoverageRead.model_validate(row) for row in rows])
