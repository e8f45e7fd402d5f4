"""Meitrack: trackers of persons and vehicles; text (AAA) and binary (CCC, CCE) over TCP and UDP."""

from baqylau.protocols.meitrack.connection import Meitrack

__all__ = ["Meitrack"]
