"""Packets with a position: locations, alarms with a position, address requests."""

from __future__ import annotations

from struct import Struct

from baqylau.observations import Battery, Motion, Position, Source
from baqylau.protocols.gt06.alarms import CAMERA_EVENTS, POWER_CUT
from baqylau.protocols.gt06.fix import (
    FIX_BYTES,
    coordinates,
    heading_deg,
    is_positioned,
    read_fix,
)
from baqylau.protocols.gt06.network import (
    LONG_CELL,
    LONG_CELL_AND_OPERATOR,
    NARROW,
    WIDE,
    Layout,
    cell_bytes,
    network,
    read_cells,
)
from baqylau.protocols.gt06.packet import Observations, Packet
from baqylau.protocols.gt06.status import alarms, events, external_power, read_status

_STATIC_MODES = frozenset((0x04, 0x0A, 0x0D, 0x0E))
_REPEATED_PLACE = 0x0A
"""V3.1, 3.1: "Upload the last longitude and latitude when device is static; time updated"."""
_FROM_WIFI = 0x0B
"""JM-VL03 V1.1.2, data upload mode 0x0B: the place was computed from Wi-Fi."""


def _beside(packet: Packet, fix: Position, at: int, layout: Layout) -> Observations:
    """The serving cell: worth keeping only where there is no satellite fix."""
    if fix.valid or len(packet.content) < at + cell_bytes(layout, packet.content, at):
        return (fix,)
    return (fix, *network(fix.time_ms, read_cells(packet, at, layout, 1, signal=False)))


def position_only(packet: Packet) -> Observations:
    """0x10, 0x1A, 0x1E, 0x2A: whatever follows the position is no observation."""
    return (read_fix(packet),)


def _location(packet: Packet, layout: Layout) -> Observations:
    """Position, serving cell, then ACC, upload mode and re-upload flag where there is room for them."""
    content = packet.content
    packet.need(FIX_BYTES, "GPS information")
    tail = FIX_BYTES + cell_bytes(layout, content, FIX_BYTES)
    if len(content) < tail + 3:
        return _beside(packet, read_fix(packet), FIX_BYTES, layout)
    mode = content[tail + 1]
    source: Source = "wifi" if mode == _FROM_WIFI else "satellite"
    fix = read_fix(packet, current=mode != _REPEATED_PLACE, source=source, archived=content[tail + 2] == 1)
    seen = _beside(packet, fix, FIX_BYTES, layout)
    return (*seen, Motion(fix.time_ms, moving=False)) if mode in _STATIC_MODES else seen


def location(packet: Packet) -> Observations:
    """0x22, 0x2D, 0x37."""
    long_cell = packet.number == 0x22 and len(packet.content) == 42
    return _location(packet, LONG_CELL if long_cell else NARROW)


def location_4g(packet: Packet) -> Observations:
    """0xA0."""
    return _location(packet, WIDE)


def location_long_cell(packet: Packet) -> Observations:
    """0x36 with 48 bytes: as 0x22, then external and battery voltage."""
    packet.need(37, "supply")
    seen = _location(packet, LONG_CELL)
    time_ms = seen[0].time_ms
    external_v = int.from_bytes(packet.content[34:36], "big") / 100
    battery = Battery(time_ms, voltage_v=packet.content[36] / 10)
    return (*seen, battery, external_power(time_ms, external_v))


def location_plain(packet: Packet) -> Observations:
    """0x12: position and cell; what follows is told by the length alone."""
    content = packet.content
    rest = len(content) - FIX_BYTES - 8
    if rest in (3, 7):
        return _location(packet, NARROW)
    seen = _beside(packet, read_fix(packet), FIX_BYTES, NARROW)
    if rest in (5, 12):
        code = content[30] if rest == 12 else 0
        external_v = int.from_bytes(content[27:29], "big") / 100
        return seen + read_status(
            seen[0].time_ms, content[26], alarms(content[26], code), external_v=external_v
        )
    return seen


def location_wide_operator(packet: Packet) -> Observations:
    """0x11: two bytes of MNC, four of cell id."""
    return _beside(packet, read_fix(packet), FIX_BYTES, LONG_CELL_AND_OPERATOR)


def location_with_card(packet: Packet) -> Observations:
    """0x17 with 35 bytes: as 0x12, then the card that was read."""
    return _beside(packet, read_fix(packet), FIX_BYTES, NARROW)


def location_x1(packet: Packet) -> Observations:
    """0x34 (Concox X1): flags, position, mileage, cell, driver, external and battery voltage."""
    packet.need(45, "voltages")
    fix = read_fix(packet, 4)
    seen = _beside(packet, fix, 28, LONG_CELL)
    external_v = int.from_bytes(packet.content[41:43], "big") / 100
    battery_v = int.from_bytes(packet.content[43:45], "big") / 100
    battery = Battery(fix.time_ms, voltage_v=battery_v)
    return (*seen, battery, external_power(fix.time_ms, external_v))


