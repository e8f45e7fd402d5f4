"""RFTrack: a carried unit that hears the wearer's bracelet; reports over HTTP."""

from baqylau.protocols.rftrack.connection import Rftrack

__all__ = ["Rftrack"]
