"""One person as the rules need to know them: the orders that bind and the devices worn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baqylau.register.activation import Activation
from baqylau.register.device import DeviceKind
from baqylau.register.order import OrderVersion
from baqylau.register.protection import Protection


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """What the rules need to know of a device. radio_identity: what it calls itself by radio, never empty."""

    device_id: int
    kind: DeviceKind
    radio_identity: str


@dataclass(frozen=True, slots=True)
class AskedTest:
    """A breath test or check-in that was asked for. due_ms, until_ms: when it was to be done.

    origin: why it was asked; `second` follows a positive test. reached: whether the device confirmed that it asks the
    wearer, and `reached_ms` when; None: it cannot be told by command.
    """

    request: str
    condition: str
    origin: Literal["set_time", "random", "on_demand", "second"]
    due_ms: int
    until_ms: int
    device_id: int | None
    reached: bool | None
    reached_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibration of a device that measures, by its serial number; valid until before `to_ms`."""

    device_id: int
    serial: str
    to_ms: int


@dataclass(frozen=True, slots=True)
class SupervisedPerson:
    """`versions` of all the person's orders by the start of their force; `worn` by the time it was put on;
    `devices`: each of those worn, by id. `asked`: the newest tests asked for. `calibrations`: of the devices.

    `protections`: whom the person is bound to keep away from, where these consent.
    Ended orders and activations are among them: data that comes late is judged by when it happened.
    """

    person_id: int
    versions: tuple[OrderVersion, ...]
    worn: tuple[Activation, ...]
    devices: tuple[KnownDevice, ...] = ()
    asked: tuple[AskedTest, ...] = ()
    calibrations: tuple[Calibration, ...] = ()
    protections: tuple[Protection, ...] = ()
