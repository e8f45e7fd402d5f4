"""Packets without a position of their own: heartbeats, cells, Wi-Fi, information, texts."""

from __future__ import annotations

from baqylau.observations import Contact
from baqylau.protocols.gt06.alarms import ALARMS, LOCK_ALARMS, templates
from baqylau.protocols.gt06.fix import read_undated
from baqylau.protocols.gt06.network import (
    NARROW,
    WIDE,
    Layout,
    cell_bytes,
    network,
    read_cells,
    read_neighbours,
    read_operator,
    read_wifi,
)
from baqylau.protocols.gt06.packet import Observations, Packet
from baqylau.protocols.gt06.status import alarms, events, external_power, heartbeat_alarms, read_status

_NEIGHBOURS = 7
"""The serving cell and six others (V3.1, section 4.1)."""


def contact(packet: Packet) -> Observations:
    """A packet that says nothing that matters here, at no time of its own."""
    return (Contact(packet.now_ms),)


def contact_dated(packet: Packet) -> Observations:
    """The same with date and time first."""
    return (Contact(packet.time_ms()),)


def contact_unix(packet: Packet) -> Observations:
    """0xF1, 0xF2: seconds since 1970 first."""
    packet.need(4, "time")
    return (Contact(int.from_bytes(packet.content[:4], "big") * 1000),)


def heartbeat(packet: Packet) -> Observations:
    """0x13: terminal information, voltage level, signal, extended port status, language."""
    packet.need(3, "status")
    content, now_ms = packet.content, packet.now_ms
    if len(content) in (14, 16):
        return _heartbeat_long(packet)
    if len(content) == 6:
        return _heartbeat_voltage(packet)
    found = heartbeat_alarms(content[0], content[3] if len(content) >= 5 else 0)
    return (Contact(now_ms), *read_status(now_ms, content[0], found, level=content[1]))


def _heartbeat_voltage(packet: Packet) -> Observations:
    """0x13 of models (GT740) that give the battery's voltage in two bytes instead of a level."""
    content, now_ms = packet.content, packet.now_ms
    volts = int.from_bytes(content[1:3], "big") / 100
    found = heartbeat_alarms(content[0], content[4])
    return (Contact(now_ms), *read_status(now_ms, content[0], found, voltage_v=volts))


def _heartbeat_long(packet: Packet) -> Observations:
    """0x13 of models that add percent and voltage: of the battery with 16 bytes, of the supply with 14."""
    content, now_ms = packet.content, packet.now_ms
    volts = int.from_bytes(content[7:9], "big") / 100
    found = heartbeat_alarms(content[0], 0) + templates(ALARMS, content[3])
    wireless = len(content) == 16
    return (
        Contact(now_ms),
        *read_status(
            now_ms, content[0], tuple(dict.fromkeys(found)), percent=float(min(content[5], 100)),
            voltage_v=volts if wireless else None, external_v=None if wireless else volts,
        ),
    )  # fmt: skip


def heartbeat_external(packet: Packet) -> Observations:
    """0x23 (EG02): terminal information, external voltage, signal, language; V3.1, section 2.1."""
    packet.need(1, "status")
    content, now_ms = packet.content, packet.now_ms
    found = heartbeat_alarms(content[0], 0)
    external_v = int.from_bytes(content[1:3], "big") / 100 if len(content) >= 3 else None
    return (Contact(now_ms), *read_status(now_ms, content[0], found, external_v=external_v))


_BATTERY_VOLTAGE = 0x0018
_BATTERY_PERCENT = 0x006A


def heartbeat_modules(packet: Packet) -> Observations:
    """0x36: as 0x13, then modules of two bytes of type and one of length."""
    packet.need(5, "status")
    content, now_ms = packet.content, packet.now_ms
    values = dict(_modules(packet, 5))
    voltage, percent = values.get(_BATTERY_VOLTAGE), values.get(_BATTERY_PERCENT)
    return (
        Contact(now_ms),
        *read_status(
            now_ms, content[0], heartbeat_alarms(content[0], content[3]), level=content[1],
            percent=None if percent is None else float(min(percent, 100)),
            voltage_v=None if voltage is None else voltage / 100,
        ),
    )  # fmt: skip


def _modules(packet: Packet, at: int) -> list[tuple[int, int]]:
    found = []
    while at < len(packet.content):
        packet.need(at + 3, "module")
        end = at + 3 + packet.content[at + 2]
        packet.need(end, "module")
        kind = int.from_bytes(packet.content[at : at + 2], "big")
        found.append((kind, int.from_bytes(packet.content[at + 3 : end], "big")))
        at = end
    return found


def cells(packet: Packet) -> Observations:
    """0x18, 0x24, 0x28, 0x2E, long 0x19: time, operator, cells, timing advance, language."""
    return _cells(packet, NARROW)


def cells_4g(packet: Packet) -> Observations:
    """0xA1: the same with 4G cells."""
    return _cells(packet, WIDE)


