"""Whose observations are these? A device is worn by different people at different times."""

from __future__ import annotations

from collections.abc import Sequence

from baqylau.observations import Observation
from baqylau.observations.reports import Report
from baqylau.register.activation import WornDevice
from baqylau.register.partition import partition_of

Attributed = tuple[int, Report]
"""A partition and the report that belongs there."""


def attribute(
    device: WornDevice,
    observations: Sequence[Observation],
    *,
    protocol: str,
    received_ms: int,
    raw: bytes,
    partitions: int,
) -> list[Attributed]:
    """Splits what a frame said by the activation in force when each observation happened.

    Buffered data of a device that has changed hands goes to the person who wore it then. Nearly always all
    observations of a frame belong to one activation and one report comes out; a frame without observations
    yields one empty report, so that the contact is stored too.
    """
    shares: dict[tuple[int | None, int | None], list[Observation]] = {}
    for observation in observations:
        shares.setdefault(_worn_at(device, observation.time_ms), []).append(observation)
    if not shares:
        shares[_worn_at(device, received_ms)] = []
    return [
        (
            partition_of(person_id, device.device_id, partitions),
            Report(device.device_id, activation_id, person_id, protocol, received_ms, raw, tuple(share)),
        )
        for (activation_id, person_id), share in shares.items()
    ]


def _worn_at(device: WornDevice, time_ms: int) -> tuple[int | None, int | None]:
    activation = device.activation_at(time_ms)
    return (activation.activation_id, activation.person_id) if activation else (None, None)
