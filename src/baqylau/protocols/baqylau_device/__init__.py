"""The open device language of this system: MQTT, JSON or CBOR (docs/protocols/baqylau-device.md)."""

from baqylau.protocols.baqylau_device.orders import Told, order, read_command
from baqylau.protocols.baqylau_device.publication import BaqylauDevice
from baqylau.protocols.baqylau_device.reading import Reading, read_publication
from baqylau.protocols.baqylau_device.sequence import Counter, gap, later
from baqylau.protocols.baqylau_device.words import schema

__all__ = [
    "BaqylauDevice",
    "Counter",
    "Reading",
    "Told",
    "gap",
    "later",
    "order",
    "read_command",
    "read_publication",
    "schema",
]
