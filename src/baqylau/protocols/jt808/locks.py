"""0x5501 and 0x5502 of Jointech locks: a location in BCD, and the state of the lock.

No document of the maker was found; the layout is the one that frames of real devices and another receiver
agree on. Times are UTC, the speed is in knots, the course in units of two degrees.
"""

from __future__ import annotations

from datetime import UTC, datetime

from baqylau.observations import Alarm, Battery, Observation, Position
from baqylau.protocols.jt808 import alarms
from baqylau.protocols.jt808.header import Packet

_BASE_BYTES = 35
_BLIND = 0x5502
_KNOT_KMH = 1.852
_LOCATED, _NORTH, _EAST = 1, 2, 4
_CHARGING = (0xAA, 0xAB)
_HEIGHT = 0x02


def report(packet: Packet) -> list[Observation]:
    packet.need(_BASE_BYTES, "location")
    body = packet.body
    position = _position(packet, body)
    product = body[30]
    flags = body[33] << 8 | body[34]
    low_bits = alarms.LOCK_LOW_BATTERY.get(product, ())
    low = any(flags >> bit & 1 for bit in low_bits) or None
    names = alarms.LOCK_FLAGS.get(product, {})
    seen: list[Observation] = [position]
    if (battery := _battery(position.time_ms, body[23], low)) is not None:
        seen.append(battery)
    raised = (bit for bit in alarms.bits(flags) if bit not in low_bits)
    return seen + [Alarm(position.time_ms, names.get(bit, f"alarm_bit_{bit}")) for bit in raised]


def _position(packet: Packet, body: bytes) -> Position:
    digits = body[:15].hex()
    if not digits[:29].isdigit():
        raise packet.fail(f"{digits[:29]} are no digits", "time and coordinates", 0)
    flags = int(digits[29], 16)
    lat = int(digits[12:14]) + int(digits[14:20]) / 600_000
    lon = int(digits[20:23]) + int(digits[23:29]) / 600_000
    if lat > 90 or lon > 180:
        raise packet.fail(f"{lat}, {lon} is no place", "coordinates", 6)
    return Position(
        _time_ms(packet, digits[:12]),
        lat if flags & _NORTH else -lat,
        lon if flags & _EAST else -lon,
        bool(flags & _LOCATED),
        satellites=body[18],
        altitude_m=_height_m(body),
        speed_kmh=body[15] * _KNOT_KMH,
        course_deg=body[16] * 2.0,
        archived=packet.message == _BLIND,
    )


def _time_ms(packet: Packet, digits: str) -> int:
    day, month, year, hour, minute, second = (int(digits[at : at + 2]) for at in range(0, 12, 2))
    try:
        moment = datetime(2000 + year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as error:
        raise packet.fail(f"{digits}: {error}", "time", 0) from None
    return int(moment.timestamp()) * 1000


def _battery(time_ms: int, level: int, low: bool | None) -> Battery | None:
    if level <= 100:
        return Battery(time_ms, float(level), None, None, low)
    if level in _CHARGING:
        return Battery(time_ms, None, None, True, low)
    return Battery(time_ms, low=low) if low else None


def _height_m(body: bytes) -> float | None:
    at = _BASE_BYTES
    while at + 2 <= len(body):
        kind, size = body[at], body[at + 1]
        if kind == _HEIGHT and size == 2 and at + 4 <= len(body):
            return float(int.from_bytes(body[at + 2 : at + 4], "big", signed=True))
        at += 2 + size
    return None
