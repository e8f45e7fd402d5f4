"""AVL records of codecs 8, 8 Extended and 16 ("Teltonika Data Sending Protocols", section of each codec)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from baqylau.observations import Contact, Observation, Position
from baqylau.protocols.language import FrameError
from baqylau.protocols.teltonika import elements

_FIX = Struct(">QBiihHBH")
_LAST_TIME_MS = 253_402_300_799_999
"""The end of the year 9999: a later time cannot be written down anywhere."""


class Layout(NamedTuple):
    """How a codec writes the elements of a record; the letters are those of the struct module."""

    event: Struct
    counter: Struct
    id_letter: str
    value_sizes: tuple[int, ...] = (4, 8)
    variable: bool = False


LAYOUTS: Mapping[int, Layout] = {
    0x08: Layout(Struct(">BB"), Struct(">B"), "B"),
    0x8E: Layout(Struct(">HH"), Struct(">H"), "H", variable=True),
    0x10: Layout(Struct(">HBB"), Struct(">B"), "H"),
}

_WIDE = LAYOUTS[0x08]._replace(value_sizes=(4, 8, 16))
"""Codec 8 of some older trackers, with a group of sixteen-byte elements after the documented ones."""


@dataclass(slots=True)
class Records:
    """What was read: `end` is the byte after the last record; `unread` are records with impossible values."""

    observations: list[Observation] = field(default_factory=list)
    unread: list[tuple[int, int, FrameError]] = field(default_factory=list)
    end: int = 0


@lru_cache(maxsize=256)
def _pairs(id_letter: str, value_letter: str, count: int) -> Struct:
    return Struct(">" + (id_letter + value_letter) * count)


def read_records(codec: int, data: bytes, start: int, count: int, end: int) -> Records:
    """Reads `count` records of `data` from byte `start`; `end` is where the data array ends.

    Raises FrameError where their structure breaks.
    """
    layout = LAYOUTS[codec]
    try:
        found = _read_all(layout, data, start, count)
    except FrameError:
        if codec != 0x08:
            raise
        return _read_all(_WIDE, data, start, count)
    if codec == 0x08 and found.end + 1 != end:
        return _read_all(_WIDE, data, start, count)
    return found


def _read_all(layout: Layout, data: bytes, start: int, count: int) -> Records:
    found = Records(end=start)
    for index in range(count):
        try:
            _read_record(layout, data, found, index)
        except struct.error:
            raise FrameError("the frame ends inside it", field=f"record {index}", offset=found.end) from None
    return found


def _read_record(layout: Layout, data: bytes, found: Records, index: int) -> None:
    begin = found.end
    time_ms, _, lon, lat, altitude, course, satellites, speed = _FIX.unpack_from(data, begin)
    one, two, four_at, found.end = _read_elements(layout, data, begin + 24)
    if not (-900_000_000 <= lat <= 900_000_000 and -1_800_000_000 <= lon <= 1_800_000_000):
        error = FrameError(f"impossible: {lat}, {lon}", field=f"record {index} coordinates", offset=begin + 9)
        found.unread.append((begin, found.end, error))
        return
    if time_ms > _LAST_TIME_MS:
        error = FrameError(f"impossible: {time_ms}", field=f"record {index} time", offset=begin)
        found.unread.append((begin, found.end, error))
        return
    valid = satellites > 0 and not (lat == 0 and lon == 0)
    hdop = two.get(elements.HDOP)
    found.observations.append(
        Position(
            time_ms,
            lat / 10_000_000,
            lon / 10_000_000,
            valid,
            "satellite",
            None,
            None if hdop is None else hdop / 10,
            satellites,
            float(altitude),
            float(speed) if valid else None,
            float(course) if valid else None,
        )
    )
    if one or two:
        found.observations += elements.observe(time_ms, one, two)
    if not valid:
        found.observations += _without_fix(layout, data, four_at, time_ms, two)


def _read_elements(layout: Layout, data: bytes, at: int) -> tuple[dict[int, int], dict[int, int], int, int]:
    """Elements of one byte, elements of two, where those of four begin, and the byte after the last."""
    at += layout.event.size
    letter = layout.id_letter
    one, at = _group(layout.counter, letter, "B", data, at)
    two, at = _group(layout.counter, letter, "H", data, at)
    four_at = at
    id_size = 1 if letter == "B" else 2
    for value_size in layout.value_sizes:
        (count,) = layout.counter.unpack_from(data, at)
        at += layout.counter.size + count * (id_size + value_size)
    if layout.variable:
        at = _skip_variable(data, at)
    if at > len(data):
        raise struct.error
    return one, two, four_at, at


def _group(
    counter: Struct, id_letter: str, value_letter: str, data: bytes, at: int
) -> tuple[dict[int, int], int]:
    (count,) = counter.unpack_from(data, at)
    at += counter.size
    if not count:
        return {}, at
    pairs = _pairs(id_letter, value_letter, count)
    flat = pairs.unpack_from(data, at)
    return dict(zip(flat[::2], flat[1::2], strict=True)), at + pairs.size


_VARIABLE = Struct(">HH")
_COUNT = Struct(">H")


def _skip_variable(data: bytes, at: int) -> int:
    (count,) = _COUNT.unpack_from(data, at)
    at += 2
    for _ in range(count):
        _, length = _VARIABLE.unpack_from(data, at)
        at += 4 + length
    return at


def _without_fix(
    layout: Layout, data: bytes, four_at: int, time_ms: int, two: dict[int, int]
) -> tuple[Observation, ...]:
    """Without a fix the serving cell is the only hint of the neighbourhood."""
    if elements.CELL_ID not in two:
        return ()
    four, _ = _group(layout.counter, layout.id_letter, "I", data, four_at)
    seen = elements.network(time_ms, two, four)
    return () if seen is None else (seen,)


def contact_if_empty(seen: list[Observation], now_ms: int) -> tuple[Observation, ...]:
    """A frame without a readable record still says that the device spoke."""
    return tuple(seen) or (Contact(now_ms),)
