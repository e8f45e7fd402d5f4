"""The wearer's sheet: what it tells, by what was ordered and what is worn."""

from __future__ import annotations

import pytest

from baqylau.papers.document import Week
from baqylau.papers.drawing import pdf_of
from baqylau.papers.people import Maker, Office, Whom
from baqylau.papers.plan import Ground, Plan
from baqylau.papers.wearer_sheet import SheetPaper, sheet_document, sheet_frames
from baqylau.papers.words import LANGUAGES, Language
from tests.papers.test_track import BEGINS, VERSION

MADE = Maker("aigul", "officer", BEGINS, "Asia/Almaty")
NAMES = {"kk": "бөлім", "ru": "отдел", "en": "office"}
WHOM = Whom("Ахметов", "Akhmetov", "900101300017")


def text_of(paper: SheetPaper, language: Language = "en") -> str:
    grounds = [Ground() for _ in sheet_frames(paper)]
    return "\n".join(sheet_document(paper, grounds, MADE, language).said())


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_is_whole(language: Language) -> None:
    """In every language the sheet has the conditions, a map for each place, the hours as a week, and the phone."""
    office = Office(NAMES, "+7 727 000 00 00")
    paper = SheetPaper(WHOM, office, "Сапарова", [VERSION], ["tracker", "home_unit"], positions_needed=True)
    document = sheet_document(paper, [Ground(), Ground()], MADE, language)
    assert len([block for block in document.blocks if isinstance(block, Plan)]) == 2
    assert len([block for block in document.blocks if isinstance(block, Week)]) == 1
    text = "\n".join(document.said())
    for part in ("+7 727 000 00 00", "Сапарова", "22:00", "112", "SHA-256"):
        assert part in text
    assert pdf_of(document) == pdf_of(document)


def test_what_is_recorded_follows_the_order() -> None:
    """Where no condition needs positions, the sheet says that movements are not shown."""
    office = Office(NAMES)
    needed = text_of(SheetPaper(WHOM, office, None, [VERSION], ["tracker"], positions_needed=True))
    spared = text_of(SheetPaper(WHOM, office, None, [VERSION], ["bracelet"], positions_needed=False))
    assert "It records where you are and when" in needed
    assert "Your movements are not shown" in spared
    assert "breath unit records" not in spared


def test_without_a_phone_there_is_a_line_to_fill_in() -> None:
    """An office without a phone in the register leaves a line for it, rather than nobody to call."""
    assert "Phone: ____" in text_of(SheetPaper(WHOM, Office(NAMES), None, [], [], positions_needed=False))


@pytest.mark.parametrize(
    "kind",
    ["bracelet", "tracker", "home_unit", "mobile_unit", "beacon", "audiovisual_unit", "breath_unit", "phone"],
)
def test_every_kind_of_device_has_its_words(kind: str) -> None:
    """For each of the eight means the sheet says how it is kept going, in every language."""
    for language in LANGUAGES:
        paper = SheetPaper(WHOM, Office(NAMES), None, [], [kind], positions_needed=False)
        assert "papers." not in text_of(paper, language)
