"""H02: trackers and watches that send text, packed binary positions, or both; TCP and UDP."""

from baqylau.protocols.h02.connection import H02

__all__ = ["H02"]
