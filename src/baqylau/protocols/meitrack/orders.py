"""Commands to a tracker: `@@flag length,IMEI,command*checksum` (MEITRACK GPRS Protocol, T622, V1.6).

A10: position now, answered by a report (AAA, event 34). A12,n: a report every n times ten seconds, answered `A12,OK`.
"""

from __future__ import annotations

from typing import Final

from baqylau.observations import CommandResult, Contact, Observation
from baqylau.protocols.commanding import Sending, Texts, number_of, text_of
from baqylau.register.command import Command

_TENS: Final = 10
TEXTS: Final[Texts] = {
    "locate": lambda _: "A10",
    "interval": lambda given: f"A12,{max(1, round(given['seconds'] / _TENS))}",
}
ANSWERED: Final = frozenset((b"A10", b"A12"))
_FIRST_FLAG: Final = ord("A")
_FLAGS: Final = 26


def packet(flag: bytes, imei: bytes, content: bytes) -> bytes:
    """A packet to the device: the same form as its own with @@."""
    body = b",%b,%b*" % (imei, content)
    whole = b"@@%b%d%b" % (flag, len(body) + 4, body)
    return whole + b"%02X\r\n" % (sum(whole) & 0xFF)


def order(command: Command, imei: str) -> Sending:
    """The reference is the command's own code. Raises CommandRefused."""
    text = text_of(TEXTS, command)
    flag = bytes((_FIRST_FLAG + number_of(command, _FLAGS) - 1,))
    return Sending(packet(flag, imei.encode("ascii"), text.encode("ascii")), text.partition(",")[0])


def answered(command: bytes, content: bytes, now_ms: int) -> tuple[Observation, ...]:
    """What a device says of a command of ours: OK, or anything else."""
    said = content.decode("latin-1")[:100]
    outcome = CommandResult(now_ms, "done" if said.startswith("OK") else "refused", command.decode(), said)
    return (Contact(now_ms), outcome)
