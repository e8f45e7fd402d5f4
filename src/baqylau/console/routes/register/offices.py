"""The offices of the supervising service."""

from __future__ import annotations

from typing import Annotated

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.register.asking import (
    register_rows,
)
from baqylau.console.routes.register.checks import (
    need,
    need_reference,
    refuse_known,
    refuse_other_key,
)
from baqylau.console.routes.register.refusing import register_router
from baqylau.register.office import Office
from baqylau.register.writing import (
    write_offices,
)

router = register_router()

Reader = Annotated[Account, require("offices.read")]
Writer = Annotated[Account, require("offices.write")]
Changed = Annotated[Record, records("write", "office")]


class OfficeRead(Office):
    office_id: int


@router.get("/offices", dependencies=[impersonal("offices")])
async def list_offices(_: Reader, database: Database) -> list[OfficeRead]:
    """All offices, the republic's first."""
    return [OfficeRead.model_validate(row) for row in await register_rows(database, "offices", {})]


@router.post("/offices", status_code=201)
async def create_office(
    body: Office,
    _: Writer,
    database: Database,
    record: Changed,
) -> OfficeRead:
    """A new office under one that is there."""
    await refuse_known(database, "offices", body.code, "PUT /api/offices/{code}")
    office = await _put_office(database, body)
    record.made(office.office_id)
    return office


@router.put("/offices/{code}")
async def replace_office(
    code: str,
    body: Office,
    _: Writer,
    database: Database,
    record: Changed,
) -> OfficeRead:
    """The office's names, zone and place among the offices; its code stays."""
    await need(database, "offices", code)
    refuse_other_key("code_stays", code, body.code)
    office = await _put_office(database, body)
    record.made(office.office_id)
    return office


async def _put_office(database: Connection, body: Office) -> OfficeRead:
    if body.parent is not None:
        await need_reference(database, "offices", body.parent)
    await write_offices(database, [body])
    rows = await register_rows(database, "offices", {})
    return next(OfficeRead.model_validate(row) for row in rows if row["code"] == body.code)
