"""The kinds of observation.

Each is one fact a device reported, at the device's own time. All times are integer milliseconds since
1970-01-01T00:00:00Z. A device that gives no time of its own is heard "now": the protocol then uses the time
of receipt that it is passed. One report may carry any number of observations and none hides another.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Source = Literal["satellite", "cell", "wifi", "fused", "unknown"]
"""What a position was computed from. `fused`: the phone's own mixture; `unknown`: the device does not say."""


class _Observation(msgspec.Struct, frozen=True, array_like=True, gc=False):
    time_ms: int


class Position(_Observation, frozen=True, array_like=True, gc=False, tag="position"):
    """Where the device says it is. WGS 84, degrees.

    valid: the receiver itself calls this a current fix; False for a repeated last-known place or no fix.
    accuracy_m: radius of the error circle as the device states it (68 % unless its protocol says otherwise).
    hdop: horizontal dilution of precision, where the device gives that instead.
    archived: sent from the device's memory, not live.
    """

    lat: float
    lon: float
    valid: bool = True
    source: Source = "satellite"
    accuracy_m: float | None = None
    hdop: float | None = None
    satellites: int | None = None
    altitude_m: float | None = None
    speed_kmh: float | None = None
    course_deg: float | None = None
    archived: bool = False


class Contact(_Observation, frozen=True, array_like=True, gc=False, tag="contact"):
    """The device spoke (login, heartbeat, status) without saying where it is."""


class Strap(_Observation, frozen=True, array_like=True, gc=False, tag="strap"):
    """State of the strap that holds the device on the wearer."""

    open: bool


class Case(_Observation, frozen=True, array_like=True, gc=False, tag="case"):
    """State of the device's housing (cover, light sensor)."""

    open: bool


class Battery(_Observation, frozen=True, array_like=True, gc=False, tag="battery"):
    """The device's own battery; a field is None where the report does not say.

    low: the device itself raised a low-battery alarm (True) or said that the battery is fine (False).
    """

    level_percent: float | None = None
    voltage_v: float | None = None
    charging: bool | None = None
    low: bool | None = None


class Power(_Observation, frozen=True, array_like=True, gc=False, tag="power"):
    """External supply (mains, vehicle, charger): connected or cut."""

    connected: bool
    voltage_v: float | None = None


class Motion(_Observation, frozen=True, array_like=True, gc=False, tag="motion"):
    """The device's movement sensor."""

    moving: bool


class Sos(_Observation, frozen=True, array_like=True, gc=False, tag="sos"):
    """The wearer pressed the call-for-help button."""


class Jamming(_Observation, frozen=True, array_like=True, gc=False, tag="jamming"):
    """The device detected interference with its radio or satellite receiver."""

    active: bool
    band: Literal["gsm", "gnss", "unknown"] = "unknown"


class Tamper(_Observation, frozen=True, array_like=True, gc=False, tag="tamper"):
    """Interference that is neither strap nor case: `what` is a snake_case word (antenna_cut, towing, sim_removed…)."""

    what: str


class Alarm(_Observation, frozen=True, array_like=True, gc=False, tag="alarm"):
    """Any other alarm the device raised itself (vibration, overspeed, fall…); `name` is a snake_case word."""

    name: str


