"""The map below a track on paper: read from files that may be missing, damaged, or of streets."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pmtiles.tile import TileType

from baqylau.console.base_map import BaseMap, country_map
from baqylau.console.map_file import MapUnreadable, opened
from baqylau.papers.drawing import pdf_of
from baqylau.papers.mercator import Tile, tiles_of
from baqylau.papers.plan import Frame, Ground, fitted, frame_of
from baqylau.papers.track import track_document, track_frame
from baqylau.papers.track_data import Points, TrackPaper
from baqylau.papers.words import LANGUAGES, Language
from tests.maps import map_file, tile_bytes
from tests.papers.test_track import MADE, paper, points, said

ALMATY: Frame = (76.7, 43.1, 77.1, 43.4)
ROAD = ("LINESTRING (0 0, 4096 4096)", {"class": "primary"})
CITY = ("POINT (2000 2000)", {"class": "city", "name": "Ауыл"})


def streets(folder: Path, frame: Frame, zoom: int = 9, **more: object) -> Path:
    raw = tile_bytes({"transportation": [ROAD], "place": [CITY]})
    return map_file(folder / "s.pmtiles", dict.fromkeys(tiles_of(frame, zoom), raw), **more)  # type: ignore[arg-type]


def along(lats: tuple[float, float], lons: tuple[float, float], count: int) -> TrackPaper:
    of = points(list(range(count)))
    columns = {name: getattr(of, name) for name in Points.__dataclass_fields__}
    columns |= {"lat": np.linspace(*lats, count), "lon": np.linspace(*lons, count)}
    return paper(Points(**columns))


def printed(of: TrackPaper, base_map: BaseMap, language: Language = "en") -> tuple[str, Ground]:
    """What a paper with the base says, and the base; the paper is drawn as well."""
    frame = track_frame(of)
    assert frame is not None
    ground = base_map.ground(frame, language)
    document = track_document(of, ground, MADE, language)
    assert pdf_of(document).startswith(b"%PDF")
    return said(document), ground


@pytest.mark.parametrize(
    ("language", "towns"),
    [("kk", ("Алматы", "Балқаш")), ("ru", ("Алматы", "Балхаш")), ("en", ("Almaty", "Balqash"))],
)
def test_500_km_of_the_country(language: Language, towns: tuple[str, str]) -> None:
    """A track from Almaty to Balkhash is drawn over the country of the package, named in the paper's language."""
    text, ground = printed(along((43.24, 46.84), (76.9, 74.98), 300), BaseMap(None), language)
    assert towns[0] in text
    assert towns[1] in text
    assert "GeoNames CC BY 4.0" in text
    assert {"water", "land"} <= {kind for kind, _ in ground.areas}
    assert {"river", "region"} <= {kind for kind, _ in ground.lines}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_point(language: Language) -> None:
    """A single point in a city has a map of 400 m and more, and the paper says what is below it."""
    text, _ = printed(along((43.2, 43.2), (76.9, 76.9), 1), BaseMap(None), language)
    assert ("Natural Earth" in text) or any(
        one in text for one in ("no base map", "Основы карты", "карта негізі жоқ")
    )


def test_beyond_the_map() -> None:
    """Where the map of the country has nothing, as at the date line, the paper says that it has no base."""
    for lats, lons in (
        ((38.7, 38.8), (-9.1, -9.0)),
        ((65.0, 66.0), (-179.9, 179.9)),
        ((84.0, 89.0), (10.0, 11.0)),
    ):
        text, ground = printed(along(lats, lons, 3), BaseMap(None))
        assert ground == Ground() or lons[0] < -170
        assert ground.credit or "There is no base map of this place" in text


def test_across_the_edge_of_tiles(tmp_path: Path) -> None:
    """A track over the corner where four tiles meet has the map of all four."""
    lon, lat = 76.640625, 43.5804  # the corner of four tiles at zoom 9
    frame = fitted((lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02), 1.5)
    assert len(list(tiles_of(frame, 9))) == 4
    ground = BaseMap(streets(tmp_path, frame)).ground(frame, "en")
    blank = [rings for kind, rings in ground.areas if kind == "land"]
    assert len(blank) == 4
    west, south, east, north = frame_of(at for rings in blank for ring in rings for at in ring) or frame
    assert max(west - frame[0], south - frame[1], frame[2] - east, frame[3] - north) < 1e-9


