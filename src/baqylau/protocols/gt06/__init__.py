"""GT06 / Concox (Jimi IoT and the many makes that copied it), over TCP or one datagram at a time.

Sources, message types and where we read a frame otherwise than others do: docs/protocols/gt06.md.
"""

from baqylau.protocols.gt06.connection import Gt06

__all__ = ["Gt06"]
