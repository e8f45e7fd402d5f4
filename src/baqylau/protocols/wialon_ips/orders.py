"""Commands to a device: a text for the wearer, `#M#text` (Wialon IPS 2.0 and 2.1, "Send Message to Driver").

From version 2.0 on the checksum follows. The protocol defines no answer; devices that answer do it as the server
would (#AM#1), or the wearer writes back (#M#).
"""

from __future__ import annotations

from typing import Final

from baqylau.observations import CommandResult, Contact, Observation
from baqylau.protocols.checksums import crc16_ibm
from baqylau.protocols.commanding import Sending, Texts, text_of
from baqylau.register.command import Command, CommandRefused

TEXTS: Final[Texts] = {"message": lambda given: given["text"]}
_SEPARATORS: Final = frozenset(";#")
_TAKEN: Final = "1"


def order(command: Command, version: str | None) -> Sending:
    """version: of the protocol, None for 1.1. Raises CommandRefused."""
    text = text_of(TEXTS, command)
    if _SEPARATORS & set(text):
        raise CommandRefused("letters", "its language cannot carry ; and # in a text")
    body = text.encode()
    if version:
        body += b";"
        body += b"%X" % crc16_ibm(body)
    return Sending(b"#M#" + body + b"\r\n")


def answered(body: str, now_ms: int) -> tuple[Observation, ...]:
    """#AM#: 1 taken, anything else not."""
    code = body.partition(";")[0]
    result = (
        CommandResult(now_ms, "done") if code == _TAKEN else CommandResult(now_ms, "refused", "", code[:20])
    )
    return (Contact(now_ms), result)
