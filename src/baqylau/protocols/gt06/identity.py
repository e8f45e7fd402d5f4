"""Who speaks: the login packet, and the packets that carry the IMEI themselves."""

from __future__ import annotations

from collections.abc import Mapping

from baqylau.protocols.gt06.packet import Packet

LOGIN = 0x01

_WEST = 0x0008
_MAX_ZONE_MINUTES = 14 * 60


def read_id(packet: Packet, at: int) -> str:
    """Terminal ID at `at`: eight bytes, two digits a byte; an IMEI has 15 digits after a zero (5.1.1.4)."""
    packet.need(at + 8, "terminal ID")
    digits = packet.content[at : at + 8].hex()
    if not digits.isdigit() or digits == "0" * 16:
        raise packet.fail(f"{digits} is no number", "terminal ID", at)
    return digits[1:] if digits[0] == "0" else digits


def login_zone_ms(packet: Packet) -> int:
    """What the device's clock is ahead of UTC (V3.1, section 1.1, "Time Zone Language").

    Bits 15 to 4: hours and minutes as a decimal number hhmm; bit 3: west of Greenwich. 0 where the login has
    no such field.
    """
    if len(packet.content) < 12:
        return 0
    bits = int.from_bytes(packet.content[10:12], "big")
    hours, minutes = divmod(bits >> 4, 100)
    ahead = hours * 60 + minutes
    if minutes > 59 or ahead > _MAX_ZONE_MINUTES:
        raise packet.fail(f"{hours}:{minutes:02} is no time zone", "time zone", 10)
    return (-ahead if bits & _WEST else ahead) * 60_000


def carried_id(packet: Packet) -> str | None:
    """The IMEI in a packet that is no login, None where it has none."""
    key = (packet.long, packet.number)
    if packet.long and packet.number == 0x94:
        return read_id(packet, 1) if packet.content[:1] == b"\x0a" and len(packet.content) >= 9 else None
    if packet.number == 0x61 and not packet.long:
        return read_id(packet, 0)
    at = _WITH_LENGTH.get((*key, len(packet.content)))
    return None if at is None else read_id(packet, at)


_WITH_LENGTH: Mapping[tuple[bool, int, int], int] = {
    (False, 0x22, 55): 1,
    (False, 0xA2, 59): 49,
}
