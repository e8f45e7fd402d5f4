"""Watches and wristbands of the Setracker family: `[3G*id*length*content]` over TCP."""

from baqylau.protocols.watch.connection import Watch

__all__ = ["Watch"]
