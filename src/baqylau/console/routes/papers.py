"""Papers about a person that are no files of data: the wearer's plain sheet."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from baqylau.console.access import Account, Language, require
from baqylau.console.database import Connection, Database
from baqylau.console.paper_making import PDF_ANSWERS, QUERIES, OnPaper, drawn, maker, on_paper, pdf_answer
from baqylau.console.recording import Record, opens
from baqylau.papers.document import Document
from baqylau.papers.plan import Ground
from baqylau.papers.wearer_sheet import SheetPaper, sheet_document, sheet_frames
from baqylau.platform.instants import to_datetime
from baqylau.register.order import OrderVersion
from baqylau.register.store import supervised_person

router = APIRouter(prefix="/api/people/{person_id}", tags=["people"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
NEED_POSITIONS = frozenset({"exclusion", "inclusion", "attendance"})


@router.get("/sheet", response_class=Response, responses=PDF_ANSWERS)
async def sheet(
    person_id: Id,
    request: Request,
    account: Annotated[Account, require("orders.read")],
    database: Database,
    _record: Annotated[Record, opens("person", "export")],
    language: Language | None = None,
) -> Response:
    """The wearer's plain sheet as PDF, in the language given, else in the account's."""
    spoken = language or account.language
    known = await on_paper(database, account, person_id, spoken)
    now_ms: int = request.app.state.console.clock.now_ms()
    paper = await _paper(database, person_id, known, now_ms)
    zone = paper.versions[0].order.timezone if paper.versions else known.zone
    made = maker(request, account, known.maker, zone)

    def document() -> Document:
        return sheet_document(paper, [Ground() for _ in sheet_frames(paper)], made, spoken)

    return pdf_answer(await drawn(request, document), f"sheet-{person_id}-{spoken}")


async def _paper(database: Connection, person_id: int, known: OnPaper, now_ms: int) -> SheetPaper:
    person = await supervised_person(database, person_id)
    versions = [one for one in (person.versions if person else ()) if _in_force(one, now_ms)]
    values: dict[str, Any] = {"person_id": person_id, "now": to_datetime(now_ms)}
    kinds = await (await database.execute(QUERIES["kinds_worn"], values)).fetchall()
    needed = any(one.kind in NEED_POSITIONS for version in versions for one in version.order.conditions)
    return SheetPaper(
        known.whom, known.office, known.officer, versions, [row["kind"] for row in kinds], needed
    )


def _in_force(version: OrderVersion, now_ms: int) -> bool:
    return version.in_force_from_ms <= now_ms < (version.in_force_to_ms or now_ms + 1)
