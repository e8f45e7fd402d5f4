"""The officers of the offices."""

from __future__ import annotations

from typing import Annotated

from baqylau.console.access import Account, require
from baqylau.console.database import Database
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.register.asking import (
    register_rows,
)
from baqylau.console.routes.register.checks import (
    need_own_office,
    refuse_known,
)
from baqylau.console.routes.register.refusing import register_router
from baqylau.register.office import Officer
from baqylau.register.writing import (
    write_officers,
)

router = register_router()

Reader = Annotated[Account, require("offices.read")]
Writer = Annotated[Account, require("offices.write")]
Changed = Annotated[Record, records("write", "officer")]


class OfficerRead(Officer):
    officer_id: int


@router.get("/officers", dependencies=[impersonal("staff, nobody supervised")])
async def list_officers(account: Reader, database: Database) -> list[OfficerRead]:
    """The officers of the account's offices."""
    rows = await register_rows(database, "officers", {"account_office": account.office_id})
    return [OfficerRead.model_validate(row) for row in rows]


@router.post("/officers", status_code=201)
async def create_officer(
    body: Officer,
    account: Writer,
    database: Database,
    record: Changed,
) -> OfficerRead:
    """A new officer of an office."""
    await refuse_known(database, "officers", body.code, "GET /api/officers")
    await need_own_office(database, account, body.office)
    await write_officers(database, [body])
    rows = await register_rows(database, "officers", {"account_office": account.office_id})
    officer = next(OfficerRead.model_validate(row) for row in rows if row["code"] == body.code)
    record.made(officer.officer_id)
    return officer
