"""Teltonika: codecs 7, 8, 8 Extended and 16 for positions, 12 to 15 for answers to commands; TCP and UDP."""

from baqylau.protocols.teltonika.connection import Teltonika

__all__ = ["Teltonika"]