def location_with_id(packet: Packet) -> Observations:
    """0x61: the device's IMEI, then as 0x12."""
    return _beside(packet, read_fix(packet, 8), 8 + FIX_BYTES, NARROW)


def location_nt20(packet: Packet) -> Observations:
    """0x22 with 55 bytes: one byte, IMEI, time, position, cell, then status with two voltages."""
    content = packet.content
    packet.need(46, "status")
    fix = read_fix(packet, 15)
    external_v = int.from_bytes(content[43:45], "big") / 100
    return _beside(packet, fix, 34, NARROW) + read_status(
        fix.time_ms, content[42], alarms(content[42], 0), voltage_v=content[45] / 10, external_v=external_v
    )


def location_lw4g(packet: Packet) -> Observations:
    """0xA2 with 59 bytes: position, 4G cell, then status with external voltage and percent."""
    content = packet.content
    packet.need(41, "status")
    fix = read_fix(packet)
    at = FIX_BYTES + cell_bytes(WIDE, content, FIX_BYTES) + 1
    external_v = int.from_bytes(content[at + 1 : at + 3], "big") / 100
    return _beside(packet, fix, FIX_BYTES, WIDE) + read_status(
        fix.time_ms, content[at], alarms(content[at], content[at + 5]), level=content[at + 3],
        percent=float(content[at + 3]), external_v=external_v,
    )  # fmt: skip


_STATUS_AT = {(0x16, 31): 26, (0x16, 33): 28, (0x16, 69): 64, (0x32, 34): 29, (0x32, 36): 29}
"""Where models keep the terminal information although their LBS length byte says otherwise."""


def _status_at(packet: Packet) -> int:
    packet.need(FIX_BYTES + 1, "LBS length")
    size = len(packet.content)
    if size == 32:
        return 27
    at = _STATUS_AT.get((packet.number, size))
    if at is None:
        # The LBS length counts itself (V3.1, 6.1).
        at = FIX_BYTES + max(packet.content[FIX_BYTES], 1)
    packet.need(at + 5, "status")
    return at


def _alarm(packet: Packet, layout: Layout) -> Observations:
    at = _status_at(packet)
    information, level, _signal, code = packet.content[at : at + 4]
    altitude = None
    if packet.number == 0x32 and len(packet.content) == 36:
        altitude = float(int.from_bytes(packet.content[34:36], "big", signed=True))
    fix = read_fix(packet, altitude_m=altitude)
    cell_at = FIX_BYTES + (at != 26)
    return _beside(packet, fix, cell_at, layout) + read_status(
        fix.time_ms, information, alarms(information, code), level=level
    )


def alarm(packet: Packet) -> Observations:
    """0x16, 0x26, 0x27: position, cell, terminal information, voltage, signal, alarm, language."""
    return _alarm(packet, LONG_CELL if len(packet.content) == 33 and packet.number == 0x16 else NARROW)


def alarm_4g(packet: Packet) -> Observations:
    """0xA3, 0xA4: as 0x27 with a 4G cell."""
    return _alarm(packet, WIDE)


def alarm_long_cell(packet: Packet) -> Observations:
    """0x32 in a short frame: as 0x26, two bytes of MNC and four of cell id."""
    return _alarm(packet, LONG_CELL_AND_OPERATOR)


_CAMERA = Struct(">BBB6BBIIHHHB")
_CAMERA_FIX = Struct(">6BIIHB")


def camera(packet: Packet) -> Observations:
    """0x95 (JC cameras): an event, alone, with a place, or with place and supply (begins with ffff)."""
    if packet.content[:2] == b"\xff\xff":
        return _camera_400(packet)
    if len(packet.content) >= _CAMERA_FIX.size:
        return _camera_placed(packet)
    packet.need(7, "event")
    time_ms = packet.time_ms()
    return events(time_ms, CAMERA_EVENTS, packet.content[6])


def _camera_400(packet: Packet) -> Observations:
    packet.need(_CAMERA.size, "event")
    *_, counts, lat, lon, course, speed, supply, event = _CAMERA.unpack_from(packet.content)
    time_ms = packet.time_ms(3)
    degrees = coordinates(packet, lat, lon, course, 10)
    fix = Position(
        time_ms, *degrees, is_positioned(course), satellites=counts & 0x0F,
        speed_kmh=float(speed), course_deg=heading_deg(course),
    )  # fmt: skip
    cut = POWER_CUT in CAMERA_EVENTS.get(event, ())
    power = () if cut else (external_power(time_ms, supply / 10),)
    return (fix, *power, *events(time_ms, CAMERA_EVENTS, event))


def _camera_placed(packet: Packet) -> Observations:
    *_, lat, lon, course, event = _CAMERA_FIX.unpack_from(packet.content)
    time_ms = packet.time_ms()
    degrees = coordinates(packet, lat, lon, course, 6)
    fix = Position(time_ms, *degrees, is_positioned(course), course_deg=heading_deg(course))
    return (fix, *events(time_ms, CAMERA_EVENTS, event))
