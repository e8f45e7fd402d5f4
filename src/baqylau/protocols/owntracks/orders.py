"""Commands to the app: `cmd` with `reportLocation`, under …/cmd or in the answer to a post (OwnTracks booklet, "JSON").

The app answers with a location; it may be set not to take commands.
"""

from __future__ import annotations

from typing import Final

from baqylau.protocols.commanding import Sending, Texts, text_of
from baqylau.register.command import Command, CommandKind

TEXTS: Final[Texts] = {"locate": lambda _: '{"_type":"cmd","action":"reportLocation"}'}
COMMANDS: Final[frozenset[CommandKind]] = frozenset(TEXTS)


def order(command: Command) -> Sending:
    """Raises CommandRefused."""
    return Sending(text_of(TEXTS, command).encode())
