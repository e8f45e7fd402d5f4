"""Findings with their grounds."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from baqylau.console.access import Account, require
from baqylau.console.database import Database, first, rows
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens, records
from baqylau.console.routes.shapes import FindingPage, FindingShown

router = APIRouter(tags=["findings"])

Reader = Annotated[Account, require("findings.read")]


@router.get("/api/findings")
async def list_findings(
    account: Reader,
    database: Database,
    record: Annotated[Record, opens("finding")],
    person_id: int | None = None,
    kind: str | None = None,
    withdrawn: Annotated[
        bool | None, Query(description="only withdrawn ones, or only those that stand")
    ] = None,
    began_from: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    began_to: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> FindingPage:
    """The newest to be visible first."""
    visible, number = _place(after)
    found = await rows(
        database,
        "list_findings",
        **{"from": began_from, "to": began_to},
        person_id=person_id,
        kind=kind,
        withdrawn=withdrawn,
        before_visible=visible,
        before_id=number,
        account_office=account.office_id,
        limit=limit + 1,
    )
    page = [FindingShown(**row) for row in found[:limit]]
    record.saw(one.person_id for one in page)
    last = page[-1] if len(found) > limit else None
    return FindingPage(
        findings=page, next=None if last is None else f"{last.visible_at.isoformat()}_{last.finding_id}"
    )


def _place(cursor: str | None) -> tuple[datetime | None, UUID | None]:
    if cursor is None:
        return None, None
    try:
        visible, _, number = cursor.replace(" ", "+").partition("_")
        return datetime.fromisoformat(visible), UUID(number)
    except ValueError as cause:
        raise Problem(422, "page_cursor") from cause


@router.get("/api/findings/{finding_id}")
async def read_finding(
    finding_id: UUID,
    account: Reader,
    database: Database,
    _record: Annotated[Record, records("read", "finding")],
) -> FindingShown:
    """One finding; `because` names the observations and thresholds it rests on."""
    row = await first(database, "one_finding", finding_id=finding_id, account_office=account.office_id)
    if row is None:
        raise Problem(404, "no_finding", finding_id=str(finding_id))
    return FindingShown(**row)
