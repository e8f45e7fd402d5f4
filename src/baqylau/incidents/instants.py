"""Instants that may be missing, between the code's milliseconds and the database's timestamps."""

from __future__ import annotations

from datetime import datetime
from typing import overload

from baqylau.platform.instants import from_datetime, to_datetime


@overload
def instant(time_ms: int) -> datetime: ...
@overload
def instant(time_ms: None) -> None: ...
def instant(time_ms: int | None) -> datetime | None:
    """None stays None."""
    return None if time_ms is None else to_datetime(time_ms)


@overload
def milliseconds(when: datetime) -> int: ...
@overload
def milliseconds(when: None) -> None: ...
def milliseconds(when: datetime | None) -> int | None:
    """None stays None."""
    return None if when is None else from_datetime(when)
