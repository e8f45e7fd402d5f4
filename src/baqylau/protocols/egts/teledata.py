"""What a terminal reports: the telematic data service (GOST 33472, EGTS_TELEDATA_SERVICE).

Every subrecord that says something of the wearer or the device is read; sensors, counters, loops, liquid
levels and passengers are passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct

import msgspec

from baqylau.observations import (
    Alarm,
    Battery,
    Case,
    Motion,
    Observation,
    Position,
    Power,
    Sos,
    Tamper,
)
from baqylau.protocols.egts.records import EPOCH_MS, Record, Subrecord, subrecords
from baqylau.protocols.language import FrameError

_SR_POS_DATA = 16
_SR_EXT_POS_DATA = 17
_SR_STATE_DATA = (20, 21)
_STATE_BYTES = 5

_POSITION = Struct("<IIIBHB4xB")
_POSITION_BYTES = 21
_LAT = 90 / 0xFFFFFFFF
_LON = 180 / 0xFFFFFFFF

_VALID, _ARCHIVED, _MOVING, _SOUTH, _WEST, _HAS_ALTITUDE = 0x01, 0x08, 0x10, 0x20, 0x40, 0x80
_BELOW_SEA, _COURSE_256 = 0x4000, 0x8000

_EVENTS: dict[int, Callable[[int], Observation]] = {
    6: lambda time_ms: Alarm(time_ms, "peripheral_disconnected"),
    7: lambda time_ms: Alarm(time_ms, "overspeed"),
    8: lambda time_ms: Alarm(time_ms, "restarted"),
    10: lambda time_ms: Case(time_ms, open=True),
    11: lambda time_ms: Power(time_ms, connected=False),
    12: lambda time_ms: Battery(time_ms, low=True),
    13: Sos,
    14: lambda time_ms: Alarm(time_ms, "voice_call_requested"),
    15: Sos,
    19: lambda time_ms: Alarm(time_ms, "battery_fault"),
    20: lambda time_ms: Alarm(time_ms, "harsh_acceleration"),
    21: lambda time_ms: Alarm(time_ms, "harsh_braking"),
    22: lambda time_ms: Tamper(time_ms, "gnss_module_lost"),
    23: lambda time_ms: Alarm(time_ms, "crash_sensor_lost"),
    24: lambda time_ms: Tamper(time_ms, "gsm_antenna_lost"),
    25: lambda time_ms: Tamper(time_ms, "gnss_antenna_lost"),
    28: lambda time_ms: Alarm(time_ms, "moved_with_ignition_off"),
    31: lambda time_ms: Alarm(time_ms, "navigation_unstable"),
    33: lambda time_ms: Alarm(time_ms, "registration_unstable"),
    34: lambda time_ms: Alarm(time_ms, "link_unstable"),
}
"""SRC, what made the terminal send (EGTS_SR_POS_DATA, list of sources); the others are routine."""


def observe(raw: bytes, record: Record, now_ms: int) -> list[Observation]:
    """What a record of the service says. Raises FrameError for a subrecord that cannot be read.

    A record without a position takes its own time (TM), and the time of receipt where it gives none.
    """
    seen: list[Observation] = []
    time_ms = record.time_ms if record.time_ms is not None else now_ms
    for sub in subrecords(raw, record):
        if sub.kind == _SR_POS_DATA:
            time_ms = _position(raw, sub, seen)
        elif sub.kind == _SR_EXT_POS_DATA:
            _precision(raw, sub, seen)
        elif sub.kind in _SR_STATE_DATA and sub.length == _STATE_BYTES:
            _state(raw, sub.start, time_ms, seen)
    return seen


def _position(raw: bytes, sub: Subrecord, seen: list[Observation]) -> int:
    start = sub.start
    if sub.length < _POSITION_BYTES:
        raise FrameError(f"{sub.length} bytes, 21 expected", field="EGTS_SR_POS_DATA", offset=start)
    seconds, lat, lon, flags, speed, course, source = _POSITION.unpack_from(raw, start)
    time_ms: int = EPOCH_MS + 1000 * seconds
    seen.append(
        Position(
            time_ms,
            -lat * _LAT if flags & _SOUTH else lat * _LAT,
            -lon * _LON if flags & _WEST else lon * _LON,
            bool(flags & _VALID),
            altitude_m=_altitude(raw, sub, speed) if flags & _HAS_ALTITUDE else None,
            speed_kmh=(speed & 0x3FFF) / 10,
            course_deg=float(course + 256 if speed & _COURSE_256 else course),
            archived=bool(flags & _ARCHIVED),
        )
    )
    seen.append(Motion(time_ms, bool(flags & _MOVING)))
    event = _EVENTS.get(source)
    if event is not None:
        seen.append(event(time_ms))
    return time_ms


def _altitude(raw: bytes, sub: Subrecord, speed: int) -> float:
    at = sub.start + _POSITION_BYTES
    if sub.length < _POSITION_BYTES + 3:
        raise FrameError("announced, but not there", field="ALT", offset=at)
    metres = float(int.from_bytes(raw[at : at + 3], "little"))
    return -metres if speed & _BELOW_SEA else metres


def _precision(raw: bytes, sub: Subrecord, seen: list[Observation]) -> None:
    flags = raw[sub.start] if sub.length else 0xFF
    at = sub.start + 1
    offsets = {}
    for bit, name, size in ((1, "VDOP", 2), (2, "HDOP", 2), (4, "PDOP", 2), (8, "SAT", 1), (16, "NS", 2)):
        if flags & bit:
            offsets[name] = at
            at += size
    if at > sub.start + sub.length:
        raise FrameError("shorter than its flags say", field="EGTS_SR_EXT_POS_DATA", offset=sub.start)
    last = next((i for i in range(len(seen) - 1, -1, -1) if isinstance(seen[i], Position)), None)
    if last is None:
        return
    hdop = int.from_bytes(raw[offsets["HDOP"] :][:2], "little") / 100 if "HDOP" in offsets else None
    satellites = raw[offsets["SAT"]] if "SAT" in offsets else None
    seen[last] = msgspec.structs.replace(seen[last], hdop=hdop or None, satellites=satellites)


def _state(raw: bytes, start: int, time_ms: int, seen: list[Observation]) -> None:
    _, main, backup, internal, flags = raw[start : start + _STATE_BYTES]
    on_battery = bool(flags & 0x03)
    seen.append(Power(time_ms, connected=not on_battery, voltage_v=main / 10))
    # A battery that is not fitted reads 0 V.
    voltage = internal or backup
    if voltage:
        seen.append(Battery(time_ms, voltage_v=voltage / 10))
