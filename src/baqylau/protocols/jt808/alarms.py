"""What each alarm bit means, as data. Templates carry no time: `at` gives them one."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from baqylau.observations import Alarm, Observation, Sos, Tamper

UNDERVOLTAGE_BIT, POWER_CUT_BIT = 7, 8

FLAGS: dict[int, Observation] = {
    0: Sos(0),
    1: Alarm(0, "overspeed"),
    2: Alarm(0, "fatigue_driving"),
    3: Alarm(0, "danger_warning"),
    4: Tamper(0, "gnss_module_lost"),
    5: Tamper(0, "gnss_antenna_lost"),
    6: Tamper(0, "gnss_antenna_shorted"),
    UNDERVOLTAGE_BIT: Alarm(0, "external_power_low"),
    9: Alarm(0, "display_fault"),
    10: Alarm(0, "speech_fault"),
    11: Alarm(0, "camera_fault"),
    12: Alarm(0, "card_reader_fault"),
    13: Alarm(0, "overspeed_warning"),
    14: Alarm(0, "fatigue_warning"),
    18: Alarm(0, "driving_time"),
    19: Alarm(0, "parking_time"),
    20: Alarm(0, "fence_crossed"),
    21: Alarm(0, "route_crossed"),
    22: Alarm(0, "route_time"),
    23: Alarm(0, "route_left"),
    24: Alarm(0, "speed_sensor_fault"),
    25: Alarm(0, "fuel_abnormal"),
    26: Alarm(0, "theft"),
    27: Alarm(0, "illegal_start"),
    28: Alarm(0, "displacement"),
    29: Alarm(0, "crash"),
    30: Alarm(0, "rollover"),
    31: Alarm(0, "door"),
}
"""The alarm flag of a location (JT/T 808; table 18 of the G10LS document); bit 8 is the supply."""

REMOVED_BIT = 17
REMOVED = Tamper(0, "removed")
"""Bits 15 to 17 are reserved in 2011 and 2013, and makers differ about 15 and 16. All take 17 for removal."""

LOCK_FLAGS: dict[int, dict[int, str]] = {
    3: {0: "overspeed", 2: "vibration", 5: "fence_entered", 6: "fence_left"},
}
"""Alarms of the lock messages by product; low battery is no alarm but the battery's state."""
LOCK_LOW_BATTERY = {1: (0,), 2: (0,), 3: (1, 3)}

DRIVING = {0x1A: "harsh_acceleration", 0x1B: "harsh_braking", 0x1C: "sharp_turn", 0x23: "fatigue_driving"} | (
    dict.fromkeys((0x1D, 0x1E, 0x1F), "abrupt_lane_change")
    | dict.fromkeys((0x26, 0x27, 0x28), "crash")
    | dict.fromkeys((0x31, 0x32), "door")
)
"""Events of the transparent message F0 03."""


def bits(flags: int) -> Iterable[int]:
    while flags:
        lowest = flags & -flags
        yield lowest.bit_length() - 1
        flags ^= lowest


def at(time_ms: int, flags: int, *, of_2019: bool) -> list[Observation]:
    """An observation for every bit but the supply's; one that no document has is named by its number."""
    return [
        replace(_template(bit, of_2019=of_2019), time_ms=time_ms)
        for bit in bits(flags & ~(1 << POWER_CUT_BIT))
    ]


def _template(bit: int, *, of_2019: bool) -> Observation:
    if bit == REMOVED_BIT and not of_2019:
        return REMOVED
    return FLAGS.get(bit) or Alarm(0, f"alarm_bit_{bit}")
