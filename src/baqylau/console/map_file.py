"""A map file read: PMTiles, tile by tile, each range checked before it is taken.

Source: PMTiles specification version 3, sections 2 to 5; its numbers are read by the package `pmtiles`.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pmtiles.tile import (
    Compression,
    Entry,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)

from baqylau.papers.mercator import Tile
from baqylau.papers.plan import Frame

HEADER_BYTES = 127
MOST_DIRECTORIES = 4
"""A tile is found through the root and at most three leaves."""
MOST_ZOOM = 31
MOST_BYTES = 50_000_000
"""A tile or directory that unpacks to more is none."""
_TAG = re.compile(r"<[^>]*>")
_UNREADABLE = (
    OSError, EOFError, ValueError, IndexError, OverflowError, zlib.error, MagicNumberNotFound, SpecVersionUnsupported,
)  # fmt: skip


class MapUnreadable(Exception):
    """A map file that cannot be read; the message says why."""


class MapFile:
    """An open map of vector tiles. bounds: what part of the world it says that it covers."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, 2)
        self._head = head = deserialize_header(self._range(0, HEADER_BYTES))
        if head["tile_type"] != TileType.MVT:
            raise MapUnreadable(f"its tiles are pictures or unknown ({head['tile_type'].name}), not vectors")
        self.zooms = (head["min_zoom"], head["max_zoom"])
        if not self.zooms[0] <= self.zooms[1] <= MOST_ZOOM:
            raise MapUnreadable(f"it says that it goes from zoom {self.zooms[0]} to {self.zooms[1]}")
        self.bounds: Frame = (
            head["min_lon_e7"] / 1e7, head["min_lat_e7"] / 1e7, head["max_lon_e7"] / 1e7, head["max_lat_e7"] / 1e7,
        )  # fmt: skip
        self._directories: dict[tuple[int, int], list[Entry]] = {}

    def credit(self) -> str:
        """Whose work it is, as the file says, without marks of a web page; empty where it does not say."""
        packed = self._range(self._head["metadata_offset"], self._head["metadata_length"])
        said = json.loads(unpacked(packed, self._head["internal_compression"]))
        words = said.get("attribution") if isinstance(said, dict) else None
        return " ".join(html.unescape(_TAG.sub(" ", words)).split()) if isinstance(words, str) else ""

    def tile(self, tile: Tile) -> bytes | None:
        """The unpacked tile; None where the map has none there."""
        sought = zxy_to_tileid(tile.zoom, tile.column, tile.row)
        place = (self._head["root_offset"], self._head["root_length"])
        for _ in range(MOST_DIRECTORIES):
            entry = find_tile(self._directory(*place), sought)
            if entry is None:
                return None
            if entry.run_length > 0:
                packed = self._range(self._head["tile_data_offset"] + entry.offset, entry.length)
                return unpacked(packed, self._head["tile_compression"])
            place = (self._head["leaf_directory_offset"] + entry.offset, entry.length)
        raise MapUnreadable("its directories lead nowhere")

    def _directory(self, offset: int, length: int) -> list[Entry]:
        found = self._directories.get((offset, length))
        if found is None:
            plain = unpacked(self._range(offset, length), self._head["internal_compression"])
            # The package reads packed directories alone.
            found = deserialize_directory(gzip.compress(plain, 1))
            self._directories[offset, length] = found
        return found

    def _range(self, offset: int, length: int) -> bytes:
        if not 0 <= offset <= offset + length <= self._size:
            raise MapUnreadable(f"it ends before byte {offset + length}")
        self._file.seek(offset)
        return self._file.read(length)


def unpacked(packed: bytes, how: Compression) -> bytes:
    """Raises MapUnreadable for a way of packing that is not read here, or too much inside."""
    if how == Compression.NONE:
        return packed
    if how != Compression.GZIP:
        raise MapUnreadable(f"it is packed with {how.name.lower()}; only gzip is read for papers")
    opened = zlib.decompressobj(wbits=31)
    plain = opened.decompress(packed, MOST_BYTES)
    if not opened.eof:
        raise MapUnreadable("a part of it is cut short or unpacks to too much")
    return plain


@contextmanager
def opened(path: Path) -> Iterator[MapFile]:
    """Raises MapUnreadable, also for what is found unreadable while it is open."""
    try:
        with path.open("rb") as file:
            yield MapFile(file)
    except _UNREADABLE as cause:
        raise MapUnreadable(f"{type(cause).__name__}: {cause}") from cause
