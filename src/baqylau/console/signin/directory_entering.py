"""Signing in through an agency's own directory: sent there, and back with word of who came.

The directory says who; what they may do here stays ours. Whom no account here is for gets in nowhere.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from baqylau.console.database import Connection
from baqylau.console.problems import Problem, answer
from baqylau.console.recording import record_act
from baqylau.console.signin import directory, sessions, throttle
from baqylau.console.signin.directory import DirectoryAway, TokenRefused, Visit, Visitor
from baqylau.console.signin.entering import account_named
from baqylau.console.signin.proof import too_fast
from baqylau.console.signin.sessions import address_of, now_of, refuse_without_header
from baqylau.console.signin.shapes import Sent
from baqylau.console.signin.statements import first, rows
from baqylau.console.signin.throttle import TooFast
from baqylau.platform.settings import Settings

router = APIRouter(prefix="/api/signin/directory", tags=["signing in"])
log = logging.getLogger(__name__)

LASTS = timedelta(minutes=10)
MOST_OF_ADDRESS = 200
Because = Literal["denied", "stale", "failed", "away", "unknown", "other", "too_fast"]
Given = Annotated[str, Query(max_length=4096, pattern=r"^[^\x00]*$")]


@router.post("", response_model=Sent, responses={424: {"description": "The directory does not answer"}})
async def go_to_directory(request: Request, response: Response) -> Sent | Response:
    """Where the browser goes next. It carries a cookie by which we know it when it comes back."""
    refuse_without_header(request)
    settings = _settings(request)
    visit = Visit(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    browser = secrets.token_urlsafe(32)
    try:
        async with directory.client_of(settings) as client:
            at = await directory.endpoints_of(client, settings)
            url = directory.address_for(client, at, visit)
    except DirectoryAway as away:
        log.warning("the directory cannot be used: %s", away)
        return answer(Problem(424, "directory_away", more={"because": "away"}))
    async with request.app.state.console.pool.connection() as database:
        kept = await _keep(request, database, visit, browser)
    if isinstance(kept, TooFast):
        return too_fast(kept)
    _give_cookie(settings, response, browser)
    return Sent(url=url)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.console.settings
    if settings.directory_issuer is None:
        raise Problem(404, "no_directory")
    return settings


async def _keep(request: Request, database: Connection, visit: Visit, browser: str) -> TooFast | None:
    now, address = now_of(request), address_of(request)
    await rows(database, "forget_visits", now=now)
    under_way = await first(database, "visits_of_address", address=address)
    if under_way is not None and under_way["open"] >= MOST_OF_ADDRESS:
        return TooFast(60)
    await rows(
        database,
        "keep_visit",
        state=visit.state,
        browser_hash=_hash(browser),
        nonce=visit.nonce,
        verifier=visit.verifier,
        address=address,
        expires_at=now + LASTS,
    )
    return None


@router.get("/return", status_code=303, response_class=RedirectResponse)
async def come_back(
    request: Request, code: Given = "", state: Given = "", iss: Given = "", error: Given = ""
) -> Response:
    """The directory sends browsers here. Leads on to the workstation: signed in, or with the reason why not."""
    settings = _settings(request)
    pool = request.app.state.console.pool
    async with pool.connection() as database:
        visit = await _visit(request, database, state)
    # RFC 9207: where the directory says who answers, it is the one that was asked.
    if visit is None or (iss and iss != settings.directory_issuer):
        return _onward(settings, "stale")
    if error or not code:
        return _onward(settings, "denied")
    try:
        async with directory.client_of(settings) as client:
            now_s = int(now_of(request).timestamp())
            visitor = await directory.visitor_of(client, settings, visit, code, now_s)
    except DirectoryAway as away:
        log.warning("the directory cannot be used: %s", away)
        return _onward(settings, "away")
    except TokenRefused as refused:
        log.warning("a visitor of the directory is not let in: %s", refused)
        return _onward(settings, "failed")
    onward = _onward(settings, None)
    async with pool.connection() as database:
        because = await _enter(request, database, onward, visitor)
    return onward if because is None else _onward(settings, because)


async def _visit(request: Request, database: Connection, state: str) -> Visit | None:
    """The visit of this very browser; it is over with this answer, whatever comes of it."""
    browser = request.cookies.get(_cookie_name(request.app.state.console.settings), "")
    row = await first(database, "take_visit", state=state, browser_hash=_hash(browser), now=now_of(request))
    return None if row is None else Visit(state, row["nonce"], row["verifier"])


async def _enter(
    request: Request, database: Connection, response: Response, visitor: Visitor
) -> Because | None:
    """Begins the session, its cookie put into the response; or says why not. A refusal stays counted as a try."""
    issuer = request.app.state.console.settings.directory_issuer
    begun = await throttle.begin(request, database, f"directory {issuer} {visitor.subject}")
    if isinstance(begun, TooFast):
        return "too_fast"
    row = await first(database, "account_named", login=visitor.login) if visitor.login else None
    if row is None:
        return "unknown"
    account = await account_named(database, row["login"])
    who = {"login": account.login, "issuer": issuer, "subject": visitor.subject}
    await rows(database, "bind_subject", **who, now=now_of(request))
    if await first(database, "subject_of", **who) is None:
        await record_act(
            request, database, account, "refused", "session", act="sign-in", factor="directory", why="other"
        )
        return "other"
    await throttle.end(database, begun, "signed_in")
    proved = visitor.two_factors
    await sessions.begin(request, database, response, account.login, proved=proved, method="directory")
    await record_act(
        request, database, account, "sign-in", "session", factor="directory", two_factors=int(proved)
    )
    return None


def _onward(settings: Settings, because: Because | None) -> RedirectResponse:
    onward = RedirectResponse("/" if because is None else f"/#/signin?because={because}", 303)
    onward.delete_cookie(
        _cookie_name(settings), path="/", secure=settings.console_behind_tls, httponly=True, samesite="lax"
    )
    return onward


def _cookie_name(settings: Settings) -> str:
    return "__Host-baqylau-visit" if settings.console_behind_tls else "baqylau-visit"


def _give_cookie(settings: Settings, response: Response, browser: str) -> None:
    # Lax and not Strict: the way back begins at the directory, and a Strict cookie would stay at home.
    response.set_cookie(
        _cookie_name(settings),
        browser,
        max_age=int(LASTS.total_seconds()),
        path="/",
        secure=settings.console_behind_tls,
        httponly=True,
        samesite="lax",
    )


def _hash(browser: str) -> bytes:
    return hashlib.sha256(browser.encode()).digest()
