"""The plain sheet for the wearer: what is ordered, how the device is used, what it records, and one's rights."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from baqylau.papers.condition_words import day_word
from baqylau.papers.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Signatures,
    Text,
    Week,
)
from baqylau.papers.ground_words import ground_words
from baqylau.papers.orders import Numbered, condition_blocks, numbered, order_blocks, zones_of
from baqylau.papers.people import Maker, Office, Whom, foot_of
from baqylau.papers.plan import Frame, Ground, Plan, fitted, frame_of
from baqylau.papers.week import week_of
from baqylau.papers.words import Language, Words
from baqylau.register.order import OrderVersion

MAP_HEIGHT_MM = 52.0
_MAP_SHARE = 0.62
MAP_ASPECT = 174 * _MAP_SHARE / MAP_HEIGHT_MM

CHARGED = frozenset({"tracker", "bracelet"})
MAINS = frozenset({"home_unit", "beacon", "audiovisual_unit"})
CARRIED = frozenset({"mobile_unit", "phone", "breath_unit"})


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """versions: the orders in force; devices: the kinds worn or given; officer: by name, None where none is set.

    positions_needed: whether a condition in force needs to know where the person is.
    """

    whom: Whom
    office: Office
    officer: str | None
    versions: Sequence[OrderVersion]
    devices: Sequence[str]
    positions_needed: bool


def sheet_frames(paper: SheetPaper) -> list[Frame]:
    """The frames of the small maps, in the order of the conditions that have a place."""
    found = []
    for one in (one for each in numbered(paper.versions) for one in each):
        frame = _frame(one)
        if frame is not None:
            found.append(frame)
    return found


def sheet_document(paper: SheetPaper, grounds: Sequence[Ground], made: Maker, language: Language) -> Document:
    """What the sheet says. grounds: what is drawn below each map, one for each frame of `sheet_frames`."""
    words = Words(language)
    facts = [
        (words("papers.person"), paper.whom.named(words)),
        *paper.office.facts(words),
        *([(words("papers.officer"), paper.officer)] if paper.officer else []),
    ]
    blocks: list[Block] = [Facts(facts), Text(words("papers.sheet.intro"))]
    blocks += _orders(paper, iter(grounds), words)
    blocks += _device(paper, words)
    blocks += _records(paper, words)
    blocks += _bullets("kept", ("law", "end"), words)
    blocks += _bullets("rights", ("language", "human", "data", "absence", "health"), words)
    blocks += [Heading(words("papers.sheet.object")), Text(words("papers.sheet.object.ways"))]
    blocks += _call(paper, words)
    blocks += [
        Text(words("papers.sheet.received")),
        Signatures([words("papers.sheet.signed.wearer"), words("papers.sheet.signed.officer")]),
    ]
    foot = foot_of(made, words, words("papers.digest.order"), digest_of(paper.versions))
    return Document(
        language, words("papers.sheet.title"), paper.whom.named(words), made.name, made.at_ms, foot, blocks
    )


def digest_of(versions: Iterable[OrderVersion]) -> str:
    """SHA-256 of the versions as JSON, one a line: the same while the orders are."""
    said = "\n".join(version.model_dump_json(by_alias=True) for version in versions)
    return hashlib.sha256(said.encode()).hexdigest()


def _orders(paper: SheetPaper, grounds: Iterator[Ground], words: Words) -> Iterator[Block]:
    if not paper.versions:
        yield Text(words("papers.sheet.no_order"), "bold")
    for version, conditions in zip(paper.versions, numbered(paper.versions), strict=True):
        yield from order_blocks(version, words)
        yield Heading(words("papers.order.conditions"))
        for one in conditions:
            yield from condition_blocks([one], words)
            yield from _drawn(one, grounds, words)


def _drawn(one: Numbered, grounds: Iterator[Ground], words: Words) -> Iterator[Block]:
    """Its hours as a week, its place as a small map."""
    if one.condition.hours:
        yield Text(words("papers.sheet.hours.week", zone=one.zone), "small")
        yield Week([day_word(day, "name", words) for day in range(7)], week_of(one.condition.hours))
    frame = _frame(one)
    if frame is not None:
        ground = next(grounds)
        yield Plan(frame, MAP_HEIGHT_MM, zones_of([one]), ground=ground, width_share=_MAP_SHARE)
        yield ground_words(ground, words)


def _frame(one: Numbered) -> Frame | None:
    frame = frame_of(at for zone in zones_of([one]) for ring in zone.rings for at in ring)
    return None if frame is None else fitted(frame, MAP_ASPECT, margin=0.3)


def _device(paper: SheetPaper, words: Words) -> Iterator[Block]:
    yield Heading(words("papers.sheet.charge"))
    if not paper.devices:
        yield Text(words("papers.sheet.device.none"))
        return
    yield Bullets([*(_charge(kind, words) for kind in paper.devices), words("papers.sheet.charge.low")])


def _charge(kind: str, words: Words) -> str:
    device = words.of(f"person.device.{kind}", kind)
    if kind in CHARGED:
        return words(f"papers.sheet.charge.{kind}")
    return words(f"papers.sheet.charge.{'mains' if kind in MAINS else 'carried'}", device=device)


def _records(paper: SheetPaper, words: Words) -> list[Block]:
    said = ["positions" if paper.positions_needed else "presence", "signals"]
    said += [
        word
        for kind, word in (("breath_unit", "breath"), ("audiovisual_unit", "face"))
        if kind in paper.devices
    ]
    return _bullets("records", (*said, "not", "looks"), words)


def _bullets(part: str, items: Iterable[str], words: Words) -> list[Block]:
    said = [words(f"papers.sheet.{part}.{item}") for item in items]
    return [Heading(words(f"papers.sheet.{part}")), Bullets(said)]


def _call(paper: SheetPaper, words: Words) -> Iterator[Block]:
    yield Heading(words("papers.sheet.call"))
    yield Facts(
        [*paper.office.facts(words), *([(words("papers.officer"), paper.officer)] if paper.officer else [])]
    )
    if not paper.office.phone:
        yield Text(words("papers.sheet.call.blank"))
    yield Text(words("papers.sheet.call.danger"), "bold")
