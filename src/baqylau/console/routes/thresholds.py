"""The figures that rules and incidents go by, for the whole installation: read, changed with a reason, never erased."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.register.asking import NowMs
from baqylau.console.routes.register.refusing import register_router
from baqylau.incidents import figures, spoken
from baqylau.incidents.figures import FIGURES, FigureRefused

router = register_router()

_DEFAULTS = {figure.name: figure.default for figure in FIGURES}


class FigureRead(BaseModel):
    """One figure as it applies now; what it means stands in the catalogue of texts under its name."""

    name: str
    unit: str
    value: float
    default: float
    least: float
    most: float
    whole: bool = Field(description="Only whole numbers.")


class FigureChange(BaseModel):
    name: str
    before: float
    after: float


class ThresholdVersion(BaseModel):
    """Who changed what, when and why. It applied until the version after it."""

    version_id: int
    valid_from: datetime
    written_by: str
    reason: str
    changes: list[FigureChange]


class Thresholds(BaseModel):
    """version_id: what a change must be based on; null while only the defaults apply. history: newest first."""

    version_id: int | None
    figures: list[FigureRead]
    history: list[ThresholdVersion]


class ThresholdsBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    values: dict[str, Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None] = Field(
        min_length=1, max_length=200, description="The figures to change, by name; null: back to the default."
    )
    reason: str = Field(min_length=1, max_length=500, pattern=r"\S")
    based_on: int | None = Field(description="`version_id` of what was read, so that two do not overwrite.")


@router.get("/administration/thresholds", dependencies=[impersonal("figures of the installation")])
async def read_figures(
    _account: Annotated[Account, require("thresholds.read")], database: Database
) -> Thresholds:
    """Every figure with its default and its limits, and all that was ever changed."""
    return await _read(database)


@router.post("/administration/thresholds", status_code=201)
async def change_figures(
    body: ThresholdsBody,
    account: Annotated[Account, require("thresholds.write")],
    database: Database,
    now_ms: NowMs,
    record: Annotated[Record, records("write", "threshold")],
) -> Thresholds:
    """Applies from now on, everywhere; the monitor takes it in at once. Nothing is changed where one is refused."""
    refuse_of_an_office(account)
    row = await newest_to_change(database, body.based_on)
    after = _changed(figures.stored_in(row), body)
    written = {**after, **spoken.kept_in(row)}
    version_id = await figures.write(database, written, account.login, body.reason, now_ms)
    record.made(version_id)
    record.note(changed={name: f"{after.get(name, _DEFAULTS[name]):g}" for name in body.values})
    return await _read(database)


def refuse_of_an_office(account: Account) -> None:
    """Raises Problem 403 for an administrator of an office: what is changed here applies to all offices."""
    if account.office_id is not None:
        raise Problem(403, "republic_only")


async def newest_to_change(database: Connection, based_on: int | None) -> dict[str, Any] | None:
    """The version that a change builds on; nobody else writes one until the transaction ends. Raises Problem 409."""
    await figures.lock(database)
    row = await figures.newest(database)
    if (row["version_id"] if row else None) != based_on:
        raise Problem(409, "thresholds_changed")
    return row


def _changed(before: dict[str, Any], body: ThresholdsBody) -> dict[str, Any]:
    kept = {name: value for name, value in before.items() if name in _DEFAULTS}
    for name, value in body.values.items():
        if name not in _DEFAULTS:
            raise Problem(422, "no_figure", figure=name, see="GET /api/administration/thresholds")
        kept[name] = _DEFAULTS[name] if value is None else int(value) if value.is_integer() else value
    try:
        after = figures.checked(kept)
    except FigureRefused as refused:
        raise Problem(422, refused) from refused
    if after == before:
        raise Problem(422, "nothing_changed")
    return after


async def _read(database: Connection) -> Thresholds:
    versions = await figures.history(database)
    newest = versions[-1]["values"] if versions else {}
    told = [_version(*both) for both in pairwise([{"values": {}}, *versions])]
    return Thresholds(
        version_id=versions[-1]["version_id"] if versions else None,
        figures=[
            FigureRead(
                name=one.name,
                unit=one.unit,
                value=newest.get(one.name, one.default),
                default=one.default,
                least=one.least,
                most=one.most,
                whole=one.whole,
            )
            for one in FIGURES
        ],
        history=[one for one in told if one.changes][::-1],
    )


def _version(before: dict[str, Any], row: dict[str, Any]) -> ThresholdVersion:
    old, new = _DEFAULTS | before["values"], _DEFAULTS | row["values"]
    changes = [
        FigureChange(name=name, before=old[name], after=new[name])
        for name in _DEFAULTS
        if old[name] != new[name]
    ]
    return ThresholdVersion(
        version_id=row["version_id"],
        valid_from=row["valid_from"],
        written_by=row["written_by"],
        reason=row["reason"],
        changes=changes,
    )
