"""The compressed packet (header 0x08): a minimal data set of ten bytes, a list of tags, their data, and again.

The minimal data set gives the time only as seconds since the year began; the year is the one that puts it
nearest before the time of receipt.
"""

from __future__ import annotations

from datetime import UTC, datetime

from baqylau.observations import Alarm, Observation, Position
from baqylau.protocols.galileosky.records import conditions, height_m, movement
from baqylau.protocols.galileosky.tags import DILUTION, SIZES, Record
from baqylau.protocols.language import FrameError

MINIMAL_BYTES = 10
_DAY_MS = 86_400_000


def read(data: bytes, at: int, end: int, now_ms: int, *, archived: bool) -> list[Observation]:
    """Every record of the packet, in order. Raises FrameError."""
    seen: list[Observation] = []
    while at < end:
        if at + MINIMAL_BYTES + 1 > end:
            raise FrameError(f"{end - at} bytes are left", field="minimal data set", offset=at)
        listed = at + MINIMAL_BYTES
        record, after = _listed(data, listed, end)
        seen += _observe(data, at, record, now_ms, archived=archived)
        at = after
    return seen


def _listed(data: bytes, at: int, end: int) -> tuple[Record, int]:
    """The tags of the list at `at`: first all their numbers, then all their data."""
    count = data[at]
    place = at + 1 + count
    record: Record = {}
    for where in range(at + 1, min(place, end)):
        size = SIZES[data[where]]
        if size <= 0:
            raise FrameError("no length of it is known", field=f"tag 0x{data[where]:02x}", offset=where)
        record[data[where]] = place
        place += size
    if place > end:
        raise FrameError(f"ends at byte {place} of {end}", field="list of tags", offset=at)
    return record, place


def _observe(data: bytes, at: int, record: Record, now_ms: int, *, archived: bool) -> list[Observation]:
    bits = int.from_bytes(data[at : at + MINIMAL_BYTES], "big") >> 9
    time_ms = _time_ms(bits >> 45 & 0x1FFFFFF, now_ms, at)
    speed_kmh, course_deg = movement(data, record)
    position = Position(
        time_ms,
        180 * (bits >> 1 & 0x1FFFFF) / 0x200000 - 90,
        360 * (bits >> 22 & 0x3FFFFF) / 0x400000 - 180,
        not bits >> 44 & 1,
        hdop=data[record[DILUTION]] / 10 if DILUTION in record else None,
        altitude_m=height_m(data, record),
        speed_kmh=speed_kmh,
        course_deg=course_deg,
        archived=archived,
    )
    seen: list[Observation] = [position]
    if bits & 1:
        seen.append(Alarm(time_ms, "device_alarm"))
    return seen + conditions(data, record, time_ms)


def _time_ms(seconds: int, now_ms: int, at: int) -> int:
    if seconds >= 366 * 86_400:
        raise FrameError(f"second {seconds} of a year", field="minimal data set", offset=at)
    year = datetime.fromtimestamp(now_ms / 1000, UTC).year
    time_ms = _year_ms(year) + seconds * 1000
    # A clock may be ahead, but a day ahead it is rather last year's.
    return time_ms if time_ms <= now_ms + _DAY_MS else _year_ms(year - 1) + seconds * 1000


def _year_ms(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000