def _cells(packet: Packet, layout: Layout) -> Observations:
    time_ms = packet.time_ms()
    size = layout.area + layout.cell + 1
    room = len(packet.content) - 6 - layout.operator_bytes(packet.content, 6) - 3
    if room < 0 or room % size:
        return (Contact(time_ms),)
    heard = network(time_ms, read_cells(packet, 6, layout, room // size, signal=True))
    return heard or (Contact(time_ms),)


def wifi(packet: Packet) -> Observations:
    """0x2C: seven cells, timing advance, then as many access points as counted."""
    return _wifi(packet, NARROW)


def wifi_4g(packet: Packet) -> Observations:
    """0xA2: the same with 4G cells."""
    return _wifi(packet, WIDE)


def _wifi(packet: Packet, layout: Layout) -> Observations:
    time_ms = packet.time_ms()
    heard = read_cells(packet, 6, layout, _NEIGHBOURS, signal=True)
    at = 6 + layout.operator_bytes(packet.content, 6) + _NEIGHBOURS * (layout.area + layout.cell + 1) + 1
    packet.need(at + 1, "Wi-Fi quantity")
    points = read_wifi(packet, at + 1, packet.content[at], skip=0, signal=1)
    return network(time_ms, heard, points) or (Contact(time_ms),)


def wifi_only(packet: Packet) -> Observations:
    """0xF3: time, quantity, then two bytes and the address of each access point."""
    time_ms = packet.time_ms()
    packet.need(7, "Wi-Fi quantity")
    points = read_wifi(packet, 7, packet.content[6], skip=2, signal=0)
    return network(time_ms, (), points) or (Contact(time_ms),)


def alarm_without_place(packet: Packet) -> Observations:
    """0x19: cell and status, no time (V3.1, section 7.1)."""
    return _alarm_without_place(packet, NARROW)


def alarm_without_place_4g(packet: Packet) -> Observations:
    """0xA5: the same with a 4G cell."""
    return _alarm_without_place(packet, WIDE)


def _alarm_without_place(packet: Packet, layout: Layout) -> Observations:
    now_ms = packet.now_ms
    heard = network(now_ms, read_cells(packet, 0, layout, 1, signal=False))
    at = cell_bytes(layout, packet.content, 0)
    packet.need(at + 4, "status")
    information, level, _signal, code = packet.content[at : at + 4]
    status = read_status(now_ms, information, alarms(information, code), level=level)
    return (*(heard or (Contact(now_ms),)), *status)


def cell_address_request(packet: Packet) -> Observations:
    """0xA7: a 4G cell and the number that asked."""
    heard = network(packet.now_ms, read_cells(packet, 0, WIDE, 1, signal=False))
    return heard or (Contact(packet.now_ms),)


def supply_voltage(packet: Packet) -> Observations:
    """0x94 in a short frame: external voltage alone."""
    packet.need(2, "external voltage")
    volts = int.from_bytes(packet.content[:2], "big") / 100
    return (Contact(packet.now_ms), external_power(packet.now_ms, volts))


_SUPPLY = 0x00
_DOOR = 0x05
_DOOR_OPEN = 0x01


def information(packet: Packet) -> Observations:
    """0x94 in a long frame (V3.1, section 10): a type byte, then that type's content."""
    packet.need(1, "information type")
    kind, content, now_ms = packet.content[0], packet.content, packet.now_ms
    if kind == _SUPPLY:
        packet.need(3, "external voltage")
        volts = int.from_bytes(content[1:3], "big") / 100
        # A second input has a further byte 01: not the supply.
        return (Contact(now_ms),) if len(content) > 3 else (Contact(now_ms), external_power(now_ms, volts))
    if kind == _DOOR:
        packet.need(2, "door status")
        time_ms = packet.time_ms(1) if len(content) >= 8 else now_ms
        opened = content[-1] & _DOOR_OPEN
        return (Contact(time_ms), *(events(time_ms, ALARMS, 0x14) if opened else ()))
    return (Contact(now_ms),)


def lock(packet: Packet) -> Observations:
    """0x32 and 0x33 in long frames (AZ735 lock): parts that each begin with their length."""
    time_ms = packet.time_ms()
    at = 6
    gps, at = _part(packet, at, "GPS information")
    lbs, at = _part(packet, at, "LBS information")
    more, at = _part(packet, at, "further cells")
    points, at = _part(packet, at, "Wi-Fi access points")
    packet.need(at + 1, "status")
    fix = read_undated(packet, gps, time_ms) if gps else None
    seen: Observations = (fix,) if fix else ()
    if fix is None or not fix.valid:
        seen += _lock_network(packet, time_ms, lbs, more, points)
    return (*(seen or (Contact(time_ms),)), *_lock_alarm(packet, time_ms, at))


def _part(packet: Packet, at: int, field: str) -> tuple[int, int]:
    """Where a part's content begins (0: it is empty) and where the next part begins."""
    packet.need(at + 1, field)
    end = at + 1 + packet.content[at]
    packet.need(end, field)
    return (at + 1 if packet.content[at] else 0), end


def _lock_network(packet: Packet, time_ms: int, lbs: int, more: int, points: int) -> Observations:
    access = read_wifi(packet, points, packet.content[points - 1] // 7, skip=0, signal=1) if points else ()
    if not lbs:
        return network(time_ms, (), access)
    heard = read_cells(packet, lbs, NARROW, 1, signal=True)
    if more:
        mcc, mnc, _ = read_operator(packet, lbs, NARROW)
        count = packet.content[more - 1] // 6
        heard += read_neighbours(packet, more, NARROW, count, mcc, mnc, signal=True)
    return network(time_ms, tuple(dict.fromkeys(heard)), access)


def _lock_alarm(packet: Packet, time_ms: int, at: int) -> Observations:
    if packet.number != 0x33:
        return ()
    return events(time_ms, LOCK_ALARMS, packet.content[at])