class Cell(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A mobile cell the device heard; signal in dBm where given."""

    mcc: int
    mnc: int
    lac: int
    cell_id: int
    signal_dbm: int | None = None


class WifiPoint(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A Wi-Fi access point the device heard; `bssid` as aa:bb:cc:dd:ee:ff."""

    bssid: str
    signal_dbm: int | None = None


class Network(_Observation, frozen=True, array_like=True, gc=False, tag="network"):
    """Radio neighbourhood without coordinates: contact, never a position."""

    cells: tuple[Cell, ...] = ()
    wifi: tuple[WifiPoint, ...] = ()


class Nearby(_Observation, frozen=True, array_like=True, gc=False, tag="nearby"):
    """The device heard another by short-range radio: a bracelet, a beacon, the other half of its set.

    identity: as the heard device sends it, which is not the identity of a device in the register.
    paired: the hearing device holds it for its own (True) or for one it has lost or never had (False);
    None where its report does not say.
    """

    identity: str
    paired: bool | None = None
    signal_dbm: int | None = None


class BraceletHeard(_Observation, frozen=True, array_like=True, gc=False, tag="bracelet_heard"):
    """A home or mobile unit heard a radio bracelet, and what the bracelet said of itself; None where it did not.

    bracelet: the identity that the bracelet sends by radio. battery_low: the bracelet's own alarm.
    """

    bracelet: str
    signal_dbm: int | None = None
    strap_open: bool | None = None
    case_open: bool | None = None
    battery_percent: float | None = None
    battery_low: bool | None = None


class BeaconHeard(_Observation, frozen=True, array_like=True, gc=False, tag="beacon_heard"):
    """A tracker or unit heard a broadcast beacon; `beacon` is the identity that the beacon sends by radio."""

    beacon: str
    signal_dbm: int | None = None
    battery_percent: float | None = None


class UnitState(_Observation, frozen=True, array_like=True, gc=False, tag="unit_state"):
    """What a home or mobile unit says of itself; None where it does not say.

    mains: fed from the mains. moved: since it was put in its place. own_cell: in the mobile cell it was installed in.
    opened: its housing. jamming: its radio is interfered with.
    """

    mains: bool | None = None
    battery_percent: float | None = None
    moved: bool | None = None
    own_cell: bool | None = None
    opened: bool | None = None
    jamming: bool | None = None


class BreathResult(_Observation, frozen=True, array_like=True, gc=False, tag="breath_result"):
    """How a breath test ended. The device measures; that somebody drank is for a person to say.

    alcohol_mg_l: milligrams of alcohol in a litre of breath, where it was measured. calibration: serial number of
    the calibration in force. photo: reference to the picture taken during the test. request: the test asked for.
    """

    outcome: Literal["measured", "refused", "incomplete"]
    alcohol_mg_l: float | None = None
    calibration: str | None = None
    photo: str | None = None
    request: str | None = None


class CheckInResult(_Observation, frozen=True, array_like=True, gc=False, tag="check_in_result"):
    """How a check-in by face or voice ended at the device. A mismatch is for a person to look at.

    media: references to pictures and recordings. request: the check-in asked for.
    """

    outcome: Literal["recorded", "match", "mismatch", "refused", "incomplete"]
    media: tuple[str, ...] = ()
    request: str | None = None


class Button(_Observation, frozen=True, array_like=True, gc=False, tag="button"):
    """A button other than the call for help was pressed; `button` is a snake_case word (confirm, call_back…)."""

    button: str


class CommandResult(_Observation, frozen=True, array_like=True, gc=False, tag="command_result"):
    """What the device says came of a command. done: carried out, or taken on where doing it shows by itself.

    command: the reference that was sent with it; empty where the language has none, and the last command sent is meant.
    detail: the device's own words.
    """

    outcome: Literal["done", "refused"]
    command: str = ""
    detail: str = ""


class SequenceGap(_Observation, frozen=True, array_like=True, gc=False, tag="sequence_gap"):
    """Messages that the device numbered and that never came: from `expected` up to, not including, `received`."""

    expected: int
    received: int


class DeviceClock(_Observation, frozen=True, array_like=True, gc=False, tag="clock"):
    """The device's clock (as time_ms), seconds since it was switched on, and the firmware it runs."""

    uptime_s: int | None = None
    firmware: str | None = None


class IdentityConflict(_Observation, frozen=True, array_like=True, gc=False, tag="identity_conflict"):
    """Two live connections claim the same identity; made by the gateway, not by a device."""

    here: str
    there: str


class ProtectedHeard(_Observation, frozen=True, array_like=True, gc=False, tag="protected_heard"):
    """What a protected person's device said, passed on by the gateway for judging the one bound to keep away.

    person_id: the bound person. protected_id: the protected one. Kept apart from all that the bound person's own
    devices say: it never belongs to that person's track.
    """

    person_id: int
    protected_id: int
    said: Position | Battery | Sos | Contact


Observation = (
    Position
    | Contact
    | Strap
    | Case
    | Battery
    | Power
    | Motion
    | Sos
    | Jamming
    | Tamper
    | Alarm
    | Network
    | Nearby
    | BraceletHeard
    | BeaconHeard
    | UnitState
    | BreathResult
    | CheckInResult
    | Button
    | CommandResult
    | SequenceGap
    | DeviceClock
    | IdentityConflict
    | ProtectedHeard
)
