"""IANA time zones by name."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from baqylau.platform.refusal import Refusal


@lru_cache(maxsize=1024)
def zone_name(text: str) -> str:
    """`text` itself when it names an IANA zone. Raises ValueError."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        raise Refusal("zone_unknown", zone=text) from cause
    return text


ZoneName = Annotated[
    str, AfterValidator(zone_name), Field(description="IANA time zone.", examples=["Asia/Almaty"])
]
