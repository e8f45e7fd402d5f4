"""Texts of papers: whole in three languages, with plurals, numbers and dates in each language's own form."""

from __future__ import annotations

import re
from datetime import date

import pytest

from baqylau.papers.dates import day, figures, moment, zone_in_words
from baqylau.papers.words import LANGUAGES, Language, Words, catalogue, filled, number

PLACE = re.compile(r"\{(\w+)(?=[,}])")
NOVEMBER = 1_795_345_500_000  # 2026-11-22 11:05 UTC


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_catalogues_are_whole(language: Language) -> None:
    """Every text that papers have in English is there in Kazakh and in Russian, with the same places."""
    english, other = catalogue("en"), catalogue(language)
    assert other.keys() == english.keys()
    for key, text in english.items():
        assert set(PLACE.findall(other[key])) == set(PLACE.findall(text)), key


def test_kazakh_is_kazakh() -> None:
    """No Kazakh text of words is the Russian one, and none has a letter that only Russian words have in it."""
    same = {"role.operator", "role.technician", "role.prosecutor", "role.auditor", "papers.track.map"}
    for key, text in catalogue("kk").items():
        if key.startswith("papers.") and len(text) > 4 and key not in same:
            assert text != catalogue("ru")[key], key


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "2026 ж. 22 қараша"), ("ru", "22 ноября 2026 г."), ("en", "22 November 2026")],
)
def test_day_in_words(language: Language, said: str) -> None:
    """A day is written in each language's own order and words."""
    assert day(date(2026, 11, 22), Words(language)) == said


def test_times_name_their_zone() -> None:
    """A moment is told in the zone that is named, and a change of the clocks within a period is told too."""
    assert moment(NOVEMBER, "Asia/Almaty", Words("kk")) == "2026 ж. 22 қараша, 16:05"
    assert figures(NOVEMBER, "Asia/Almaty", with_offset=True) == "22.11.2026 16:05:00 UTC+05:00"
    february = 1_709_000_000_000
    assert zone_in_words("Asia/Almaty", february, NOVEMBER) == "Asia/Almaty (UTC+06:00 – UTC+05:00)"


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 точка"), (2, "2 точки"), (5, "5 точек"), (21, "21 точка"), (112, "112 точек")]
)
def test_plural_of_russian(count: int, said: str) -> None:
    """A Russian noun takes the form that its number asks for."""
    pattern = "{n, plural, one {# точка} few {# точки} many {# точек} other {# точки}}"
    assert filled(pattern, {"n": count}, "ru") == said


def test_numbers() -> None:
    """Thousands and decimals are parted as the language does."""
    assert [number(43_200.5, language) for language in LANGUAGES] == [
        "43\u00a0200,5",
        "43\u00a0200,5",
        "43,200.5",
    ]
    assert number(2.0, "ru") == "2"


def test_missing_value_is_an_error() -> None:
    """A text never goes to paper with an empty place in it."""
    with pytest.raises(KeyError):
        Words("ru")("papers.page", n="1")
