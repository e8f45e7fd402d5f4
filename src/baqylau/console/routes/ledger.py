"""The ledger, for those who watch the watchers: what was seen and done, by whom and why; and the newest checkpoint."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import PlainTextResponse
from psycopg.rows import DictRow
from pydantic import AwareDatetime, BaseModel, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.ledger.entry import Deed
from baqylau.ledger.heads import newest
from baqylau.ledger.store import QUERIES

router = APIRouter(prefix="/api", tags=["ledger"])

Reader = Annotated[Account, require("ledger.read")]
LAST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LAST_ID)]
Number = Annotated[int | None, Query(ge=1, le=LAST_ID)]
After = Annotated[int | None, Query(ge=1, le=LAST_ID, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=1000)]
Since = Annotated[AwareDatetime | None, Query(alias="from")]
Until = Annotated[AwareDatetime | None, Query(alias="to")]


class EntryShown(BaseModel):
    """One entry. People are named by their ids alone."""

    seq: int
    happened_at: datetime
    account: str
    role: str
    office_id: int | None = Field(description="The account's office then; null: the whole republic.")
    act: str
    object_kind: str
    object_id: str | None
    person_id: int | None
    purpose: str | None = Field(description="A code; the words of `other` are in `detail.words`.")
    detail: dict[str, Any]
    repeats: int = Field(description="How often the same look was repeated within the next ten minutes.")
    repeated_at: datetime | None
    leaf_hash: str = Field(description="Its leaf in the Merkle tree, in hexadecimal.")


class EntryPage(BaseModel):
    """`next`: what to give as `after` for the page that follows; null on the last one."""

    entries: list[EntryShown]
    next: int | None


@router.get("/ledger")
async def list_entries(
    account: Reader,
    database: Database,
    _record: Annotated[Record, records("read", "ledger")],
    person_id: Number = None,
    actor: Annotated[str | None, Query(description="login of who acted")] = None,
    act: Deed | None = None,
    kind: Annotated[str | None, Query(description="of the object, such as `track`")] = None,
    reason: Annotated[str | None, Query(description="code of the purpose, such as `complaint`")] = None,
    begins: Since = None,
    ends: Until = None,
    after: After = None,
    limit: Limit = 100,
) -> EntryPage:
    """Who did what, the newest first; for an account of an office, about its people and by its accounts."""
    chosen = {"person_id": person_id, "account": actor, "act": act, "kind": kind, "purpose": reason}
    return await _page(database, account, {**chosen, "from": begins, "to": ends, "before": after}, limit)


@router.get("/ledger/checkpoint", dependencies=[impersonal("size and root of the ledger")])
async def read_checkpoint(_account: Reader, database: Database) -> PlainTextResponse:
    """The newest signed checkpoint, as it is handed out (a C2SP signed note)."""
    found = await newest(database)
    if found is None:
        raise Problem(404, "no_checkpoint")
    return PlainTextResponse(found[2])


@router.get("/people/{person_id}/looks")
async def list_looks(
    person_id: Id,
    account: Reader,
    database: Database,
    _record: Annotated[Record, records("read", "ledger")],
    begins: Since = None,
    ends: Until = None,
    after: After = None,
    limit: Limit = 100,
) -> EntryPage:
    """Who looked at this person, or tried to, and why; the newest first."""
    values = {"person_id": person_id, "account_office": account.office_id}
    if await (await database.execute(QUERIES["person_is_seen"], values)).fetchone() is None:
        raise Problem(404, "no_person", person_id=person_id)
    chosen = {"account": None, "act": None, "kind": None, "purpose": None, "person_id": person_id}
    return await _page(database, account, {**chosen, "from": begins, "to": ends, "before": after}, limit)


async def _page(database: Connection, account: Account, chosen: dict[str, Any], limit: int) -> EntryPage:
    values = {**chosen, "account_office": account.office_id, "limit": limit + 1}
    found = await (await database.execute(QUERIES["seen_entries"], values)).fetchall()
    page = [_shown(row) for row in found[:limit]]
    return EntryPage(entries=page, next=page[-1].seq if len(found) > limit else None)


def _shown(row: DictRow) -> EntryShown:
    return EntryShown(**{**row, "detail": json.loads(row["detail"]), "leaf_hash": row["leaf_hash"].hex()})
