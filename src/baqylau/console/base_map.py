"""What lies below a track on paper: the country from the package, and the streets that an installation names."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from baqylau.console.map_file import MapUnreadable, opened
from baqylau.papers.ground import ground_of, upon
from baqylau.papers.map_schemas import COUNTRY, STREETS, Schema
from baqylau.papers.mercator import Tile, tiles_of, zoom_for
from baqylau.papers.plan import Frame, Ground
from baqylau.papers.tile_content import TileDamaged
from baqylau.papers.words import Language

log = logging.getLogger(__name__)

OF_STREETS = "© OpenStreetMap"
"""Whose work a street map is that does not say so itself: its schema is made for these data."""


def country_map() -> Path:
    """The map of Kazakhstan in the package, which is installed as files."""
    return Path(str(resources.files("baqylau.console").joinpath("basemap", "kz.pmtiles")))


@dataclass(frozen=True, slots=True)
class _Read:
    """What of a map lies in a frame, as bytes."""

    which: str
    path: Path
    bounds: Frame
    credit: str
    tiles: Sequence[tuple[Tile, bytes]]


class BaseMap:
    """unread: how often which of the maps could not be read, since the start; the paper had to do without."""

    def __init__(self, streets: Path | None, country: Path | None = None) -> None:
        self._streets = streets
        self._country = country or country_map()
        self.unread: Counter[str] = Counter()

    def ground(self, frame: Frame, language: Language) -> Ground:
        """What is known of the frame; an empty `Ground` where nothing is or can be read. Reads files.

        A street map that covers the frame is enough; else the country is drawn below it.
        """
        streets, whole = self._of_streets(frame, language)
        return streets if whole else upon(self._of_country(frame, language), streets)

    def _of_streets(self, frame: Frame, language: Language) -> tuple[Ground, bool]:
        if self._streets is None:
            return Ground(), False
        read = self._read("streets", self._streets, frame)
        found = self._drawn(read, frame, STREETS, language, OF_STREETS)
        return found, read is not None and bool(found.credit) and _holds(read.bounds, frame)

    def _of_country(self, frame: Frame, language: Language) -> Ground:
        read = self._read("country", self._country, frame)
        return self._drawn(read, frame, COUNTRY, language, self._country.name)

    def _read(self, which: str, path: Path, frame: Frame) -> _Read | None:
        try:
            with opened(path) as file:
                zoom = zoom_for(frame, *file.zooms)
                tiles = () if zoom is None else tiles_of(frame, zoom)
                found = ((tile, file.tile(tile)) for tile in tiles)
                held = [(tile, raw) for tile, raw in found if raw is not None]
                return _Read(which, path, file.bounds, file.credit(), held)
        except MapUnreadable as cause:
            self._unread(which, path, cause)
            return None

    def _drawn(
        self, read: _Read | None, frame: Frame, schema: Schema, language: Language, otherwise: str
    ) -> Ground:
        """Nothing where one of several tiles is damaged: half a map would mislead."""
        if read is None:
            return Ground()
        try:
            return ground_of(frame, read.tiles, schema, language, read.credit or otherwise)
        except TileDamaged as cause:
            self._unread(read.which, read.path, cause)
            return Ground()

    def _unread(self, which: str, path: Path, cause: Exception) -> None:
        self.unread[which] += 1
        log.error("a paper is drawn without the map %s: %s", path, cause)


def _holds(bounds: Frame, frame: Frame) -> bool:
    return bounds[0] <= frame[0] and bounds[1] <= frame[1] and bounds[2] >= frame[2] and bounds[3] >= frame[3]
