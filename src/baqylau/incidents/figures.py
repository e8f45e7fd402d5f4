"""The figures in force: defaults, and over them the newest version that an administrator wrote."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from psycopg.types.json import Jsonb

from baqylau.incidents.instants import instant
from baqylau.incidents.rows import QUERIES, Connection, rows_of
from baqylau.incidents.term_figures import TermFigures
from baqylau.incidents.terms import Terms
from baqylau.platform.refusal import Refusal
from baqylau.rules.thresholds import DEFAULT, Thresholds

log = logging.getLogger(__name__)

LANGUAGE = "language"
"""Under this name the versions also keep the language of the installation: see `spoken`."""

TENFOLD = 10
"""A figure may be changed to a tenth or to ten times its default: seconds given as minutes are caught by it."""

WITHOUT_DEFAULT_MOST = 3600
"""The most for a figure whose default is 0."""

ASCENDING = (
    ("silent_s", "silent_escalated_s"),
    ("battery_critical_percent", "battery_low_percent"),
    ("battery_critical_v", "battery_low_v"),
    ("battery_left_s", "battery_remind_s"),
    ("battery_low_v", "single_cell_max_v"),
    ("alcohol_second_after_s", "alcohol_second_within_s"),
    ("settle_s", "late_wait_s"),
)
"""Pairs of which the first is not above the second, or the rules would contradict themselves."""

Value = int | float
Of = TypeVar("Of", Thresholds, TermFigures)


class FigureRefused(Refusal):
    """A figure that cannot be taken; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, with the least and the most that it may be set to. `whole`: no fractions."""

    name: str
    unit: str
    default: Value
    least: Value
    most: Value
    whole: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What rules and incidents go by. version_id: None where nothing was ever written."""

    thresholds: Thresholds
    terms: Terms
    version_id: int | None


def _figures_of(kind: type[Thresholds] | type[TermFigures]) -> list[Figure]:
    info = msgspec.inspect.type_info(kind)
    assert isinstance(info, msgspec.inspect.StructType)
    return [_figure(field) for field in info.fields]


def _figure(field: msgspec.inspect.Field) -> Figure:
    assert isinstance(field.type, msgspec.inspect.Metadata)
    inner = field.type.type
    assert isinstance(inner, msgspec.inspect.IntType | msgspec.inspect.FloatType)
    unit = (field.type.extra or {})["unit"]
    whole = isinstance(inner, msgspec.inspect.IntType)
    least = max(inner.ge or 0, field.default / TENFOLD, 1 if whole else 0)
    most = field.default * TENFOLD or WITHOUT_DEFAULT_MOST
    return Figure(field.name, unit, field.default, least, min(most, 100) if unit == "%" else most, whole)


FIGURES: tuple[Figure, ...] = (*_figures_of(Thresholds), *_figures_of(TermFigures))
"""Every figure that can be changed, in the order of their types."""

_BY_NAME = {figure.name: figure for figure in FIGURES}


def checked(values: Mapping[str, Value]) -> dict[str, Value]:
    """Those of the values that differ from their defaults. Raises FigureRefused."""
    for name, value in values.items():
        if name not in _BY_NAME:
            raise FigureRefused("no_figure", figure=name)
        figure = _BY_NAME[name]
        if figure.whole and value == value and value != int(value):
            raise FigureRefused("figure_whole", figure=name, value=value)
        if not figure.least <= value <= figure.most:
            raise FigureRefused(
                "figure_range",
                figure=name,
                least=figure.least,
                most=figure.most,
                unit=f" {figure.unit}".rstrip(),
                value=value,
            )
    kept = {name: value for name, value in values.items() if value != _BY_NAME[name].default}
    try:
        _over(DEFAULT, kept)
        _over(TermFigures(), kept)
    except msgspec.ValidationError as wrong:
        raise FigureRefused("figure_refused") from wrong
    _refuse_contradiction(kept)
    return kept


def _refuse_contradiction(values: Mapping[str, Value]) -> None:
    for lesser, greater in ASCENDING:
        low, high = (values.get(name, _BY_NAME[name].default) for name in (lesser, greater))
        if low > high:
            raise FigureRefused("figure_contradiction", lesser=lesser, low=low, greater=greater, high=high)


def _over(base: Of, values: Mapping[str, Value]) -> Of:
    own = {name: value for name, value in values.items() if name in base.__struct_fields__}
    return msgspec.convert(msgspec.structs.asdict(base) | own, type(base))


async def in_force(connection: Connection, base: Thresholds = DEFAULT) -> Figures:
    """What applies now. base: the thresholds where nothing else is stored."""
    return taken_from(await newest(connection), base)


def taken_from(row: Mapping[str, Any] | None, base: Thresholds = DEFAULT) -> Figures:
    """What a version makes apply.

    A stored figure that this version of the program cannot take is left out and said in the log: judging by the
    default is better than not judging.
    """
    thresholds, terms = base, TermFigures()
    for name, value in stored_in(row).items():
        try:
            if name not in _BY_NAME:
                raise FigureRefused("no_figure", figure=name)
            thresholds, terms = _over(thresholds, {name: value}), _over(terms, {name: value})
        except (FigureRefused, msgspec.ValidationError) as wrong:
            log.error(
                "version %s of the thresholds: %s; its default applies", row and row["version_id"], wrong
            )
    return Figures(thresholds, terms.terms(), row["version_id"] if row else None)


def stored_in(row: Mapping[str, Any] | None) -> dict[str, Value]:
    """The figures that a version sets, without the language beside them."""
    return {name: value for name, value in row["values"].items() if name != LANGUAGE} if row else {}


async def newest(connection: Connection) -> dict[str, Any] | None:
    """The version that applies; None where only the defaults do."""
    rows = await rows_of(connection, "newest_thresholds")
    return rows[0] if rows else None


async def history(connection: Connection) -> list[dict[str, Any]]:
    """All versions, oldest first."""
    return await rows_of(connection, "threshold_history")


async def write(
    connection: Connection, values: Mapping[str, Value | str], written_by: str, reason: str, now_ms: int
) -> int:
    """Writes a version of `checked` values and the language, which applies from its commit on; returns its id."""
    asked = {
        "values": Jsonb(dict(values)),
        "written_by": written_by,
        "reason": reason,
        "now": instant(now_ms),
    }
    (row,) = await rows_of(connection, "write_thresholds", **asked)
    return int(row["version_id"])


async def lock(connection: Connection) -> None:
    """Until the transaction ends nobody else writes a version."""
    await connection.execute(QUERIES["lock_thresholds"])
