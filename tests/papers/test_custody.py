"""The sheet that is signed when a device changes hands."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from baqylau.papers.custody import CustodyDevice, Step, custody_document, custody_sheet
from baqylau.papers.drawing import pdf_of
from baqylau.papers.font import font_bytes
from baqylau.papers.people import Maker, Office, Whom
from baqylau.papers.words import LANGUAGES, Language

WHOM = Whom("Ахметов Азамат", "Akhmetov Azamat", "900101300017")
DEVICE = CustodyDevice("tracker", "TK-1", "860000000000001")
OFFICE = Office({"kk": "Алмалы ауданы", "ru": "Алмалинский район", "en": "Almaly"}, "+7 727 000 00 00")
MADE = Maker("aigul", "officer", 1_795_345_500_000, "Asia/Almaty")
STEPS = [Step("identified", done=True), Step("medical_check"), Step("own step of an office")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_says_who_what_and_where_to_sign(language: Language) -> None:
    """The sheet names person, device, office and maker, has every step, and two places to sign."""
    made = custody_document("fitting", WHOM, DEVICE, STEPS, OFFICE, MADE, language, handed_at_ms=MADE.at_ms)
    said = "\n".join(made.said())
    for text in ("900101300017", "860000000000001", "+7 727 000 00 00", "aigul", "Asia/Almaty", "SHA-256"):
        assert text in said
    assert "own step of an office" in said


def test_same_sheet_same_bytes() -> None:
    """Made twice of the same things it is the same file, a PDF with its language, and another for other things."""
    one, other = (
        custody_sheet("return", WHOM, DEVICE, STEPS, OFFICE, MADE, "kk", handed_at_ms=MADE.at_ms)
        for _ in range(2)
    )
    assert one == other
    assert one.startswith(b"%PDF-")
    assert b"/Lang (kk)" in one
    further = custody_document(
        "return", WHOM, DEVICE, [*STEPS, Step("data_read")], OFFICE, MADE, "kk", handed_at_ms=1
    )
    assert pdf_of(further) != one


@pytest.mark.parametrize("style", ["", "B"])
def test_font_has_the_kazakh_letters(style: str) -> None:
    """Both faces have every letter of the Kazakh alphabet and the signs papers use."""
    known = TTFont(BytesIO(font_bytes(style))).getBestCmap()
    assert not [letter for letter in "әғқңөұүһіӘҒҚҢӨҰҮҺІ№«»–•°²" if ord(letter) not in known]
