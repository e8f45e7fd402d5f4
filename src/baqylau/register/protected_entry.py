"""A protected person in the register file: who, the consents in writing, and the devices carried."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from baqylau.platform.refusal import Refusal
from baqylau.register.instant import Instant
from baqylau.register.person import Iin
from baqylau.register.protection import ProtectedPerson


class ConsentEntry(BaseModel):
    """To be heard from … until before …, because of the bound person with this IIN; withdrawn, it ended there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Iin
    from_: Instant = Field(alias="from")
    to: Instant
    withdrawn_at: Instant | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> ConsentEntry:
        if self.to <= self.from_:
            raise Refusal("consent_ends_before")
        return self


class CarriedEntry(BaseModel):
    """A device that the protected person carries, by its identity."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: str
    from_: Instant = Field(alias="from")
    to: Instant | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> CarriedEntry:
        if self.to is not None and self.to <= self.from_:
            raise ValueError("it is given back before it is handed out")
        return self


class ProtectedEntry(ProtectedPerson):
    """`office` is the code of the one that keeps the consent. No order has the name, only the code."""

    office: str
    consents: tuple[ConsentEntry, ...] = ()
    devices: tuple[CarriedEntry, ...] = ()
