"""What a language needs to tell its device something; each that can keeps the contract `Commanding`.

The bytes are made from the command and from what the connection has said of its device, by a pure function: the same
command sent again has the same reference, so that an answer to either is an answer to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, runtime_checkable

from baqylau.register.command import Command, CommandKind, CommandRefused


@dataclass(frozen=True, slots=True)
class Sending:
    """reference: what the device's answer repeats; empty where the language repeats nothing."""

    data: bytes
    reference: str = ""


@runtime_checkable
class Commanding(Protocol):
    """A language with commands.

    commands: the kinds it can send. only_in_answers: the device listens for nothing but the answer to what it sent
    itself (HTTP); `command` then gives that whole answer.
    """

    @property
    def commands(self) -> frozenset[CommandKind]: ...

    @property
    def only_in_answers(self) -> bool: ...

    def command(self, command: Command, device: str, now_ms: int) -> Sending:
        """What to send to `device`, a name that this connection has given. Raises CommandRefused."""
        ...


Texts = Mapping[CommandKind, Callable[[Mapping[str, Any]], str]]
"""Of a language whose commands are text: kind to the text for these parameters."""


def text_of(texts: Texts, command: Command) -> str:
    """Raises CommandRefused for a kind that the language does not have."""
    make = texts.get(command.kind)
    if make is None:
        raise CommandRefused("no_such_command", f"its language has no command for {command.kind}")
    return make(command.parameters)


def ascii_of(text: str) -> bytes:
    """Raises CommandRefused for letters that the language cannot carry."""
    try:
        return text.encode("ascii")
    except UnicodeEncodeError as cause:
        raise CommandRefused("letters", "its language carries Latin letters only") from cause


MOST_NUMBER: Final = 0xFFFF


def number_of(command: Command, most: int = MOST_NUMBER) -> int:
    """A number from 1 to `most` that stands for the command, the same each time it is sent."""
    return (command.command_id - 1) % most + 1
