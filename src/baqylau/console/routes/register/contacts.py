"""How a person is reached beside the device: read and written by who watches over them, each change in the ledger."""

from __future__ import annotations

from typing import Annotated

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.recording import Record, opens, records
from baqylau.console.routes.register.asking import Id, register_rows
from baqylau.console.routes.register.people import known_person
from baqylau.console.routes.register.refusing import register_router
from baqylau.register.contact import Contact
from baqylau.register.writing import write_contacts

router = register_router()


@router.get("/people/{person_id}/contact")
async def read_contact(
    person_id: Id,
    account: Annotated[Account, require("contacts.read")],
    database: Database,
    _record: Annotated[Record, opens("person")],
) -> Contact:
    """The person's own phone and e-mail; null where none was left."""
    await known_person(database, account, person_id)
    return await _kept(database, person_id)


@router.put("/people/{person_id}/contact")
async def replace_contact(
    person_id: Id,
    body: Contact,
    account: Annotated[Account, require("people.write")],
    database: Database,
    record: Annotated[Record, records("write", "contact")],
) -> Contact:
    """Both as a whole: what is not said is no longer kept. The next reminder goes there."""
    await known_person(database, account, person_id)
    before = (await _kept(database, person_id)).model_dump()
    after = body.model_dump()
    record.note(changed=sorted(name for name in after if after[name] != before[name]))
    await write_contacts(database, {person_id: body})
    return body


async def _kept(database: Connection, person_id: int) -> Contact:
    rows = await register_rows(database, "contact", {"person_id": person_id})
    return Contact.model_validate(rows[0]) if rows else Contact()
