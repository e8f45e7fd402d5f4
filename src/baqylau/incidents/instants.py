"""Between milliseconds since the epoch, in which the code counts, and the database's timestamps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import overload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@overload
def instant(time_ms: int) -> datetime: ...
@overload
def instant(time_ms: None) -> None: ...
def instant(time_ms: int | None) -> datetime | None:
    """Exact: no float stands between."""
    return None if time_ms is None else EPOCH + timedelta(milliseconds=time_ms)


@overload
def milliseconds(when: datetime) -> int: ...
@overload
def milliseconds(when: None) -> None: ...
def milliseconds(when: datetime | None) -> int | None:
    """Rounded down to the millisecond."""
    return None if when is None else (when - EPOCH) // timedelta(milliseconds=1)
