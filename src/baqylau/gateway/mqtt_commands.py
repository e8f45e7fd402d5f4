"""The way to a device that publishes by MQTT: a topic of its own, which it alone may subscribe to.

NATS hands what we publish to the device's connection with QoS 0, whatever it subscribed with; whether it arrived the
device itself says, and a command it has not confirmed goes out again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from nats.aio.client import Client
from nats.errors import Error as NatsError

from baqylau.protocols import owntracks
from baqylau.protocols.baqylau_device import order
from baqylau.protocols.commanding import Sending
from baqylau.register.command import Command

log = logging.getLogger(__name__)


class Way:
    """To the device of one topic."""

    def __init__(self, client: Client, subject: str, order: Callable[[Command], Sending]) -> None:
        self._client = client
        self._subject = subject
        self._order = order
        self._under_way: set[asyncio.Task[None]] = set()

    def tell(self, command: Command) -> Sending:
        """Raises CommandRefused."""
        return self._order(command)

    def send(self, payloads: list[bytes]) -> None:
        task = asyncio.get_running_loop().create_task(self._publish(payloads))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _publish(self, payloads: list[bytes]) -> None:
        try:
            for payload in payloads:
                await self._client.publish(self._subject, payload)
        except NatsError as cause:
            # It stays unconfirmed and goes out again.
            log.warning("a command by MQTT did not go out: %s", cause or type(cause).__name__)


class Ways:
    """By the topic that a device publishes to."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def way_of(self, topic: str) -> Way:
        """baqylau/v1/<identity>/report is answered at …/command, owntracks/<user>/<device>[/…] at …/cmd."""
        parts = topic.split("/")
        if parts[0] == "owntracks":
            return Way(self._client, ".".join((*parts[:3], "cmd")), owntracks.order)
        return Way(self._client, ".".join((*parts[:3], "command")), order)
