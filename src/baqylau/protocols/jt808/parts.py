"""Subpackets of one long message put together (JT/T 808, "message packet encapsulation").

Their serial numbers follow one another, so the first one's names the series. A series that stays incomplete
is given up when the next one begins; its frames are kept all the same.
"""

from __future__ import annotations

from dataclasses import replace

from baqylau.protocols.jt808.header import Packet

MAX_PARTS = 64
"""Locations in batches need a few; photographs and sound come in hundreds and are not put together."""

_JOINED = frozenset((0x0200, 0x0201, 0x0704, 0x0900))


class Parts:
    """At most one series at a time, of one terminal and message."""

    def __init__(self) -> None:
        self._series: tuple[str, int, int, int] | None = None
        self._bodies: dict[int, bytes] = {}

    def join(self, packet: Packet) -> Packet | None:
        """The whole message when this was the last part that lacked, else None. Raises FrameError."""
        if not 1 <= packet.part <= packet.parts:
            raise packet.fail(f"part {packet.part} of {packet.parts}", "subpacket", -4)
        if packet.message not in _JOINED or packet.parts > MAX_PARTS:
            return None
        first = (int.from_bytes(packet.serial, "big") - packet.part + 1) & 0xFFFF
        series = (packet.device, packet.message, packet.parts, first)
        if series != self._series:
            self._series, self._bodies = series, {}
        self._bodies[packet.part] = packet.body
        if len(self._bodies) < packet.parts:
            return None
        body = b"".join(self._bodies[part] for part in range(1, packet.parts + 1))
        self._series, self._bodies = None, {}
        return replace(packet, body=body)
