"""Instants as milliseconds since the epoch, and as the aware datetimes that PostgreSQL and people use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def to_datetime(time_ms: int) -> datetime:
    """UTC. Raises OverflowError outside the years 1 to 9999."""
    return _EPOCH + timedelta(milliseconds=time_ms)


def from_datetime(at: datetime) -> int:
    """Milliseconds since the epoch, rounded down; the datetime must know its zone."""
    return (at - _EPOCH) // _MILLISECOND
