"""BCD dates: two digits a byte, year of the century first, in GMT+8 unless the report says otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from baqylau.protocols.jt808.header import Packet

CHINA_MS = 8 * 3_600_000
"""JT/T 808, time of a location: "GMT+8, all times of this standard use this zone"."""


def time_ms(packet: Packet, data: bytes, at: int, *, base: int = 0, zone_ms: int = CHINA_MS) -> int:
    """The six bytes at `at` of `data`, which begins at `base` of the body. Raises FrameError.

    All zero means a device without a clock: heard now.
    """
    digits = data[at : at + 6].hex()
    if len(digits) == 12 and digits.isdigit():
        if digits == "000000000000":
            return packet.now_ms
        day_ms = _day_ms(digits[:6])
        hour, minute, second = int(digits[6:8]), int(digits[8:10]), int(digits[10:])
        if day_ms is not None and hour < 24 and minute < 60 and second < 60:
            return day_ms + hour * 3_600_000 + minute * 60_000 + second * 1000 - zone_ms
    raise packet.fail(f"{digits} is no date and time", "time", base + at)


@lru_cache(maxsize=4096)
def _day_ms(digits: str) -> int | None:
    try:
        day = datetime(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]), tzinfo=UTC)
    except ValueError:
        return None
    return int(day.timestamp()) * 1000
