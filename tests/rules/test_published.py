from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from baqylau.rules.thresholds import DEFAULT, read_thresholds, thresholds_page

ROOT = Path(__file__).parents[2]


def test_the_page_of_thresholds_is_not_stale() -> None:
    """docs/reference/thresholds.md says what the code does."""
    page = (ROOT / "docs/reference/thresholds.md").read_text(encoding="utf-8")
    assert page == thresholds_page(), (
        "run: python -m baqylau.rules.thresholds_page docs/reference/thresholds.md"
    )


def test_thresholds_given_replace_only_themselves() -> None:
    """A file of one threshold leaves the others at their defaults."""
    assert read_thresholds('{"silent_s": 60}') == msgspec.structs.replace(DEFAULT, silent_s=60)


@pytest.mark.parametrize("text", ['{"silence": 60}', '{"silent_s": -1}', '{"silent_s": "long"}', "[]"])
def test_wrong_thresholds_are_refused(text: str) -> None:
    """A misspelt name, a negative figure and a word are errors that name the field, never ignored."""
    with pytest.raises(msgspec.ValidationError):
        read_thresholds(text)
