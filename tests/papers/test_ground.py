"""What of a map's tiles is drawn below a track."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.papers.document import Document
from baqylau.papers.drawing import pdf_of
from baqylau.papers.ground import ground_of, upon
from baqylau.papers.map_schemas import COUNTRY, STREETS
from baqylau.papers.mercator import Tile, on_earth, tiles_of
from baqylau.papers.plan import Frame, Ground, Name, Plan, fitted
from baqylau.papers.plan_drawing import AREAS, LINES
from baqylau.papers.tile_content import TileDamaged, layers_of
from baqylau.papers.words import Language
from tests.maps import tile_bytes

FRAME: Frame = (76.0, 43.0, 78.0, 44.0)
(WEST, *_), EAST = tiles_of(FRAME, 8), list(tiles_of(FRAME, 8))[1]
LAND: tuple[str, dict[str, object]] = ("POLYGON ((-64 -64, 4160 -64, 4160 4160, -64 4160, -64 -64))", {})
TOWN = {"en": "Town", "kk": "Қала", "ru": "Город", "rank": 3}
WHOLE = tile_bytes(
    {
        "land": [LAND],
        "lakes": [
            ("POLYGON ((100 100, 3000 100, 3000 3000, 100 3000, 100 100), (900 900, 900 2000, 2000 2000, 900 900))", {})
        ],
        "rivers": [("LINESTRING (10 10, 4000 3900)", {"kind": "perm"}), ("LINESTRING (9 9, 4000 9)", {"kind": "int"})],
        "adm1": [LAND],
        "places": [("POINT (3500 3900)", TOWN)],
    }
)  # fmt: skip


def ground(raw: bytes = WHOLE, language: Language = "en", tile: Tile = WEST) -> Ground:
    return ground_of(FRAME, [(tile, raw)], COUNTRY, language, "X")


@pytest.mark.parametrize(("language", "name"), [("kk", "Қала"), ("ru", "Город"), ("en", "Town")])
def test_names_are_in_the_language_of_the_paper(language: Language, name: str) -> None:
    """A town is written as its tile calls it in that language."""
    assert [one.text for one in ground(language=language).names] == [name]


def test_layers_are_told_apart() -> None:
    """Lakes are water with their islands left out, rivers are lines, and a brook that falls dry is none."""
    found = ground()
    (lake,) = [rings for kind, rings in found.areas[1:] if kind == "water"]
    assert len(lake) == 2
    assert [kind for kind, _ in found.lines] == ["river"]


def test_the_cut_of_a_tile_is_no_boundary() -> None:
    """A region that goes on beyond the tile has no edge where the tile was cut."""
    assert "region" not in [kind for kind, _ in ground().lines]


def test_nothing_but_land_is_no_base() -> None:
    """Where a map knows only that there is land, the paper says that it has no base."""
    assert ground(tile_bytes({"land": [LAND], "kz": [LAND]})) == Ground()
    assert ground_of(FRAME, [], COUNTRY, "en", "X") == Ground()


def test_a_town_at_the_edge_of_two_tiles_is_named_once() -> None:
    """What a tile holds from beyond its edge belongs to its neighbour."""
    one = tile_bytes({"land": [LAND], "places": [("POINT (4100 3900)", TOWN)]})
    other = tile_bytes({"land": [LAND], "places": [("POINT (4 3900)", TOWN)]})
    found = ground_of(FRAME, [(WEST, one), (EAST, other)], COUNTRY, "en", "X")
    assert [name.text for name in found.names] == ["Town"]


def test_streets_of_another_schema() -> None:
    """Of a street map: roads by their class, houses only nearby, names in the language or in the local one."""
    tile = Tile(14, 11691, 6015)
    ((lon, lat),) = on_earth(tile, 4096, np.array([[2048.0, 2000.0]])).tolist()
    frame = fitted((lon, lat, lon, lat), 1.5)
    road = ("LINESTRING (-50 2000, 4100 2010)", {"class": "primary", "name": "Абай", "name:ru": "Абая"})
    footpath = ("LINESTRING (-50 1000, 4100 1010)", {"class": "path"})
    raw = tile_bytes(
        {
            "transportation": [road, footpath],
            "transportation_name": [road],
            "building": [("POLYGON ((0 0, 4000 0, 4000 4000, 0 0))", {})],
            "poi": [("POINT (5 5)", {"name": "?"})],
        }
    )
    found = ground_of(frame, [(tile, raw)], STREETS, "ru", "X")
    assert [kind for kind, _ in found.lines] == ["road"]
    assert [(one.text, one.kind) for one in found.names] == [("Абая", "street")]
    assert "building" in [kind for kind, _ in found.areas]
    (name,) = ground_of(frame, [(tile, raw)], STREETS, "kk", "X").names
    assert name.text == "Абай"
    assert name.towards is not None


def test_letters_that_the_font_lacks_are_not_written() -> None:
    """A name in letters that would print as boxes is left out for one that can be read, or for none."""
    named = {"name": "伊宁", "name:latin": "Yining", "class": "city"}
    raw = tile_bytes({"place": [("POINT (3500 3900)", named), ("POINT (3600 3900)", {"name": "霍尔果斯"})]})
    assert [one.text for one in ground_of(FRAME, [(WEST, raw)], STREETS, "en", "X").names] == ["Yining"]


def test_two_maps_name_both_sources() -> None:
    """Streets above the country credit both; without one of them the other is named alone."""
    one, other = Ground(credit="A", coarse=True), Ground(credit="B")
    assert upon(one, other).credit == "A; B"
    assert upon(one, other).coarse
    assert upon(one, Ground()) is one
    assert upon(Ground(), other) is other


@given(st.data())
def test_a_damaged_tile_is_refused_or_read(data: st.DataObject) -> None:
    """Whatever bytes a tile has, it is read or refused by name; nothing else escapes."""
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    with suppress(TileDamaged):
        ground(bytes(raw[:cut]))


def test_layers_not_wanted_are_not_read() -> None:
    """Only what is drawn is read out of a tile."""
    assert set(layers_of(WHOLE, {"places", "roads"})) == {"places"}


def operators(plan: Plan) -> str:
    """What is drawn on the pages of a paper with this map alone."""
    paper = pdf_of(Document("en", "T", "S", "M", 0, ["foot"], [plan]))
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL)
    return "".join(zlib.decompress(one).decode("latin1") for one in streams if one.startswith(b"\x78"))


def test_the_base_is_on_the_paper() -> None:
    """Water is filled, the river is a line and the town is written with its dot; without a base none of it is."""
    base, bare = operators(Plan(FRAME, 60.0, ground=ground())), operators(Plan(FRAME, 60.0))
    water, river = (
        " ".join(f"{part / 255:.4g}" for part in one) for one in (AREAS["water"], LINES["river"][0])
    )
    assert f"{water} rg" in base
    assert f"{river} RG" in base
    assert f"{water} rg" not in bare
    assert base.count(" Tj") == bare.count(" Tj") + 1


def test_names_do_not_lie_upon_each_other() -> None:
    """Of twenty towns in one spot no more are written than have room, and every one that is has its own place."""
    names = [Name((77.0, 43.5), f"Town {number}") for number in range(20)]
    bare = operators(Plan(FRAME, 60.0)).count(" Tj")
    written = operators(Plan(FRAME, 60.0, ground=Ground(names=names))).count(" Tj") - bare
    assert 1 <= written <= 4
