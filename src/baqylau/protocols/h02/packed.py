"""The binary position: `$`, packed decimal digits (two a byte) and four bytes of status."""

from __future__ import annotations

import re
from typing import NamedTuple

from baqylau.observations import Battery, Observation, Position
from baqylau.protocols.fields import KMH_PER_KNOT, day_ms, since_midnight_ms
from baqylau.protocols.h02.status import read_status
from baqylau.protocols.language import FrameError

SHORT_BYTES = 32
FURTHER_BYTES = 13
"""What some makes with an id of ten digits send behind their 32 bytes."""

_DIGITS = re.compile(r"\d{20}[0-9a-f]{2}\d{9}[0-9a-f]\d{6}", re.ASCII)
_VALID, _NORTH, _EAST = 2, 4, 8
_LEVELS = {1: 0.0, 2: 10.0, 3: 20.0, 4: 60.0, 5: 80.0, 6: 100.0}
"""Battery byte to percent as another decoder of these frames has it; from 7 to 100 the byte is percent."""


class Layout(NamedTuple):
    """`digits`: those of the id in the frame; `size`: bytes in all; `more`: further bytes may follow."""

    digits: int
    size: int
    more: bool


_TEN = Layout(10, SHORT_BYTES, more=True)
_SIXTEEN = Layout(16, 42, more=False)


def layout_at(data: bytes, at: int) -> Layout | None:
    """Which of the two layouts stands there: the one whose digits are digits, time and date possible.

    Needs 32 bytes. None: neither.
    """
    if data[at] != 0x24:
        return None
    text = data[at + 1 : at + SHORT_BYTES].hex()
    for layout in (_TEN, _SIXTEEN):
        if _possible(text[layout.digits :]):
            return layout
    return None


def _possible(text: str) -> bool:
    # Time, date, latitude: 20 digits; battery; longitude and flags; speed and course.
    return (
        _DIGITS.match(text) is not None
        and since_midnight_ms(text[:6]) is not None
        and day_ms(text[6:12]) is not None
        and int(text[12:14]) <= 90
        and int(text[22:25]) <= 180
    )


def read(raw: bytes) -> tuple[str, tuple[Observation, ...]]:
    """Device and observations of a frame whose layout is known to be possible. Raises FrameError."""
    layout = layout_at(raw, 0)
    if layout is None:
        raise FrameError("no packed position", field="frame", offset=0)
    text = raw.hex()[2:]
    device, rest = text[: min(layout.digits, 15)], text[layout.digits :]
    if not device.isdecimal():
        raise FrameError(f"not readable: {device!r}", field="id", offset=1)
    time_ms = (day_ms(rest[6:12]) or 0) + (since_midnight_ms(rest[:6]) or 0)
    flags = int(rest[31], 16)
    lat = int(rest[12:14]) + int(rest[14:20]) / 600_000
    lon = int(rest[22:25]) + int(rest[25:31]) / 600_000
    if lat > 90 or lon > 180:
        raise FrameError("no place on Earth", field="latitude, longitude", offset=1 + layout.digits // 2 + 6)
    position = Position(
        time_ms,
        lat if flags & _NORTH else -lat,
        lon if flags & _EAST else -lon,
        bool(flags & _VALID),
        speed_kmh=int(rest[32:35]) * KMH_PER_KNOT,
        course_deg=float(int(rest[35:38])),
    )
    seen: tuple[Observation, ...] = (position, *read_status(int(rest[38:46], 16), time_ms))
    level = int(rest[20:22], 16)
    percent = _LEVELS.get(level, float(level) if 7 <= level <= 100 else None)
    return device, (*seen, Battery(time_ms, percent)) if percent is not None else seen
