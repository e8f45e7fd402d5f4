"""Noto Sans as a file that fpdf2 can embed: Latin, Cyrillic with the Kazakh letters. SIL Open Font License 1.1."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf_fonts  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

_FACES = {"": "notos", "B": "notosbo"}


@contextmanager
def font_files() -> Iterator[dict[str, Path]]:
    """Files of the regular ("") and the bold ("B") face, for as long as a paper is drawn."""
    with TemporaryDirectory(prefix="baqylau-font-") as folder:
        files = {style: Path(folder, f"{name}.ttf") for style, name in _FACES.items()}
        for style, file in files.items():
            file.write_bytes(font_bytes(style))
        yield files


@cache
def font_bytes(style: str) -> bytes:
    """The face without the table TTFA, a note of the hinting program that no subset can hold."""
    font = TTFont(io.BytesIO(pymupdf_fonts.myfont(_FACES[style])), recalcTimestamp=False)
    del font["TTFA"]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
