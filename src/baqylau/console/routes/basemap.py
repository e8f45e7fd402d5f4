"""The map under the people: Kazakhstan from the package, streets from a file that an installation names."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from baqylau.console.access import Account, require
from baqylau.console.base_map import country_map
from baqylau.console.problems import Problem
from baqylau.console.recording import impersonal

router = APIRouter(prefix="/api/basemap", tags=["basemap"], dependencies=[impersonal("a map of the country")])

Reader = Annotated[Account, require("self.read")]

KEPT = {"Cache-Control": "private, max-age=86400"}

# PMTiles version 3, section 3 (header): 127 bytes, the tile type in byte 99, the zooms in 100 and 101.
_HEADER_BYTES = 127
_VECTOR, _PICTURES = 1, (2, 3, 4, 5)

FILE_ANSWERS: dict[int | str, dict[str, object]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The file"},
    206: {"content": {"application/octet-stream": {}}, "description": "The bytes of the Range header"},
    404: {"description": "This installation has no such map"},
    416: {"description": "The Range header lies outside the file"},
}


class Streets(BaseModel):
    """A street map of the installation, in the PMTiles format. vector: in the schema of OpenMapTiles."""

    kind: Literal["vector", "raster"]
    min_zoom: int
    max_zoom: int


class Basemap(BaseModel):
    """What maps there are besides the one of the country."""

    streets: Streets | None = Field(
        description="null where the setting `street_map` names no file we can read"
    )


@router.get("")
def read_basemap(request: Request, _: Reader) -> Basemap:
    """Whether this installation has a street map."""
    return Basemap(streets=streets_of(request.app.state.console.settings.street_map))


@router.get("/kz.pmtiles", response_class=FileResponse, responses=FILE_ANSWERS)
def country(_: Reader) -> FileResponse:
    """Kazakhstan, zoom 0 to 10; answers range requests."""
    return _file(country_map())


@router.get("/streets.pmtiles", response_class=FileResponse, responses=FILE_ANSWERS)
def streets(request: Request, _: Reader) -> FileResponse:
    """The street map that the setting `street_map` names; answers range requests."""
    named: Path | None = request.app.state.console.settings.street_map
    if named is None or streets_of(named) is None:
        raise Problem(404, "no_street_map")
    return _file(named)


def _file(path: Path) -> FileResponse:
    return FileResponse(path, media_type="application/octet-stream", headers=KEPT)


def streets_of(path: Path | None) -> Streets | None:
    """What kind of map the file holds; None without a file, or where it is no PMTiles of version 3."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        return None
    if len(header) < _HEADER_BYTES or header[:8] != b"PMTiles\x03":
        return None
    tile_type, min_zoom, max_zoom = struct.unpack_from("<3B", header, 99)
    if tile_type != _VECTOR and tile_type not in _PICTURES:
        return None
    kind: Literal["vector", "raster"] = "vector" if tile_type == _VECTOR else "raster"
    return Streets(kind=kind, min_zoom=min_zoom, max_zoom=max_zoom)
