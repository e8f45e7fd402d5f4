"""R16H ankle bracelet: text frames over TCP."""

from baqylau.protocols.r16h.connection import R16h

__all__ = ["R16h"]
