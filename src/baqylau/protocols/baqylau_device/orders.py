"""A command as a device of our own language receives it (docs/protocols/baqylau-device.md, "Commands")."""

from __future__ import annotations

from typing import Any, Final, Literal, get_args

import msgspec

from baqylau.protocols.baqylau_device.words import VERSION
from baqylau.protocols.commanding import Sending
from baqylau.register.command import Command, CommandKind

COMMANDS: Final[frozenset[CommandKind]] = frozenset(get_args(CommandKind))


class Told(msgspec.Struct, frozen=True):
    """What is published to the device. command: repeated in `command_result`. Times: UTC, milliseconds since 1970."""

    v: Literal[1]
    command: str
    kind: CommandKind
    time_ms: int
    expires_ms: int
    parameters: dict[str, Any] = {}


def order(command: Command) -> Sending:
    """The payload, JSON; byte for byte the same each time, so that a device knows what it has had."""
    reference = str(command.command_id)
    told = Told(
        VERSION,
        reference,
        command.kind,
        command.asked_ms,
        command.expires_ms,
        {name: command.parameters[name] for name in sorted(command.parameters)},
    )
    return Sending(msgspec.json.encode(told), reference)


def read_command(payload: bytes) -> Told:
    """As a device reads it. Raises msgspec.DecodeError."""
    return msgspec.json.decode(payload, type=Told)
