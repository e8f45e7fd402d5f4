"""What a vector tile holds: layers of features, read from its bytes. Pure.

Source: Mapbox Vector Tile Specification 2.1, section 4; read by mapbox-vector-tile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from mapbox_vector_tile.decoder import TileData  # type: ignore[import-untyped]
from shapely.errors import ShapelyError  # type: ignore[import-untyped]
from shapely.geometry import LineString, Point, Polygon  # type: ignore[import-untyped]
from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

Pairs = Sequence[Sequence[float]]
_LEAST_OF_A_LINE, _LEAST_OF_A_RING = 2, 4


class TileDamaged(ValueError):
    """The bytes are no vector tile; the message says why."""


@dataclass(frozen=True, slots=True)
class Feature:
    """parts: points, lines or areas in the tile's units, right and down."""

    parts: Sequence[BaseGeometry]
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """extent: how many units the tile is wide."""

    extent: int
    features: Sequence[Feature]


def layers_of(raw: bytes, wanted: Set[str]) -> dict[str, Layer]:
    """The wanted layers of an unpacked tile, those that it has. Raises TileDamaged."""
    try:
        data = TileData(raw, default_options={"y_coord_down": True, "geojson": False})
        # Layers that are not drawn (buildings of a whole city) would cost the most.
        kept = [layer for layer in data.tile.layers if layer.name in wanted]
        del data.tile.layers[:]
        data.tile.layers.extend(kept)
        found = data.get_message()
        return {name: _layer(layer) for name, layer in found.items()}
    except (DecodeError, ShapelyError, AssertionError, ValueError, IndexError, OverflowError) as cause:
        raise TileDamaged(f"not a vector tile: {type(cause).__name__}: {cause}") from cause


def _layer(layer: Mapping[str, Any]) -> Layer:
    if not 0 < layer["extent"] <= 1 << 20:
        raise TileDamaged(f"a layer is {layer['extent']} units wide")
    features = [Feature(list(_parts(one["geometry"])), one["properties"]) for one in layer["features"]]
    return Layer(layer["extent"], features)


def _parts(geometry: Mapping[str, Any]) -> Iterator[BaseGeometry]:
    """Points, lines and areas; what is too short to be one is none."""
    inside = geometry["coordinates"]
    match geometry["type"]:
        case "Point":
            yield Point(inside)
        case "MultiPoint":
            yield from (Point(one) for one in inside)
        case "LineString":
            yield from _lines([inside])
        case "MultiLineString":
            yield from _lines(inside)
        case "Polygon":
            yield from _areas([inside])
        case "MultiPolygon":
            yield from _areas(inside)


def _lines(lines: Sequence[Pairs]) -> Iterator[LineString]:
    return (LineString(line) for line in lines if len(line) >= _LEAST_OF_A_LINE)


def _areas(areas: Sequence[Sequence[Pairs]]) -> Iterator[Polygon]:
    for rings in areas:
        whole = [ring for ring in rings if len(ring) >= _LEAST_OF_A_RING]
        if whole:
            yield Polygon(whole[0], whole[1:])
