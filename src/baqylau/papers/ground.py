"""From tiles of a map to what is drawn below a track: areas, lines and names inside the frame. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import shapely  # type: ignore[import-untyped]
from shapely.errors import GEOSException  # type: ignore[import-untyped]
from shapely.geometry import LineString, Point, Polygon, box  # type: ignore[import-untyped]
from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

from baqylau.papers.map_schemas import Naming, Rule, Schema
from baqylau.papers.mercator import Box, Tile, on_earth, window
from baqylau.papers.plan import Frame, Ground, Line, LonLat, Name
from baqylau.papers.tile_content import Layer, layers_of
from baqylau.papers.words import Language

OVERLAP = 1 / 256
"""Of a tile: how far areas of neighbours reach over each other, so that no seam shows."""
EDGE = 0.5
"""Of a unit: what runs along a tile's edge is the cut and no line of the map."""
_WRITABLE = re.compile(r"[ -~\u00a0-\u052f\u1e00-\u1eff\u2010-\u2027№]+")
"""Latin and Cyrillic letters and what stands between them: what the font of papers has."""

CORNERS_OF_A_CUT = 5
"""Land all over is cut to a rectangle, whose ring ends where it begins."""

Laid = Sequence[tuple[Tile, Mapping[str, Layer]]]


def ground_of(
    frame: Frame,
    tiles: Iterable[tuple[Tile, bytes]],
    schema: Schema,
    language: Language,
    credit: str,
) -> Ground:
    """What unpacked tiles show of the frame. An empty `Ground` where they show nothing but land.

    Raises TileDamaged.
    """
    laid = [(tile, layers_of(raw, schema.layers)) for tile, raw in tiles]
    areas = [*_drawn_areas(frame, laid, schema)]
    lines = [*_drawn_lines(frame, laid, schema)]
    names = [*_written(frame, laid, schema, language)]
    if not lines and not names and not any(_tells(kind, rings) for kind, rings in areas):
        return Ground()
    below = [*_blank(frame, laid, schema)]
    return Ground([*below, *areas], lines, names, credit, schema.coarse)


def _tells(kind: str, rings: Sequence[Line]) -> bool:
    """Water, a house, or an edge of land: more corners than land has that goes on all around."""
    return kind not in ("land", "abroad") or len(rings) > 1 or len(rings[0]) > CORNERS_OF_A_CUT


def upon(below: Ground, above: Ground) -> Ground:
    """Both, one drawn above the other; only what is above is good for more than an overview."""
    if not below.credit or not above.credit:
        return above if above.credit else below
    return Ground(
        [*below.areas, *above.areas],
        [*below.lines, *above.lines],
        [*below.names, *above.names],
        f"{below.credit}; {above.credit}",
        below.coarse or above.coarse,
    )


def _blank(frame: Frame, laid: Laid, schema: Schema) -> Iterator[tuple[str, Sequence[Line]]]:
    """The ground of each tile: beyond what tiles cover nothing is drawn."""
    for tile, _ in laid:
        inside = window(tile, frame, 1, OVERLAP)
        if inside is not None:
            yield schema.ground, _rings(box(*inside), tile, 1)


def _drawn_areas(frame: Frame, laid: Laid, schema: Schema) -> Iterator[tuple[str, Sequence[Line]]]:
    for rule in schema.areas:
        for tile, layer, kind, part in _chosen(laid, rule):
            inside = window(tile, frame, layer.extent, layer.extent * OVERLAP)
            if inside is not None:
                for area in _cut(part, inside, Polygon):
                    yield kind, _rings(area, tile, layer.extent)


def _rings(area: BaseGeometry, tile: Tile, extent: int) -> list[Line]:
    """The outer ring, then holes, which run the other way round."""
    whole = shapely.transform(shapely.orient_polygons(area), partial(on_earth, tile, extent))
    return [_pairs(whole.exterior), *map(_pairs, whole.interiors)]


