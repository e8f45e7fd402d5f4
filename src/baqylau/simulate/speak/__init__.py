"""Device languages from the device's side: records to frames, replies to "acknowledged" or not."""

from __future__ import annotations

from typing import Literal, get_args

from baqylau.simulate.speak.egts import Egts
from baqylau.simulate.speak.gt06 import Gt06
from baqylau.simulate.speak.osmand import Osmand
from baqylau.simulate.speak.record import SEQUENCES, Answer, BadAnswerError, Record, Speaker
from baqylau.simulate.speak.teltonika import Teltonika
from baqylau.simulate.speak.wialon_ips import WialonIps

ProtocolName = Literal["teltonika", "wialon_ips", "egts", "gt06", "osmand"]
PROTOCOLS: tuple[ProtocolName, ...] = get_args(ProtocolName)

__all__ = [
    "PROTOCOLS",
    "SEQUENCES",
    "Answer",
    "BadAnswerError",
    "Egts",
    "Gt06",
    "Osmand",
    "ProtocolName",
    "Record",
    "Speaker",
    "Teltonika",
    "WialonIps",
    "speaker",
]


def speaker(protocol: ProtocolName, identity: str, transport: Literal["tcp", "udp"] = "tcp") -> Speaker:
    """A device of that protocol in its most usual form. identity: 15 digits."""
    match protocol:
        case "teltonika":
            return Teltonika(identity, transport=transport)
        case "wialon_ips":
            return WialonIps(identity, transport=transport)
        case "egts":
            return Egts(identity, object_id=int(identity) % 2**32)
        case "gt06":
            return Gt06(identity)
        case "osmand":
            return Osmand(identity)
