"""The paper for a court: what it says of points, gaps and findings, and which points it prints."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.papers.document import Document, Table
from baqylau.papers.drawing import pdf_of
from baqylau.papers.people import Maker, Office, Whom
from baqylau.papers.plan import Ground, Plan
from baqylau.papers.thinned import MOST_ROWS, thinned
from baqylau.papers.track import track_document, track_frame
from baqylau.papers.track_data import Found, Points, TrackPaper
from baqylau.papers.words import LANGUAGES, Language
from baqylau.register.order import OrderVersion, epoch_ms, parse_order

MINUTE = 60_000
BEGINS = 1_795_000_000_000
GAP_S = 600.0
MADE = Maker("aigul", "officer", BEGINS, "Asia/Almaty")
HOME = {"type": "Point", "coordinates": [76.9, 43.2], "radius_m": 100, "name": "Үй"}
FAR = {"type": "Point", "coordinates": [71.4, 51.1], "radius_m": 300, "name": "Астана"}
ORDER = parse_order(
    {
        "person": {"name": "x"}, "number": "7", "court": "сот", "ground": "parole", "timezone": "Asia/Almaty",
        "valid": {"from": "2026-11-01T00:00:00+05:00"},
        "conditions": [
            {"id": "home", "kind": "curfew", "place": HOME, "hours": [{"from": "22:00", "to": "06:00"}]},
            {"id": "far", "kind": "exclusion", "place": FAR},
        ],
    }
)  # fmt: skip
VERSION = OrderVersion(order=ORDER, in_force_from_ms=epoch_ms(ORDER.valid.from_))


def points(times_min: list[int], reasons: list[int] | None = None) -> Points:
    count = len(times_min)
    steps = np.arange(count, dtype=np.float64)
    return Points(
        BEGINS + np.array(times_min, np.int64) * MINUTE,
        43.2 + steps * 1e-4,
        76.9 + steps * 1e-4,
        np.full(count, np.nan),
        np.full(count, 4.0),
        np.ones(count, np.int16),
        np.array(reasons or [0] * count, np.int8),
        ("unknown", "satellite"),
        ("used", "invalid"),
    )


def paper(of: Points, *, ends_min: int = 600, findings: tuple[Found, ...] = ()) -> TrackPaper:
    used = of.time_ms[of.used]
    wide = np.flatnonzero(np.diff(used) > GAP_S * 1000)
    span = (BEGINS, BEGINS + ends_min * MINUTE)
    return TrackPaper(
        Whom("Ахметов", "Akhmetov", "900101300017"),
        Office({"kk": "бөлім", "ru": "отдел", "en": "office"}),
        [VERSION],
        span,
        [span],
        of,
        [(int(used[n]), int(used[n + 1])) for n in wide],
        GAP_S,
        ["8600"],
        findings,
        "ab" * 32,
    )


def said(document: Document) -> str:
    return "\n".join(document.said())


def plan_of(document: Document) -> Plan:
    (found,) = [block for block in document.blocks if isinstance(block, Plan)]
    return found


def test_gaps_are_drawn_as_gaps() -> None:
    """Points on both sides of a gap are two lines, joined only by a dotted one that the legend explains."""
    plan = plan_of(track_document(paper(points([0, 1, 2, 60, 61])), Ground(), MADE, "en"))
    assert [len(piece) for piece in plan.track] == [3, 2]
    assert list(plan.gaps) == [(plan.track[0][-1], plan.track[1][0])]


def test_unused_points_are_told_apart() -> None:
    """A point that the rules do not use is marked, not on the line, and its reason stands in the table."""
    document = track_document(paper(points([0, 1, 2, 3], [0, 1, 0, 0])), Ground(), MADE, "en")
    plan = plan_of(document)
    assert [mark.used for mark in plan.marks] == [True, False, True, True]
    assert [len(piece) for piece in plan.track] == [3]
    table = [block for block in document.blocks if isinstance(block, Table)][-1]
    assert table.rows[1][-1] == "not used: the device itself calls it invalid"
    assert table.rows[1][4] == "–"


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_can_be_checked(language: Language) -> None:
    """The paper names person, court, zone, maker, and the digest of the CSV file; conditions stand in words."""
    text = said(track_document(paper(points([0, 1])), Ground(), MADE, language))
    for part in ("900101300017", "сот", "Asia/Almaty (UTC+05:00)", "aigul", "SHA-256: " + "ab" * 32, "22:00"):
        assert part in text


def test_no_base_map_is_said() -> None:
    """A map without anything below it says so, and one with something says whose work that is."""
    of = paper(points([0, 1]))
    assert "no base map" in said(track_document(of, Ground(), MADE, "en"))
    assert "Base of the map: X." in said(track_document(of, Ground(credit="X"), MADE, "en"))


def test_far_zone_is_named_beside_the_map() -> None:
    """A zone in another city does not shrink the track to a dot; the paper says that it is outside the map."""
    of = paper(points(list(range(30))))
    frame = track_frame(of)
    assert frame is not None
    assert frame[2] - frame[0] < 0.2
    assert "Outside the map: 2." in said(track_document(of, Ground(), MADE, "en"))


def test_withdrawn_finding_is_shown_as_such() -> None:
    """A finding that late data disproved stays on the paper and is marked as withdrawn."""
    found = Found("curfew_absence", "home", BEGINS, None, withdrawn=True)
    text = said(track_document(paper(points([0]), findings=(found,)), Ground(), MADE, "en"))
    assert "Not at home during curfew" in text
    assert "withdrawn" in text


def test_empty_track_is_a_paper() -> None:
    """A period without any point is told in words; nothing fails."""
    document = track_document(paper(points([])), Ground(), MADE, "ru")
    assert "За этот период нет ни одной точки." in said(document)
    assert pdf_of(document).startswith(b"%PDF-")


def test_same_track_same_bytes() -> None:
    """The same track made twice is the same file."""
    of = paper(points([0, 1, 2, 60], [0, 1, 0, 0]))
    one, other = (pdf_of(track_document(of, Ground(), MADE, "kk")) for _ in range(2))
    assert one == other


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 5)), min_size=1, max_size=3000))
def test_thinning_keeps_what_tells(steps: list[tuple[int, int]]) -> None:
    """The table stays short, in order, with first and last point; unless those are too many, every change is in it."""
    times = BEGINS + np.cumsum([step for step, _ in steps]) * MINUTE
    reasons = np.array([reason for _, reason in steps], np.int8)
    chosen = thinned(times.astype(np.int64), reasons, GAP_S)
    places = chosen.chosen.tolist()
    assert len(places) <= MOST_ROWS
    assert places == sorted(set(places))
    assert (places[0], places[-1]) == (0, len(steps) - 1)
    if not chosen.hard:
        kept = set(places)
        changed = np.flatnonzero(np.diff(reasons) != 0).tolist()
        assert kept >= {*changed, *(one + 1 for one in changed)}
