"""Navtelecom: the NTCB transport, its F formats, and FLEX 1.0, 2.0 and 3.0 telemetry, over TCP.

Sources, fields and where we read a frame otherwise than others do: docs/protocols/navtelecom.md.
"""

from baqylau.protocols.navtelecom.connection import Navtelecom

__all__ = ["Navtelecom"]
