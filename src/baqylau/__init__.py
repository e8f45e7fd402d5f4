"""Baqylau: an open platform for electronic supervision."""

__version__ = "0.1.0"
