"""Whose observations are these? A device is worn by different people at different times."""

from __future__ import annotations

from collections.abc import Sequence

from baqylau.observations import Observation
from baqylau.observations.reports import INDEX_BITS, Report
from baqylau.register.activation import WornDevice
from baqylau.register.partition import partition_of

Attributed = tuple[int, Report]
"""A partition and the report that belongs there."""

MAX_OBSERVATIONS = 1 << INDEX_BITS
"""In one report: the place of an observation in its report is part of its id."""

_Wearer = tuple[int | None, int | None]


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
    yields one empty report, so that the contact is stored too. What is too long for one report is several, each
    with the raw frame.
    """
    return [
        (
            partition_of(person_id, device.device_id, partitions),
            Report(
                device.device_id, activation_id, person_id, protocol, received_ms, raw, tuple(share[at:end])
            ),
        )
        for (activation_id, person_id), share in _shares(device, observations, received_ms).items()
        for at, end in _pieces(len(share))
    ]


def _shares(
    device: WornDevice, observations: Sequence[Observation], received_ms: int
) -> dict[_Wearer, list[Observation]]:
    shares: dict[_Wearer, list[Observation]] = {}
    for observation in observations:
        shares.setdefault(_worn_at(device, observation.time_ms), []).append(observation)
    if not shares:
        shares[_worn_at(device, received_ms)] = []
    return shares


def _pieces(count: int) -> list[tuple[int, int]]:
    if count <= MAX_OBSERVATIONS:
        return [(0, count)]
    return [(at, at + MAX_OBSERVATIONS) for at in range(0, count, MAX_OBSERVATIONS)]


def _worn_at(device: WornDevice, time_ms: int) -> _Wearer:
    activation = device.activation_at(time_ms)
    return (activation.activation_id, activation.person_id) if activation else (None, None)
