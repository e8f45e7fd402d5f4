"""What devices sent and we refused."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from baqylau.console.access import Account, require
from baqylau.console.database import Database, first, rows
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.shapes import Quarantined, QuarantinePage, RefusedDevice, RefusedPage

router = APIRouter(tags=["quarantine"])

Reader = Annotated[Account, require("quarantine.read")]


@router.get("/api/quarantine")
async def list_quarantine(
    _account: Reader,
    database: Database,
    _record: Annotated[Record, records("read", "quarantine")],
    protocol: str | None = None,
    device: str | None = None,
    after: Annotated[int | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> QuarantinePage:
    """Frames that were refused, the newest first: which byte, which field, what was wrong."""
    found = await rows(
        database, "list_quarantine", before=after, protocol=protocol, device=device, limit=limit + 1
    )
    page = [Quarantined(**row) for row in found[:limit]]
    return QuarantinePage(frames=page, next=page[-1].quarantine_id if len(found) > limit else None)


@router.get("/api/quarantine/refused", dependencies=[impersonal("devices that nobody registered")])
async def list_refused(
    _account: Reader,
    database: Database,
    after: Annotated[int, Query(ge=0, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> RefusedPage:
    """Devices that spoke to us and are not in the register, the latest first."""
    found = await rows(database, "refused_devices", offset=after, limit=limit + 1)
    page = [RefusedDevice(**row) for row in found[:limit]]
    return RefusedPage(devices=page, next=after + limit if len(found) > limit else None)


@router.get("/api/quarantine/{quarantine_id}")
async def read_quarantined(
    quarantine_id: int,
    _account: Reader,
    database: Database,
    _record: Annotated[Record, records("read", "quarantine")],
) -> Quarantined:
    """One frame with all its bytes."""
    row = await first(database, "one_quarantined", quarantine_id=quarantine_id)
    if row is None:
        raise Problem(404, "no_frame", quarantine_id=quarantine_id)
    return Quarantined(**row)
