"""A payload on its own, for files of messages (`baqylau decode`): what the gateway reads comes with its topic."""

from __future__ import annotations

from typing import ClassVar

from baqylau.protocols.baqylau_device.orders import COMMANDS
from baqylau.protocols.baqylau_device.reading import read_publication
from baqylau.protocols.language import Event, Transport
from baqylau.register.command import CommandKind


class BaqylauDevice:
    """One payload: complete when the input ends, as a publication has its length from MQTT."""

    name: ClassVar = "baqylau_device"
    transports: ClassVar[tuple[Transport, ...]] = ("mqtt",)
    commands: ClassVar[frozenset[CommandKind]] = COMMANDS

    def __init__(self, transport: Transport = "mqtt") -> None:
        self.transport = transport
        self._payload = bytearray()

    def receive(self, data: bytes, now_ms: int) -> list[Event]:  # noqa: ARG002 - part of the contract
        self._payload += data
        return []

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002 - part of the contract
        payload = bytes(self._payload)
        self._payload.clear()
        if not payload:
            return []
        reading = read_publication("", payload)
        return [event for event in (reading.message, reading.refusal) if event is not None]
