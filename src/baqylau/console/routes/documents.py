"""Photo and papers of a person: uploaded and checked, opened for a purpose, withdrawn but never deleted."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from psycopg.rows import DictRow
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database, first
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens, records
from baqylau.console.routes.watch import now_of
from baqylau.console.uploads import LARGEST_BYTES, Checked, Kind, UploadRefused, checked
from baqylau.platform.postgres import load_queries

router = APIRouter(prefix="/api/people/{person_id}/documents", tags=["documents"])

SQL = load_queries("baqylau.console.routes", "documents.sql")
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")
]

SEALED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}
_ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


class DocumentRead(BaseModel):
    """sha256: of the content as it is given out. withdrawn_*: null while it counts."""

    document_id: int
    kind: Kind
    name: str
    media_type: Literal["image/jpeg", "application/pdf"]
    size_bytes: int
    sha256: str
    uploaded_by: str
    uploaded_at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdrawn_reason: str | None


class DocumentMade(BaseModel):
    document_id: int
    media_type: str
    size_bytes: int
    sha256: str


class Withdrawal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] = Field(
        description="Why it no longer counts; stays beside it."
    )


@router.get("")
async def read_documents(
    person_id: Id,
    account: Annotated[Account, require("documents.read")],
    database: Database,
    _record: Annotated[Record, opens("person")],
) -> list[DocumentRead]:
    """Photos and papers of the person, the newest first, without their content."""
    await refuse_unseen(database, account, person_id)
    values = {"person_id": person_id, "withdrawn": account.may("documents.withdrawn")}
    return [DocumentRead(**row) for row in await _rows(database, "listed", values)]


@router.post(
    "",
    status_code=201,
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "The file itself: JPEG, PNG or WebP; PDF for a document.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def upload(
    person_id: Id,
    request: Request,
    account: Annotated[Account, require("documents.write")],
    database: Database,
    record: Annotated[Record, records("write", "document")],
    kind: Kind,
    name: Annotated[Name, Query(description="What it is called in the list.")],
) -> DocumentMade:
    """Keeps a photo or a paper. Its type is told by its content; pictures are drawn anew without EXIF."""
    await refuse_unseen(database, account, person_id)
    kept = await _checked(kind, await _body(request))
    digest = hashlib.sha256(kept.content).digest()
    values = {
        "person_id": person_id, "kind": kind, "name": name, "media_type": kept.media_type,
        "content": kept.content, "sha256": digest, "login": account.login, "now": now_of(request),
    }  # fmt: skip
    document_id = (await _rows(database, "add", values))[0]["document_id"]
    record.made(document_id, person_id)
    record.note(sha256=digest.hex())
    return DocumentMade(
        document_id=document_id,
        media_type=kept.media_type,
        size_bytes=len(kept.content),
        sha256=digest.hex(),
    )


@router.get("/{document_id}", response_class=Response)
async def open_document(
    person_id: Id,
    document_id: Id,
    account: Annotated[Account, require("documents.read")],
    database: Database,
    _record: Annotated[Record, opens("document")],
) -> Response:
    """The content, always as an attachment."""
    values = {"person_id": person_id, "document_id": document_id, "account_office": account.office_id}
    found = next(iter(await _rows(database, "content", values)), None)
    hidden = (
        found is not None and found["withdrawn_at"] is not None and not account.may("documents.withdrawn")
    )
    if found is None or hidden:
        raise Problem(404, "no_document", document_id=document_id, person_id=person_id)
    headers = SEALED | {"Content-Disposition": _attachment(found, document_id)}
    return Response(bytes(found["content"]), media_type=found["media_type"], headers=headers)


@router.post("/{document_id}/withdraw", status_code=204)
async def withdraw(
    person_id: Id,
    document_id: Id,
    body: Withdrawal,
    request: Request,
    account: Annotated[Account, require("documents.write")],
    database: Database,
    _record: Annotated[Record, records("write", "document")],
) -> None:
    """It counts no longer, but stays, with who withdrew it, when and why."""
    await refuse_unseen(database, account, person_id)
    values = {"person_id": person_id, "document_id": document_id, "login": account.login}
    done = await _rows(database, "withdraw", values | {"now": now_of(request), "reason": body.reason})
    if not done:
        raise Problem(404, "document_withdrawn", document_id=document_id, person_id=person_id)


async def refuse_unseen(database: Connection, account: Account, person_id: int) -> None:
    """Raises Problem 404 for a person whom the account does not see."""
    if await first(database, "person_seen", person_id=person_id, account_office=account.office_id) is None:
        raise Problem(404, "no_person", person_id=person_id)


async def _rows(database: Connection, name: str, values: dict[str, Any]) -> list[DictRow]:
    return await (await database.execute(SQL[name], values)).fetchall()


async def _body(request: Request) -> bytes:
    """At most `LARGEST_BYTES`: what is longer is not read to its end."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > LARGEST_BYTES:
            raise Problem(413, "file_too_large", most_mb=LARGEST_BYTES // 1024 // 1024)
    return bytes(content)


async def _checked(kind: Kind, content: bytes) -> Checked:
    try:
        return await asyncio.to_thread(checked, kind, content)
    except UploadRefused as refused:
        raise Problem(422, refused) from refused


def _attachment(found: DictRow, document_id: int) -> str:
    """A plain name for old programs, and the one people gave (RFC 6266, RFC 8187)."""
    ending = _ENDINGS[found["media_type"]]
    given = quote(f"{found['name'].removesuffix('.' + ending)}.{ending}", safe="")
    return f"attachment; filename=\"{found['kind']}-{document_id}.{ending}\"; filename*=UTF-8''{given}"
