"""The legal grounds on which a court or a body orders supervision: dated data in grounds.json, not code."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from baqylau.platform.refusal import Refusal


class LegalGround(NamedTuple):
    """A ground and its names. `first_day`, `last_day`: when the law knew it; None: no limit recorded."""

    code: str
    names: dict[str, str]
    programme: str
    first_day: date | None
    last_day: date | None
    source: str


@cache
def legal_grounds() -> dict[str, LegalGround]:
    rows = json.loads(files("baqylau.register").joinpath("grounds.json").read_text(encoding="utf-8"))
    return {row["code"]: _ground(row) for row in rows}


def ground_at(code: str, day: date) -> LegalGround:
    """Raises ValueError when the ground is unknown or the law did not know it on that day."""
    ground = legal_grounds().get(code)
    if ground is None:
        raise Refusal("ground_unknown", ground=code, grounds=sorted(legal_grounds()))
    too_early = ground.first_day is not None and day < ground.first_day
    too_late = ground.last_day is not None and day > ground.last_day
    if too_early or too_late:
        raise Refusal("ground_not_then", ground=code, day=day.isoformat())
    return ground


def _ground(row: dict[str, str | None]) -> LegalGround:
    names = {language: row[language] or "" for language in ("en", "ru", "kk")}
    return LegalGround(
        row["code"] or "",
        names,
        row["programme"] or "",
        _day(row["from"]),
        _day(row["to"]),
        row["source"] or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
