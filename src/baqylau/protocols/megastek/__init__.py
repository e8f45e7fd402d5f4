"""Megastek: prison bracelets, watches and trackers; text frames over TCP."""

from baqylau.protocols.megastek.connection import Megastek

__all__ = ["Megastek"]
