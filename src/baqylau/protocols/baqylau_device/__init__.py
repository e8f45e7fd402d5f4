"""The open device language of this system: MQTT, JSON or CBOR (docs/protocols/baqylau-device.md)."""

from baqylau.protocols.baqylau_device.publication import BaqylauDevice
from baqylau.protocols.baqylau_device.reading import Reading, read_publication
from baqylau.protocols.baqylau_device.sequence import Counter, gap, later
from baqylau.protocols.baqylau_device.words import schema

__all__ = ["BaqylauDevice", "Counter", "Reading", "gap", "later", "read_publication", "schema"]
