"""What a paper says, apart from how it is drawn: a title and blocks, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from baqylau.papers.plan import Plan
from baqylau.papers.words import Language

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    manner: Literal["plain", "bold", "small"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names of things and what they are."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """share: of the width, against the other columns'."""

    title: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Week:
    """Hours as seven rows of a day: names of the days, Monday first, and spans of minutes since midnight."""

    names: Sequence[str]
    days: Sequence[Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Things to be ticked by hand; `done` are ticked already."""

    items: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Signatures:
    """A line to sign on for each, with what stands below it."""

    below: Sequence[str]


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Heading | Text | Bullets | Facts | Table | Week | Checklist | Signatures | Plan | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """made_at_ms also dates the file. foot: who made it, when, and the digest of the data, on every page."""

    language: Language
    title: str
    subject: str
    made_by: str
    made_at_ms: int
    foot: Sequence[str]
    blocks: Sequence[Block]

    def said(self) -> list[str]:
        """Every text in it, in order: for reading it without drawing it."""
        return [self.title, *self.foot, *(text for block in self.blocks for text in _said(block))]


def _said(block: Block) -> list[str]:
    match block:
        case Heading(text) | Text(text, _):
            return [text]
        case Bullets(items):
            return list(items)
        case Facts(rows):
            return [text for row in rows for text in row]
        case Table(columns, rows):
            return [*(one.title for one in columns), *(text for row in rows for text in row)]
        case Week(names, _):
            return list(names)
        case Checklist(items):
            return [text for text, _ in items]
        case Signatures(below):
            return list(below)
        case Plan():
            return block.said()
        case PageBreak():
            return []
