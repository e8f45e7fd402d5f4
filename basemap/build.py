"""Builds the basemap of Kazakhstan from files on this machine. See README.md for the inputs and their terms.

    python build.py --natural-earth DIR --regions kz-adm1.geojson --towns cities500.json --out kz.pmtiles

Needs geopandas, tippecanoe and, for rivers, `gmt` with its full shorelines.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
from shapely.geometry import LineString, Point, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

HERE = Path(__file__).parent
WEST, SOUTH, EAST, NORTH = 43.0, 37.0, 91.0, 58.0
FRAME = box(WEST, SOUTH, EAST, NORTH)
CREDIT = "Natural Earth; GSHHG; GeoNames CC BY 4.0"

# The two region outlines and the two country outlines come from different surveys, so they part by up to this.
SEAM_DEG = 0.12
RIVERS = {"perm": "1,2,3,4", "int": "6,7,8", "canal": "9,10"}
RIVER_ZOOMS = {1: 2, 2: 3, 3: 5, 4: 6}
TOWN_ZOOMS = ((400_000, 2), (150_000, 3), (60_000, 4), (20_000, 5), (5_000, 6), (0, 7))
CITIES = ("Almaty", "Astana", "Shymkent")
KAZAKH = set("әғқңөұүһі")
ALPHABET = set("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя -")

Feature = dict[str, Any]


def feature(geometry: BaseGeometry, properties: dict[str, Any], minzoom: int = 0) -> Feature:
    return {
        "type": "Feature",
        "geometry": mapping(geometry),
        "properties": properties,
        "tippecanoe": {"minzoom": minzoom},
    }


def clipped(file: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_file(file).clip(FRAME)


def regions(file: Path) -> geopandas.GeoDataFrame:
    table = geopandas.read_file(file).to_crs(4326)
    table["geometry"] = table.geometry.force_2d()
    names = json.loads((HERE / "region_names.json").read_text())
    table["en"] = table["ADM1_EN"]
    table["kk"] = [names[one][0] for one in table["en"]]
    table["ru"] = [names[one][1] for one in table["en"]]
    return table[["en", "kk", "ru", "geometry"]]


def region_features(table: geopandas.GeoDataFrame) -> Iterator[Feature]:
    for row in table.itertuples():
        yield feature(row.geometry, {"en": row.en, "kk": row.kk, "ru": row.ru})


def region_labels(table: geopandas.GeoDataFrame) -> Iterator[Feature]:
    for row in table[~table["en"].isin(CITIES)].itertuples():
        yield feature(row.geometry.representative_point(), {"en": row.en, "kk": row.kk, "ru": row.ru})


def names_of(town: dict[str, Any], known: dict[str, list[str]]) -> tuple[str, str]:
    """Kazakh and Russian name. Without a checked one: an alternate name with letters only Kazakh has."""
    if town["name"] in known:
        kazakh, russian = known[town["name"]]
        return kazakh, russian
    written = [one for one in town["alternatenames"] if one and set(one.lower()) <= ALPHABET]
    kazakh = next((one for one in written if set(one.lower()) & KAZAKH), None)
    russian = next((one for one in written if not set(one.lower()) & KAZAKH), None)
    return kazakh or russian or town["name"], russian or kazakh or town["name"]


def towns(file: Path) -> Iterator[Feature]:
    known = json.loads((HERE / "place_names.json").read_text())
    found = [one for one in json.loads(file.read_text()).values() if one["countrycode"] == "KZ"]
    found.sort(key=lambda one: -one["population"])
    for rank, town in enumerate(found):
        kazakh, russian = names_of(town, known)
        zoom = next(zoom for people, zoom in TOWN_ZOOMS if town["population"] >= people)
        properties = {
            "en": town["name"],
            "kk": kazakh,
            "ru": russian,
            "pop": town["population"],
            "rank": rank,
        }
        yield feature(Point(town["longitude"], town["latitude"]), properties, zoom)


def river_lines(levels: str) -> Iterator[tuple[int, LineString]]:
    region = f"-R{WEST}/{EAST}/{SOUTH}/{NORTH}"
    options = [f"-I{level}" for level in levels.split(",")]
    dumped = subprocess.run(
        ["gmt", "pscoast", region, "-JM10c", "-Df", "-M", *options],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for part in dumped.split(">")[1:]:
        head, *lines = part.splitlines()
        points = [tuple(map(float, line.split()[:2])) for line in lines if line and line[0] not in "#"]
        level = re.search(r"Level (\d+)", head)
        if level and len(points) > 1:
            yield int(level[1]), LineString([(x - 360 if x > 180 else x, y) for x, y in points])


def rivers() -> Iterator[Feature]:
    for kind, levels in RIVERS.items():
        by_level: dict[int, list[LineString]] = {}
        for level, line in river_lines(levels):
            by_level.setdefault(level, []).append(line)
        for level, lines in by_level.items():
            merged = linemerge(lines)
            for line in getattr(merged, "geoms", [merged]):
                yield feature(line, {"kind": kind, "level": level}, RIVER_ZOOMS.get(level, 7))


def lakes(file: Path) -> Iterator[Feature]:
    for row in clipped(file).itertuples():
        if row.geometry.geom_type in ("Polygon", "MultiPolygon"):
            yield feature(row.geometry, {"en": text(row.name_en), "ru": text(row.name_ru)})


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def plain(table: geopandas.GeoDataFrame) -> Iterator[Feature]:
    for geometry in table.geometry:
        if not geometry.is_empty:
            yield feature(geometry, {})


def layers(natural_earth: Path, region_file: Path, town_file: Path) -> dict[str, Iterator[Feature]]:
    inner = regions(region_file)
    country = inner.union_all().buffer(0.004).buffer(-0.004)
    borders = clipped(natural_earth / "cultural/ne_10m_admin_0_boundary_lines_land.shp")
    borders["geometry"] = borders.geometry.difference(country.buffer(SEAM_DEG))
    return {
        "land": plain(clipped(natural_earth / "cultural/ne_10m_admin_0_countries.shp")),
        "kz": iter([feature(country, {})]),
        "ocean": plain(clipped(natural_earth / "physical/ne_10m_ocean.shp")),
        "lakes": lakes(natural_earth / "physical/ne_10m_lakes.shp"),
        "rivers": rivers(),
        "borders": plain(borders),
        "kzborder": iter([feature(country.boundary, {})]),
        "adm1": region_features(inner),
        "adm1_label": region_labels(inner),
        "places": towns(town_file),
    }


def tiles(found: dict[str, Iterator[Feature]], out: Path) -> None:
    """Raises CalledProcessError when tippecanoe fails."""
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for name, features in found.items():
            lines = [json.dumps(one, ensure_ascii=False) for one in features]
            Path(folder, f"{name}.json").write_text("\n".join(lines))
            sources += ["-L", f"{name}:{name}.json"]
            print(f"{name}: {len(lines)}", file=sys.stderr)  # noqa: T201
        options = ["-Z0", "-z10", "--no-tile-size-limit", "--no-feature-limit", "--detect-shared-borders"]
        names = ["-n", "Kazakhstan", "-A", CREDIT, "--simplification=6", "-q", "-f", "-o", "kz.pmtiles"]
        subprocess.run(["tippecanoe", *options, *names, *sources], check=True, cwd=folder)
        out.write_bytes(trimmed(Path(folder, "kz.pmtiles").read_bytes()))


# What of the metadata describes the map; the rest describes the machine that made it.
KEPT = ("name", "format", "type", "description", "version", "attribution", "vector_layers")


def trimmed(archive: bytes) -> bytes:
    """The archive with less metadata: header of eight lengths and offsets from byte 8 (PMTiles 3, section 3)."""
    root_at, root_len, meta_at, meta_len, leaf_at, leaf_len, data_at, data_len = struct.unpack_from(
        "<8Q", archive, 8
    )
    said = json.loads(gzip.decompress(archive[meta_at : meta_at + meta_len]))
    meta = gzip.compress(
        json.dumps({name: said[name] for name in KEPT}, ensure_ascii=False).encode(), mtime=0
    )
    by = len(meta) - meta_len
    places = (root_at, root_len, meta_at, len(meta), leaf_at + by, leaf_len, data_at + by, data_len)
    head = archive[:8] + struct.pack("<8Q", *places) + archive[72:127]
    return head + archive[127:meta_at] + meta + archive[meta_at + meta_len :]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--natural-earth", type=Path, required=True, help="folder with cultural/ and physical/"
    )
    parser.add_argument("--regions", type=Path, required=True, help="GeoJSON with ADM1_EN")
    parser.add_argument("--towns", type=Path, required=True, help="cities500.json of GeoNames")
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/baqylau/console/basemap/kz.pmtiles")
    given = parser.parse_args()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    tiles(layers(given.natural_earth, given.regions, given.towns), given.out)


if __name__ == "__main__":
    main()
