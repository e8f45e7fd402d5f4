"""Accounts, looked after by administrators: each those of the own office and the offices below it.

An administrator's own account is made, changed and given a password only on the server (`baqylau account`):
otherwise one administrator could make a second one, and the two signatures that a reset of a second factor
needs would be one person's.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, records
from baqylau.console.routes.language import installation_language
from baqylau.console.signin import passwords, sessions
from baqylau.console.signin.sessions import now_of
from baqylau.console.signin.shapes import AccountBody, AccountPage, AccountRead, Invited, NewAccountBody
from baqylau.console.signin.statements import first, rows

router = APIRouter(prefix="/api", tags=["accounts"])

Reader = Annotated[Account, require("accounts.read")]
Writer = Annotated[Account, require("accounts.write")]
INVITATION_LASTS = timedelta(days=3)


@router.get("/accounts", dependencies=[records("read", "account")])
async def list_accounts(
    account: Reader,
    database: Database,
    after: Annotated[
        str, Query(max_length=64, pattern=r"^[^\x00]*$", description="`next` of the page before")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AccountPage:
    """By login, disabled ones too."""
    found = await _rows(database, account, after=after, limit=limit + 1)
    page = [AccountRead(**row) for row in found[:limit]]
    return AccountPage(items=page, next=page[-1].login if len(found) > limit else None)


async def _rows(
    database: Connection, asker: Account, login: str | None = None, after: str = "", limit: int = 1
) -> list[dict[str, Any]]:
    values = {"account_office": asker.office_id, "login": login, "after": after, "limit": limit}
    return await rows(database, "accounts", **values)


async def seen_account(database: Connection, asker: Account, login: str) -> AccountRead:
    """The account, if it belongs to the asker's offices. Raises Problem 404 otherwise."""
    found = [] if "\0" in login else await _rows(database, asker, login)
    if not found:
        raise Problem(404, "no_account", login=login, see="GET /api/accounts")
    return AccountRead(**found[0])


async def _changeable(database: Connection, asker: Account, login: str) -> AccountRead:
    found = await seen_account(database, asker, login)
    if found.role == "administrator":
        raise Problem(403, "administrator_on_server", more={"because": "administrator"})
    return found


async def _office(database: Connection, asker: Account, body: AccountBody | NewAccountBody) -> int | None:
    if body.role == "administrator":
        raise Problem(403, "administrator_on_server", more={"because": "administrator"})
    if body.office is None:
        if asker.office_id is not None:
            raise Problem(403, "republic_not_yours")
        return None
    row = None
    if "\0" not in body.office:
        row = await first(database, "office_named", code=body.office, account_office=asker.office_id)
    if row is None:
        raise Problem(422, "no_office", office=body.office, see="GET /api/offices")
    return int(row["office_id"])


@router.post("/accounts", status_code=201)
async def create_account(
    body: NewAccountBody,
    asker: Writer,
    database: Database,
    request: Request,
    record: Annotated[Record, records("write", "account")],
) -> Invited:
    """A new account with a one-time password, which is shown in this answer alone."""
    office_id = await _office(database, asker, body)
    language = body.language or await installation_language(request, database)
    values = {"role": body.role, "office_id": office_id, "language": language}
    if body.login == "system" or not await first(
        database, "add_account", login=body.login, now=now_of(request), **values
    ):
        raise Problem(409, "account_there", login=body.login)
    record.made(body.login)
    return await _invite(database, request, body.login)


async def _invite(database: Connection, request: Request, login: str) -> Invited:
    password, now = passwords.one_time(), now_of(request)
    async with request.app.state.console.hashing:
        made = await asyncio.to_thread(passwords.hashed, password)
    expires_at: datetime = now + INVITATION_LASTS
    await rows(database, "set_password", login=login, hash=made, now=now, expires_at=expires_at)
    return Invited(login=login, one_time_password=password, expires_at=expires_at)


@router.get("/accounts/{login}", dependencies=[records("read", "account")])
async def read_account(login: str, asker: Reader, database: Database) -> AccountRead:
    """One account."""
    return await seen_account(database, asker, login)


@router.put("/accounts/{login}", dependencies=[records("write", "account")])
async def change_account(
    login: str, body: AccountBody, asker: Writer, database: Database, request: Request
) -> AccountRead:
    """Role, office and language. The account signs in anew: its sessions end."""
    await _changeable(database, asker, login)
    office_id = await _office(database, asker, body)
    await rows(
        database,
        "change_account",
        login=login,
        role=body.role,
        office_id=office_id,
        language=body.language,
    )
    await sessions.revoke_all(request, database, login)
    return await seen_account(database, asker, login)


@router.post("/accounts/{login}/password", status_code=201, dependencies=[records("write", "account")])
async def renew_password(login: str, asker: Writer, database: Database, request: Request) -> Invited:
    """A one-time password in place of a forgotten one; the sessions end. The second factor stays."""
    await _changeable(database, asker, login)
    await sessions.revoke_all(request, database, login)
    return await _invite(database, request, login)


@router.post("/accounts/{login}/disable", dependencies=[records("write", "account")])
async def disable_account(login: str, asker: Writer, database: Database, request: Request) -> AccountRead:
    """Neither its password nor its token work any more. The account stays: histories name it."""
    await _changeable(database, asker, login)
    await rows(database, "disable_account", login=login, now=now_of(request))
    await sessions.revoke_all(request, database, login)
    return await seen_account(database, asker, login)


@router.post("/accounts/{login}/enable", dependencies=[records("write", "account")])
async def enable_account(login: str, asker: Writer, database: Database) -> AccountRead:
    """It may sign in again."""
    await _changeable(database, asker, login)
    await rows(database, "enable_account", login=login)
    return await seen_account(database, asker, login)


@router.delete("/accounts/{login}/sessions", status_code=204, dependencies=[records("write", "account")])
async def end_sessions(login: str, asker: Writer, database: Database, request: Request) -> None:
    """Ends all sessions of the account, an administrator's too."""
    await seen_account(database, asker, login)
    await sessions.revoke_all(request, database, login)
