"""Papers about a person that are no files of data: the wearer's plain sheet, and what is signed with a device."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response

from baqylau.console.access import Account, Language, require
from baqylau.console.base_map import BaseMap
from baqylau.console.database import Connection, Database
from baqylau.console.paper_making import (
    PDF_ANSWERS,
    QUERIES,
    OnPaper,
    drawn,
    maker,
    on_paper,
    paper_language,
    pdf_answer,
)
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens
from baqylau.papers.custody import CustodyDevice, Occasion, Step, custody_document
from baqylau.papers.document import Document
from baqylau.papers.wearer_sheet import SheetPaper, sheet_document, sheet_frames
from baqylau.papers.words import Words
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.register.fitting import Missing, missing
from baqylau.register.fitting_store import StoredFitting, read_fitting
from baqylau.register.order import OrderVersion
from baqylau.register.store import supervised_person

router = APIRouter(prefix="/api/people/{person_id}", tags=["people"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
FITTING_STEPS = (
    "identified", "order_read", "medical_check", "strap_closed", "device_heard", "photo", "second_check",
    "charger_given", "sheet_given", "rights_told",
)  # fmt: skip
RETURN_STEPS = ("device_whole", "strap_whole", "charger_returned", "data_read", "device_wiped")
SHOWN_DONE: Final[dict[str, Missing]] = {
    "medical_check": "medical",
    "device_heard": "contact",
    "photo": "photo",
    "second_check": "second_check",
}
"""Steps of the sheet of which the fitting itself knows."""
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
    """The wearer's plain sheet as PDF, in the language given, else the installation's, else the account's."""
    spoken = await paper_language(database, account, language)
    known = await on_paper(database, account, person_id, spoken)
    now_ms: int = request.app.state.console.clock.now_ms()
    paper = await _paper(database, person_id, known, now_ms)
    zone = paper.versions[0].order.timezone if paper.versions else known.zone
    made = maker(request, account, known.maker, zone)

    base_map: BaseMap = request.app.state.console.base_map

    def document() -> Document:
        grounds = [base_map.ground(frame, spoken) for frame in sheet_frames(paper)]
        return sheet_document(paper, grounds, made, spoken)

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


@router.get("/activations/{activation_id}/custody-sheet", response_class=Response, responses=PDF_ANSWERS)
async def custody_sheet(
    person_id: Id,
    activation_id: Id,
    request: Request,
    account: Annotated[Account, require("people.read")],
    database: Database,
    _record: Annotated[Record, opens("activation", "export")],
    occasion: Occasion = "fitting",
    language: Language | None = None,
) -> Response:
    """What two sign when a device is fitted or comes back, as PDF: steps known to be done are ticked."""
    spoken = await paper_language(database, account, language)
    known = await on_paper(database, account, person_id, spoken)
    row = await _handed_over(database, person_id, activation_id, occasion)
    stored = await read_fitting(database, activation_id) if occasion == "fitting" else None
    made = maker(request, account, known.maker, known.zone)
    device = CustodyDevice(row["kind"], row["model"], row["identity"])
    at_ms = from_datetime(row["from_at"] if occasion == "fitting" else row["to_at"])
    steps, remarks = steps_of(occasion, stored), _remarks(row, Words(spoken))

    def document() -> Document:
        return custody_document(
            occasion, known.whom, device, steps, known.office, made, spoken,
            handed_at_ms=at_ms, remarks=remarks,
        )  # fmt: skip

    return pdf_answer(await drawn(request, document), f"custody-{occasion}-{activation_id}-{spoken}")


async def _handed_over(
    database: Connection, person_id: int, activation_id: int, occasion: Occasion
) -> dict[str, Any]:
    steps = ["fit", "swap_on"] if occasion == "fitting" else ["take_off", "swap_off"]
    values = {"person_id": person_id, "activation_id": activation_id, "steps": steps}
    row = await (await database.execute(QUERIES["handed_over"], values)).fetchone()
    if row is None:
        raise Problem(404, "person_without_activation", person_id=person_id, activation_id=activation_id)
    if occasion == "return" and row["to_at"] is None:
        raise Problem(409, "still_worn")
    return row


def steps_of(occasion: Occasion, stored: StoredFitting | None) -> list[Step]:
    """What the fitting says is done is ticked; what nothing tells is ticked by hand."""
    if occasion == "return":
        return [Step(code) for code in RETURN_STEPS]
    lacking = set(SHOWN_DONE.values()) if stored is None else set(missing(stored.fitting))
    contraindicated = "contraindicated" in lacking
    return [
        Step(
            code,
            done=code in SHOWN_DONE
            and SHOWN_DONE[code] not in lacking
            and not (code == "medical_check" and contraindicated),
        )
        for code in FITTING_STEPS
    ]


def _remarks(row: dict[str, Any], words: Words) -> str:
    key = f"papers.custody.condition.{row['device_condition']}"
    condition = words.of(key, "")
    said = [words("papers.custody.condition", condition=condition)] if condition else []
    return " ".join([*said, *([row["reason"]] if row["reason"] else [])])
