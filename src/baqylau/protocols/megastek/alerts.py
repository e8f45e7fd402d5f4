"""What each alert word means, as data (table "Alert event type" and words that devices were seen to send).

Templates carry no time: `read_alert` gives them one. Words are compared without blanks, marks or capitals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from baqylau.observations import Alarm, Battery, Observation, Power, Sos, Strap, Tamper
from baqylau.protocols.fields import word

_LOW_BATTERY = Battery(0, low=True)
_NO_LETTER = re.compile(r"[^a-z0-9]")
_FENCE = re.compile(r"geo.*?(in|out)")

ALERTS: Mapping[str, Observation | None] = {
    # Reasons of a report, not alarms.
    "": None,
    "timer": None,
    "dist": None,
    "distance": None,
    "angle": None,
    "poll": None,
    "store": None,
    "beltoff": Strap(0, open=True),
    "belton": Strap(0, open=False),
    "sos": Sos(0),
    "help": Sos(0),
    "lowbattery": _LOW_BATTERY,
    "lowbatt": _LOW_BATTERY,
    "psd": Power(0, connected=False),
    "psr": Power(0, connected=True),
    "lowexternvoltage": Alarm(0, "external_power_low"),
    "gpscut": Tamper(0, "antenna_cut"),
    "pwon": Alarm(0, "power_on"),
    "poweron": Alarm(0, "power_on"),
    "pwoff": Alarm(0, "power_off"),
    "poweroff": Alarm(0, "power_off"),
    "restart": Alarm(0, "restart"),
    "fall": Alarm(0, "fall"),
    "vib": Alarm(0, "vibration"),
    "hit": Alarm(0, "vibration"),
    "movein": Alarm(0, "fence_entered"),
    "moveout": Alarm(0, "fence_left"),
    "overspeed": Alarm(0, "overspeed"),
    "lowspeed": Alarm(0, "low_speed"),
    "corner": Alarm(0, "sharp_turn"),
    "fatigue": Alarm(0, "fatigue"),
    "error": Alarm(0, "fault"),
}


def read_alert(text: str, time_ms: int) -> tuple[Observation, ...]:
    """A word without an entry is still an alarm, under its own name."""
    key = _NO_LETTER.sub("", text.lower())
    fence = _FENCE.fullmatch(key)
    if fence:
        return (Alarm(time_ms, "fence_entered" if fence[1] == "in" else "fence_left"),)
    if key not in ALERTS:
        return (Alarm(time_ms, word(text)),)
    found = ALERTS[key]
    return (replace(found, time_ms=time_ms),) if found is not None else ()
