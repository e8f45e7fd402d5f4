"""What the console answers with: the names and types that integrators build on."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from baqylau.incidents.states import Action, State

SOURCES = ("unknown", "satellite", "cell", "wifi", "fused")
Source = Literal["unknown", "satellite", "cell", "wifi", "fused"]


class PersonName(BaseModel):
    """Whom it is about. The IIN stays in the register."""

    person_id: int
    name_cyrillic: str
    name_latin: str


class IncidentBrief(BaseModel):
    """One line of the list. person None: a mass incident, with so many `people` still in it."""

    incident_id: int
    person: PersonName | None
    cause: str
    condition: str | None
    kind: str
    severity: str
    priority: int = Field(description="1 is the most urgent of 4")
    state: State
    version: int = Field(description="what a step must name, as `version` or in If-Match")
    began_at: datetime
    decided_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    closed_at: datetime | None
    cleared_at: datetime | None = Field(description="all its grounds have ended")
    groundless_at: datetime | None = Field(description="all its grounds were withdrawn")
    owner: str | None
    disposition: str | None
    reason: str | None
    escalation: int
    escalate_at: datetime | None
    merged_into: int | None
    scope: str | None = None
    visible_at: datetime
    grounds: int
    people: int
    shelved_until: datetime | None = Field(None, description="off the queue until then")
    shelved_by: str | None = None
    shelved_reason: str | None = None
    shelved_priority: int | None = Field(None, exclude=True)

    @model_validator(mode="after")
    def _back_when_more_urgent(self) -> IncidentBrief:
        if self.shelved_priority is not None and self.priority < self.shelved_priority:
            self.shelved_until = self.shelved_by = self.shelved_reason = None
        return self


class IncidentPage(BaseModel):
    incidents: list[IncidentBrief]
    next: str | None = Field(description="pass as `after` for the following page; null at the end")


class FindingShown(BaseModel):
    """What the rules found, with the observations and thresholds it rests on."""

    finding_id: UUID
    person_id: int
    condition: str | None
    device_id: int | None
    kind: str
    severity: str
    began_at: datetime
    decided_at: datetime
    ended_at: datetime | None
    late: bool
    withdrawn_at: datetime | None
    visible_at: datetime
    because: list[Any]


class FindingPage(BaseModel):
    findings: list[FindingShown]
    next: str | None


class HistoryLine(BaseModel):
    version: int
    happened_at: datetime
    actor: str
    action: str
    from_state: str | None
    to_state: str
    note: str | None
    detail: dict[str, Any]


class Told(BaseModel):
    """A notification and what became of it."""

    occasion: str
    version: int
    channel: str
    language: str
    title: str
    state: str
    attempt: int
    error: str | None
    created_at: datetime
    delivered_at: datetime | None


class Unheard(BaseModel):
    """Someone of a mass incident."""

    person_id: int
    name_cyrillic: str
    name_latin: str
    silent_since: datetime
    back_at: datetime | None
    split_into: int | None


class IncidentWhole(IncidentBrief):
    """An incident with its history and grounds. steps: what the asking account may do from here."""

    steps: list[Action]
    undo_until: datetime | None = Field(
        None, description="until when the account may take its last step back"
    )
    because: list[FindingShown]
    history: list[HistoryLine]
    notifications: list[Told]
    unheard: list[Unheard]


class Step(BaseModel):
    """What a step needs, see docs/reference/incident-states.md."""

    model_config = {"extra": "forbid"}

    version: int | None = Field(None, description="the version the officer saw; or as If-Match")
    note: str | None = Field(None, max_length=4000, description="words; the reason when closing")
    disposition: str | None = None
    new_owner: str | None = None


class Shelving(BaseModel):
    model_config = {"extra": "forbid"}

    version: int = Field(description="the version the officer saw")
    until: AwareDatetime = Field(description="within the next twelve hours")
    note: str = Field(min_length=1, max_length=4000, description="the reason")


class Called(BaseModel):
    """What came of a telephone call."""

    model_config = {"extra": "forbid"}

    outcome: Literal["confirmed", "explained", "no_answer", "refused", "unreachable", "other"]
    whom: Literal["wearer", "relative", "victim", "police", "other"]


class CallNoted(BaseModel):
    model_config = {"extra": "forbid"}

    version: int
    call: Called
    note: str | None = Field(None, max_length=4000)


class PlainStep(BaseModel):
    model_config = {"extra": "forbid"}

    version: int
    note: str | None = Field(None, max_length=4000)


class Fix(BaseModel):
    happened_at: datetime
    lat: float
    lon: float
    accuracy_m: float | None
    speed_kmh: float | None
    source: Source


class Track(BaseModel):
    """A trail, thinned for drawing. Never a ground for a decision: findings have their own."""

    person_id: int
    periods: list[tuple[datetime, datetime]] = Field(
        description="the times asked for in which an order needed positions; there are no others"
    )
    given: int
    of: int = Field(description="how many positions there are in these periods")
    tolerance_m: float = Field(description="no point left out lies farther from the line drawn")
    points: list[Fix]


class LastHeard(BaseModel):
    """Where a worn device last was. withheld: why there is no position although there may be one."""

    activation_id: int
    person: PersonName
    device_id: int
    identity: str
    heard_at: datetime | None
    position: Fix | None
    received_at: datetime | None
    visible_at: datetime | None
    withheld: str | None


class LastPage(BaseModel):
    positions: list[LastHeard]
    next: int | None


class Quarantined(BaseModel):
    """A frame that was refused. raw_hex: its first 512 bytes in lists, all of it by its number."""

    quarantine_id: int
    received_at: datetime
    protocol: str
    transport: str
    peer: str
    device: str | None
    reason: str
    field: str | None
    byte_offset: int | None
    bytes: int
    raw_hex: str


class QuarantinePage(BaseModel):
    frames: list[Quarantined]
    next: int | None


class RefusedDevice(BaseModel):
    """A device that spoke to us and is not in the register."""

    identity: str
    protocol: str
    first_seen_at: datetime
    last_seen_at: datetime
    times: int
    last_peer: str


class RefusedPage(BaseModel):
    devices: list[RefusedDevice]
    next: int | None


class Myself(BaseModel):
    """The account that asks."""

    login: str
    role: str
    office_id: int | None
    language: str
    permissions: list[str]


class Health(BaseModel):
    """`ok`, or what is wrong, of each part; nothing about any person."""

    database: str
    stream: str
