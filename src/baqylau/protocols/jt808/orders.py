"""Commands to a terminal (JT/T 808): query of place 0x8201, parameters 0x8103, control 0x8105, text 0x8300.

A terminal answers with 0x0001 (serial number, message, result), a query with 0x0201; both begin with the serial
number of what they answer. The platform numbers nothing but commands, so the number stands for the command.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from baqylau.observations import CommandResult, Contact, Observation
from baqylau.protocols.commanding import Sending, number_of
from baqylau.protocols.jt808.framing import frame
from baqylau.protocols.jt808.header import Packet
from baqylau.register.command import Command, CommandRefused

QUERY, SET_PARAMETERS, CONTROL, TEXT = 0x8201, 0x8103, 0x8105, 0x8300
GENERAL_ANSWER: Final = 0x0001
_OURS: Final = frozenset((QUERY, SET_PARAMETERS, CONTROL, TEXT))
_INTERVAL: Final = 0x0029
"""Parameter: seconds between reports, where nothing else decides."""
_RESTART: Final = 0x04
_ON_DISPLAY: Final = 0x04
_NOTICE: Final = 0x01
_VERSION_2019: Final = 0x4000
_WORDS: Final = {1: "failure", 2: "message wrong", 3: "not supported"}


class Addressee(NamedTuple):
    """terminal: version byte and terminal as its own messages have them."""

    terminal: bytes
    is_2019: bool


def order(command: Command, to: Addressee) -> Sending:
    """Raises CommandRefused."""
    message, body = _body(command, to)
    number = number_of(command)
    attributes = len(body) | (_VERSION_2019 if to.is_2019 else 0)
    head = (
        message.to_bytes(2, "big") + attributes.to_bytes(2, "big") + to.terminal + number.to_bytes(2, "big")
    )
    return Sending(frame(head + body), str(number))


def _body(command: Command, to: Addressee) -> tuple[int, bytes]:
    match command.kind:
        case "locate":
            return QUERY, b""
        case "interval":
            seconds: int = command.parameters["seconds"]
            return SET_PARAMETERS, b"\x01" + _INTERVAL.to_bytes(4, "big") + b"\x04" + seconds.to_bytes(
                4, "big"
            )
        case "reboot":
            return CONTROL, bytes((_RESTART,))
        case "message":
            head = bytes((_ON_DISPLAY, _NOTICE)) if to.is_2019 else bytes((_ON_DISPLAY,))
            return TEXT, head + _chinese(command.parameters["text"])
    raise CommandRefused("no_such_command", f"its language has no command for {command.kind}")


def _chinese(text: str) -> bytes:
    """Texts are in GBK, which has Russian letters and not the Kazakh ones."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError as cause:
        raise CommandRefused("letters", f"its language cannot carry {text[cause.start]!r}") from cause


def answered(packet: Packet) -> list[Observation]:
    """0x0001: what the terminal says of a message of ours."""
    if len(packet.body) < 5:
        return [Contact(packet.now_ms)]
    number, message, result = _number(packet), int.from_bytes(packet.body[2:4], "big"), packet.body[4]
    if not number or message not in _OURS:
        return [Contact(packet.now_ms)]
    if result == 0:
        return [CommandResult(packet.now_ms, "done", str(number))]
    return [CommandResult(packet.now_ms, "refused", str(number), _WORDS.get(result, f"result {result}"))]


def queried(packet: Packet) -> list[Observation]:
    """0x0201: that it answers a query of ours; the place stands behind it."""
    number = _number(packet) if len(packet.body) >= 2 else 0
    return [CommandResult(packet.now_ms, "done", str(number))] if number else []


def _number(packet: Packet) -> int:
    return int.from_bytes(packet.body[:2], "big")
