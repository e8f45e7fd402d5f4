"""Which of a person's devices can be asked for a test or check-in, and whether one could have been."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from baqylau.observations.kinds import Power, UnitState
from baqylau.register.device import DeviceKind
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard
from baqylau.rules.tests_programme import TestKind, Way

_BREATH: Final[tuple[DeviceKind, ...]] = ("breath_unit",)
_SEEN: Final[tuple[DeviceKind, ...]] = ("audiovisual_unit", "phone")
_PHONE: Final[tuple[DeviceKind, ...]] = ("phone",)


def kinds_for(kind: TestKind, way: Way | None) -> tuple[DeviceKind, ...]:
    """Kinds of device that can do it, the best first."""
    if kind == "alcohol":
        return _BREATH
    return _PHONE if way == "phone" else _SEEN


def able_at(programme: Programme, kinds: Sequence[DeviceKind], time_ms: int) -> list[int]:
    """The devices of these kinds worn at the instant, the best first."""
    able = [
        (kinds.index(kind), device_id)
        for (device_id, spans), kind in zip(programme.devices, programme.kinds, strict=True)
        if kind in kinds and any(start <= time_ms < end for start, end in spans)
    ]
    return [device_id for _, device_id in sorted(able)]


def fed(each: Heard) -> bool | None:
    """What the observation says of the device's supply; None: nothing."""
    observation = each.observation
    if isinstance(observation, Power):
        return observation.connected
    return observation.mains if isinstance(observation, UnitState) else None


def request_of(person_id: int, condition: str, due_ms: int) -> str:
    """The name of what is due by schedule, the same wherever it is derived."""
    digest = blake2b(f"{person_id}/{condition}/{due_ms}".encode(), digest_size=12)
    return f"t-{digest.hexdigest()}"
