"""What a device may say, as types: the published JSON Schema is generated from these.

An observation on the wire has the fields of the observation it becomes, by the same names; the limits here are those
a maker builds to (docs/protocols/baqylau-device.md).
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from baqylau import observations as seen

VERSION: Final = 1

_EARLIEST_MS: Final = 946_684_800_000
_LATEST_MS: Final = 4_102_444_799_999
_LARGEST: Final = 9_007_199_254_740_991
"""2⁵³ − 1: beyond it JSON numbers are not exact everywhere."""

Identity = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{1,64}$")]
TimeMs = Annotated[int, Meta(ge=_EARLIEST_MS, le=_LATEST_MS, description="UTC, milliseconds since 1970.")]
_Heard = Annotated[str, Meta(min_length=1, max_length=64)]
_Word = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
_Reference = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
_Request = Annotated[str, Meta(min_length=1, max_length=64)]
_Percent = Annotated[float, Meta(ge=0, le=100)]
_Signal = Annotated[int, Meta(ge=-200, le=20)]
_Volts = Annotated[float, Meta(ge=0, le=1000)]
_Count = Annotated[int, Meta(ge=0, le=_LARGEST)]


class _Said(msgspec.Struct, tag_field="kind", frozen=True):
    """time_ms: when it happened; left out, the time of the message."""


class SaidPosition(_Said, tag="position", frozen=True):
    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    time_ms: TimeMs | None = None
    valid: bool = True
    source: Literal["satellite", "cell", "wifi", "fused", "unknown"] = "satellite"
    accuracy_m: Annotated[float, Meta(ge=0, lt=100_000_000)] | None = None
    hdop: Annotated[float, Meta(ge=0, le=100)] | None = None
    satellites: Annotated[int, Meta(ge=0, lt=1000)] | None = None
    altitude_m: Annotated[float, Meta(ge=-1000, le=100_000)] | None = None
    speed_kmh: Annotated[float, Meta(ge=0, le=10_000)] | None = None
    course_deg: Annotated[float, Meta(ge=0, le=360)] | None = None
    archived: bool = False


class SaidStrap(_Said, tag="strap", frozen=True):
    open: bool
    time_ms: TimeMs | None = None


class SaidCase(_Said, tag="case", frozen=True):
    open: bool
    time_ms: TimeMs | None = None


class SaidBattery(_Said, tag="battery", frozen=True):
    time_ms: TimeMs | None = None
    level_percent: _Percent | None = None
    voltage_v: _Volts | None = None
    charging: bool | None = None
    low: bool | None = None


class SaidPower(_Said, tag="power", frozen=True):
    connected: bool
    time_ms: TimeMs | None = None
    voltage_v: _Volts | None = None


class SaidMotion(_Said, tag="motion", frozen=True):
    moving: bool
    time_ms: TimeMs | None = None


class SaidSos(_Said, tag="sos", frozen=True):
    time_ms: TimeMs | None = None


class SaidJamming(_Said, tag="jamming", frozen=True):
    active: bool
    time_ms: TimeMs | None = None
    band: Literal["gsm", "gnss", "unknown"] = "unknown"


class SaidTamper(_Said, tag="tamper", frozen=True):
    what: _Word
    time_ms: TimeMs | None = None


class SaidBracelet(_Said, tag="bracelet_heard", frozen=True):
    bracelet: _Heard
    time_ms: TimeMs | None = None
    signal_dbm: _Signal | None = None
    strap_open: bool | None = None
    case_open: bool | None = None
    battery_percent: _Percent | None = None
    battery_low: bool | None = None


class SaidBeacon(_Said, tag="beacon_heard", frozen=True):
    beacon: _Heard
    time_ms: TimeMs | None = None
    signal_dbm: _Signal | None = None
    battery_percent: _Percent | None = None


class SaidUnit(_Said, tag="unit_state", frozen=True):
    time_ms: TimeMs | None = None
    mains: bool | None = None
    battery_percent: _Percent | None = None
    moved: bool | None = None
    own_cell: bool | None = None
    opened: bool | None = None
    jamming: bool | None = None


class SaidBreath(_Said, tag="breath_result", frozen=True):
    outcome: Literal["measured", "refused", "incomplete"]
    time_ms: TimeMs | None = None
    alcohol_mg_l: Annotated[float, Meta(ge=0, le=10)] | None = None
    calibration: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    photo: _Reference | None = None
    request: _Request | None = None


class SaidCheckIn(_Said, tag="check_in_result", frozen=True):
    outcome: Literal["recorded", "match", "mismatch", "refused", "incomplete"]
    time_ms: TimeMs | None = None
    media: Annotated[tuple[_Reference, ...], Meta(max_length=16)] = ()
    request: _Request | None = None


class SaidButton(_Said, tag="button", frozen=True):
    button: _Word
    time_ms: TimeMs | None = None


class SaidCommand(_Said, tag="command_result", frozen=True):
    command: Annotated[str, Meta(min_length=1, max_length=64)]
    outcome: Literal["done", "refused"]
    time_ms: TimeMs | None = None
    detail: Annotated[str, Meta(max_length=500)] = ""


Said = (
    SaidPosition
    | SaidStrap
    | SaidCase
    | SaidBattery
    | SaidPower
    | SaidMotion
    | SaidSos
    | SaidJamming
    | SaidTamper
    | SaidBracelet
    | SaidBeacon
    | SaidUnit
    | SaidBreath
    | SaidCheckIn
    | SaidButton
    | SaidCommand
)

BECOMES: Final[dict[type[Any], type[Any]]] = {
    SaidPosition: seen.Position,
    SaidStrap: seen.Strap,
    SaidCase: seen.Case,
    SaidBattery: seen.Battery,
    SaidPower: seen.Power,
    SaidMotion: seen.Motion,
    SaidSos: seen.Sos,
    SaidJamming: seen.Jamming,
    SaidTamper: seen.Tamper,
    SaidBracelet: seen.BraceletHeard,
    SaidBeacon: seen.BeaconHeard,
    SaidUnit: seen.UnitState,
    SaidBreath: seen.BreathResult,
    SaidCheckIn: seen.CheckInResult,
    SaidButton: seen.Button,
    SaidCommand: seen.CommandResult,
}

MOST_OBSERVATIONS: Final = 1000


class Envelope(msgspec.Struct, frozen=True):
    """A message with its observations unread: who sends, when, and which of its messages this is."""

    v: Literal[1]
    device: Identity
    time_ms: TimeMs
    series: _Count
    sequence: Annotated[int, Meta(ge=1, le=_LARGEST)]
    uptime_s: _Count | None = None
    firmware: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    observations: Annotated[list[Any], Meta(max_length=MOST_OBSERVATIONS)] = []


class DeviceMessage(Envelope, frozen=True):
    """One publication of a device. Unknown fields are ignored; a wrong observation costs only itself."""

    observations: Annotated[list[Said], Meta(max_length=MOST_OBSERVATIONS)] = []


class One(msgspec.Struct, frozen=True):
    """Around a single observation: a type that msgspec prepares once."""

    said: Said


def schema() -> dict[str, Any]:
    """The JSON Schema of a message (2020-12)."""
    made = msgspec.json.schema(DeviceMessage)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:baqylau:device-message:1",
        "title": "A message of a device in the Baqylau device language, version 1",
    }
    return head | made
