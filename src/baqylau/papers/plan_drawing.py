"""A printed map: ground, zones, track, marks, graticule, scale bar and north, as lines on the paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from fpdf import FPDF

from baqylau.papers.plan import Plan, Zone, graticule_deg, scale_bar_m, sides_m
from baqylau.papers.plan_names import Block, write_names
from baqylau.papers.plan_paper import Paper, Spot
from baqylau.papers.words import Words, number

Colour = tuple[int, int, int]

# Greys: what is judged by stands out in its own colours.
AREAS: dict[str, Colour] = {
    "water": (214, 221, 227), "abroad": (238, 238, 236), "land": (251, 251, 250), "building": (229, 229, 227),
}  # fmt: skip
LINES: dict[str, tuple[Colour, float]] = {
    "river": ((178, 192, 203), 0.25),
    "border": ((130, 130, 130), 0.45),
    "region": ((175, 175, 175), 0.25),
    "road": ((190, 190, 186), 0.55),
    "street": ((216, 216, 213), 0.3),
    "rail": ((170, 170, 170), 0.2),
}
ZONES: dict[str, Colour] = {"exclusion": (190, 30, 60), "inclusion": (20, 110, 70)}
HOME: Colour = (30, 80, 170)
TRACK: Colour = (20, 20, 20)
UNUSED: Colour = (205, 120, 0)


def draw_plan(pdf: FPDF, plan: Plan, words: Words) -> None:
    """Draws at the current place and moves below the map and its legend."""
    left, top = pdf.l_margin, pdf.get_y()
    width = pdf.epw * plan.width_share
    paper = Paper(plan.frame, left, top, width, plan.height_mm)
    shown = [zone for zone in plan.zones if any(paper.touches(ring) for ring in zone.rings)]
    with pdf.rect_clip(left, top, width, plan.height_mm):
        _ground(pdf, paper, plan)
        write_names(pdf, paper, plan.ground.names, _taken(paper, shown))
        _graticule(pdf, paper)
        for zone in plan.zones:
            _zone(pdf, paper, zone)
        _track(pdf, paper, plan)
        _zone_numbers(pdf, paper, shown)
    pdf.set_draw_color(60)
    pdf.set_line_width(0.3)
    pdf.rect(left, top, width, plan.height_mm)
    _scale_bar(pdf, paper, words)
    _north(pdf, paper, words)
    pdf.set_xy(left, top + plan.height_mm + 1)
    _legend(pdf, plan)


def _ground(pdf: FPDF, paper: Paper, plan: Plan) -> None:
    for kind, rings in plan.ground.areas:
        if any(paper.touches(ring) for ring in rings):
            pdf.set_fill_color(*AREAS[kind])
            _fill(pdf, [paper.line(ring) for ring in rings])
    for kind, line in plan.ground.lines:
        if paper.touches(line):
            colour, wide = LINES[kind]
            pdf.set_draw_color(*colour)
            pdf.set_line_width(wide)
            _polyline(pdf, paper.line(line))


def _fill(pdf: FPDF, rings: Sequence[Sequence[Spot]]) -> None:
    """As one line that goes to each hole and back the same way: holes run the other way round and stay empty."""
    whole = [ring for ring in rings if len(ring) > 2]
    if whole and whole[0] is rings[0]:
        back = whole[0][0]
        pdf.polygon([spot for ring in whole for spot in (*ring, ring[0], back)], style="F")


def _polyline(pdf: FPDF, spots: Sequence[Spot]) -> None:
    if len(spots) > 1:
        pdf.polyline(list(spots))


def _graticule(pdf: FPDF, paper: Paper) -> None:
    step = graticule_deg(paper.frame)
    digits = max(0, -math.floor(math.log10(step)))
    west, south, east, north = paper.frame
    pdf.set_draw_color(200)
    pdf.set_line_width(0.08)
    pdf.set_text_color(110)
    pdf.set_font(style="", size=5.5)
    for lon in _multiples(west, east, step):
        x, _ = paper.spot((lon, south))
        pdf.line(x, paper.top, x, paper.top + paper.height)
        pdf.text(x + 0.5, paper.top + 2.4, f"{lon:.{digits}f}°")
    for lat in _multiples(south, north, step):
        _, y = paper.spot((west, lat))
        pdf.line(paper.left, y, paper.left + paper.width, y)
        pdf.text(paper.left + 0.5, y - 0.5, f"{lat:.{digits}f}°")
    pdf.set_text_color(0)


def _multiples(low: float, high: float, step: float) -> Iterator[float]:
    return (count * step for count in range(math.ceil(low / step), math.floor(high / step) + 1))


def _zone(pdf: FPDF, paper: Paper, zone: Zone) -> None:
    colour = ZONES.get(zone.kind, HOME)
    pdf.set_draw_color(*colour)
    pdf.set_fill_color(*colour)
    pdf.set_line_width(0.5)
    rings = [paper.line(ring) for ring in zone.rings]
    if zone.kind != "inclusion" and rings and len(rings[0]) > 2:
        with pdf.local_context(fill_opacity=0.14):
            pdf.polygon(rings[0], style="F")
    with pdf.local_context():
        if zone.kind == "exclusion":
            pdf.set_dash_pattern(dash=1.6, gap=0.8)
        for ring in rings:
            _polyline(pdf, ring)
    pdf.set_dash_pattern()


def _zone_numbers(pdf: FPDF, paper: Paper, zones: Iterable[Zone]) -> None:
    pdf.set_font(style="B", size=8)
    for zone in zones:
        x, y = _number_spot(paper, zone)
        pdf.set_text_color(*ZONES.get(zone.kind, HOME))
        pdf.text(x - 1, y, zone.number)
    pdf.set_text_color(0)


def _number_spot(paper: Paper, zone: Zone) -> Spot:
    spots = [paper.spot(at) for at in zone.rings[0]]
    x = sum(x for x, _ in spots) / len(spots)
    y = min(y for _, y in spots) - 1
    if not (paper.left < x < paper.left + paper.width and paper.top + 3 < y < paper.top + paper.height):
        y = min(max(sum(y for _, y in spots) / len(spots), paper.top + 6), paper.top + paper.height - 6)
        x = min(max(x, paper.left + 4), paper.left + paper.width - 6)
    return x, y


def _taken(paper: Paper, zones: Iterable[Zone]) -> list[Block]:
    """Where no name is written: scale bar, north, numbers of zones."""
    right, bottom = paper.left + paper.width, paper.top + paper.height
    numbers = [_number_spot(paper, zone) for zone in zones]
    return [
        (paper.left, bottom - 10, paper.left + paper.width * 0.3, bottom),
        (right - 10, paper.top, right, paper.top + 15),
        *((x - 2, y - 3, x + 4, y + 1) for x, y in numbers),
    ]


def _track(pdf: FPDF, paper: Paper, plan: Plan) -> None:
    pdf.set_draw_color(110)
    pdf.set_line_width(0.2)
    with pdf.local_context():
        pdf.set_dash_pattern(dash=0.7, gap=0.9)
        for gap in plan.gaps:
            _polyline(pdf, paper.line(gap))
    pdf.set_draw_color(*TRACK)
    pdf.set_line_width(0.25)
    for piece in plan.track:
        _polyline(pdf, paper.line(piece))
    for used, colour in ((True, TRACK), (False, UNUSED)):
        spots = _apart(paper.spot(mark.at) for mark in plan.marks if mark.used == used)
        _dots(pdf, spots, colour, used=used)


def _apart(spots: Iterable[Spot]) -> Iterator[Spot]:
    """One of those that would be printed upon each other."""
    seen: set[tuple[int, int]] = set()
    for x, y in spots:
        cell = (round(x / 0.4), round(y / 0.4))
        if cell not in seen:
            seen.add(cell)
            yield x, y


def _dots(pdf: FPDF, spots: Iterable[Spot], colour: Colour, *, used: bool) -> None:
    """Used: a filled dot; not used: a small cross, so that black and white printing tells them apart too."""
    pdf.set_draw_color(*colour)
    pdf.set_fill_color(*colour)
    pdf.set_line_width(0.2)
    for x, y in spots:
        if used:
            pdf.circle(x, y, 0.32, style="F")
        else:
            pdf.line(x - 0.7, y - 0.7, x + 0.7, y + 0.7)
            pdf.line(x - 0.7, y + 0.7, x + 0.7, y - 0.7)


def _scale_bar(pdf: FPDF, paper: Paper, words: Words) -> None:
    length_m = scale_bar_m(paper.frame)
    length_mm = paper.width * length_m / sides_m(paper.frame)[0]
    x, y = paper.left + 4, paper.top + paper.height - 4
    pdf.set_fill_color(255, 255, 255)
    pdf.rect(x - 2, y - 5, length_mm + 4, 7.5, style="F")
    pdf.set_draw_color(0)
    pdf.set_line_width(0.4)
    pdf.polyline([(x, y - 1.2), (x, y), (x + length_mm, y), (x + length_mm, y - 1.2)])
    pdf.set_font(style="", size=7)
    unit, value = ("m", length_m) if length_m < 1000 else ("km", length_m / 1000)
    pdf.text(x, y - 1.8, words(f"orders.unit.{unit}", n=number(value, words.language)))


def _north(pdf: FPDF, paper: Paper, words: Words) -> None:
    x, y = paper.left + paper.width - 6, paper.top + 10
    pdf.set_fill_color(255, 255, 255)
    pdf.rect(x - 3.5, y - 9, 7, 13, style="F")
    pdf.set_fill_color(0, 0, 0)
    pdf.polygon([(x, y - 5), (x + 1.6, y + 1), (x, y - 0.4), (x - 1.6, y + 1)], style="F")
    pdf.set_font(style="B", size=7)
    text = words("papers.map.north")
    pdf.text(x - pdf.get_string_width(text) / 2, y - 6, text)


def _legend(pdf: FPDF, plan: Plan) -> None:
    pdf.set_font(style="", size=7.5)
    for kind, text in plan.legend:
        x, y = pdf.get_x(), pdf.get_y() + 2
        if x + 8 + pdf.get_string_width(text) > pdf.w - pdf.r_margin:
            pdf.set_xy(pdf.l_margin, pdf.get_y() + 4)
            x, y = pdf.get_x(), pdf.get_y() + 2
        _sample(pdf, kind, x + 1, y)
        pdf.set_x(x + 7)
        pdf.cell(pdf.get_string_width(text) + 6, 4, text)
    pdf.set_xy(pdf.l_margin, pdf.get_y() + (5 if plan.legend else 1))


def _sample(pdf: FPDF, kind: str, x: float, y: float) -> None:
    if kind in ("used", "unused"):
        colour = TRACK if kind == "used" else UNUSED
        _dots(pdf, [(x + 2, y)], colour, used=kind == "used")
        return
    pdf.set_draw_color(*TRACK if kind == "track" else (110, 110, 110))
    pdf.set_line_width(0.25)
    with pdf.local_context():
        if kind == "gap":
            pdf.set_dash_pattern(dash=0.7, gap=0.9)
        pdf.line(x, y, x + 5, y)
