"""A document as PDF: A4, Noto Sans, dated by its own date, so that the same document gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

from baqylau.papers.document import (
    Block,
    Bullets,
    Checklist,
    Column,
    Document,
    Facts,
    Heading,
    PageBreak,
    Signatures,
    Table,
    Text,
    Week,
)
from baqylau.papers.font import font_files
from baqylau.papers.plan import Plan
from baqylau.papers.plan_drawing import draw_plan
from baqylau.papers.words import Words
from baqylau.platform.instants import to_datetime

FONT = "Noto"
MARGIN_MM = 18.0
FOOT_MM = 20.0
LINE_MM = 5.2
_DAY_MINUTES = 24 * 60


def pdf_of(document: Document) -> bytes:
    """The document drawn. Takes up to some seconds: keep it off the event loop."""
    with font_files() as faces:
        sheet = _Sheet(document)
        for style, file in faces.items():
            sheet.add_font(FONT, style, str(file))
        sheet.add_page()
        sheet.headline(document.title, 15)
        for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=True):
            sheet.keep_together(_height_with(block, following))
            _draw(sheet, block)
        return bytes(sheet.output())


class _Sheet(FPDF):
    def __init__(self, document: Document) -> None:
        super().__init__(format="A4")
        self.document = document
        self.words = Words(document.language)
        made = to_datetime(document.made_at_ms)
        self.set_creation_date(made)
        self.set_lang(document.language)
        self.set_title(document.title)
        self.set_subject(document.subject)
        self.set_author(document.made_by)
        self.set_creator("Baqylau")
        self.set_producer("Baqylau")
        self.set_margins(MARGIN_MM, 16, MARGIN_MM)
        self.set_auto_page_break(True, FOOT_MM + 4)

    def header(self) -> None:
        if self.page_no() > 1:
            self.set_font(FONT, "", 8)
            self.set_text_color(90)
            self.cell(0, 4, self.document.title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(3)
            self.set_text_color(0)

    def footer(self) -> None:
        self.set_y(-FOOT_MM)
        self.set_draw_color(150)
        self.set_line_width(0.2)
        self.line(MARGIN_MM, self.get_y(), self.w - MARGIN_MM, self.get_y())
        self.ln(1)
        self.set_font(FONT, "", 6.8)
        self.set_text_color(70)
        for line in self.document.foot:
            self.cell(0, 3.1, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        # Beside the last line, which is a digest and never long.
        self.set_xy(self.w - MARGIN_MM - 30, self.get_y() - 3.1)
        page = self.words("papers.page", n=str(self.page_no()), of="{nb}")
        self.cell(30, 3.1, page, align="R")
        self.set_text_color(0)

    def headline(self, text: str, size: float) -> None:
        self.set_font(FONT, "B", size)
        self.paragraph(text, size * 0.5)
        self.ln(1)

    def paragraph(self, text: str, line_mm: float = LINE_MM) -> None:
        self.multi_cell(0, line_mm, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def keep_together(self, height_mm: float) -> None:
        """A new page where less than this is left on the page."""
        if self.will_page_break(height_mm):
            self.add_page()

    def lines_of(self, text: str, width_mm: float) -> list[str]:
        """The text broken into lines of the current font."""
        if self.get_string_width(text) <= width_mm - 2 * self.c_margin and "\n" not in text:
            return [text]
        found = self.multi_cell(
            width_mm, LINE_MM, text, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        return cast(list[str], found)


def _height_with(block: Block, following: Block | None) -> float:
    """What must stay on one page with the block: a heading with its map, a declaration with its signatures."""
    if not isinstance(block, Heading | Text):
        return 0
    if isinstance(following, Plan):
        return following.height_mm + 26
    if isinstance(following, Week):
        return 56
    return 42 if isinstance(following, Signatures) else 0


def _draw(sheet: _Sheet, block: Block) -> None:
    match block:
        case Heading(text):
            sheet.ln(3)
            sheet.keep_together(20)
            sheet.headline(text, 11.5)
        case Text(text, manner):
            sheet.set_font(FONT, "B" if manner == "bold" else "", 8 if manner == "small" else 10)
            sheet.paragraph(text, 4.2 if manner == "small" else LINE_MM)
            sheet.ln(1)
        case Bullets(items):
            _bullets(sheet, items)
        case Facts(rows):
            _facts(sheet, rows)
        case Table(columns, rows):
            _table(sheet, columns, rows)
        case Week(names, days):
            _week(sheet, names, days)
        case Checklist(items):
            _checklist(sheet, items)
        case Signatures(below):
            _signatures(sheet, below)
        case Plan():
            sheet.keep_together(block.height_mm + 8)
            draw_plan(sheet, block, sheet.words)
        case PageBreak():
            sheet.add_page()


def _bullets(sheet: _Sheet, items: Sequence[str]) -> None:
    sheet.set_font(FONT, "", 10)
    for item in items:
        sheet.keep_together(LINE_MM * len(sheet.lines_of(item, sheet.epw - 5)))
        sheet.cell(5, LINE_MM, "•", align="C")
        sheet.multi_cell(sheet.epw - 5, LINE_MM, item, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        sheet.ln(0.6)
    sheet.ln(1)


def _facts(sheet: _Sheet, rows: Sequence[tuple[str, str]]) -> None:
    for name, value in rows:
        sheet.set_font(FONT, "", 9)
        value_mm = sheet.epw - 52
        sheet.keep_together(LINE_MM * len(sheet.lines_of(value, value_mm)))
        begun = sheet.get_y()
        sheet.set_text_color(80)
        sheet.multi_cell(52, LINE_MM, name, align="L", new_x=XPos.RIGHT, new_y=YPos.NEXT)
        ended = sheet.get_y()
        sheet.set_text_color(0)
        sheet.set_xy(MARGIN_MM + 52, begun)
        sheet.set_font(FONT, "", 10)
        sheet.multi_cell(value_mm, LINE_MM, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        sheet.set_y(max(ended, sheet.get_y()))
    sheet.ln(1)


def _table(sheet: _Sheet, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    whole = sum(column.share for column in columns)
    widths = [sheet.epw * column.share / whole for column in columns]
    _row(sheet, columns, widths, [column.title for column in columns], head=True)
    for row in rows:
        height = _row_height(sheet, widths, row)
        if sheet.will_page_break(height):
            sheet.add_page()
            _row(sheet, columns, widths, [column.title for column in columns], head=True)
        _row(sheet, columns, widths, row)
    sheet.ln(2)


_ROW_MM = 3.7


def _row_height(sheet: _Sheet, widths: Sequence[float], row: Sequence[str]) -> float:
    sheet.set_font(FONT, "", 7.5)
    return (
        _ROW_MM * max(len(sheet.lines_of(text, width)) for text, width in zip(row, widths, strict=True)) + 0.8
    )


def _row(
    sheet: _Sheet,
    columns: Sequence[Column],
    widths: Sequence[float],
    row: Sequence[str],
    *,
    head: bool = False,
) -> None:
    sheet.set_font(FONT, "B" if head else "", 7.5)
    cells = [sheet.lines_of(text, width) for text, width in zip(row, widths, strict=True)]
    height = _ROW_MM * max(map(len, cells)) + 0.8
    top, left = sheet.get_y(), sheet.l_margin
    for column, width, lines in zip(columns, widths, cells, strict=True):
        for number, line in enumerate(lines):
            sheet.set_xy(left, top + 0.4 + number * _ROW_MM)
            sheet.cell(width, _ROW_MM, line, align="R" if column.right else "L")
        left += width
    sheet.set_draw_color(60 if head else 205)
    sheet.set_line_width(0.3 if head else 0.1)
    sheet.line(sheet.l_margin, top + height, sheet.l_margin + sheet.epw, top + height)
    sheet.set_xy(sheet.l_margin, top + height)


def _week(sheet: _Sheet, names: Sequence[str], days: Sequence[Sequence[tuple[int, int]]]) -> None:
    sheet.keep_together(48)
    sheet.set_font(FONT, "", 8)
    left = sheet.l_margin + 26
    width = sheet.epw - 32
    top = sheet.get_y() + 4
    sheet.set_line_width(0.1)
    for hour in range(0, 25, 3):
        at = left + width * hour / 24
        sheet.set_xy(at - 5, top - 4)
        sheet.cell(10, 3.5, f"{hour:02}", align="C")
        sheet.set_draw_color(190)
        sheet.line(at, top, at, top + 7 * 5)
    for number, (name, spans) in enumerate(zip(names, days, strict=True)):
        y = top + number * 5
        sheet.set_xy(sheet.l_margin, y)
        sheet.cell(26, 5, name)
        sheet.set_fill_color(70, 90, 130)
        for begin, end in spans:
            sheet.rect(
                left + width * begin / _DAY_MINUTES,
                y + 0.7,
                width * (end - begin) / _DAY_MINUTES,
                3.6,
                style="F",
            )
    sheet.set_xy(sheet.l_margin, top + 7 * 5 + 3)


def _checklist(sheet: _Sheet, items: Sequence[tuple[str, bool]]) -> None:
    sheet.set_font(FONT, "", 10)
    sheet.set_draw_color(0)
    sheet.set_line_width(0.3)
    for text, done in items:
        sheet.keep_together(LINE_MM * len(sheet.lines_of(text, sheet.epw - 7)))
        x, y = sheet.l_margin + 0.8, sheet.get_y() + 0.9
        sheet.rect(x, y, 3.4, 3.4)
        if done:
            sheet.polyline([(x + 0.6, y + 1.8), (x + 1.4, y + 2.7), (x + 2.9, y + 0.7)])
        sheet.set_x(sheet.l_margin + 7)
        sheet.multi_cell(sheet.epw - 7, LINE_MM, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        sheet.ln(0.8)
    sheet.ln(1)


def _signatures(sheet: _Sheet, below: Sequence[str]) -> None:
    sheet.keep_together(30)
    sheet.ln(14)
    sheet.set_font(FONT, "", 8)
    sheet.set_draw_color(0)
    sheet.set_line_width(0.2)
    width = sheet.epw / len(below)
    top = sheet.get_y()
    lowest = top
    for number, text in enumerate(below):
        left = sheet.l_margin + number * width
        sheet.line(left, top, left + width - 8, top)
        sheet.set_xy(left, top + 1)
        sheet.multi_cell(width - 8, 4, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        lowest = max(lowest, sheet.get_y())
    sheet.set_xy(sheet.l_margin, lowest + 3)
