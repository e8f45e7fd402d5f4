"""EGTS, the telematic protocol of GOST R 54619 (transport, services) and GOST 33472 (reports)."""

from baqylau.protocols.egts.session import Egts

__all__ = ["Egts"]
