"""Wialon IPS 1.1, 2.0 and 2.1: text packets of phones and trackers, over TCP and UDP."""

from baqylau.protocols.wialon_ips.connection import WialonIps

__all__ = ["WialonIps"]
