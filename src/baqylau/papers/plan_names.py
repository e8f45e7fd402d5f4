"""Names on a printed map: the weightiest first, none upon another, streets along their line."""

from __future__ import annotations

import math
from collections.abc import Iterable

from fpdf import FPDF

from baqylau.papers.plan import Name
from baqylau.papers.plan_paper import Paper, Spot

Block = tuple[float, float, float, float]
"""Left, top, right, bottom on the page, in millimetres."""

LETTERS: dict[str, tuple[int, float]] = {"town": (70, 7), "region": (140, 6.5), "street": (110, 5.2)}
"""Grey and size in points."""
SAME_STREET_MM = 60.0
"""The name of a street stands again only so far from where it stood."""
_MM_A_POINT = 0.3528


def write_names(pdf: FPDF, paper: Paper, names: Iterable[Name], taken: list[Block]) -> None:
    """taken: where nothing may be written; grows by what is."""
    written: dict[str, list[Spot]] = {}
    for name in names:
        spot = paper.spot(name.at)
        if name.kind == "street" and any(
            math.dist(spot, one) < SAME_STREET_MM for one in written.get(name.text, ())
        ):
            continue
        if _write(pdf, paper, name, spot, taken):
            written.setdefault(name.text, []).append(spot)
    pdf.set_text_color(0)


def _write(pdf: FPDF, paper: Paper, name: Name, spot: Spot, taken: list[Block]) -> bool:
    grey, size = LETTERS[name.kind]
    pdf.set_font(style="", size=size)
    wide, high = pdf.get_string_width(name.text), size * _MM_A_POINT
    turn = 0.0 if name.towards is None else _turn(spot, paper.spot(name.towards))
    for x, y in _places(name.kind, spot, wide, high):
        block = _around(x, y, wide, high, turn, spot)
        if _inside(block, paper) and not any(_touch(block, one) for one in taken):
            break
    else:
        return False
    taken.append(block)
    pdf.set_text_color(grey)
    if name.kind == "town":
        pdf.set_fill_color(grey)
        pdf.circle(*spot, 0.5, style="F")
    if turn:
        with pdf.rotation(turn, *spot):
            pdf.text(x, y, name.text)
    else:
        pdf.text(x, y, name.text)
    return True


def _places(kind: str, spot: Spot, wide: float, high: float) -> list[Spot]:
    """Where the letters may begin: right, left, below and above of a town's dot, else about the spot."""
    x, y = spot
    if kind != "town":
        return [(x - wide / 2, y + high * 0.35)]
    return [(x + 1, y - 0.6), (x - wide - 1, y - 0.6), (x + 1, y + high), (x - wide / 2, y - 1.2)]


def _turn(spot: Spot, towards: Spot) -> float:
    """Degrees against the clock, so that it is read from the left."""
    if spot == towards:
        return 0.0
    turn = math.degrees(math.atan2(spot[1] - towards[1], towards[0] - spot[0]))
    return turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn


def _around(x: float, y: float, wide: float, high: float, turn: float, spot: Spot) -> Block:
    """The upright block around a name that is turned about its spot."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    corners = [(dx, dy) for dx in (x, x + wide) for dy in (y - high, y + high * 0.25)]
    turned = [
        (
            spot[0] + (cx - spot[0]) * cos + (cy - spot[1]) * sin,
            spot[1] - (cx - spot[0]) * sin + (cy - spot[1]) * cos,
        )
        for cx, cy in corners
    ]
    across, down = [one for one, _ in turned], [one for _, one in turned]
    return min(across), min(down), max(across), max(down)


def _inside(block: Block, paper: Paper) -> bool:
    return (
        paper.left < block[0]
        and block[2] < paper.left + paper.width
        and paper.top < block[1]
        and block[3] < paper.top + paper.height
    )


def _touch(one: Block, other: Block) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
