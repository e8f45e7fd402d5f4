"""Notes about a person: written with name and time, never changed; a correction refers to the first note."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from baqylau.console.access import Account, require
from baqylau.console.database import Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens, records
from baqylau.console.routes.documents import SQL, refuse_unseen
from baqylau.console.routes.watch import now_of

router = APIRouter(prefix="/api/people/{person_id}/notes", tags=["people"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Reference = Annotated[int, Field(ge=1, le=2**63 - 1)]


class NoteRead(BaseModel):
    """corrects: the first note, where this one puts another right. name: of the officer who wrote it."""

    note_id: int
    words: str
    written_by: str
    name: dict[str, str] | None
    written_at: datetime
    corrects: int | None


class NoteBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]+$")
    ]
    corrects: Reference | None = Field(None, description="The note that this one puts right.")


class NoteMade(BaseModel):
    note_id: int


@router.get("")
async def read_notes(
    person_id: Id,
    account: Annotated[Account, require("people.read")],
    database: Database,
    _record: Annotated[Record, opens("person")],
    before: Annotated[
        int | None, Query(ge=1, le=2**63 - 1, description="The last of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> list[NoteRead]:
    """The newest first; those that were corrected are among them."""
    await refuse_unseen(database, account, person_id)
    values: dict[str, Any] = {"person_id": person_id, "before": before, "limit": limit}
    found = await (await database.execute(SQL["notes"], values)).fetchall()
    return [
        NoteRead(
            **{name: row[name] for name in ("note_id", "words", "written_by", "written_at", "corrects")},
            name={"cyrillic": row["name_cyrillic"], "latin": row["name_latin"]}
            if row["name_cyrillic"]
            else None,
        )
        for row in found
    ]


@router.post("", status_code=201)
async def write_note(
    person_id: Id,
    body: NoteBody,
    request: Request,
    account: Annotated[Account, require("notes.write")],
    database: Database,
    record: Annotated[Record, records("write", "note")],
) -> NoteMade:
    """Adds a note, or a correction of one: it will refer to the first of them."""
    await refuse_unseen(database, account, person_id)
    corrects = None
    if body.corrects is not None:
        values = {"person_id": person_id, "note_id": body.corrects}
        known = await (await database.execute(SQL["first_note"], values)).fetchone()
        if known is None:
            raise Problem(422, "no_note", person_id=person_id, note_id=body.corrects)
        corrects = known["note_id"]
    note = {"person_id": person_id, "words": body.words, "login": account.login, "corrects": corrects}
    made = await (await database.execute(SQL["write_note"], note | {"now": now_of(request)})).fetchone()
    if made is None:
        raise RuntimeError("a note that was written has no id")
    record.made(made["note_id"], person_id)
    return NoteMade(note_id=made["note_id"])
