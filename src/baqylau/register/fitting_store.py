"""Fittings in PostgreSQL: the steps done, what was heard since, and that one is complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baqylau.platform.instants import to_datetime
from baqylau.register.custody_store import Connection, found
from baqylau.register.fitting import Done, Fitting, FittingStep, Heard


@dataclass(frozen=True, slots=True)
class StoredFitting:
    """A fitting with when it began and, once complete, when and by whom that was said."""

    fitting: Fitting
    begun_ms: int
    completed_ms: int | None = None
    completed_by: str | None = None


async def begin_fitting(connection: Connection, activation_id: int, *, by: str, now_ms: int) -> None:
    """From here on the activation is being fitted."""
    await found(connection, "begin_fitting", activation_id=activation_id, by=by, at=to_datetime(now_ms))


async def read_fitting(connection: Connection, activation_id: int) -> StoredFitting | None:
    """The fitting of an activation, locked; None for one that was imported without steps."""
    rows = await found(connection, "fitting", activation_id=activation_id)
    if not rows:
        return None
    steps = await found(connection, "fitting_steps", activation_id=activation_id)
    done: dict[FittingStep, Done] = {
        one["step"]: Done(one["done_by"], one["done_ms"], one["detail"]) for one in steps
    }
    (row,) = rows
    heard = await _heard(connection, row)
    return StoredFitting(
        Fitting(row["begun_by"], done, heard), row["begun_ms"], row["completed_ms"], row["completed_by"]
    )


async def _heard(connection: Connection, row: Mapping[str, Any]) -> Heard | None:
    if row["contact_ms"] is not None:
        return Heard(row["contact_ms"], row["clock_lag_ms"])
    rows = await found(connection, "heard_since", activation_id=row["activation_id"])
    return Heard(rows[0]["contact_ms"], rows[0]["clock_lag_ms"]) if rows else None


async def add_step(
    connection: Connection,
    activation_id: int,
    step: FittingStep,
    detail: Mapping[str, Any],
    *,
    by: str,
    now_ms: int,
) -> None:
    """Writes a step down; one done again stands beside the first, and the last counts."""
    values = {"activation_id": activation_id, "step": step, "by": by, "at": to_datetime(now_ms)}
    await found(connection, "add_step", **values, detail=json.dumps(detail, ensure_ascii=False))


async def complete_fitting(
    connection: Connection, activation_id: int, heard: Heard, *, by: str, now_ms: int
) -> None:
    """All is done: what was heard is kept with it, so that it can be shown when the reports are long gone."""
    await found(
        connection,
        "complete_fitting",
        activation_id=activation_id,
        by=by,
        at=to_datetime(now_ms),
        contact_at=to_datetime(heard.contact_ms),
        clock_lag_ms=heard.clock_lag_ms,
    )


async def keep_photo(connection: Connection, activation_id: int, media_type: str, content: bytes) -> None:
    """The bytes of a photo, under their SHA-256."""
    await found(connection, "keep_photo", activation_id=activation_id, media_type=media_type, content=content)


async def read_photo(connection: Connection, activation_id: int) -> tuple[str, bytes] | None:
    """Media type and bytes of the photo that counts; None before one was taken."""
    rows = await found(connection, "photo", activation_id=activation_id)
    return (rows[0]["media_type"], bytes(rows[0]["content"])) if rows else None
