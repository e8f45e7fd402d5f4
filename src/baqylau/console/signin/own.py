"""What everybody may see and change of their own: the session, all sessions, the password, the second factor."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from baqylau.console.access import ANY_STAGE, FULLY, PERMISSIONS, Asking, require_asking, require_session
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem, answer
from baqylau.console.recording import impersonal, record_act, records, records_itself
from baqylau.console.signin import passwords, sealing, sessions, throttle, totp
from baqylau.console.signin.proof import REFUSALS, refuse_unproved, too_fast
from baqylau.console.signin.sessions import Stage, now_of
from baqylau.console.signin.shapes import (
    Code,
    OfficeName,
    OwnSession,
    PasswordBody,
    Proof,
    SessionRead,
    Standing,
    TotpProposal,
)
from baqylau.console.signin.statements import first, rows
from baqylau.console.signin.throttle import TooFast
from baqylau.platform.clock import Clock, speed_of

router = APIRouter(prefix="/api", tags=["signing in"])

LAST_ID = 2**63 - 1
PROPOSAL_LASTS = timedelta(minutes=15)
ENROLLING: frozenset[Stage] = FULLY | {"enrol"}
CHANGING: frozenset[Stage] = FULLY | {"new_password"}


@router.get("/session", dependencies=[impersonal("the asking account itself")])
async def read_session(
    found: Annotated[Asking, require_asking("self.read", ANY_STAGE)], database: Database, request: Request
) -> SessionRead:
    """Who is asking, how far signing in has come, and what the role may."""
    account = found.account
    office = await first(database, "office_of", office_id=account.office_id)
    factors = await first(database, "factors_of", login=account.login)
    assert factors is not None
    clock: Clock = request.app.state.console.clock
    return SessionRead(
        login=account.login,
        role=account.role,
        office=None if office is None else OfficeName(**office),
        language=account.language,
        permissions=sorted(one for one in PERMISSIONS if account.may(one)),
        stage=found.stage,
        method="token" if found.session is None else "session",
        expires_at=None if found.session is None else found.session.expires_at,
        totp=factors["totp"],
        passkeys=factors["passkeys"],
        password=factors["password"],
        now_ms=clock.now_ms(),
        clock_speed=round(speed_of(clock), 3),
    )


@router.get("/sessions", dependencies=[impersonal("the asking account's own sessions")])
async def list_sessions(
    found: Annotated[Asking, require_asking("self.read")], database: Database, request: Request
) -> list[OwnSession]:
    """The account's sessions that hold now, the latest used first."""
    this = found.session.session_id if found.session else None
    standing = await sessions.standing(request, database, found.account.login)
    return [OwnSession(**row, this=row["session_id"] == this) for row in standing]


@router.delete("/sessions", status_code=204, dependencies=[records("write", "session")])
async def end_other_sessions(
    found: Annotated[Asking, require_asking("self.write")], database: Database, request: Request
) -> None:
    """Ends all sessions of the account but this one."""
    this = found.session.session_id if found.session else None
    await sessions.revoke_all(request, database, found.account.login, but=this)


@router.delete("/sessions/{session_id}", status_code=204, dependencies=[records("write", "session")])
async def end_session(
    session_id: Annotated[int, Path(ge=1, le=LAST_ID)],
    found: Annotated[Asking, require_asking("self.write")],
    database: Database,
    request: Request,
) -> None:
    """Ends one session of the account: a browser left open elsewhere."""
    if not await sessions.revoke(request, database, found.account.login, session_id):
        raise Problem(404, "no_session", session_id=session_id)


