"""Orders as they are read and written: what integrators build on."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from baqylau.register.order import Condition, Validity
from baqylau.register.zone import ZoneName


class InForce(BaseModel):
    from_: datetime = Field(alias="from")
    to: datetime | None


class ConditionRead(Condition):
    condition_id: int
    place_id: int | None


class ConditionInForce(ConditionRead):
    order_id: int
    version: int


class VersionRead(BaseModel):
    """One version of an order. Its conditions hold where `valid` and `in_force` overlap."""

    version: int
    number: str
    court: str
    ground: str
    issued_on: date | None
    timezone: str
    valid: Validity
    in_force: InForce
    conditions: list[ConditionRead]


class OrderRead(BaseModel):
    order_id: int
    person_id: int
    number: str = Field(description="The number of its first version.")
    versions: list[VersionRead]


class OrderBody(BaseModel):
    """A court's decision; its conditions follow the published order format."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(min_length=1, max_length=100)
    court: str = Field(min_length=1, max_length=300)
    ground: str = Field(description="A code of the legal grounds.", examples=["restriction_of_liberty"])
    issued_on: date | None = None
    timezone: ZoneName
    valid: Validity
    conditions: tuple[Condition, ...]
    in_force_from: AwareDatetime | None = Field(
        None,
        description="From when this counts. Without it: from `valid.from`; a version whose `valid.from` is not "
        "after the start of the version it replaces counts from now.",
    )


class VersionBody(OrderBody):
    replaces_version: int = Field(
        ge=1, description="The latest version you saw; refused if there is a later one."
    )
