"""YAML that remembers its lines."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from baqylau.register.marked import FileRefused, read_marked

WORDS = st.text(st.characters(categories=["L", "N", "Zs"], exclude_characters="\xa0"), max_size=8)
VALUES = st.recursive(
    st.none() | WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3)
)


def test_text_stays_text() -> None:
    """A number with a leading zero, a time of day and a word like `no` are what stands there."""
    value = read_marked("iin: 010203500011\nfrom: 22:00\nname: no\nradius_m: 1e2\nnone:\ntilde: ~\n").value
    assert value == {
        "iin": "010203500011",
        "from": "22:00",
        "name": "no",
        "radius_m": "1e2",
        "none": None,
        "tilde": None,
    }


@given(st.dictionaries(WORDS, VALUES, min_size=1, max_size=4))
def test_reads_what_yaml_writes(value: dict[str, Any]) -> None:
    """Text, lists and mappings come back as they were written."""
    assert read_marked(yaml.safe_dump(value, allow_unicode=True)).value == value


@given(st.text(max_size=60))
def test_only_its_own_error(text: str) -> None:
    """Any text is either read or refused with FileRefused."""
    with suppress(FileRefused):
        read_marked(text)


def test_lines() -> None:
    """A path leads to the line of its key or list entry, and to the nearest thing above where it leads nowhere."""
    marked = read_marked("people:\n  - iin: 1\n    name:\n      latin: A\n  -\n    iin: 2\n")
    assert marked.line_of(()) == 1
    assert marked.line_of(("people", 0, "name", "latin")) == 4
    assert marked.line_of(("people", 0, "name", "cyrillic")) == 3
    assert marked.line_of(("people", 1)) == 6
    assert marked.line_of(("people", 1, "place", "Point", "iin")) == 6


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("a: 1\nb: 2\na: 3\n", 3, "second time"),
        ("a:\n  - [1, 2\n", 3, "no YAML"),
        ("a: 1\n? [x]\n: 2\n", 2, "must be a word"),
        ("a: &x\n  - *x\n", 1, "contains itself"),
        ("a: \x00", 1, "no YAML"),
        ("[" * 20_000, 1, "deeply|no YAML"),
    ],
)
def test_refused(text: str, line: int, says: str) -> None:
    """What cannot be read is refused with the line it stands on."""
    with pytest.raises(FileRefused, match=says) as refused:
        read_marked(text)
    assert refused.value.troubles[0].line == line
