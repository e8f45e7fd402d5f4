"""Whom a paper is about, who made it, and which office stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baqylau.papers.dates import figures, zone_in_words
from baqylau.papers.words import Words


@dataclass(frozen=True, slots=True)
class Whom:
    """The person, as the register names them."""

    name_cyrillic: str
    name_latin: str
    iin: str

    def named(self, words: Words) -> str:
        name = self.name_latin if words.language == "en" else self.name_cyrillic
        return f"{name}, {words('papers.iin')} {self.iin}"


@dataclass(frozen=True, slots=True)
class Office:
    """names: by language. phone and address as the register has them; None where it has none."""

    names: Mapping[str, str]
    phone: str | None = None
    address: str | None = None

    def facts(self, words: Words) -> list[tuple[str, str]]:
        rows = [(words("papers.office"), self.names[words.language])]
        rows += [(words("papers.phone"), self.phone)] if self.phone else []
        return rows + ([(words("papers.address"), self.address)] if self.address else [])


@dataclass(frozen=True, slots=True)
class Maker:
    """Who asked for the paper, when (milliseconds since the epoch), and the zone its times are told in."""

    name: str
    role: str
    at_ms: int
    zone: str


def foot_of(made: Maker, words: Words, of_what: str, digest: str) -> list[str]:
    """The lines at the foot of every page."""
    when = figures(made.at_ms, made.zone)
    who = f"{made.name} ({words.of(f'role.{made.role}', made.role)})"
    zone = zone_in_words(made.zone, made.at_ms, made.at_ms)
    return [
        words("papers.made", who=who, when=when, zone=zone),
        words("papers.digest", what=of_what),
        f"SHA-256: {digest}",
    ]
