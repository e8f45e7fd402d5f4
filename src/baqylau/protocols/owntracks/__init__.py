"""OwnTracks: phones that post JSON over HTTP; the payload is the same over MQTT."""

from baqylau.protocols.owntracks.connection import Owntracks
from baqylau.protocols.owntracks.orders import order
from baqylau.protocols.owntracks.payload import Report, read_payload

__all__ = ["Owntracks", "Report", "order", "read_payload"]
