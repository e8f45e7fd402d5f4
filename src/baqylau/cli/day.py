"""A person's day in a file of JSON lines: the devices worn, and all that they said. For `baqylau replay`.

A line is a device, `{"device": 2, "kind": "home_unit", "radio": "HU-1", "installed": [lat, lon]}`, or an observation,
`{"device": 2, "received_ms": …, "said": {"kind": "bracelet_heard", "time_ms": …, "bracelet": "RB-1"}}`, whose fields
are those of `baqylau.observations.kinds`. A device that has no line of its own is a tracker.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple, get_args

import msgspec

from baqylau.observations.kinds import Observation
from baqylau.observations.plausible import implausible
from baqylau.observations.tracks import Damage, TrackError
from baqylau.register.activation import Activation
from baqylau.register.device import DeviceKind
from baqylau.register.supervised import KnownDevice
from baqylau.rules.state import Heard

_KINDS: dict[str, type[Any]] = {kind.__struct_config__.tag: kind for kind in get_args(Observation)}


class Day(NamedTuple):
    worn: list[Activation]
    equipment: list[KnownDevice]
    heard: list[Heard]


class _DeviceLine(msgspec.Struct, forbid_unknown_fields=True):
    device: int
    kind: DeviceKind
    radio: str = ""
    installed: tuple[float, float] | None = None


class _SaidLine(msgspec.Struct, forbid_unknown_fields=True):
    device: int
    received_ms: int
    said: dict[str, Any]


def read_day(path: Path, damage: Damage) -> Day:
    """What can be read, in the order of receipt; `damage` is told of every other line. Raises TrackError when the
    file cannot be opened or has no observation."""
    devices: dict[int, _DeviceLine] = {}
    said: list[tuple[int, int, Observation]] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TrackError(f"{path}: {error}") from None
    for number, line in enumerate(lines, start=1):
        try:
            raw = json.loads(line) if line.strip() else None
            if isinstance(raw, dict) and "said" in raw:
                one = msgspec.convert(raw, _SaidLine)
                said.append((one.received_ms, one.device, _observation(one.said)))
            elif raw is not None:
                device = msgspec.convert(raw, _DeviceLine)
                devices[device.device] = device
        except (ValueError, msgspec.ValidationError) as error:
            damage(number, str(error))
    if not said:
        raise TrackError(f"{path}: no usable observation")
    said.sort(key=lambda each: each[0])
    heard = [Heard(what, at_ms, number, who) for number, (at_ms, who, what) in enumerate(said, start=1)]
    return _day(devices, heard)


def _day(devices: dict[int, _DeviceLine], heard: list[Heard]) -> Day:
    first_ms = min(min(each.received_ms, each.observation.time_ms) for each in heard)
    worn = []
    for device_id in sorted({*devices, *(each.device_id for each in heard)}):
        place = devices[device_id].installed if device_id in devices else None
        stands = (None, None, None) if place is None else (*place, first_ms)
        worn.append(Activation(0, device_id, 1, first_ms, None, *stands))
    known = [
        KnownDevice(one.device, one.kind, one.radio or f"device {one.device}") for one in devices.values()
    ]
    return Day(worn, known, heard)


def _observation(said: dict[str, Any]) -> Observation:
    """Raises ValueError or msgspec.ValidationError, saying what is wrong."""
    kind = _KINDS.get(str(said.get("kind")))
    if kind is None:
        raise ValueError(f"no observation is called {said.get('kind')!r}; there are {', '.join(_KINDS)}")
    unknown = said.keys() - {"kind", *kind.__struct_fields__}
    if unknown:
        raise ValueError(f"{said['kind']} has no {', '.join(sorted(unknown))}")
    given = {name: value for name, value in said.items() if name != "kind"}
    if "time_ms" not in given:
        raise ValueError(f"{said['kind']} needs time_ms")
    try:
        observation: Observation = kind(**given)
    except TypeError as error:
        raise ValueError(f"{said['kind']}: {error}") from None
    checked: Observation = msgspec.convert(msgspec.to_builtins(observation), kind)
    wrong = implausible(checked)
    if wrong is not None:
        raise ValueError(f"{said['kind']}: {wrong} cannot be {said.get(wrong)!r}")
    return checked
