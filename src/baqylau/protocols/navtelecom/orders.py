"""Commands to a device: text in an NTCB message (Navtelecom wiki, "Standard commands"; protocol v6.2, section 2.1).

`*!DEV_RESET` restarts it and is answered `*@DEV_RESET`. A query of the position exists for SMS alone (`*?POS`).
"""

from __future__ import annotations

from typing import Final

from baqylau.observations import CommandResult, Contact, Observation
from baqylau.protocols.commanding import Sending, Texts, text_of
from baqylau.protocols.navtelecom import ntcb
from baqylau.protocols.navtelecom.ntcb import Header
from baqylau.register.command import Command

TEXTS: Final[Texts] = {"reboot": lambda _: "*!DEV_RESET"}
_OUTCOMES: Final = ("*@", "*#")
_MARK: Final = 2


def order(command: Command, heard: Header) -> Sending:
    """heard: a header of the device's own, for whom the message is. Raises CommandRefused."""
    text = text_of(TEXTS, command)
    return Sending(ntcb.reply(heard, text.encode("ascii")), text[_MARK:])


def answered(data: bytes, now_ms: int) -> tuple[Observation, ...]:
    """`*@NAME …`: the command NAME was carried out."""
    said = data.decode("latin-1")[:100]
    name = said[_MARK:].partition(" ")[0]
    if not said.startswith(_OUTCOMES) or not name:
        return (Contact(now_ms),)
    return (Contact(now_ms), CommandResult(now_ms, "done", name, said))
