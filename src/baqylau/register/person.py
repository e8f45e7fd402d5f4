"""The supervised person, named in Cyrillic and Latin letters and known by the IIN."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from baqylau.platform.refusal import Refusal
from baqylau.register.iin import checked_iin

Iin = Annotated[
    str,
    AfterValidator(checked_iin),
    Field(description="Individual identification number, 12 digits.", examples=["900101300017"]),
]
Language = Literal["kk", "ru", "en"]


def in_script(text: str, script: str) -> str:
    """`text` itself when each of its letters is of `script` ("CYRILLIC", "LATIN"). Raises ValueError.

    A Latin letter that looks like a Cyrillic one makes a name that no search finds.
    """
    strangers = [c for c in text if c.isalpha() and not unicodedata.name(c, "").startswith(script)]
    if strangers:
        raise Refusal(f"letters_not_{script.lower()}", text=text, letters=strangers)
    return text


class PersonName(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    cyrillic: Annotated[str, Field(min_length=1), AfterValidator(lambda text: in_script(text, "CYRILLIC"))]
    latin: Annotated[str, Field(min_length=1), AfterValidator(lambda text: in_script(text, "LATIN"))]


class Person(BaseModel):
    """A person under supervision; `office` and `officer` are codes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    iin: Iin
    name: PersonName
    office: str = Field(description="The code of the office that supervises.")
    officer: str | None = Field(None, description="The code of the officer in charge.")
    language: Language = Field("kk", description="The language the person is addressed in.")
