"""What is hashed of an entry."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.ledger.entry import Entry, canonical
from baqylau.ledger.purposes import PURPOSES, Purpose, PurposeRefused, read_purpose

ENTRY = Entry(
    seq=7,
    time_ms=1_790_000_000_123,
    account="aigul",
    role="officer",
    office_id=3,
    act="read",
    object_kind="track",
    object_id=None,
    person_id=12,
    purpose="incident:5",
    detail='{"points":3}',
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcXYZ_", max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def test_the_bytes_of_an_entry_are_fixed() -> None:
    """The encoding is part of the format: these very bytes, whatever the version."""
    assert ENTRY.encoded().decode() == (
        '{"act":"read","actor":{"account":"aigul","office_id":3,"role":"officer"},'
        '"detail_sha256":"c02c2a360eba24accab2b45fb1867744b8107b876c08ed9c76d73b94be6b52c5",'
        '"object":{"id":null,"kind":"track","person_id":12},"purpose":"incident:5","seq":7,'
        '"time_ms":1790000000123}'
    )


@pytest.mark.parametrize("name", [field.name for field in fields(Entry)])
def test_every_field_counts(name: str) -> None:
    """A change in any field changes the leaf."""
    other: Any = {int: 99, str: "other"}.get(type(getattr(ENTRY, name)), "other")
    assert replace(ENTRY, **{name: other}).leaf() != ENTRY.leaf()


def test_nothing_is_not_an_empty_text() -> None:
    """A purpose that was not given and one of no letters are told apart."""
    assert replace(ENTRY, purpose=None).leaf() != replace(ENTRY, purpose="").leaf()


@given(st.dictionaries(st.text("abcXYZ_", max_size=4), values, max_size=4))
def test_canonical_json_says_the_same_in_one_way(detail: dict[str, Any]) -> None:
    """What is written can be read back, and the order of keys makes no difference."""
    written = canonical(detail)
    assert json.loads(written) == detail
    assert canonical(dict(reversed(detail.items()))) == written


@pytest.mark.parametrize("detail", [{"a": 0.5}, {"a": [float("nan")]}, {"б": 1}, {"a": b"x"}])
def test_what_has_no_canonical_form_is_refused(detail: dict[str, Any]) -> None:
    """Fractions, keys that are not plain and what is no JSON are refused."""
    with pytest.raises(ValueError, match=r"canonical form|plain key"):
        canonical(detail)


def test_purposes_are_read_as_they_are_listed() -> None:
    """Every listed purpose can be given; `other` needs words, an incident its number."""
    for written in PURPOSES:
        given_ = written.replace(":N", ":12").replace(":words", ": жалоба в суд ")
        assert read_purpose(given_).code in {written, "incident:12", "other"}
    assert read_purpose("other: жалоба в суд ") == Purpose("other", "жалоба в суд")


@pytest.mark.parametrize(
    "given_",
    [
        "",
        "other",
        "other:",
        "incident:",
        "incident:0",
        "incident:x",
        "curiosity",
        "other:a\nb",
        "other:" + "x" * 201,
    ],
)
def test_what_is_no_purpose_is_refused(given_: str) -> None:
    """Anything else is refused with a list of what there is."""
    with pytest.raises(PurposeRefused):
        read_purpose(given_)
