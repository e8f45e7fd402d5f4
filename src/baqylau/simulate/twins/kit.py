"""The devices of each class, as they stand in the register: who hears whom, and what is put up where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from baqylau.register.device import DeviceKind
from baqylau.simulate.demo.names import imeis
from baqylau.simulate.sources import seeded
from baqylau.simulate.speak import ProtocolName, known_by, says
from baqylau.simulate.speak.baqylau_device import Encoding
from baqylau.simulate.twins.script import Script, TwinClass

Protocol = ProtocolName | Literal["baqylau_device"]
OWN: Final = "baqylau_device"

TRACKERS: Final[tuple[ProtocolName, ...]] = (
    "teltonika", "wialon_ips", "egts", "gt06", "galileosky", "navtelecom", "jt808",
)  # fmt: skip
"""Languages of worn trackers whose every record is answered."""

PHONES: Final[tuple[Protocol, ...]] = ("osmand", "owntracks", OWN)
_PREFIX: Final[dict[str, str]] = {
    "bracelet": "RB",
    "home_unit": "HU",
    "mobile_unit": "MU",
    "tracker": "TR",
    "beacon": "BC",
    "audiovisual_unit": "AV",
    "breath_unit": "BU",
    "phone": "PH",
}
_KITS: Final[dict[TwinClass, tuple[DeviceKind, ...]]] = {
    "bracelet": ("home_unit", "bracelet"),
    "home_unit": ("home_unit", "bracelet"),
    "mobile_unit": ("mobile_unit", "bracelet"),
    "tracker": ("tracker",),
    "beacon": ("tracker", "beacon"),
    "audiovisual_unit": ("audiovisual_unit",),
    "breath_unit": ("breath_unit",),
    "phone": ("phone", "bracelet"),
}
STATIONARY: Final = frozenset({"home_unit", "beacon", "audiovisual_unit", "breath_unit"})


@dataclass(frozen=True, slots=True)
class Fitted:
    """One device of somebody. speaks: False for what is only heard by radio. second: carried beside what is worn, and
    without a part in what befalls that."""

    kind: DeviceKind
    identity: str
    protocol: Protocol
    speaks: bool = True
    radio_identity: str = ""
    second: bool = False
    encoding: Encoding = "json"

    @property
    def radio_name(self) -> str:
        """What it calls itself by radio."""
        return self.radio_identity or self.identity

    @property
    def installed(self) -> bool:
        return self.kind in STATIONARY

    def can_say(self, word: str) -> bool:
        return self.protocol == OWN or word in says(self.protocol)


def never_ended(fitted: Fitted) -> frozenset[str]:
    """What the device's language raises as an alarm and never takes back."""
    return _NEVER_ENDED.get(fitted.protocol, frozenset())


def charge_in_percent(fitted: Fitted) -> bool:
    """Not in volts, whose curve over the charge is the cell's own, nor in GT06's six steps."""
    return fitted.can_say("battery") and fitted.protocol not in _COARSE


_NEVER_ENDED: Final[dict[str, frozenset[str]]] = {
    "gt06": frozenset(("strap", "case")),
    "egts": frozenset(("case",)),
}
_COARSE: Final = frozenset(("egts", "galileosky", "navtelecom", "gt06"))


def kit_of(script: Script, number: int) -> tuple[Fitted, ...]:
    """number: of the person, from 0; makes identities unique."""
    kinds = _KITS[script.class_]
    protocol = _protocol(script, number)
    if script.class_ == "phone" and protocol != OWN:
        # Only a phone with our own language says which bracelet it hears.
        kinds = ("phone",)
    made = tuple(_fitted(kind, number, protocol, script) for kind in kinds)
    return (*made, _phone(f"PH-{number:05d}", 700_000 + number, second=True)) if script.also_phone else made


def protected_phone(number: int) -> Fitted:
    """What the person carries from whom person `number` has to keep away."""
    return _phone(f"PP-{number:05d}", 800_000 + number)


def _phone(name: str, imei: int, *, second: bool = False) -> Fitted:
    spoken = PHONES[imei % len(PHONES)]
    identity = name if spoken == OWN else known_by(spoken, next(imeis(imei)))
    return Fitted("phone", identity, spoken, second=second)


def _protocol(script: Script, number: int) -> Protocol:
    if script.protocol is not None:
        return script.protocol  # type: ignore[return-value]  # checked when the script was read
    if script.class_ == "tracker":
        return TRACKERS[number % len(TRACKERS)]
    return PHONES[number % len(PHONES)] if script.class_ == "phone" else OWN


def _fitted(kind: DeviceKind, number: int, protocol: Protocol, script: Script) -> Fitted:
    heard_only = kind == "bracelet"
    own = protocol == OWN or kind not in ("tracker", "phone")
    name = f"{_PREFIX[kind]}-{number:05d}"
    spoken: Protocol = OWN if own else protocol
    identity = name if spoken == OWN else known_by(spoken, next(imeis(500_000 + number)))
    return Fitted(
        kind,
        identity,
        spoken,
        speaks=not heard_only,
        radio_identity=f"R{number:06d}" if kind in ("bracelet", "beacon") else "",
        encoding="cbor" if seeded("encoding", script.person).random() < 0.5 else "json",
    )


def device_entries(kit: Sequence[Fitted]) -> list[dict[str, Any]]:
    """As the register file has them."""
    return [
        {"identity": each.identity, "protocol": each.protocol, "kind": each.kind, "model": "simulated"}
        | ({"radio_identity": each.radio_identity} if each.radio_identity else {})
        for each in kit
    ]
