"""Places of people and of nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, records
from baqylau.console.routes.register.asking import (
    After,
    Id,
    Limit,
    NowMs,
    Page,
    Reference,
    page_rows,
    paged,
)
from baqylau.console.routes.register.people import known_person
from baqylau.console.routes.register.refusing import register_router
from baqylau.register.place import Place
from baqylau.register.write_orders import place_ids, place_key

router = register_router()

Reader = Annotated[Account, require("places.read")]
Writer = Annotated[Account, require("places.write")]
Seen = Annotated[Record, records("read", "place")]
Changed = Annotated[Record, records("write", "place")]


class PlaceRead(BaseModel):
    place_id: int
    person_id: int | None = Field(description="Whose place it is; null for a place that belongs to nobody.")
    name: str
    place: Place
    replaced_at: datetime | None = Field(description="When another place of this name took its place.")


class PlaceBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    place: Place
    person_id: Reference | None = Field(None, description="Whose place it is; none for a place of nobody's.")


@router.get("/places")
async def list_places(
    account: Reader,
    database: Database,
    record: Seen,
    person_id: Annotated[Reference | None, Query(description="Only this person's.")] = None,
    shared: Annotated[
        bool | None, Query(description="Only those of nobody (true) or of people (false).")
    ] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Page[PlaceRead]:
    """The places that stand now, by id."""
    chosen = {"place_id": None, "person_id": person_id, "shared": shared}
    rows = await page_rows(database, "places", account, after, limit, chosen)
    record.saw(row["person_id"] for row in rows)
    return paged([PlaceRead.model_validate(row) for row in rows], rows, "place_id", limit)


@router.post("/places", status_code=201)
async def create_place(
    body: PlaceBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> PlaceRead:
    """A new place. One of the same name and owner is replaced; orders made with it keep the one they have."""
    if body.person_id is not None:
        await known_person(database, account, body.person_id)
    key = place_key(body.person_id, body.name, body.place)
    ids, _ = await place_ids(database, [key], now_ms)
    record.made(ids[key], body.person_id)
    return await known_place(database, account, ids[key])


@router.get("/places/{place_id}")
async def read_place(
    place_id: Id,
    account: Reader,
    database: Database,
    _record: Seen,
) -> PlaceRead:
    """One place, replaced ones too."""
    return await known_place(database, account, place_id)


@router.put("/places/{place_id}")
async def replace_place(
    place_id: Id,
    body: Place,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> PlaceRead:
    """Another boundary under the same name, as a place of its own: replace the orders that should follow it."""
    standing = await known_place(database, account, place_id)
    if standing.replaced_at is not None:
        raise Problem(409, "place_replaced", place_id=place_id)
    key = place_key(standing.person_id, standing.name, body)
    ids, _ = await place_ids(database, [key], now_ms)
    record.made(ids[key], standing.person_id)
    return await known_place(database, account, ids[key])


async def known_place(database: Connection, account: Account, place_id: int) -> PlaceRead:
    """Raises Problem 404."""
    chosen = {"place_id": place_id, "person_id": None, "shared": None}
    rows = await page_rows(database, "places", account, 0, 1, chosen)
    if not rows:
        raise Problem(404, "no_place", place_id=place_id, see="GET /api/places")
    return PlaceRead.model_validate(rows[0])
