"""JT/T 808 of 2011, 2013 and 2019, with what makers of trackers and locks added to it, over TCP and UDP.

Sources, messages, items and where we read a frame otherwise than others do: docs/protocols/jt808.md.
"""

from baqylau.protocols.jt808.connection import Jt808

__all__ = ["Jt808"]
