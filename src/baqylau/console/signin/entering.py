"""Signing in and out: the password, then the code. A wrong login and a wrong password cannot be told apart."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response

from baqylau.console.access import ANY_STAGE, Account, Asking, require_session
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem, answer
from baqylau.console.recording import record_act, records_itself
from baqylau.console.signin import passwords, sessions, throttle
from baqylau.console.signin.proof import REFUSALS, take_code, too_fast
from baqylau.console.signin.sessions import now_of, refuse_without_header
from baqylau.console.signin.shapes import Code, SignIn, Standing
from baqylau.console.signin.statements import first
from baqylau.console.signin.throttle import TooFast

router = APIRouter(prefix="/api", tags=["signing in"])


@dataclass(frozen=True, slots=True)
class _Try:
    """A try that was written down, and what there is to compare with."""

    try_id: int
    kept: str | None
    one_time_until: datetime | None


@router.post("/signin", response_model=Standing, responses=REFUSALS)
async def sign_in(body: SignIn, request: Request, response: Response) -> Standing | Response:
    """Begins a session, whose cookie comes with the answer. `stage` says what is wanted next."""
    refuse_without_header(request)
    login = body.login.strip().lower()
    pool = request.app.state.console.pool
    async with pool.connection() as lent:
        begun = await _begin(request, lent, login)
    if isinstance(begun, TooFast):
        return too_fast(begun)
    # No connection is held meanwhile: hashing is slow on purpose.
    if not await _is_right(request, body.password.get_secret_value(), begun):
        return answer(Problem(401, "credentials_wrong"))
    async with pool.connection() as lent:
        return await _enter(request, lent, response, login, begun)


async def _begin(request: Request, database: Connection, login: str) -> _Try | TooFast:
    begun = await throttle.begin(request, database, login)
    if isinstance(begun, TooFast):
        return begun
    row = None if "\0" in login else await first(database, "password_of", login=login)
    return _Try(begun, None, None) if row is None else _Try(begun, row["hash"], row["expires_at"])


async def _is_right(request: Request, password: str, begun: _Try) -> bool:
    async with request.app.state.console.hashing:
        right = await asyncio.to_thread(passwords.is_right, password, begun.kept)
    return right and (begun.one_time_until is None or begun.one_time_until > now_of(request))


async def account_named(database: Connection, login: str) -> Account:
    """The account that has just shown that it is this one."""
    row = await first(database, "account_named", login=login)
    if row is None:
        raise Problem(401, "credentials_wrong")
    return Account(**row)


async def _enter(
    request: Request, database: Connection, response: Response, login: str, begun: _Try
) -> Standing:
    factors = await first(database, "factors_of", login=login)
    assert factors is not None
    wanted = bool(factors["totp"] or factors["passkeys"])
    await throttle.end(database, begun.try_id, "passed" if wanted else "signed_in")
    await sessions.begin(request, database, response, login, proved=False)
    await record_act(
        request, database, await account_named(database, login), "sign-in", "session", factor="password"
    )
    if wanted:
        return Standing(stage="second_factor")
    if begun.one_time_until is not None:
        return Standing(stage="new_password")
    required = request.app.state.console.settings.second_factor_required
    return Standing(stage="enrol" if required else "full")


@router.post("/signin/totp", response_model=Standing, responses=REFUSALS, dependencies=[records_itself()])
async def give_code(
    body: Code,
    found: Annotated[Asking, require_session("self.write", frozenset({"second_factor"}))],
    database: Database,
    request: Request,
    response: Response,
) -> Standing | Response:
    """The second factor. Refusals are answers, not errors: the try must stay written down."""
    login = found.account.login
    begun = await throttle.begin(request, database, login)
    if isinstance(begun, TooFast):
        return too_fast(begun)
    if not await take_code(request, database, login, body.code.get_secret_value()):
        await record_act(request, database, found.account, "refused", "session", act="sign-in")
        return answer(Problem(401, "code_wrong", more={"because": "second_factor"}))
    await throttle.end(database, begun, "signed_in")
    assert found.session is not None
    await sessions.prove(request, database, response, found.session)
    kept = await first(database, "password_of", login=login)
    await record_act(request, database, found.account, "sign-in", "session", factor="totp")
    return Standing(stage="new_password" if kept and kept["expires_at"] else "full")


@router.post("/signout", status_code=204, dependencies=[records_itself()])
async def sign_out(
    found: Annotated[Asking, require_session("self.write", ANY_STAGE)],
    database: Database,
    request: Request,
    response: Response,
) -> None:
    """Ends this session."""
    assert found.session is not None
    await sessions.revoke(request, database, found.account.login, found.session.session_id)
    sessions.take_cookie(request, response)
    await record_act(request, database, found.account, "sign-out", "session")
