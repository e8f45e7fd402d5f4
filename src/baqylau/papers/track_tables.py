"""Findings and points of a track as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from baqylau.papers.dates import changes, figures
from baqylau.papers.document import Block, Column, Heading, PageBreak, Table, Text
from baqylau.papers.orders import Numbered
from baqylau.papers.people import Maker
from baqylau.papers.thinned import thinned
from baqylau.papers.track_data import Points, TrackPaper
from baqylau.papers.words import Words, number

_POINTS = (
    ("number", 0.8, True), ("time", 2.6, False), ("lat", 1.3, True), ("lon", 1.3, True), ("accuracy", 1.4, True),
    ("speed", 1.0, True), ("source", 2.6, False), ("use", 4.2, False),
)  # fmt: skip
_FINDINGS = (
    ("kind", 3.4, False), ("condition", 1.0, False), ("began", 2.2, False), ("ended", 2.2, False),
    ("state", 2.0, False),
)  # fmt: skip


def finding_blocks(
    paper: TrackPaper, conditions: Sequence[Numbered], made: Maker, words: Words
) -> Iterator[Block]:
    yield Heading(words("papers.track.findings"))
    yield Text(words("papers.track.findings.meaning"), "small")
    if not paper.findings:
        yield Text(words("papers.track.findings.none"))
        return
    offset = changes(made.zone, *paper.span)
    numbers: dict[str, str] = {}
    for one in conditions:
        own = numbers.get(one.condition.id)
        numbers[one.condition.id] = one.number if own is None else f"{own}, {one.number}"
    rows = [
        [
            words.of(f"kind.{one.kind}", one.kind),
            "–" if one.condition is None else numbers.get(one.condition, one.condition),
            figures(one.began_ms, made.zone, with_offset=offset),
            words("papers.finding.going_on")
            if one.ended_ms is None
            else figures(one.ended_ms, made.zone, with_offset=offset),
            words("papers.finding.withdrawn" if one.withdrawn else "papers.finding.stands"),
        ]
        for one in paper.findings
    ]
    yield Table(
        [Column(words(f"papers.column.{name}"), share, right) for name, share, right in _FINDINGS], rows
    )


def table_blocks(paper: TrackPaper, made: Maker, words: Words) -> Iterator[Block]:
    points = paper.points
    count = len(points.time_ms)
    if count == 0:
        return
    chosen = thinned(points.time_ms, points.reason, paper.gap_s)
    yield PageBreak()
    yield Heading(words("papers.track.table"))
    if len(chosen.chosen) == count:
        yield Text(words("papers.track.table.all"), "small")
    else:
        key = "papers.track.table.thinned.hard" if chosen.hard else "papers.track.table.thinned"
        shown = {"all": count, "shown": len(chosen.chosen)}
        how = {"limit": len(chosen.chosen) // 2} if chosen.hard else {"every": chosen.every}
        yield Text(words(key, **shown, **how), "small")
    columns = [Column(words(f"papers.column.{name}"), share, right) for name, share, right in _POINTS]
    offset = changes(made.zone, *paper.span)
    yield Table(columns, [_point(points, n, made.zone, words, offset=offset) for n in chosen.chosen.tolist()])


def _point(points: Points, place: int, zone: str, words: Words, *, offset: bool) -> list[str]:
    return [
        str(place + 1),
        figures(int(points.time_ms[place]), zone, with_offset=offset),
        f"{points.lat[place]:.5f}",
        f"{points.lon[place]:.5f}",
        _measured(points.accuracy_m[place], words),
        _measured(points.speed_kmh[place], words),
        words(f"person.source.{points.sources[points.source[place]]}"),
        words(f"person.reason.{points.reasons[points.reason[place]]}"),
    ]


def _measured(value: float, words: Words) -> str:
    return "–" if np.isnan(value) else number(float(value), words.language)
