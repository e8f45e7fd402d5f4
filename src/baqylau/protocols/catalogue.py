"""The device languages there are, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from baqylau.protocols.baqylau_device import BaqylauDevice
from baqylau.protocols.egts import Egts
from baqylau.protocols.galileosky import Galileosky
from baqylau.protocols.gt06 import Gt06
from baqylau.protocols.h02 import H02
from baqylau.protocols.jt808 import Jt808
from baqylau.protocols.language import Language, Transport
from baqylau.protocols.megastek import Megastek
from baqylau.protocols.meitrack import Meitrack
from baqylau.protocols.navtelecom import Navtelecom
from baqylau.protocols.osmand import OsmAnd
from baqylau.protocols.owntracks import Owntracks
from baqylau.protocols.r16h import R16h
from baqylau.protocols.rftrack import Rftrack
from baqylau.protocols.teltonika import Teltonika
from baqylau.protocols.watch import Watch
from baqylau.protocols.wialon_ips import WialonIps
from baqylau.register.command import CommandKind

LanguageClass = (
    type[Owntracks]
    | type[Meitrack]
    | type[H02]
    | type[Watch]
    | type[Rftrack]
    | type[R16h]
    | type[Megastek]
    | type[Teltonika]
    | type[WialonIps]
    | type[Egts]
    | type[Gt06]
    | type[OsmAnd]
    | type[Galileosky]
    | type[Navtelecom]
    | type[Jt808]
    | type[BaqylauDevice]
)

LANGUAGES: Final[Mapping[str, LanguageClass]] = {
    "teltonika": Teltonika,
    "wialon_ips": WialonIps,
    "egts": Egts,
    "gt06": Gt06,
    "osmand": OsmAnd,
    "galileosky": Galileosky,
    "navtelecom": Navtelecom,
    "jt808": Jt808,
    "megastek": Megastek,
    "r16h": R16h,
    "rftrack": Rftrack,
    "watch": Watch,
    "owntracks": Owntracks,
    "h02": H02,
    "meitrack": Meitrack,
    "baqylau_device": BaqylauDevice,
}


def commands_of(name: str) -> frozenset[CommandKind]:
    """What a device of this language can be told; nothing for a name that is no language's."""
    return getattr(LANGUAGES.get(name), "commands", frozenset())


class UnknownLanguage(ValueError):
    """No device language of that name, or none over that transport; the message lists those there are."""


def language(name: str, transport: Transport | None = None) -> Language:
    """A new connection (or datagram) in the named language; None: over the first of its transports.

    Raises UnknownLanguage.
    """
    found = LANGUAGES.get(name)
    if found is None:
        raise UnknownLanguage(f"no protocol is called {name!r}; there are: {', '.join(LANGUAGES)}")
    transport = transport or found.transports[0]
    if transport not in found.transports:
        raise UnknownLanguage(
            f"{name} does not come over {transport}, only over {', '.join(found.transports)}"
        )
    return found(transport)
