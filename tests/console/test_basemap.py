"""The basemap is served from the package, in pieces, to whoever has an account."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from baqylau.console.app import create
from baqylau.console.routes.basemap import Streets, streets_of
from baqylau.platform.settings import Settings
from tests.console.conftest import Desk, FixedClock

FILE = "/api/basemap/kz.pmtiles"


def pmtiles(folder: Path, tile_type: int, version: int = 3) -> Path:
    """The header of a PMTiles file of zooms 4 to 14."""
    header = bytearray(127)
    header[:8] = b"PMTiles" + bytes([version])
    header[99:102] = bytes([tile_type, 4, 14])
    path = folder / "streets.pmtiles"
    path.write_bytes(header)
    return path


@pytest.mark.services
def test_country_in_pieces(desk: Desk) -> None:
    """A range request is answered with just its bytes, and the file is a PMTiles of version 3."""
    token = {"Authorization": f"Bearer {desk.tokens['talgat']}"}
    answer = desk.client.get(FILE, headers=token | {"Range": "bytes=0-126"})
    assert answer.status_code == 206
    assert answer.content[:8] == b"PMTiles\x03"
    assert len(answer.content) == 127
    assert "no-store" not in answer.headers["Cache-Control"]


@pytest.mark.services
def test_nobody_without_account(desk: Desk) -> None:
    """Without a token there is no map."""
    assert desk.client.get(FILE).status_code == 401


@pytest.mark.services
def test_no_streets_named(desk: Desk) -> None:
    """An installation that names no street map says so."""
    token = {"Authorization": f"Bearer {desk.tokens['talgat']}"}
    assert desk.client.get("/api/basemap", headers=token).json() == {"streets": None}
    assert desk.client.get("/api/basemap/streets.pmtiles", headers=token).status_code == 404


@pytest.mark.services
def test_streets_of_the_installation(desk: Desk, tmp_path: Path) -> None:
    """A file named in the settings is described and served."""
    token = {"Authorization": f"Bearer {desk.tokens['talgat']}"}
    settings = Settings(database_url=desk.world.url, street_map=pmtiles(tmp_path, 1))
    with TestClient(create(settings, FixedClock())) as client:
        said = client.get("/api/basemap", headers=token).json()
        assert said == {"streets": {"kind": "vector", "min_zoom": 4, "max_zoom": 14}}
        assert len(client.get("/api/basemap/streets.pmtiles", headers=token).content) == 127


@pytest.mark.parametrize("tile_type", [2, 3, 4, 5])
def test_pictures_are_told_apart(tmp_path: Path, tile_type: int) -> None:
    """PNG, JPEG, WebP and AVIF tiles make a map of pictures."""
    assert streets_of(pmtiles(tmp_path, tile_type)) == Streets(kind="raster", min_zoom=4, max_zoom=14)


def test_what_is_no_map(tmp_path: Path) -> None:
    """A missing file, another format, another version and an unknown kind of tile are no map, and no failure."""
    (tmp_path / "text").write_text("no map")
    assert streets_of(None) is None
    assert streets_of(tmp_path / "missing") is None
    assert streets_of(tmp_path / "text") is None
    assert streets_of(pmtiles(tmp_path, 1, version=2)) is None
    assert streets_of(pmtiles(tmp_path, 0)) is None
