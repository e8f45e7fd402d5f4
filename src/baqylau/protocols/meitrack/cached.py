"""CCC: records of 52 bytes from the device's memory, little-endian."""

from __future__ import annotations

from struct import Struct

from baqylau.observations import Battery, Cell, Network, Observation, Position
from baqylau.protocols.language import FrameError
from baqylau.protocols.meitrack.events import read_event, with_battery

_HEAD = Struct("<HHI")
_RECORD = Struct("<BiiIBBBHHHhIIHHHHHHHHI")
EPOCH_S = 946_684_800
"""Device time counts seconds since 2000-01-01."""
_LAST_S = 4_102_444_800


def read(content: bytes, begin: int) -> tuple[tuple[Observation, ...], int]:
    """Observations and the number of records, which the device wants confirmed. Raises FrameError.

    The head: version, bytes a record, records that are left in memory.
    """
    if len(content) < _HEAD.size:
        raise FrameError("shorter than its head", field="data", offset=begin)
    size = _HEAD.unpack_from(content)[1]
    body = content[_HEAD.size :]
    if len(body) % _RECORD.size:
        problem = f"{len(body)} bytes are no records of {_RECORD.size} (head: {size})"
        raise FrameError(problem, field="records", offset=begin + _HEAD.size)
    seen: list[Observation] = []
    for at in range(0, len(body), _RECORD.size):
        seen += _record(body, at, begin + _HEAD.size + at)
    return tuple(seen), len(body) // _RECORD.size


def _record(body: bytes, at: int, offset: int) -> tuple[Observation, ...]:
    # fmt: off
    (event, lat, lon, seconds, fix, satellites, _signal, speed, course, hdop, altitude, _mileage, _runtime,
     mcc, mnc, area, cell, _state, _analogue, battery, _supply, _fence) = _RECORD.unpack_from(body, at)
    # fmt: on
    if EPOCH_S + seconds >= _LAST_S:
        raise FrameError(f"{seconds} s", field="time", offset=offset + 9)
    if abs(lat) > 90_000_000 or abs(lon) > 180_000_000 or course > 360:
        raise FrameError("no place on Earth", field="latitude, longitude, direction", offset=offset + 1)
    time_ms = (EPOCH_S + seconds) * 1000
    position = Position(
        time_ms,
        lat / 1e6,
        lon / 1e6,
        fix == 1,
        hdop=hdop / 10,
        satellites=satellites,
        altitude_m=float(altitude),
        speed_kmh=float(speed),
        course_deg=float(course),
        archived=True,
    )
    seen: tuple[Observation, ...] = (position,)
    if fix != 1 and 0 < mcc <= 999 and mnc <= 999 and area and cell:
        seen += (Network(time_ms, (Cell(mcc, mnc, area, cell),)),)
    volts = battery / 100
    told = Battery(time_ms, voltage_v=volts) if 2.8 <= volts < 4.5 else Battery(time_ms)
    return (*seen, *with_battery((read_event(event, time_ms),), told, None))
