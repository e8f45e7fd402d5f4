"""The track of a person for a court: who, by which order, where, with every gap, every point and why it counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from baqylau.papers.dates import moment, zone_in_words
from baqylau.papers.document import Block, Document, Facts, Heading, Text
from baqylau.papers.ground_words import ground_words
from baqylau.papers.orders import Numbered, condition_blocks, in_force_words, numbered, order_blocks, zones_of
from baqylau.papers.people import Maker, foot_of
from baqylau.papers.plan import (
    Frame,
    Ground,
    Line,
    LonLat,
    Mark,
    Plan,
    Zone,
    fitted,
    frame_of,
    joined,
    sides_m,
)
from baqylau.papers.track_data import Points, TrackPaper
from baqylau.papers.track_tables import finding_blocks, table_blocks
from baqylau.papers.words import Language, Words, number

MAP_ASPECT = 174 / 118
MAP_HEIGHT_MM = 118.0
WIDEN_AT_MOST = 4.0
"""A zone that would make the map wider than so many times the track is named beside it instead."""


def track_document(paper: TrackPaper, ground: Ground, made: Maker, language: Language) -> Document:
    """What the paper says. ground: what is drawn below the track, for the frame of `track_frame`."""
    words = Words(language)
    by_version = numbered(paper.versions)
    conditions = [one for each in by_version for one in each]
    blocks: list[Block] = [Facts(_heading_facts(paper, made, words))]
    if list(paper.periods) != [paper.span]:
        blocks += [Text(words("papers.track.shown.why"), "small")]
    for version, own in zip(paper.versions, by_version, strict=True):
        blocks += order_blocks(version, words)
        blocks.append(Facts([(words("papers.order.in_force"), in_force_words(version, words))]))
        blocks += condition_blocks(own, words)
    blocks += _map_blocks(paper, conditions, ground, words)
    blocks += finding_blocks(paper, conditions, made, words)
    blocks += table_blocks(paper, made, words)
    return Document(
        language,
        words("papers.track.title"),
        paper.whom.named(words),
        made.name,
        made.at_ms,
        foot_of(made, words, words("papers.digest.track"), paper.csv_sha256),
        blocks,
    )


def track_frame(paper: TrackPaper) -> Frame | None:
    """The part of the world that the map shows; None where there is neither a point nor a zone."""
    points, used = paper.points, paper.points.used
    zones = zones_of([one for each in numbered(paper.versions) for one in each])
    frame = frame_of(zip(points.lon[used].tolist(), points.lat[used].tolist(), strict=True))
    rings = [frame_of(at for ring in zone.rings for at in ring) for zone in zones]
    for ring in sorted(filter(None, rings), key=lambda one: max(sides_m(one))):
        if frame is None or max(sides_m(joined(frame, ring))) <= max(
            WIDEN_AT_MOST * max(sides_m(frame)), 4000
        ):
            frame = ring if frame is None else joined(frame, ring)
    return None if frame is None else fitted(frame, MAP_ASPECT)


def _heading_facts(paper: TrackPaper, made: Maker, words: Words) -> list[tuple[str, str]]:
    begin_ms, end_ms = paper.span
    shown = "; ".join(_between(begin, end, made.zone, words) for begin, end in paper.periods)
    points = paper.points
    used = int(points.used.sum())
    counts = words("papers.track.counts", all=len(points.used), used=used, unused=len(points.used) - used)
    rows = [
        (words("papers.person"), paper.whom.named(words)),
        *paper.office.facts(words),
        (words("papers.track.period"), _between(begin_ms, end_ms, made.zone, words)),
        (words("papers.track.zone"), zone_in_words(made.zone, begin_ms, end_ms)),
        (words("papers.track.devices"), ", ".join(paper.devices) or "–"),
        (words("papers.track.points"), counts),
        (words("papers.track.gaps"), _gap_words(paper, words)),
    ]
    return rows if list(paper.periods) == [paper.span] else [*rows, (words("papers.track.shown"), shown)]


def _gap_words(paper: TrackPaper, words: Words) -> str:
    if not paper.gaps:
        return words("papers.track.gaps.none")
    hours = sum(end - begin for begin, end in paper.gaps) / 3_600_000
    return words("papers.track.gaps.count", n=len(paper.gaps), hours=round(hours, 1))


def _between(begin_ms: int, end_ms: int, zone: str, words: Words) -> str:
    return f"{moment(begin_ms, zone, words)} – {moment(end_ms, zone, words)}"


def _map_blocks(
    paper: TrackPaper, conditions: Sequence[Numbered], ground: Ground, words: Words
) -> Iterator[Block]:
    yield Heading(words("papers.track.map"))
    if len(paper.points.used) == 0:
        yield Text(words("papers.track.no_points"))
    frame = track_frame(paper)
    if frame is not None:
        zones = zones_of(conditions)
        yield _plan(paper, frame, zones, ground, words)
        outside = [zone.number for zone in zones if not _overlaps(zone, frame)]
        if outside:
            yield Text(words("papers.map.outside", zones=", ".join(outside)), "small")
        yield ground_words(ground, words)
    minutes = number(paper.gap_s / 60, words.language)
    yield Text(words("papers.track.gaps.rule", minutes=minutes), "small")
    yield Text(words("papers.track.use.rule"), "small")


def _plan(paper: TrackPaper, frame: Frame, zones: Sequence[Zone], ground: Ground, words: Words) -> Plan:
    points, used = paper.points, paper.points.used
    at: list[LonLat] = list(zip(points.lon.tolist(), points.lat.tolist(), strict=True))
    pieces = list(_pieces(points, paper.gap_s))
    marks = [Mark(spot, bool(use)) for spot, use in zip(at, used.tolist(), strict=True)]
    legend = [(kind, words(f"papers.map.{kind}")) for kind in ("track", "gap", "used", "unused")]
    gaps: list[Line] = [(one[-1], other[0]) for one, other in pairwise(pieces)]
    return Plan(frame, MAP_HEIGHT_MM, zones, pieces, gaps, marks, ground, legend)  # type: ignore[arg-type]


def _pieces(points: Points, gap_s: float) -> Iterator[Sequence[LonLat]]:
    """The used points between gaps."""
    used = np.flatnonzero(points.used)
    if not len(used):
        return
    breaks = np.flatnonzero(np.diff(points.time_ms[used]) > gap_s * 1000) + 1
    for piece in np.split(used, breaks):
        yield list(zip(points.lon[piece].tolist(), points.lat[piece].tolist(), strict=True))


def _overlaps(zone: Zone, frame: Frame) -> bool:
    box = frame_of(at for ring in zone.rings for at in ring)
    return box is not None and (
        box[0] <= frame[2] and box[2] >= frame[0] and box[1] <= frame[3] and box[3] >= frame[1]
    )
