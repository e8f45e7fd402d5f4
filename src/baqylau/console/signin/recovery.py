"""A forgotten second factor: one administrator asks for its reset, another one grants it.

Granted, the account has no second factor and no session; it signs in with its password and sets up a new one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import records
from baqylau.console.signin.accounts import seen_account
from baqylau.console.signin.own import LAST_ID
from baqylau.console.signin.sessions import now_of
from baqylau.console.signin.shapes import ResetBody, ResetRead
from baqylau.console.signin.statements import first, rows

router = APIRouter(prefix="/api", tags=["accounts"])

ASKING_LASTS = timedelta(days=1)


@router.get("/factor-resets", dependencies=[records("read", "account")])
async def list_resets(
    asker: Annotated[Account, require("accounts.read")], database: Database
) -> list[ResetRead]:
    """Those asked for and those granted, the newest first."""
    found = await rows(database, "resets", reset_id=None, account_office=asker.office_id)
    return [ResetRead(**row) for row in found]


@router.post("/accounts/{login}/factor-reset", status_code=201, dependencies=[records("decision", "account")])
async def ask_reset(
    login: str,
    body: ResetBody,
    asker: Annotated[Account, require("accounts.write")],
    database: Database,
    request: Request,
) -> ResetRead:
    """The first of two: says why. Nothing changes until another administrator agrees."""
    found = await seen_account(database, asker, login)
    if found.login == asker.login:
        raise Problem(403, "reset_own")
    if not found.has_factor:
        raise Problem(409, "no_second_factor", login=login)
    now = now_of(request)
    row = await first(
        database,
        "ask_reset",
        login=found.login,
        reason=body.reason,
        asked_by=asker.login,
        now=now,
        expires_at=now + ASKING_LASTS,
    )
    assert row is not None
    return await _reset(database, asker, row["reset_id"])


@router.post("/factor-resets/{reset_id}/grant", dependencies=[records("decision", "account")])
async def grant_reset(
    reset_id: Annotated[int, Path(ge=1, le=LAST_ID)],
    asker: Annotated[Account, require("accounts.write")],
    database: Database,
    request: Request,
) -> ResetRead:
    """The second of two: the account's second factors are forgotten and its sessions end."""
    await rows(database, "lock_reset", reset_id=reset_id)
    reset, now = await _reset(database, asker, reset_id), now_of(request)
    if asker.login in (reset.asked_by, reset.login):
        raise Problem(403, "reset_needs_another", more={"because": "same"})
    if reset.granted_at is not None:
        raise Problem(409, "reset_granted", login=reset.granted_by or "")
    if reset.expires_at <= now:
        raise Problem(409, "reset_expired")
    await rows(database, "grant_reset", reset_id=reset_id, granted_by=asker.login, now=now)
    await rows(database, "forget_factors", login=reset.login, now=now)
    return await _reset(database, asker, reset_id)


async def _reset(database: Connection, asker: Account, reset_id: int) -> ResetRead:
    row = await first(database, "resets", reset_id=reset_id, account_office=asker.office_id)
    if row is None:
        raise Problem(404, "no_reset", reset_id=reset_id, see="GET /api/factor-resets")
    return ResetRead(**row)
