"""Whose observations are these? A device is worn by different people at different times."""

from __future__ import annotations

from collections.abc import Sequence

from baqylau.observations import Observation
from baqylau.observations.kinds import Battery, Position, ProtectedHeard, Sos
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
    with the raw frame. What a protected person's device says is nobody's track: see `_of_protected`.
    """
    if device.carried:
        return _of_protected(device, observations, protocol, received_ms, raw, partitions)
    return _of_wearers(device, observations, protocol, received_ms, raw, partitions)


def _of_wearers(
    device: WornDevice,
    observations: Sequence[Observation],
    protocol: str,
    received_ms: int,
    raw: bytes,
    partitions: int,
) -> list[Attributed]:
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


def _of_protected(
    device: WornDevice,
    observations: Sequence[Observation],
    protocol: str,
    received_ms: int,
    raw: bytes,
    partitions: int,
) -> list[Attributed]:
    """What may be kept goes by the device's own id, and a copy to each person who is judged by it.

    Without a consent that holds, only that the device was heard is kept, and not its bytes.
    """
    kept = [one for one in observations if _may_be_kept(device, one.time_ms)]
    whole = raw if len(kept) == len(observations) and _may_be_kept(device, received_ms) else b""
    shares = _of_wearers(device, kept, protocol, received_ms, whole, partitions)
    passed: dict[int, list[Observation]] = {}
    for one in kept:
        if not isinstance(one, Position | Battery | Sos):
            continue
        for carried in device.carried_at(one.time_ms):
            if carried.person_id is not None:
                heard = ProtectedHeard(one.time_ms, carried.person_id, carried.protected_id, one)
                passed.setdefault(carried.person_id, []).append(heard)
    return shares + [
        (
            partition_of(person_id, device.device_id, partitions),
            Report(device.device_id, None, person_id, protocol, received_ms, b"", tuple(share[at:end])),
        )
        for person_id, share in passed.items()
        for at, end in _pieces(len(share))
    ]


def _may_be_kept(device: WornDevice, time_ms: int) -> bool:
    carried = device.carried_at(time_ms)
    return not carried or any(each.person_id is not None for each in carried)


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
