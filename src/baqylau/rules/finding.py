"""What the rules find: an event with its true times and the grounds it rests on. An officer judges it."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

import msgspec

_NAMESPACE: Final = UUID("6f2b8a34-5d0c-4f0e-9a57-2f6a1c3f7b10")

FAMILY: Final = {
    "curfew_absence": "curfew",
    "curfew_late_return": "curfew",
    "curfew_left_early": "curfew",
    "alcohol_positive": "alcohol",
    "alcohol_confirmed": "alcohol",
    "alcohol_not_confirmed": "alcohol",
    "alcohol_no_second": "alcohol",
    "breath_missed": "breath",
    "breath_refused": "breath",
    "breath_incomplete": "breath",
    "breath_not_asked": "breath",
    "check_in_missed": "check_in",
    "check_in_refused": "check_in",
    "check_in_incomplete": "check_in",
    "check_in_not_asked": "check_in",
}
"""Kinds that are readings of one event share a family, so that the finding keeps its id when facts refine it."""

SEVERITY: Final = {
    "curfew_absence": "high",
    "curfew_left_early": "high",
    "curfew_late_return": "warning",
    "exclusion_approach": "warning",
    "exclusion_entered": "critical",
    "territory_left": "high",
    "attendance_missed": "warning",
    "strap_opened": "high",
    "case_opened": "high",
    "tamper": "high",
    "battery_low": "info",
    "battery_critical": "warning",
    "device_silent": "warning",
    "position_lost": "info",
    "sos": "critical",
    "jamming": "high",
    "identity_conflict": "high",
    "unit_untrusted": "high",
    "pair_parted": "high",
    "presence_contradicted": "high",
    "mains_lost": "warning",
    "messages_lost": "info",
    "clock_skewed": "warning",
    "alcohol_positive": "high",
    "alcohol_confirmed": "critical",
    "alcohol_not_confirmed": "info",
    "alcohol_no_second": "high",
    "breath_missed": "warning",
    "breath_refused": "high",
    "breath_incomplete": "warning",
    "breath_not_asked": "info",
    "check_in_missed": "warning",
    "check_in_refused": "high",
    "check_in_incomplete": "warning",
    "check_in_not_asked": "info",
    "check_in_mismatch": "high",
    "check_in_recorded": "info",
    "protection_approach": "high",
    "protection_breached": "critical",
    "protection_degraded": "high",
    "protected_sos": "critical",
}
"""info < warning < high < critical. Silence that goes on becomes high; a tamper that is confirmed, and an approach that
may be one within the ordered distance, become critical."""

POSITIONAL: Final = frozenset(
    {
        "curfew_absence",
        "curfew_left_early",
        "curfew_late_return",
        "exclusion_approach",
        "exclusion_entered",
        "territory_left",
        "attendance_missed",
        "protection_approach",
        "protection_breached",
        "unit_untrusted",
        "pair_parted",
        "presence_contradicted",
    }
)
"""Kinds judged by when things happened: late data may disprove them. The others are about what was heard."""


class Ground(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One thing a finding rests on: an observation, or a threshold or hour it was measured against.

    fact: what it shows (`outside`, `inside`, `may_be_inside`, `hours_began`, `heard`, `threshold`, …).
    circle_m: radius within which the person was taken to be. distance_m: from the edge of the place to the middle
    of that circle, negative inside. value: what was measured, or the threshold's.
    """

    fact: str
    time_ms: int | None = None
    received_ms: int | None = None
    observation_id: int | None = None
    device_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    circle_m: float | None = None
    distance_m: float | None = None
    name: str | None = None
    value: float | str | None = None


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Something that happened to a person's conditions or device.

    finding_id is made of person, device, condition, family of kinds and `began_ms`: every derivation gives the
    same. began_ms, ended_ms: when it happened. decided_ms: when the rules could first say so. late: decided long
    after, from data that came late. withdrawn_ms: when later data disproved it; it is kept. condition: id of the
    order's condition, None for what concerns the device; device_id: None for what concerns a condition.
    """

    finding_id: str
    person_id: int
    condition: str | None
    kind: str
    severity: str
    began_ms: int
    decided_ms: int
    ended_ms: int | None = None
    late: bool = False
    withdrawn_ms: int | None = None
    because: tuple[Ground, ...] = ()
    device_id: int | None = None


def finding_id(person_id: int, device_id: int | None, condition: str | None, kind: str, began_ms: int) -> str:
    family = FAMILY.get(kind, kind)
    return str(uuid5(_NAMESPACE, f"{person_id}/{device_id}/{condition}/{family}/{began_ms}"))
