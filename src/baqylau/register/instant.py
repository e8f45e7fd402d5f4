"""An instant as register files write it: with its offset, in a year that an order can name."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from baqylau.platform.refusal import Refusal


def _on_record(at: datetime) -> datetime:
    if not 1900 <= at.year <= 2200:
        raise Refusal("year_beyond", year=str(at.year))
    return at


Instant = Annotated[AwareDatetime, AfterValidator(_on_record)]
