"""The open device language of this system, from the device's side: docs/protocols/baqylau-device.md.

A message is built from that page alone. What comes with it from MQTT (topic, QoS, PUBACK) is in `simulate/mqtt.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

import cbor2

Encoding = Literal["json", "cbor"]
Said = dict[str, Any]
"""One observation as the page writes it: `kind` and its fields."""

MOST_OBSERVATIONS = 1000


def report_topic(identity: str) -> str:
    return f"baqylau/v1/{identity}/report"


def command_topic(identity: str) -> str:
    return f"baqylau/v1/{identity}/command"


class Messages:
    """Numbers messages 1, 2, 3… of one series and writes them. firmware: said with the uptime in the first."""

    def __init__(
        self, identity: str, series: int, *, encoding: Encoding = "json", firmware: str = "1.0.0"
    ) -> None:
        self.identity = identity
        self.series = series
        self.sequence = 0
        self._encoding = encoding
        self._firmware = firmware

    def write(self, time_ms: int, observations: Sequence[Said]) -> bytes:
        """The next message, made at time_ms by the device's clock."""
        self.sequence += 1
        message: dict[str, Any] = {
            "v": 1,
            "device": self.identity,
            "time_ms": time_ms,
            "series": self.series,
            "sequence": self.sequence,
        }
        if self.sequence == 1:
            message |= {"uptime_s": 0, "firmware": self._firmware}
        if observations:
            message["observations"] = list(observations)
        if self._encoding == "cbor":
            return cbor2.dumps(message)
        return json.dumps(message, separators=(",", ":")).encode()
