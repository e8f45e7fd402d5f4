"""Galileosky: packets of tags over TCP, the compressed packet, and the same tags through an Iridium gateway.

Sources, tags and where we read a frame otherwise than others do: docs/protocols/galileosky.md.
"""

from baqylau.protocols.galileosky.connection import Galileosky

__all__ = ["Galileosky"]
