"""Writes what is done in each device language, from the pages' own tables.

python -m baqylau.protocols.maturity_page docs/protocols
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

PARTS = ("framing", "checksum", "identity", "replies", "archive", "alarms", "commands")
STATES = ("done", "exempt", "todo")
PAGE = "README.md"

_TITLE = re.compile(r"# (.+)")
_ROW = re.compile(r"\| (\w+) \| (\w+) \| ?(.*?) ?\|")

_HEAD = """# Device languages

What is done in each, as its own page says (section *Maturity*, where the reasons stand). This page is generated from
those sections: `python -m baqylau.protocols.maturity_page docs/protocols`.

*done*: works and is tested. *exempt*: the language has no such thing, or needs none. *todo*: not there yet. A star:
the page has something to say about it.

"""


class NoMaturity(ValueError):
    """A page without a whole table of maturity; the message names the page and what is missing."""


def matrix(pages: Mapping[str, str]) -> str:
    """The page of all pages: name of the file to its text. Raises NoMaturity."""
    rows = [_row(name, text) for name, text in sorted(pages.items())]
    head = [f"| language | {' | '.join(PARTS)} |", "| --- " * (len(PARTS) + 1) + "|"]
    return _HEAD + "\n".join([*head, *rows]) + "\n"


def _row(name: str, text: str) -> str:
    title = _TITLE.match(text)
    _, _, section = text.partition("\n## Maturity\n")
    found = {part: (state, why) for part, state, why in _ROW.findall(section.partition("\n## ")[0])}
    wrong = [part for part in PARTS if part not in found or found[part][0] not in STATES]
    if title is None or wrong:
        raise NoMaturity(f"{name}: no state of {', '.join(wrong) or 'its title'}")
    states = (found[part][0] + ("*" if found[part][1] else "") for part in PARTS)
    return f"| [{title[1]}]({name}) | {' | '.join(states)} |"


def read_pages(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md") if path.name != PAGE}


if __name__ == "__main__":
    pages = Path(sys.argv[1])
    (pages / PAGE).write_text(matrix(read_pages(pages)), encoding="utf-8")
