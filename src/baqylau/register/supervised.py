"""One person as the rules need to know them: the orders that bind and the devices worn."""

from __future__ import annotations

from dataclasses import dataclass

from baqylau.register.activation import Activation
from baqylau.register.device import DeviceKind
from baqylau.register.order import OrderVersion


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """What the rules need to know of a device. radio_identity: what it calls itself by radio, never empty."""

    device_id: int
    kind: DeviceKind
    radio_identity: str


@dataclass(frozen=True, slots=True)
class SupervisedPerson:
    """`versions` of all the person's orders by the start of their force; `worn` by the time it was put on;
    `devices`: each of those worn, by id.

    Ended orders and activations are among them: data that comes late is judged by when it happened.
    """

    person_id: int
    versions: tuple[OrderVersion, ...]
    worn: tuple[Activation, ...]
    devices: tuple[KnownDevice, ...] = ()