@router.put("/me/password", response_model=Standing, responses=REFUSALS, dependencies=[records_itself()])
async def change_password(
    body: PasswordBody,
    found: Annotated[Asking, require_session("self.write", CHANGING)],
    database: Database,
    request: Request,
) -> Standing | Response:
    """A new password; all other sessions of the account end."""
    login, new = found.account.login, body.new.get_secret_value()
    kept = await first(database, "password_of", login=login)
    if found.stage == "full":
        refused = await _check_current(body, database, request, login, kept["hash"] if kept else None)
        if refused is not None:
            return refused
    try:
        passwords.refuse_weak(new, login)
    except passwords.PasswordRefused as weak:
        return answer(Problem(422, weak, more={"because": "weak"}))
    async with request.app.state.console.hashing:
        same = await asyncio.to_thread(passwords.is_right, new, kept["hash"] if kept else None)
        made = await asyncio.to_thread(passwords.hashed, new)
    if same:
        return answer(Problem(422, "password_same", more={"because": "same"}))
    assert found.session is not None
    await rows(database, "set_password", login=login, hash=made, now=now_of(request), expires_at=None)
    await sessions.revoke_all(request, database, login, but=found.session.session_id)
    await record_act(request, database, found.account, "write", "password")
    required = request.app.state.console.settings.second_factor_required
    has = found.session.has_factor or found.session.proved
    return Standing(stage="enrol" if required and not has else "full")


async def _check_current(
    body: PasswordBody, database: Connection, request: Request, login: str, kept: str | None
) -> Response | None:
    if body.current is None:
        return answer(Problem(422, "password_current_needed", more={"because": "current"}))
    begun = await throttle.begin(request, database, login)
    if isinstance(begun, TooFast):
        return too_fast(begun)
    async with request.app.state.console.hashing:
        right = await asyncio.to_thread(passwords.is_right, body.current.get_secret_value(), kept)
    if not right:
        return answer(Problem(422, "password_current_wrong", more={"because": "current"}))
    await throttle.end(database, begun, "passed")
    return None


@router.post("/me/totp", response_model=TotpProposal, responses=REFUSALS, dependencies=[records_itself()])
async def propose_totp(
    body: Proof,
    found: Annotated[Asking, require_session("self.write", ENROLLING)],
    database: Database,
    request: Request,
) -> TotpProposal | Response:
    """A new secret for an authenticator application. A second factor in use must be shown to be at hand."""
    login = found.account.login
    assert found.session is not None
    if found.session.has_factor:
        refused = await refuse_unproved(request, database, found, body)
        if refused is not None:
            return refused
    secret = totp.new_secret()
    pending = sealing.closed(request, login, secret)
    await rows(database, "propose_totp", login=login, pending=pending, now=now_of(request))
    await record_act(
        request, database, found.account, "write", "second_factor", factor="totp", step="proposed"
    )
    uri = totp.uri_of(secret, login)
    return TotpProposal(secret=secret, uri=uri, qr_svg=totp.qr_of(uri))


@router.post("/me/totp/confirm", response_model=Standing, responses=REFUSALS, dependencies=[records_itself()])
async def confirm_totp(
    body: Code,
    found: Annotated[Asking, require_session("self.write", ENROLLING)],
    database: Database,
    request: Request,
    response: Response,
) -> Standing | Response:
    """The first code of the new application makes it the account's second factor, from now on always asked for.

    All other sessions of the account end: they were begun without it.
    """
    login = found.account.login
    kept = await first(database, "totp_of", login=login)
    now = now_of(request)
    if kept is None or kept["pending"] is None or kept["pending_at"] < now - PROPOSAL_LASTS:
        return answer(Problem(409, "nothing_to_confirm"))
    begun = await throttle.begin(request, database, login)
    if isinstance(begun, TooFast):
        return too_fast(begun)
    secret = sealing.opened(request, login, kept["pending"])
    step = totp.step_of(secret, body.code.get_secret_value(), request.app.state.console.wall.now_ms())
    if step is None:
        return answer(Problem(422, "code_wrong", more={"because": "code"}))
    await throttle.end(database, begun, "passed")
    await rows(database, "confirm_totp", login=login, step=step)
    assert found.session is not None
    await sessions.prove(request, database, response, found.session)
    await sessions.revoke_all(request, database, login, but=found.session.session_id)
    await record_act(
        request, database, found.account, "write", "second_factor", factor="totp", step="confirmed"
    )
    return Standing(stage="full")
