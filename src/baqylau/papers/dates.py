"""Days and times in words and in figures, in a zone: «2026 ж. 22 қараша», «22 ноября 2026 г.», “22 November 2026”."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from baqylau.papers.words import Words
from baqylau.platform.instants import to_datetime


def local(time_ms: int, zone: str) -> datetime:
    return to_datetime(time_ms).astimezone(ZoneInfo(zone))


def day(of: date, words: Words) -> str:
    return words("papers.date", year=str(of.year), month=words(f"papers.month.{of.month}"), day=str(of.day))


def moment(time_ms: int, zone: str, words: Words) -> str:
    """Day and time of day, to the minute."""
    at = local(time_ms, zone)
    return f"{day(at.date(), words)}, {at:%H:%M}"


def figures(time_ms: int, zone: str, *, with_offset: bool = False) -> str:
    """22.11.2026 14:05:09. with_offset: with the zone's distance from UTC, where an hour comes twice."""
    at = local(time_ms, zone)
    return f"{at:%d.%m.%Y %H:%M:%S}" + (f" {offset(at)}" if with_offset else "")


def offset(at: datetime) -> str:
    """UTC+05:00."""
    behind = at.utcoffset() or timedelta()
    minutes = int(behind.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def zone_in_words(zone: str, begin_ms: int, end_ms: int) -> str:
    """Asia/Almaty (UTC+05:00); with both where the clocks were changed between."""
    first, last = offset(local(begin_ms, zone)), offset(local(end_ms, zone))
    return f"{zone} ({first})" if first == last else f"{zone} ({first} – {last})"


def changes(zone: str, begin_ms: int, end_ms: int) -> bool:
    """Whether the zone's distance from UTC is another at the end than at the beginning."""
    return offset(local(begin_ms, zone)) != offset(local(end_ms, zone))
