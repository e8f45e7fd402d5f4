"""Which observations are the state of a device, said again and again, and when two of them say the same."""

from __future__ import annotations

from baqylau.observations import Battery, Case, Jamming, Motion, Observation, Power, Strap

State = tuple[str, object]
"""A kind of state and its value."""


def state_key(observation: Observation) -> State | None:
    """The kind of state and its value; None for what happens rather than lasts (SOS, alarm, contact…).

    A voltage beside a level in percent adds nothing, and one without is compared to a tenth of a volt.
    """
    match observation:
        case Motion(moving=moving):
            return "motion", moving
        case Battery(level_percent=None, voltage_v=volts, charging=charging, low=low):
            return "battery", (None if volts is None else round(volts, 1), charging, low)
        case Battery(level_percent=level, charging=charging, low=low):
            return "battery", (level, charging, low)
        case Power(connected=connected):
            return "power", connected
        case Strap(open=is_open):
            return "strap", is_open
        case Case(open=is_open):
            return "case", is_open
        case Jamming(active=active, band=band):
            return f"jamming_{band}", active
        case _:
            return None


def insists(observation: Observation) -> bool:
    """Whether saying it again says more: a second report of an open strap or case confirms the first."""
    return isinstance(observation, Strap | Case) and observation.open
