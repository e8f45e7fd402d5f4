"""What each alarm code means, as data.

Codes and words: Concox Communication Protocol V3.1 (JM-VL02 …), section 6.1 ii "Alarm language"; where it has
no entry, the document named beside the code. Templates carry no time: `at` gives them one.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from baqylau.observations import Alarm, Battery, Case, Jamming, Motion, Observation, Power, Sos, Strap, Tamper

Templates = tuple[Observation, ...]

LOW_BATTERY = Battery(0, low=True)
POWER_CUT = Power(0, connected=False)


def _alarm(name: str) -> Templates:
    return (Alarm(0, name),)


ALARMS: Mapping[int, Templates] = {
    0x00: (),
    0x01: (Sos(0),),
    0x02: (POWER_CUT,),
    0x03: _alarm("vibration"),
    0x04: _alarm("fence_entered"),
    0x05: _alarm("fence_left"),
    0x06: _alarm("overspeed"),
    0x09: (Motion(0, moving=True), Alarm(0, "displacement")),
    0x0A: _alarm("gnss_blind_zone_entered"),
    0x0B: _alarm("gnss_blind_zone_left"),
    0x0C: _alarm("power_on"),
    0x0D: _alarm("gnss_first_fix"),
    0x0E: _alarm("external_power_low"),
    0x0F: _alarm("external_power_low_protection"),
    0x10: (Tamper(0, "sim_changed"),),
    0x11: _alarm("power_off"),
    0x12: _alarm("airplane_mode"),
    0x13: (Strap(0, open=True),),
    0x14: _alarm("door"),
    0x15: (LOW_BATTERY, Alarm(0, "power_off_battery_low")),
    0x16: _alarm("sound"),
    0x17: (Jamming(0, active=True, band="gsm"),),
    0x18: (Case(0, open=True),),
    0x19: (LOW_BATTERY,),
    0x20: _alarm("sleep_mode"),
    0x23: _alarm("fall"),
    0x24: (Power(0, connected=True),),
    # No entry in V3.1; sent by JM-LL301 and its relatives when the anti-dismantling sensor is released.
    0x25: (Tamper(0, "dismantled"),),
    0x29: _alarm("harsh_acceleration"),
    0x2A: _alarm("sharp_turn_left"),
    0x2B: _alarm("sharp_turn_right"),
    0x2C: _alarm("crash"),
    0x2D: _alarm("rollover"),
    0x30: _alarm("harsh_braking"),
    0x32: (Tamper(0, "unplugged"),),
    0x3C: _alarm("theft"),
    0x3D: _alarm("illegal_start"),
    0x3E: _alarm("button"),
    0x4B: _alarm("tilt"),
    0x4C: _alarm("sharp_turn"),
    0x4D: _alarm("abrupt_lane_change"),
    0x4E: _alarm("unstable"),
    0x4F: _alarm("angle_abnormal"),
    0x5E: (Tamper(0, "signal_line_cut"),),
    0xFE: _alarm("acc_on"),
    0xFF: _alarm("acc_off"),
}

HEARTBEAT_ALARMS = {code: ALARMS[code] for code in range(6)}
"""GT06 v1.8.1, section 5.4.1.7. Later documents make the byte "extended port status": no more is read."""

STATUS_ALARMS: Mapping[int, Templates] = {
    0: (),
    1: _alarm("vibration"),
    2: (POWER_CUT,),
    3: (LOW_BATTERY,),
    4: (Sos(0),),
    # Undefined in every document found; devices that send it were removed from what they were fixed to.
    7: (Tamper(0, "removed"),),
}
"""Bits 3 to 5 of the terminal information byte (V3.1, section 6.1 i)."""

CAMERA_EVENTS: Mapping[int, Templates] = {
    0x01: (Sos(0),),
    0x0E: _alarm("external_power_low"),
    0x76: _alarm("temperature"),
    0x80: _alarm("vibration"),
    0x87: _alarm("overspeed"),
    0x88: (POWER_CUT,),
    0x90: _alarm("harsh_acceleration"),
    0x91: _alarm("harsh_braking"),
    0x92: _alarm("sharp_turn"),
    0x93: _alarm("crash"),
}
"""Packet 0x95 of the JC camera series."""

LOCK_ALARMS: Mapping[int, Templates] = {
    0xA0: _alarm("locked"),
    0xA1: _alarm("unlocked"),
    0xA2: (LOW_BATTERY,),
    0xA3: (LOW_BATTERY,),
    0xA4: (Tamper(0, "lock"),),
    0xA5: _alarm("door"),
}
"""Status byte of packet 0x33 in long frames (AZ735 lock)."""

MODULE_EVENTS: Mapping[int, Templates] = {
    0x11: (LOW_BATTERY,),
    0x12: _alarm("external_power_low"),
    0x13: (POWER_CUT,),
    0x14: (Tamper(0, "removed"),),
}
"""Module 0x2B of packet 0x70; other values there are the reason of a restart."""


def templates(table: Mapping[int, Templates], code: int, word: str = "code") -> Templates:
    """A code that the table does not have is still an alarm: `word` and its number."""
    found = table.get(code)
    return _alarm(f"{word}_{code:02x}") if found is None else found


def at(time_ms: int, found: Templates) -> tuple[Observation, ...]:
    return tuple(replace(item, time_ms=time_ms) for item in found)
