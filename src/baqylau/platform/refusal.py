"""Why something that was asked cannot be done: a code for machines, values, and one sentence in English.

The sentences stand in texts/refusals.en.json, beside their Kazakh and Russian; the workstation shows the one of its
own language by the code (`$refusals` in web/vite.config.ts).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

PREFIX = "refused."
"""Before each code in the files, which the workstation reads together with its other texts."""

_PLACE = re.compile(r"\{(\w+)\}")

Value = str | int | float | datetime | Sequence[str]


class Refusal(ValueError):
    """Something that cannot be done. code: one of the texts; values: what stands in its places."""

    def __init__(self, code: str, /, **values: Value) -> None:
        super().__init__(sentence(code, values))
        self.code = code
        self.values = values


def sentence(code: str, values: Mapping[str, Value]) -> str:
    """The English sentence. Raises KeyError for an unknown code or a value that is missing."""
    return _PLACE.sub(lambda place: _shown(values[place[1]]), _sentences()[PREFIX + code])


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, str | int) else ", ".join(value)


@cache
def _sentences() -> dict[str, Any]:
    file = resources.files("baqylau.platform") / "texts" / "refusals.en.json"
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read
