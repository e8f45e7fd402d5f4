"""Commands to a terminal: tags 03 (IMEI), 04 (device), E0 (number), E1 (text) in a packet of ours.

The answer has the same form, with the number and the answer's text (User's manual, "Server exchange protocol",
"Structure of packet with command").
"""

from __future__ import annotations

from typing import Final

from baqylau.protocols.commanding import Sending, Texts, ascii_of, number_of, text_of
from baqylau.protocols.galileosky.sums import crc16_modbus
from baqylau.register.command import Command, CommandRefused

TEXTS: Final[Texts] = {"locate": lambda _: "Status"}
_NUMBERS: Final = 0x7FFF_FFFF
_IMEI_DIGITS: Final = 15


def order(command: Command, imei: str) -> Sending:
    """Raises CommandRefused."""
    if len(imei) != _IMEI_DIGITS or not imei.isdigit():
        raise CommandRefused(
            "no_such_command", "a command names its terminal by its IMEI, which is not known"
        )
    text = ascii_of(text_of(TEXTS, command))
    number = number_of(command, _NUMBERS)
    tags = b"\x03" + imei.encode() + b"\x04\0\0" + b"\xe0" + number.to_bytes(4, "little")
    tags += b"\xe1" + bytes((len(text),)) + text
    whole = b"\x01" + len(tags).to_bytes(2, "little") + tags
    return Sending(whole + crc16_modbus(whole).to_bytes(2, "little"), str(number))