def _drawn_lines(frame: Frame, laid: Laid, schema: Schema) -> Iterator[tuple[str, Line]]:
    for rule in schema.outlines:
        for tile, layer, kind, part in _chosen(laid, rule):
            yield from ((kind, line) for line in _along(frame, tile, layer.extent, part.boundary))
    for rule in schema.lines:
        for tile, layer, kind, part in _chosen(laid, rule):
            yield from ((kind, line) for line in _along(frame, tile, layer.extent, part))


def _along(frame: Frame, tile: Tile, extent: int, line: BaseGeometry) -> Iterator[Line]:
    inside = window(tile, frame, extent, -EDGE)
    if inside is not None:
        for piece in _cut(line, inside, LineString):
            yield _pairs(shapely.transform(piece, partial(on_earth, tile, extent)))


def _chosen(laid: Laid, rule: Rule) -> Iterator[tuple[Tile, Layer, str, BaseGeometry]]:
    for tile, layers in laid:
        layer = layers.get(rule.layer)
        if layer is None or not rule.from_zoom <= tile.zoom <= rule.to_zoom:
            continue
        for feature in layer.features:
            kind = rule.look(feature.said)
            if kind is not None:
                yield from ((tile, layer, kind, part) for part in feature.parts)


def _cut(part: BaseGeometry, inside: Box, wanted: type[BaseGeometry]) -> Iterator[BaseGeometry]:
    try:
        cut = shapely.clip_by_rect(part, *inside)
    except GEOSException:
        # An area that crosses itself cannot be cut; the paper's own edge cuts what is drawn.
        cut = part
    yield from (one for one in shapely.get_parts(cut) if isinstance(one, wanted) and not one.is_empty)


def _pairs(line: BaseGeometry) -> Line:
    return [(lon, lat) for lon, lat in shapely.get_coordinates(line).tolist()]


def _written(frame: Frame, laid: Laid, schema: Schema, language: Language) -> Iterator[Name]:
    """Names, the weightiest first."""
    found: list[tuple[float, str, Name]] = []
    for naming in schema.names:
        for tile, layers in laid:
            layer = layers.get(naming.layer)
            if layer is not None and naming.from_zoom <= tile.zoom <= naming.to_zoom:
                found += _named(frame, tile, layer, naming, schema.keys, language)
    yield from (name for _, _, name in sorted(found, key=lambda one: one[:2]))


def _named(
    frame: Frame, tile: Tile, layer: Layer, naming: Naming, keys: Sequence[str], language: Language
) -> Iterator[tuple[float, str, Name]]:
    inside = window(tile, frame, layer.extent)
    if inside is None:
        return
    for feature in layer.features:
        text = next((said for key in keys if (said := _writable(feature.said.get(key.format(language))))), "")
        for part in feature.parts if text else ():
            for at, towards in _spots(part, inside, tile, layer.extent):
                yield naming.weight(feature.said), text, Name(at, text, naming.kind, towards)


def _writable(said: object) -> str:
    return said.strip() if isinstance(said, str) and _WRITABLE.fullmatch(said) else ""


def _spots(
    part: BaseGeometry, inside: Box, tile: Tile, extent: int
) -> Iterator[tuple[LonLat, LonLat | None]]:
    """Where a name stands; of a line its middle and where it goes on from there."""
    left, top, right, bottom = inside
    if isinstance(part, Point):
        # Each place once: a tile also holds what lies a little beyond its edge.
        if left <= part.x < right and top <= part.y < bottom:
            yield _pairs(shapely.transform(part, partial(on_earth, tile, extent)))[0], None
        return
    for piece in _cut(part, inside, LineString):
        middle = LineString([piece.interpolate(share, normalized=True) for share in (0.45, 0.55)])
        one, other = _pairs(shapely.transform(middle, partial(on_earth, tile, extent)))
        yield one, other
