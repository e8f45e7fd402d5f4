"""Texts in Kazakh, Russian and English, from the same catalogues that the workstation shows.

`texts/conditions.*.json` is what screen and paper both say, `texts/papers.*.json` what only papers say; kinds of
finding are in `baqylau.incidents`. Patterns are those of ICU MessageFormat that the screen knows too: `{name}` and
`{n, plural, one {# day} other {# days}}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from baqylau.incidents.notify import texts

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = ("kk", "ru", "en")
CATALOGUES = ("conditions", "papers")

_CHOICE = re.compile(r"(\w+)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_PLURAL = re.compile(r"^\s*(\w+)\s*,\s*plural\s*,(.*)$", re.DOTALL)


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """All texts that papers may use in one language."""
    found = dict(texts(language))
    for name in CATALOGUES:
        source = resources.files("baqylau.papers").joinpath("texts", f"{name}.{language}.json")
        found |= json.loads(source.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """`words("orders.unit.m", n=5)`: the text of a key in this language, its places filled."""

    language: Language

    def __call__(self, key: str, **values: str | float) -> str:
        """Raises KeyError for a key that the catalogues do not have."""
        return filled(catalogue(self.language)[key], values, self.language)

    def of(self, key: str, otherwise: str) -> str:
        """The text of a key that is made of data; `otherwise` where there is none."""
        return catalogue(self.language).get(key, otherwise)


def filled(pattern: str, values: Mapping[str, str | float], language: Language) -> str:
    """`pattern` with its places filled. Raises KeyError for a place without a value."""
    parts, at = [], 0
    while (begin := pattern.find("{", at)) >= 0:
        end = _closing(pattern, begin)
        parts += [pattern[at:begin], _place(pattern[begin + 1 : end], values, language)]
        at = end + 1
    return "".join(parts) + pattern[at:]


def number(value: float, language: Language, digits: int = 1) -> str:
    """At most so many digits behind the comma: 1 234,5 in Kazakh and Russian, 1,234.5 in English."""
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "en":
        return text
    return text.replace(",", "\u00a0").replace(".", ",")


def plural_form(value: float, language: Language) -> str:
    """Which form of a noun stands beside a number (Unicode CLDR, plural rules: cardinals)."""
    whole = int(value) if value == int(value) else None
    if language != "ru":
        return "one" if whole == 1 else "other"
    if whole is None:
        return "other"
    last, two = whole % 10, whole % 100
    if last == 1 and two != 11:
        return "one"
    return "few" if 2 <= last <= 4 and not 12 <= two <= 14 else "many"


def _place(inside: str, values: Mapping[str, str | float], language: Language) -> str:
    choice = _PLURAL.match(inside)
    if choice is None:
        given = values[inside.strip()]
        return given if isinstance(given, str) else number(given, language)
    count = float(values[choice[1]])
    forms: dict[str, str] = dict(_CHOICE.findall(choice[2]))
    form: str = forms.get(plural_form(count, language)) or forms["other"]
    return filled(form.replace("#", number(count, language)), values, language)


def _closing(pattern: str, begin: int) -> int:
    depth = 0
    for at in range(begin, len(pattern)):
        depth += {"{": 1, "}": -1}.get(pattern[at], 0)
        if depth == 0:
            return at
    raise ValueError(f"a place is not closed: {pattern!r}")
