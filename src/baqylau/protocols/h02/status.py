"""Vehicle status: four bytes in negative logic, a bit of 0 is in force (H02 protocol, "vehicle_status").

The table is that of the TH family. Real frames bear it out where they tell: bit 27 is 0 in the confirmation of the
command that cuts the fuel, bit 16 where the receiver gives no validity, bits 1 and 18 in calls for help.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from baqylau.observations import Alarm, Observation, Power, Sos, Tamper

_CUT = Power(0, connected=False)

BITS: Mapping[int, Observation] = {
    0: Alarm(0, "theft"),
    1: Sos(0),
    2: Alarm(0, "overspeed"),
    3: Alarm(0, "illegal_start"),
    4: Alarm(0, "fence_entered"),
    5: Tamper(0, "antenna_cut"),
    6: Tamper(0, "antenna_shorted"),
    7: Alarm(0, "fence_left"),
    8: Alarm(0, "door"),
    16: Alarm(0, "gnss_fault"),
    18: Sos(0),
    19: _CUT,
    20: _CUT,
    21: Tamper(0, "antenna_cut"),
    22: Tamper(0, "antenna_shorted"),
    24: Alarm(0, "temperature"),
    25: Alarm(0, "wrong_password"),
    26: Alarm(0, "data_connection_blocked"),
    28: _CUT,
}
"""Other bits are inputs, ignition and settings: states of a vehicle that are not observed."""


def read_status(status: int, time_ms: int) -> tuple[Observation, ...]:
    """Everything in force, each once."""
    if status == 0xFFFFFFFF:
        return ()
    found = dict.fromkeys(item for bit, item in BITS.items() if not status >> bit & 1)
    return tuple(replace(item, time_ms=time_ms) for item in found)
