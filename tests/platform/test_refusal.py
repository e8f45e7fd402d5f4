"""Every refusal that can be raised has its sentence, in the three languages and with the same values."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

import baqylau
from baqylau.platform.refusal import PREFIX, Refusal, sentence

SOURCE = Path(baqylau.__file__).parent
FOLDERS = ("platform", "register", "rules", "incidents", "ledger", "console", "cli")
"""Where refusals are; a `Problem` of a protocol is something else."""

RAISES = {"Problem", "Refusal"}
"""Besides these, every class that is one: `class StepRefused(Refusal)`."""

CHOSEN = {
    "_NEXT[found.stage]", "_WRONG[wanted]", "_INSTEAD[state]", "_BEFORE_US.get(error.status_code, 'request_refused')",
    "refusal", "f'letters_not_{script.lower()}'",
}  # fmt: skip
"""Codes chosen at run time; that each stands in a text is proved by the test of words without a raiser."""

NOT_VALUES = {"see", "said", "more"}


def texts(language: str) -> dict[str, str]:
    file = SOURCE / "platform" / "texts" / f"refusals.{language}.json"
    read = json.loads(file.read_text(encoding="utf-8"))
    return {key.removeprefix(PREFIX): text for key, text in read.items()}


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@cache
def trees() -> list[tuple[Path, ast.Module]]:
    files = [file for folder in FOLDERS for file in sorted((SOURCE / folder).rglob("*.py"))]
    return [(file, ast.parse(file.read_text(encoding="utf-8"))) for file in files]


def refusing(found: list[tuple[Path, ast.Module]]) -> set[str]:
    bases = (
        (one.name, {base.id for base in one.bases if isinstance(base, ast.Name)})
        for _, tree in found
        for one in ast.walk(tree)
        if isinstance(one, ast.ClassDef)
    )
    return RAISES | {name for name, names in bases if "Refusal" in names}


def raised() -> Iterator[tuple[str, ast.expr, set[str], bool]]:
    """Where, the code as it is written, the names of the values, and whether further ones are unpacked."""
    found = trees()
    names = refusing(found)
    for file, tree in found:
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names:
                at = 1 if call.func.id == "Problem" else 0
                if len(call.args) > at:
                    given = {one.arg for one in call.keywords if one.arg is not None} - NOT_VALUES
                    unpacked = any(one.arg is None for one in call.keywords)
                    yield f"{file.name}:{call.lineno}", call.args[at], given, unpacked


def test_every_code_that_is_raised_has_its_text_with_its_values() -> None:
    """What is written as the code of a refusal stands in the catalogue, and its places are what is given with it."""
    english = texts("en")
    count = 0
    for where, code, given, unpacked in raised():
        if not isinstance(code, ast.Constant):
            written = ast.unparse(code)
            assert isinstance(code, ast.Name | ast.Attribute | ast.Call) or written in CHOSEN, (
                where,
                written,
            )
            continue
        count += 1
        assert code.value in english, f"{where}: no text for {code.value!r}"
        wanted = places(english[code.value])
        assert given == wanted or (unpacked and given < wanted), f"{where}: {code.value!r} takes {wanted}"
    assert count > 150


def test_no_text_is_left_over() -> None:
    """Each code of the catalogue is written somewhere in the code, so that nobody translates what is never said."""
    written = {
        one.value
        for file, tree in trees()
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    } | {"letters_not_cyrillic", "letters_not_latin"}
    assert set(texts("en")) <= written


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_text_is_there_in_each_language(language: str) -> None:
    """Kazakh and Russian have the same codes with the same values, and neither is the English text."""
    english, other = texts("en"), texts(language)
    assert list(other) == list(english)
    for code, text in other.items():
        assert places(text) == places(english[code]), code
        assert re.search(r"[а-яәғқңөұүһі]", text), code


def test_a_refusal_says_its_values() -> None:
    """Instants are written in ISO 8601, figures without needless zeros, lists with commas."""
    at = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
    assert str(Refusal("order_ends_already", ends_at=at)) == "it already ends at 2026-11-22T09:05:00+00:00"
    assert "5.5 s" in sentence(
        "figure_range", {"figure": "f", "least": 1.0, "most": 5.5, "unit": " s", "value": 9}
    )
    assert sentence("fitting_incomplete", {"missing": ["photo", "sheet"]}).endswith("photo, sheet")


def test_an_unknown_code_or_a_missing_value_is_a_mistake_of_ours() -> None:
    """It is not shown half."""
    with pytest.raises(KeyError):
        Refusal("of_nothing")
    with pytest.raises(KeyError):
        Refusal("no_person")
