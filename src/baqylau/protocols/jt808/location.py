"""Locations: 0x0200, in 0x0201 and in the batches of 0x0704 (JT/T 808, "basic location information")."""

from __future__ import annotations

from struct import Struct

from baqylau.observations import Contact, Motion, Observation, Position
from baqylau.protocols.jt808 import alarms, items, orders
from baqylau.protocols.jt808.dates import CHINA_MS, time_ms
from baqylau.protocols.jt808.header import Packet
from baqylau.protocols.language import FrameError

_BASE = Struct(">IIIIhHH")
_TIME_AT = _BASE.size
BASE_BYTES = _TIME_AT + 6
_LOCATED, _SOUTH, _WEST = 0x02, 0x04, 0x08
_POWER_CUT = 1 << alarms.POWER_CUT_BIT

MAX_LATITUDE, MAX_LONGITUDE = 90_000_000, 180_000_000


def read(packet: Packet, data: bytes, at: int, *, archived: bool = False) -> list[Observation]:
    """The location `data`, which stands at `at` of the body. Raises FrameError."""
    if len(data) < BASE_BYTES:
        raise packet.fail(f"{len(data)} bytes, {BASE_BYTES} needed", "location", at)
    flags, status, lat, lon, height, speed, course = _BASE.unpack_from(data, 0)
    if lat > MAX_LATITUDE or lon > MAX_LONGITUDE:
        raise packet.fail(f"{lat}, {lon} is no place in millionths of a degree", "coordinates", at + 8)
    zone_ms = items.zone_ms(data[BASE_BYTES:])
    when_ms = time_ms(packet, data, _TIME_AT, base=at, zone_ms=CHINA_MS if zone_ms is None else zone_ms)
    report = items.read(packet, data, BASE_BYTES, base=at)
    # A device without a place writes zeros, some of them with the bit for "located".
    located = bool(status & _LOCATED and (lat or lon))
    seen: list[Observation] = [
        Position(
            when_ms,
            -lat / 1_000_000 if status & _SOUTH else lat / 1_000_000,
            -lon / 1_000_000 if status & _WEST else lon / 1_000_000,
            located,
            "satellite",
            None,
            report.hdop,
            report.satellites,
            float(height),
            speed / 10,
            float(course),
            archived,
        )
    ]
    if flags:
        report.cut = True if flags & _POWER_CUT else report.cut
        seen += alarms.at(when_ms, flags, of_2019=packet.is_2019)
    seen += report.alarms(when_ms) + report.battery(when_ms) + report.power(when_ms)
    if report.moving is not None:
        seen.append(Motion(when_ms, report.moving))
    # The cells beside a fix add nothing to it.
    return seen if located else seen + report.network(when_ms)


def report(packet: Packet) -> list[Observation]:
    return read(packet, packet.body, 0)


def answer(packet: Packet) -> list[Observation]:
    """0x0201: the serial number of the query, then a location."""
    return orders.queried(packet) + read(packet, packet.body[2:], 2)


def batch(packet: Packet, errors: list[FrameError]) -> list[Observation]:
    """0x0704: a count, whether they come from a blind area, then each with its length.

    A location that cannot be read costs itself only: why goes to `errors`. Raises FrameError when lengths fail.
    """
    packet.need(3, "batch")
    body = packet.body
    count, archived = body[0] << 8 | body[1], body[2] == 1
    seen: list[Observation] = []
    at = 3
    for _ in range(count):
        packet.need(at + 2, "length of a location")
        after = at + 2 + (body[at] << 8 | body[at + 1])
        packet.need(after, "location")
        try:
            seen += read(packet, body[at + 2 : after], at + 2, archived=archived)
        except FrameError as error:
            errors.append(error)
        at = after
    return seen if seen or errors else [Contact(packet.now_ms)]
