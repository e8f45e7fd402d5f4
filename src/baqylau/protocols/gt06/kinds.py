"""Every protocol number: how it is read, what is answered, and whether its times are UTC by definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from baqylau.protocols.gt06 import located, orders, replies, unlocated
from baqylau.protocols.gt06.identity import LOGIN
from baqylau.protocols.gt06.modular import modular
from baqylau.protocols.gt06.packet import Observations, Packet


@dataclass(frozen=True, slots=True)
class Kind:
    """utc: the specification marks the packet "(UTC)"; otherwise its times are in the login's time zone."""

    read: Callable[[Packet], Observations]
    reply: Callable[[Packet], replies.Replies] = replies.short
    utc: bool = False


SHORT: Mapping[int, Kind] = {
    LOGIN: Kind(unlocated.contact),
    0x10: Kind(located.position_only),
    0x11: Kind(located.location_wide_operator),
    0x12: Kind(located.location_plain),
    0x13: Kind(unlocated.heartbeat),
    0x14: Kind(unlocated.contact),
    0x15: Kind(orders.answer_short),
    0x16: Kind(located.alarm),
    0x17: Kind(located.location_with_card),
    0x18: Kind(unlocated.cells),
    0x19: Kind(unlocated.alarm_without_place, utc=True),
    0x1A: Kind(located.position_only),
    0x1E: Kind(located.position_only),
    0x22: Kind(located.location, utc=True),
    0x23: Kind(unlocated.heartbeat_external),
    0x24: Kind(unlocated.cells),
    0x26: Kind(located.alarm, utc=True),
    0x27: Kind(located.alarm, utc=True),
    0x28: Kind(unlocated.cells, utc=True),
    0x2A: Kind(located.position_only, replies.address, utc=True),
    0x2C: Kind(unlocated.wifi, utc=True),
    0x2D: Kind(located.location),
    0x2E: Kind(unlocated.cells, utc=True),
    0x31: Kind(located.position_only),
    0x32: Kind(located.alarm_long_cell),
    0x34: Kind(located.location_x1, replies.nothing),
    0x36: Kind(unlocated.heartbeat_modules),
    0x37: Kind(located.location, utc=True),
    0x61: Kind(located.location_with_id),
    0x80: Kind(unlocated.contact, replies.nothing),
    0x81: Kind(unlocated.contact, replies.nothing),
    0x82: Kind(unlocated.contact, replies.nothing),
    0x83: Kind(unlocated.contact, replies.nothing),
    0x8A: Kind(unlocated.contact, replies.clock),
    0x94: Kind(unlocated.supply_voltage, replies.nothing),
    0x95: Kind(located.camera),
    0xA0: Kind(located.location_4g, utc=True),
    0xA1: Kind(unlocated.cells_4g, utc=True),
    0xA2: Kind(unlocated.wifi_4g, utc=True),
    0xA3: Kind(located.alarm_4g, utc=True),
    0xA4: Kind(located.alarm_4g, utc=True),
    0xA5: Kind(unlocated.alarm_without_place_4g),
    0xA7: Kind(unlocated.cell_address_request),
    0xF3: Kind(unlocated.wifi_only, replies.nothing),
}

OF_LENGTH: Mapping[tuple[int, int], Kind] = {
    **{(0x19, length): Kind(unlocated.cells, replies.nothing) for length in range(18, 55, 6)},
    (0x22, 55): Kind(located.location_nt20, utc=True),
    (0x34, 50): Kind(unlocated.contact_dated),
    (0x36, 48): Kind(located.location_long_cell),
    (0xA2, 59): Kind(located.location_lw4g, utc=True),
}
"""Numbers that makes use for two things: told apart by the length of the content."""

LONG: Mapping[int, Kind] = {
    0x21: Kind(orders.answer_long, replies.nothing),
    0x32: Kind(unlocated.lock, replies.long),
    0x33: Kind(unlocated.lock, replies.long),
    0x38: Kind(located.position_only, replies.nothing),
    0x70: Kind(modular),
    0x8C: Kind(unlocated.contact_dated, replies.nothing),
    0x94: Kind(unlocated.information, replies.nothing),
    0xF1: Kind(unlocated.contact_unix),
    0xF2: Kind(unlocated.contact_unix),
}

_UNKNOWN_SHORT = Kind(unlocated.contact)
_UNKNOWN_LONG = Kind(unlocated.contact, replies.nothing)


def kind_of(number: int, length: int, *, long: bool) -> Kind:
    """A number that no document has is still contact, and its frame is kept."""
    if long:
        return LONG.get(number, _UNKNOWN_LONG)
    return OF_LENGTH.get((number, length)) or SHORT.get(number, _UNKNOWN_SHORT)
