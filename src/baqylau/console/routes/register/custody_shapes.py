"""The life of a device and the steps of a fitting, as they are read and written."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from baqylau.console.routes.register.asking import Reference
from baqylau.console.routes.register.devices import DeviceRead
from baqylau.register.custody import DeviceCondition, PartyKind, Step
from baqylau.register.device import DeviceState
from baqylau.register.fitting import FittingStep, Missing

Site = Annotated[str, Field(min_length=1, max_length=200, description="Where it is handed over.")]
Reason = Annotated[str, Field(max_length=500)]


class PartyRead(BaseModel):
    """name: code of an office or officer, login, id of a person, name of a workshop; label: an officer's name."""

    kind: PartyKind
    name: str
    label: str = ""


class EntryRead(BaseModel):
    """One row of the chain of custody."""

    number: int
    step: Step | Literal["carried_over"] = Field(
        description="carried_over: how the device stood when the chain was begun."
    )
    from_state: DeviceState | None = Field(description="null: the chain begins here.")
    to_state: DeviceState
    happened_at: datetime
    recorded_at: datetime
    recorded_by: str
    giver: PartyRead
    taker: PartyRead
    site: str
    serial: str
    device_condition: DeviceCondition
    reason: str
    activation_id: int | None
    withheld: bool = Field(description="It concerns a person whom this account does not see.")


class StepRead(BaseModel):
    """A step of a fitting that a person did. `detail` is what the step asked for."""

    step: FittingStep
    done_at: datetime
    done_by: str
    detail: dict[str, Any]


class FittingRead(BaseModel):
    activation_id: int
    device_id: int
    identity: str
    person_id: int
    state: Literal["imported", "under_way", "complete"]
    begun_at: datetime | None = Field(description="null: imported, begun without steps.")
    begun_by: str | None
    missing: list[Missing]
    steps: list[StepRead]
    contact_at: datetime | None = Field(description="When the device was first heard since.")
    clock_lag_ms: int | None = Field(description="Received less happened, of the report that came soonest.")
    completed_at: datetime | None
    completed_by: str | None


class DeviceLife(BaseModel):
    device: DeviceRead
    steps: list[Step] = Field(description="What this account may do with it now.")
    activation_id: int | None = Field(description="The activation that runs, if the account sees its person.")
    person_id: int | None
    fitting: FittingRead | None
    chain: list[EntryRead] = Field(description="The newest first.")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StepBody(_Body):
    """A step of a device that nobody wears."""

    site: Site
    device_condition: DeviceCondition = "good"
    reason: Reason = ""
    at: AwareDatetime | None = Field(None, description="When it happened; without it: now.")
    officer: str | None = Field(None, description="issue: code of the officer who takes it.")
    office: str | None = Field(
        None, description="hand_back, restock: code of the office that takes it; without it: its own."
    )
    workshop: str = Field("", max_length=200, description="report_faulty: who repairs it.")
    data_erased: bool = Field(False, description="wipe: nothing of the wearer is left on it.")
    pairing_removed: bool = Field(False, description="wipe: it no longer knows the other devices.")


class FitBody(_Body):
    device_id: Reference
    person_id: Reference
    site: Site
    device_condition: DeviceCondition = "good"


class SwapBody(_Body):
    """The device that comes in place of the one that is worn, at the same instant."""

    device_id: Reference = Field(description="The new one; of the same kind, and issued.")
    site: Site
    device_condition: DeviceCondition = Field("unknown", description="Of the one that comes off.")
    new_device_condition: DeviceCondition = "good"
    reason: Reason = ""


class TakeOffBody(_Body):
    site: Site
    device_condition: DeviceCondition = "unknown"
    reason: Reason = ""


class LostBody(_Body):
    site: Site
    reason: str = Field(min_length=1, max_length=500)


class MedicalBody(_Body):
    """Who looked for contraindications, when, and what came of it; nothing about what was found."""

    examined_by: str = Field(min_length=1, max_length=200)
    examined_at: AwareDatetime
    result: Literal["fit", "contraindicated"]


class SheetBody(_Body):
    """The custody sheet, signed by the wearer, in the wearer's language."""

    language: Literal["kk", "ru"]
    number: str = Field("", max_length=100, description="Under which the paper is filed.")


class NothingBody(_Body):
    pass
