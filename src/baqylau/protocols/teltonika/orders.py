"""Commands to a device: text in codec 12 (Teltonika wiki, "Codec", section "Codec 12"; "SMS/GPRS commands").

No login and password stand before a command over GPRS. `getrecord` has the device save and send a record at once;
`cpureset` restarts it without an answer. Parameters 10000 and 10050 are the shortest time between records while it
stands and while it moves in its home network ("Parameter list", "Data acquisition").
"""

from __future__ import annotations

from typing import Final

from baqylau.protocols.checksums import crc16_ibm
from baqylau.protocols.commanding import Sending, Texts, ascii_of, text_of
from baqylau.protocols.teltonika.commands import TEXT
from baqylau.register.command import Command

_COMMAND: Final = 0x05

TEXTS: Final[Texts] = {
    "locate": lambda _: "getrecord",
    "reboot": lambda _: "cpureset",
    "interval": lambda given: f"setparam 10000:{given['seconds']};10050:{given['seconds']}",
}


def frame(text: bytes) -> bytes:
    """Preamble, length, one command of codec 12, checksum."""
    data = bytes((TEXT, 1, _COMMAND)) + len(text).to_bytes(4, "big") + text + b"\x01"
    return bytes(4) + len(data).to_bytes(4, "big") + data + crc16_ibm(data).to_bytes(4, "big")


def order(command: Command) -> Sending:
    """Answers repeat nothing: they come in the order of the commands. Raises CommandRefused."""
    return Sending(frame(ascii_of(text_of(TEXTS, command))))
