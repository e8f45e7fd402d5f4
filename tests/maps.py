"""Map files made for tests: what stands in them is known to the last name."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from baqylau.papers.mercator import Tile

Layers = Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]


def tile_bytes(layers: Layers) -> bytes:
    """layers: features by layer, each as well-known text in units of the tile (right, down) and what it says."""
    found = [
        {"name": name, "features": [{"geometry": wkt, "properties": dict(said)} for wkt, said in features]}
        for name, features in layers.items()
    ]
    packed: bytes = mapbox_vector_tile.encode(found, default_options={"y_coord_down": True})
    return packed


def map_file(
    path: Path,
    tiles: Mapping[Tile, bytes],
    *,
    credit: str = "Nobody",
    bounds: tuple[float, float, float, float] = (-180, -85, 180, 85),
    tile_type: TileType = TileType.MVT,
) -> Path:
    """A PMTiles file of unpacked tiles."""
    zooms = [tile.zoom for tile in tiles]
    with path.open("wb") as file:
        writer = Writer(file)  # type: ignore[no-untyped-call]
        for tile in sorted(tiles, key=lambda one: zxy_to_tileid(one.zoom, one.column, one.row)):
            sought, packed = zxy_to_tileid(tile.zoom, tile.column, tile.row), gzip.compress(tiles[tile])
            writer.write_tile(sought, packed)  # type: ignore[no-untyped-call]
        west, south, east, north = (round(side * 1e7) for side in bounds)
        header = {
            "tile_type": tile_type, "tile_compression": Compression.GZIP,
            "min_zoom": min(zooms), "max_zoom": max(zooms), "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0,
            "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        }  # fmt: skip
        writer.finalize(header, {"attribution": credit})  # type: ignore[no-untyped-call]
    return path
