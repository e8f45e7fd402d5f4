"""Commands to a tracker: `*maker,id,CMD,HHMMSS,…#` (TH, "The command structure from center sending").

D1,seconds is the interval of reports. The answer is V4 with the command's name behind it, and a position (TH, "Confirm
Message"; H02ProtocolEncoder of traccar).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from baqylau.observations import CommandResult, Observation
from baqylau.protocols.commanding import Sending, Texts, text_of
from baqylau.register.command import Command

TEXTS: Final[Texts] = {"interval": lambda given: f"D1,{given['seconds']}"}
KEYWORDS: Final = frozenset(("D1",))


def order(command: Command, maker: str, identity: str) -> Sending:
    """The time of day is the command's own, so that it is the same each time. Raises CommandRefused."""
    name, _, parameters = text_of(TEXTS, command).partition(",")
    asked = datetime.fromtimestamp(command.asked_ms / 1000, UTC)
    return Sending(f"*{maker},{identity},{name},{asked:%H%M%S},{parameters}#".encode(), name)


def confirmed(name: str, now_ms: int) -> tuple[Observation, ...]:
    return (CommandResult(now_ms, "done", name),) if name in KEYWORDS else ()
