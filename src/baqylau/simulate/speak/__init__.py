"""Device languages from the device's side: records to frames, replies to "acknowledged" or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal, get_args

from baqylau.simulate.speak.egts import Egts
from baqylau.simulate.speak.galileosky import Galileosky
from baqylau.simulate.speak.gt06 import Gt06
from baqylau.simulate.speak.h02 import H02
from baqylau.simulate.speak.jt808 import Jt808
from baqylau.simulate.speak.megastek import Megastek
from baqylau.simulate.speak.meitrack import Meitrack
from baqylau.simulate.speak.navtelecom import Navtelecom
from baqylau.simulate.speak.osmand import Osmand
from baqylau.simulate.speak.owntracks import Owntracks
from baqylau.simulate.speak.r16h import R16h
from baqylau.simulate.speak.record import SEQUENCES, Answer, BadAnswerError, Record, Speaker, Word
from baqylau.simulate.speak.rftrack import Rftrack
from baqylau.simulate.speak.teltonika import Teltonika
from baqylau.simulate.speak.watch import Watch
from baqylau.simulate.speak.wialon_ips import WialonIps

ProtocolName = Literal[
    "teltonika",
    "wialon_ips",
    "egts",
    "gt06",
    "osmand",
    "megastek",
    "r16h",
    "rftrack",
    "watch",
    "h02",
    "meitrack",
    "owntracks",
    "galileosky",
    "navtelecom",
    "jt808",
]
PROTOCOLS: tuple[ProtocolName, ...] = get_args(ProtocolName)
Transport = Literal["tcp", "udp"]

__all__ = [
    "H02",
    "PROTOCOLS",
    "SEQUENCES",
    "Answer",
    "BadAnswerError",
    "Egts",
    "Galileosky",
    "Gt06",
    "Jt808",
    "Megastek",
    "Meitrack",
    "Navtelecom",
    "Osmand",
    "Owntracks",
    "ProtocolName",
    "R16h",
    "Record",
    "Rftrack",
    "Speaker",
    "Teltonika",
    "Transport",
    "Watch",
    "WialonIps",
    "Word",
    "known_by",
    "says",
    "speaker",
]


def _teltonika(identity: str, transport: Transport) -> Speaker:
    return Teltonika(identity, transport=transport)


def _wialon_ips(identity: str, transport: Transport) -> Speaker:
    return WialonIps(identity, transport=transport)


def _egts(identity: str, transport: Transport) -> Speaker:  # noqa: ARG001 - the same over both
    return Egts(identity, object_id=int(identity) % 2**32)


def _alike(language: Callable[[str], Speaker]) -> Callable[[str, Transport], Speaker]:
    """A language whose bytes are the same over every transport."""
    return lambda identity, _: language(identity)


_SPEAKERS: Mapping[ProtocolName, Callable[[str, Transport], Speaker]] = {
    "teltonika": _teltonika,
    "wialon_ips": _wialon_ips,
    "egts": _egts,
    "gt06": _alike(Gt06),
    "osmand": _alike(Osmand),
    "megastek": _alike(Megastek),
    "r16h": _alike(R16h),
    "rftrack": _alike(Rftrack),
    "watch": _alike(Watch),
    "h02": _alike(H02),
    "meitrack": _alike(Meitrack),
    "owntracks": _alike(Owntracks),
    "galileosky": _alike(Galileosky),
    "navtelecom": _alike(Navtelecom),
    "jt808": _alike(Jt808),
}


def speaker(protocol: ProtocolName, identity: str, transport: Transport = "tcp") -> Speaker:
    """A device of that protocol in its most usual form. identity: 15 digits."""
    return _SPEAKERS[protocol](identity, transport)


@cache
def says(protocol: ProtocolName) -> frozenset[Word]:
    """What a device of that protocol, in its most usual form, can say beside a place and its time."""
    return speaker(protocol, "0" * 15).says


def known_by(protocol: ProtocolName, imei: str) -> str:
    """What the gateway hears a device with that IMEI call itself: the identity for the register."""
    # JT/T 808 fills numbers up with zeros on the wire, so nobody can tell whether some were its own.
    return imei.lstrip("0") if protocol == "jt808" else imei
