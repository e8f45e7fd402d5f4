"""0x70 in long frames: everything as modules of two bytes of type and two of length."""

from __future__ import annotations

from struct import Struct

from baqylau.observations import Battery, Contact, Position, Tamper
from baqylau.protocols.gt06.alarms import ALARMS, MODULE_EVENTS
from baqylau.protocols.gt06.alarms import at as raised
from baqylau.protocols.gt06.fix import coordinates, heading_deg, is_positioned
from baqylau.protocols.gt06.packet import Observations, Packet
from baqylau.protocols.gt06.status import events

_BATTERY_VOLTAGE = 0x18
_HDOP = 0x28
_INPUTS = 0x2A
_EVENT = 0x2B
_TIME = 0x2C
_POSITION = 0x33

_FIX = Struct(">IBhIIBH")


def modular(packet: Packet) -> Observations:
    modules = dict(_modules(packet))
    seen: Observations = ()
    time_ms = packet.now_ms
    if at := modules.get(_TIME):
        time_ms = _number(packet, at) * 1000
    if at := modules.get(_POSITION):
        seen = (_position(packet, at, modules.get(_HDOP)),)
        time_ms = seen[0].time_ms
    return (
        *(seen or (Contact(time_ms),)),
        *_battery(packet, modules, time_ms),
        *_alarms(packet, modules, time_ms),
    )


def _modules(packet: Packet) -> list[tuple[int, int]]:
    """Type and offset of each module's content."""
    found, at = [], 0
    while at < len(packet.content):
        packet.need(at + 4, "module")
        end = at + 4 + int.from_bytes(packet.content[at + 2 : at + 4], "big")
        packet.need(end, "module")
        found.append((int.from_bytes(packet.content[at : at + 2], "big"), at + 4))
        at = end
    return found


def _number(packet: Packet, at: int) -> int:
    length = int.from_bytes(packet.content[at - 2 : at], "big")
    return int.from_bytes(packet.content[at : at + length], "big")


def _position(packet: Packet, at: int, hdop_at: int | None) -> Position:
    packet.need(at + _FIX.size, "position module")
    seconds, satellites, altitude, lat, lon, speed, course = _FIX.unpack_from(packet.content, at)
    degrees = coordinates(packet, lat, lon, course, at + 7)
    return Position(
        seconds * 1000, *degrees, is_positioned(course),
        hdop=None if hdop_at is None else _number(packet, hdop_at) / 10, satellites=satellites,
        altitude_m=float(altitude), speed_kmh=float(speed), course_deg=heading_deg(course),
    )  # fmt: skip


def _battery(packet: Packet, modules: dict[int, int], time_ms: int) -> Observations:
    at = modules.get(_BATTERY_VOLTAGE)
    return () if at is None else (Battery(time_ms, voltage_v=_number(packet, at) / 100),)


def _alarms(packet: Packet, modules: dict[int, int], time_ms: int) -> Observations:
    found: Observations = ()
    if at := modules.get(_INPUTS):
        inputs = _number(packet, at)
        if inputs & 0x0F:
            found += events(time_ms, ALARMS, 0x14)
        if inputs >> 4:
            found += (Tamper(time_ms, "input"),)
    if at := modules.get(_EVENT):
        found += raised(time_ms, MODULE_EVENTS.get(_number(packet, at), ()))
    return found
