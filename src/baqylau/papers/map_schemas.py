"""Which layers of which map are drawn on paper, and how they are called: our own map, and one of streets.

Sources: basemap/README.md for the layers of our own map; the OpenMapTiles schema 3.15 for a street map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Said = Mapping[str, Any]
Look = Callable[[Said], str | None]
"""What a feature is drawn as, by what its tile says of it; None: not at all."""

NameKind = Literal["town", "region", "street"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One layer. from_zoom, to_zoom: the zooms of tiles at which it is drawn."""

    layer: str
    look: Look
    from_zoom: int = 0
    to_zoom: int = 30


@dataclass(frozen=True, slots=True)
class Naming:
    """A layer of names. weight: the least is written first, and where two would touch the later one is left out."""

    layer: str
    kind: NameKind
    weight: Callable[[Said], float]
    from_zoom: int = 0
    to_zoom: int = 30


@dataclass(frozen=True, slots=True)
class Schema:
    """ground: what a tile is where nothing else is drawn. outlines: edges of areas. coarse: good for an overview only.

    keys: under which a feature has its name, the best first, `{}` for the language.
    """

    ground: str
    areas: Sequence[Rule]
    lines: Sequence[Rule]
    outlines: Sequence[Rule]
    names: Sequence[Naming]
    keys: Sequence[str]
    coarse: bool = False

    @property
    def layers(self) -> frozenset[str]:
        drawn = (*self.areas, *self.lines, *self.outlines)
        return frozenset([*(one.layer for one in drawn), *(one.layer for one in self.names)])


def _always(kind: str) -> Look:
    return lambda _: kind


def _by_class(kinds: Mapping[str, str]) -> Look:
    return lambda said: kinds.get(str(said.get("class")))


def _river(said: Said) -> str | None:
    return None if said.get("kind") == "int" else "river"


def _boundary(said: Said) -> str | None:
    if said.get("maritime") == 1:
        return None
    return {2: "border", 4: "region"}.get(said.get("admin_level", 0))


def _number(said: Said, key: str, otherwise: float) -> float:
    value = said.get(key)
    return float(value) if isinstance(value, int | float) else otherwise


_PLACES = ("city", "town", "village", "suburb", "quarter", "neighbourhood", "hamlet")


def _place(said: Said) -> float:
    kind = str(said.get("class"))
    return (_PLACES.index(kind) if kind in _PLACES else len(_PLACES)) * 100 + _number(said, "rank", 50)


_ROADS = {
    "motorway": "road", "trunk": "road", "primary": "road", "secondary": "road", "tertiary": "street",
    "rail": "rail",
}  # fmt: skip
_STREETS = {"minor": "street", "service": "street", "busway": "street"}
_BIG_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")


def _street(said: Said) -> float:
    kind = str(said.get("class"))
    return 1000 + (_BIG_ROADS.index(kind) if kind in _BIG_ROADS else len(_BIG_ROADS))


COUNTRY = Schema(
    ground="water",
    areas=(
        Rule("land", _always("abroad")),
        Rule("kz", _always("land")),
        Rule("lakes", _always("water")),
    ),
    lines=(
        Rule("rivers", _river),
        Rule("borders", _always("border")),
        Rule("kzborder", _always("border")),
    ),
    outlines=(Rule("adm1", _always("region")),),
    names=(
        Naming("places", "town", lambda said: _number(said, "rank", 1000)),
        Naming("adm1_label", "region", lambda _: 10_000, to_zoom=7),
    ),
    keys=("{}", "en"),
    coarse=True,
)

STREETS = Schema(
    ground="land",
    areas=(Rule("water", _always("water")), Rule("building", _always("building"), from_zoom=14)),
    lines=(
        Rule("waterway", _by_class({"river": "river", "canal": "river"})),
        Rule("transportation", _by_class(_STREETS), from_zoom=13),
        Rule("transportation", _by_class(_ROADS)),
        Rule("boundary", _boundary),
    ),
    outlines=(),
    names=(
        Naming("place", "town", _place),
        Naming("transportation_name", "street", _street, from_zoom=13),
    ),
    keys=("name:{}", "name", "name:latin"),
)
