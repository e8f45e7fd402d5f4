"""Whom a condition protects: a person who has consented to be heard because of one who is bound to keep away.

A protected person is no supervised person. What their device says is kept apart from every track, and heard only
while a consent in writing holds: it ends by itself, and at once when it is withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from baqylau.platform.refusal import Refusal

Span = tuple[int, int | None]
"""[from, to) in milliseconds; None: without end."""


class ProtectedPerson(BaseModel):
    """`code` is what orders call the person. `channel`: an address to tell them at (an Apprise URL), kept secret."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    name: str = Field(min_length=1, max_length=200)
    language: Literal["kk", "ru", "en"] = "kk"
    channel: str | None = Field(default=None, max_length=500)


class Consent(BaseModel):
    """To be heard from … until before …, because of one bound person."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Consent:
        if self.to <= self.from_:
            raise Refusal("consent_ends_before")
        return self


@dataclass(frozen=True, slots=True)
class Protection:
    """Of one bound person: when the protected one's consent holds and a device of theirs is carried."""

    protected_id: int
    code: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A protected person carries the device; what it says is passed on for judging `person_id`.

    person_id None: carried without any consent that holds; nothing it says may be kept.
    """

    protected_id: int
    person_id: int | None
    from_ms: int
    to_ms: int | None

    def covers(self, time_ms: int) -> bool:
        return self.from_ms <= time_ms and (self.to_ms is None or time_ms < self.to_ms)


def consent_ends(consent_to: datetime, withdrawn_at: datetime | None) -> datetime:
    return consent_to if withdrawn_at is None else min(consent_to, withdrawn_at)
