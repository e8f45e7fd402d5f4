"""Commands to a device: online command 0x80, text (V3.1, section 8.1).

The server flag of four bytes comes back in the answer (0x15 and 0x21, section 8.2). Texts without a password as the
makers' lists give them: WHERE# (coordinates), RESET# (restart), TIMER,seconds# (upload interval).
"""

from __future__ import annotations

from typing import Final

from baqylau.observations import CommandResult, Contact
from baqylau.protocols.commanding import Sending, Texts, ascii_of, number_of, text_of
from baqylau.protocols.gt06.packet import Observations, Packet
from baqylau.protocols.gt06.replies import short_frame
from baqylau.register.command import Command, CommandRefused

ONLINE_COMMAND: Final = 0x80
_LONGEST_TIMER_S: Final = 999
_FLAGS: Final = 0x7FFF_FFFF
_UTF_16: Final = 0x02
_MOST_FLAG_BYTES: Final = 4

TEXTS: Final[Texts] = {
    "locate": lambda _: "WHERE#",
    "reboot": lambda _: "RESET#",
    "interval": lambda given: f"TIMER,{given['seconds']}#",
}


def order(command: Command) -> Sending:
    """Raises CommandRefused."""
    if command.kind == "interval" and command.parameters["seconds"] > _LONGEST_TIMER_S:
        raise CommandRefused("out_of_range", f"its interval is 10 to {_LONGEST_TIMER_S} seconds")
    text = ascii_of(text_of(TEXTS, command))
    flag = number_of(command, _FLAGS)
    content = bytes((_MOST_FLAG_BYTES + len(text),)) + flag.to_bytes(4, "big") + text
    return Sending(short_frame(bytes((ONLINE_COMMAND,)) + content + b"\0\1"), str(flag))


def answer_short(packet: Packet) -> Observations:
    """0x15: length, server flag, text, language."""
    if len(packet.content) < 1 + _MOST_FLAG_BYTES:
        return (Contact(packet.now_ms),)
    flag = int.from_bytes(packet.content[1:5], "big")
    text = packet.content[5 : 1 + packet.content[0]].decode("latin-1")
    return _result(packet, flag, text)


def answer_long(packet: Packet) -> Observations:
    """0x21: server flag, coding (1 ASCII, 2 UTF-16), text."""
    if len(packet.content) < 1 + _MOST_FLAG_BYTES:
        return (Contact(packet.now_ms),)
    flag = int.from_bytes(packet.content[:4], "big")
    coding = "utf-16-be" if packet.content[4] == _UTF_16 else "latin-1"
    return _result(packet, flag, packet.content[5:].decode(coding, "replace"))


def _result(packet: Packet, flag: int, text: str) -> Observations:
    # A device that was asked by nobody here (flag 0) answers somebody else: by SMS, by another server.
    if not flag:
        return (Contact(packet.now_ms),)
    return (Contact(packet.now_ms), CommandResult(packet.now_ms, "done", str(flag), text.strip("\0 ")))
