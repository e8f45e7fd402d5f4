"""The page that says what is done in each device language."""

from __future__ import annotations

from pathlib import Path

import pytest

from baqylau.protocols import catalogue
from baqylau.protocols.maturity_page import PAGE, PARTS, NoMaturity, matrix, read_pages

PAGES = Path(__file__).parents[2] / "docs/protocols"


def test_the_matrix_is_not_stale() -> None:
    """docs/protocols/README.md says what the pages' own tables say."""
    page = (PAGES / PAGE).read_text(encoding="utf-8")
    assert page == matrix(read_pages(PAGES)), "run: python -m baqylau.protocols.maturity_page docs/protocols"


def test_every_language_has_its_page() -> None:
    """Each language of the catalogue has a page with a table of maturity."""
    pages = {name.removesuffix(".md").replace("-", "_") for name in read_pages(PAGES)}
    assert set(catalogue.LANGUAGES) == pages


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("state", ["", "| {} | nearly | |\n"])
def test_a_page_must_say_all_of_it(part: str, state: str) -> None:
    """A table without one of the parts, or with a state that is none, is an error that names page and part."""
    rows = [state.format(each) if each == part else f"| {each} | done | |\n" for each in PARTS]
    with pytest.raises(NoMaturity, match=rf"other\.md: no state of {part}"):
        matrix(
            {
                "other.md": "# Other\n\n## Maturity\n\n| part | state | why |\n| --- | --- | --- |\n"
                + "".join(rows)
            }
        )
