"""The page's texts: complete in all three languages."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from baqylau.incidents.states import STATES

PAGE = resources.files("baqylau.console").joinpath("page")


def catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(PAGE.joinpath(f"{language}.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_text_the_page_uses_is_there(language: str) -> None:
    """Whatever the page and its script ask for stands in each catalogue, and nothing else does."""
    html = PAGE.joinpath("index.html").read_text(encoding="utf-8")
    script = PAGE.joinpath("page.js").read_text(encoding="utf-8")
    used = set(re.findall(r'data-text="(\w+)"', html)) | set(re.findall(r"words\.(\w+)", script))
    used |= {f"state.{state}" for state in STATES}
    assert catalogue(language).keys() == used


def test_kazakh_is_kazakh() -> None:
    """No Kazakh text of the page is a Russian or an English one, but for the sign of the metre."""
    for key, text in catalogue("kk").items():
        if key != "metres":
            assert text not in (catalogue("ru")[key], catalogue("en")[key]), key
