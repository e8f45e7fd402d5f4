"""People under supervision."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens, records
from baqylau.console.routes.register.asking import (
    After,
    Id,
    Limit,
    Page,
    page_rows,
    paged,
)
from baqylau.console.routes.register.checks import (
    need_own_office,
    need_reference,
    refuse_known,
    refuse_other_key,
)
from baqylau.console.routes.register.refusing import register_router
from baqylau.register.person import Person
from baqylau.register.writing import (
    known_ids,
    write_people,
)

router = register_router()

Reader = Annotated[Account, require("people.read")]
Writer = Annotated[Account, require("people.write")]
Seen = Annotated[Record, records("read", "person")]
Opened = Annotated[Record, opens("person")]
Changed = Annotated[Record, records("write", "person")]


class PersonRead(Person):
    person_id: int


@router.get("/people")
async def list_people(
    account: Reader,
    database: Database,
    record: Seen,
    office: Annotated[str | None, Query(description="Only of the office with this code.")] = None,
    search: Annotated[str | None, Query(description="An IIN, or the beginning of a name.")] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[PersonRead]:
    """People under supervision, by id."""
    chosen = {"person_id": None, "office": office, "search": search}
    rows = await page_rows(database, "people", account, after, limit, chosen)
    record.saw(row["person_id"] for row in rows)
    return paged([PersonRead.model_validate(row) for row in rows], rows, "person_id", limit)


@router.post("/people", status_code=201)
async def create_person(
    body: Person,
    account: Writer,
    database: Database,
    record: Changed,
) -> PersonRead:
    """A new person; the IIN is checked, and an IIN is there once."""
    await refuse_known(database, "people", body.iin, "PUT /api/people/{person_id}")
    await _write_person(database, account, body)
    ids = await known_ids(database, "people", [body.iin])
    record.made(ids[body.iin], ids[body.iin])
    return await known_person(database, account, ids[body.iin])


@router.get("/people/{person_id}")
async def read_person(
    person_id: Id,
    account: Reader,
    database: Database,
    _record: Opened,
) -> PersonRead:
    """One person."""
    return await known_person(database, account, person_id)


@router.put("/people/{person_id}")
async def replace_person(
    person_id: Id,
    body: Person,
    account: Writer,
    database: Database,
    _record: Changed,
) -> PersonRead:
    """Names, office, officer and language; the IIN stays."""
    standing = await known_person(database, account, person_id)
    refuse_other_key("iin_stays", standing.iin, body.iin)
    await _write_person(database, account, body)
    return await known_person(database, account, person_id)


async def _write_person(database: Connection, account: Account, body: Person) -> None:
    await need_own_office(database, account, body.office)
    if body.officer is not None:
        await need_reference(database, "officers", body.officer)
    await write_people(database, [body])


async def known_person(database: Connection, account: Account, person_id: int) -> PersonRead:
    """Whom the account sees under this id. Raises Problem 404."""
    chosen = {"person_id": person_id, "office": None, "search": None}
    rows = await page_rows(database, "people", account, 0, 1, chosen)
    if not rows:
        raise Problem(404, "no_person", person_id=person_id, see="GET /api/people")
    return PersonRead.model_validate(rows[0])