def test_streets_that_cover_the_frame_are_enough(tmp_path: Path) -> None:
    """A street map that holds all of the frame is drawn alone, credited as it says itself, without marks of a page."""
    credit = '<a href="https://osm.org">&copy; OpenStreetMap</a> contributors'
    ground = BaseMap(streets(tmp_path, ALMATY, credit=credit)).ground(ALMATY, "kk")
    assert ground.credit == "© OpenStreetMap contributors"
    assert not ground.coarse
    assert "road" in [kind for kind, _ in ground.lines]
    assert {name.text for name in ground.names} == {"Ауыл"}


def test_streets_of_a_part_lie_above_the_country(tmp_path: Path) -> None:
    """A street map of less than the frame is drawn above the country, and both are credited."""
    path = streets(tmp_path, ALMATY, credit="Streets", bounds=(76.8, 43.2, 77.0, 43.3))
    ground = BaseMap(path).ground(ALMATY, "kk")
    assert ground.credit.startswith("Natural Earth")
    assert ground.credit.endswith("; Streets")
    assert {"Алматы", "Ауыл"} <= {name.text for name in ground.names}


def _damage(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def test_a_map_that_cannot_be_read_costs_no_paper(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Missing, empty, cut, of another format, of pictures: the paper says it has no base, and it is counted."""
    whole = country_map().read_bytes()
    raw = tile_bytes({"transportation": [ROAD]})
    pictures = map_file(
        tmp_path / "p.pmtiles", dict.fromkeys(tiles_of(ALMATY, 9), raw), tile_type=TileType.PNG
    )
    damaged = [
        tmp_path / "missing",
        _damage(tmp_path / "empty", b""),
        _damage(tmp_path / "cut", whole[: len(whole) // 2]),
        _damage(tmp_path / "head", whole[:100]),
        _damage(tmp_path / "other", b"SQLite format 3\0" + whole[16:]),
        _damage(tmp_path / "old", b"PMTiles\x02" + whole[8:]),
        pictures,
    ]
    of = along((43.2, 43.3), (76.85, 76.95), 30)
    for path in damaged:
        base_map = BaseMap(None, path)
        with caplog.at_level(logging.ERROR):
            text, ground = printed(of, base_map)
        assert ground == Ground(), path
        assert "There is no base map of this place" in text
        assert base_map.unread == {"country": 1}
        assert str(path) in caplog.text


def test_one_damaged_tile_leaves_the_map_out(tmp_path: Path) -> None:
    """Half a map would mislead: with one tile of several damaged there is none; the country stays below streets."""
    first, *rest = tiles_of(ALMATY, 10)
    good = tile_bytes({"transportation": [ROAD], "place": [CITY]})
    path = map_file(tmp_path / "s.pmtiles", {first: b"\x1a\xff\xff", **dict.fromkeys(rest, good)})
    base_map = BaseMap(path)
    ground = base_map.ground(ALMATY, "en")
    assert base_map.unread == {"streets": 1}
    assert ground.credit == BaseMap(None).ground(ALMATY, "en").credit
    assert BaseMap(None, path).ground(ALMATY, "en") == Ground()


WHOLE = country_map().read_bytes()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_damaged_is_refused_by_name(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bytes changed in header, directories or data give tiles, none, or a refusal; nothing else escapes."""
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, 28_000))] = data.draw(st.integers(0, 255))
    path = _damage(tmp_path_factory.mktemp("map") / "x", bytes(raw))
    found = BaseMap(None, path).ground(ALMATY, "en")
    assert isinstance(found, Ground)


def test_what_the_map_has_not_is_none() -> None:
    """A tile that the file does not hold is none, and one it holds is unpacked."""
    with opened(country_map()) as file:
        assert file.tile(Tile(10, 0, 0)) is None
        raw = file.tile(Tile(0, 0, 0))
        assert raw is not None
        assert raw[:2] != gzip.compress(b"")[:2]


def test_other_packing_is_named(tmp_path: Path) -> None:
    """A map packed in a way that is not read says which."""
    raw = bytearray(WHOLE)
    raw[98] = 4
    with pytest.raises(MapUnreadable, match="zstd"), opened(_damage(tmp_path / "z", bytes(raw))) as file:
        file.tile(Tile(0, 0, 0))
