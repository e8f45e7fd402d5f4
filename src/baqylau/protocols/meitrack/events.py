"""What each event code means, as data (GPRS Protocol, 1.4 "Event Code"). Templates carry no time."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from baqylau.observations import Alarm, Battery, Jamming, Motion, Observation, Power, Sos, Tamper

LOW_BATTERY = Battery(0, low=True)

EVENTS: Mapping[int, Observation | None] = {
    # Reasons of a report, not alarms: button released, heartbeat, heading, distance, on demand, interval, driver's
    # card, photo.
    0: None,
    9: None,
    31: None,
    32: None,
    33: None,
    34: None,
    35: None,
    37: None,
    39: None,
    1: Sos(0),
    17: LOW_BATTERY,
    18: Alarm(0, "external_power_low"),
    19: Alarm(0, "overspeed"),
    20: Alarm(0, "fence_entered"),
    21: Alarm(0, "fence_left"),
    22: Power(0, connected=True),
    23: Power(0, connected=False),
    24: Alarm(0, "gnss_blind_zone_entered"),
    25: Alarm(0, "gnss_blind_zone_left"),
    26: Alarm(0, "sleep_mode"),
    27: Alarm(0, "wake_up"),
    28: Tamper(0, "antenna_cut"),
    29: Alarm(0, "restart"),
    30: Alarm(0, "crash"),
    36: Tamper(0, "towing"),
    40: Alarm(0, "power_off"),
    41: Motion(0, moving=False),
    42: Motion(0, moving=True),
    44: Jamming(0, active=True, band="unknown"),
    78: Alarm(0, "crash"),
    90: Alarm(0, "sharp_turn_left"),
    91: Alarm(0, "sharp_turn_right"),
    129: Alarm(0, "harsh_braking"),
    130: Alarm(0, "harsh_acceleration"),
    135: Alarm(0, "fatigue"),
}
"""Input 1 is the button for help on devices for persons. A code without a row is an alarm under its number."""


def read_event(code: int, time_ms: int) -> Observation | None:
    if code in EVENTS:
        found = EVENTS[code]
        return replace(found, time_ms=time_ms) if found is not None else None
    return Alarm(time_ms, f"event_{code}")


def with_battery(
    events: tuple[Observation | None, ...], battery: Battery, supply: Power | None
) -> tuple[Observation, ...]:
    """Events first, then battery and supply; an event on either is told with it, once."""
    low = any(isinstance(item, Battery) for item in events)
    seen: list[Observation] = [item for item in events if item is not None and not isinstance(item, Battery)]
    if low:
        battery = replace(battery, low=True)
    if battery != Battery(battery.time_ms):
        seen.append(battery)
    if supply is not None and not any(isinstance(item, Power) for item in seen):
        seen.append(supply)
    return tuple(dict.fromkeys(seen))
