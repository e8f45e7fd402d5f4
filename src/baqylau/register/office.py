"""Offices of the supervising service, republic over region over district, and the officers in them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from baqylau.platform.refusal import Refusal
from baqylau.register.person import PersonName
from baqylau.register.zone import ZoneName

Level = Literal["republic", "region", "district"]

Code = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$",
        description="A short name that stays: lower case letters, digits, `.`, `_` and `-`.",
    ),
]


class OfficeName(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kk: str = Field(min_length=1, description="Kazakh")
    ru: str = Field(min_length=1, description="Russian")
    en: str = Field(min_length=1, description="English")


class Office(BaseModel):
    """An office; every one but the republic's has a parent, named by its code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    level: Level
    parent: Code | None = Field(None, description="The code of the office above; the republic has none.")
    name: OfficeName
    timezone: ZoneName
    phone: str | None = Field(None, min_length=1, max_length=100, description="Whom a wearer calls.")
    address: str | None = Field(None, min_length=1, max_length=300, description="Where a wearer goes.")

    @model_validator(mode="after")
    def _only_the_republic_has_no_parent(self) -> Office:
        if (self.level == "republic") != (self.parent is None):
            raise Refusal("office_parent")
        return self


class Officer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    office: Code
    name: PersonName
    account: str | None = Field(None, description="The login this officer signs in to the console with.")
