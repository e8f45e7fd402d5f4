"""Sessions of browsers: a random cookie, of which the database keeps a hash.

A session ends after a time without a request, after a time at all, when its owner or an administrator revokes
it, and when its account is disabled. Times are real ones: browsers live outside a fast demonstration.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from baqylau.console.database import Connection
from baqylau.console.problems import Problem
from baqylau.console.signin.statements import first, rows
from baqylau.platform.instants import to_datetime
from baqylau.platform.settings import Settings

Stage = Literal["second_factor", "new_password", "enrol", "full"]
Method = Literal["password", "passkey", "directory"]

TOUCH_EVERY = timedelta(minutes=1)
KEPT_AFTERWARDS = timedelta(days=90)
TRIES_KEPT = timedelta(days=2)
OWN_HEADER = "X-Baqylau"
_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Session:
    """A session that holds now, and how far its owner is with signing in."""

    session_id: int
    stage: Stage
    expires_at: datetime
    has_factor: bool
    proved: bool


def cookie_name(settings: Settings) -> str:
    """With TLS the prefix makes browsers refuse a cookie that another host or path has set (RFC 6265bis)."""
    return "__Host-baqylau" if settings.console_behind_tls else "baqylau"


def now_of(http: HTTPConnection) -> datetime:
    """The real time, by which people sign in."""
    return to_datetime(http.app.state.console.wall.now_ms())


async def of_cookie(http: HTTPConnection, database: Connection) -> tuple[dict[str, Any], Session] | None:
    """The fields of the account and its session, None where the cookie is missing or worth nothing."""
    settings: Settings = http.app.state.console.settings
    token = http.cookies.get(cookie_name(settings))
    if not token:
        return None
    now = now_of(http)
    row = await first(
        database, "session_of_token", token_hash=_hash(token), now=now, idle_since=_idle_since(settings, now)
    )
    if row is None:
        return None
    if now - row["seen_at"] >= TOUCH_EVERY:
        await rows(database, "touch_session", session_id=row["session_id"], now=now)
    who = {name: row[name] for name in ("login", "role", "office_id", "language")}
    stage = stage_of(row, factor_required=settings.second_factor_required)
    return who, Session(
        row["session_id"], stage, row["expires_at"], row["has_factor"], row["proved_at"] is not None
    )


def stage_of(row: dict[str, Any], *, factor_required: bool) -> Stage:
    """What is still wanted of whoever holds this session: the factor before anything, so that a password
    alone never changes the password. Where the directory asked for two factors none is wanted here."""
    if row["has_factor"] and row["proved_at"] is None:
        return "second_factor"
    if row["one_time"]:
        return "new_password"
    return "full" if row["has_factor"] or row["proved_at"] or not factor_required else "enrol"


def refuse_foreign(http: HTTPConnection) -> None:
    """Raises Problem 403 for a change, or a socket, that a page of another site may have asked for.

    A page elsewhere cannot add a header of its own to a request without our leave, which nobody is given.
    A socket cannot carry such a header; its browser names the page's origin instead.
    """
    if http.scope["type"] == "websocket":
        origin = http.headers.get("Origin")
        if origin is None or urlsplit(origin).netloc != http.headers.get("Host"):
            raise Problem(403, "socket_of_another")
    elif http.scope["method"] not in _HARMLESS:
        refuse_without_header(http)


def refuse_without_header(http: HTTPConnection) -> None:
    """Raises Problem 403 for a request that any page could have sent."""
    if http.headers.get(OWN_HEADER) != "1":
        raise Problem(403, "header_missing", more={"because": "header"})


def address_of(http: HTTPConnection) -> str:
    """Where the request came from; behind a proxy on this machine what the proxy says."""
    return http.client.host if http.client else "unknown"


async def begin(
    http: HTTPConnection,
    database: Connection,
    response: Response,
    login: str,
    *,
    proved: bool,
    method: Method = "password",
) -> None:
    """A new session, its cookie put into the response. proved: a second factor was given as well."""
    settings: Settings = http.app.state.console.settings
    now, token = now_of(http), secrets.token_urlsafe(32)
    await rows(
        database,
        "begin_session",
        token_hash=_hash(token),
        login=login,
        now=now,
        expires_at=now + timedelta(seconds=settings.console_session_s),
        proved_at=now if proved else None,
        method=method,
        address=address_of(http),
        agent=http.headers.get("User-Agent", "")[:_LONGEST_AGENT].replace("\0", ""),
    )
    await rows(
        database,
        "forget_old",
        tries_before=now - TRIES_KEPT,
        sessions_before=now - KEPT_AFTERWARDS,
    )
    _give(settings, response, token)


async def prove(http: HTTPConnection, database: Connection, response: Response, session: Session) -> None:
    """The second factor was right. The cookie changes: an older copy of it is worth nothing any more."""
    token = secrets.token_urlsafe(32)
    await rows(
        database,
        "prove_session",
        session_id=session.session_id,
        token_hash=_hash(token),
        now=now_of(http),
    )
    _give(http.app.state.console.settings, response, token)


async def standing(http: HTTPConnection, database: Connection, login: str) -> list[dict[str, Any]]:
    """The sessions of an account that hold now, the latest used first."""
    now = now_of(http)
    idle_since = _idle_since(http.app.state.console.settings, now)
    return await rows(database, "sessions_of", login=login, now=now, idle_since=idle_since)


async def revoke(http: HTTPConnection, database: Connection, login: str, session_id: int) -> bool:
    """Ends one session of the account; False if there is no such session."""
    now = now_of(http)
    return await first(database, "revoke_session", session_id=session_id, login=login, now=now) is not None


async def revoke_all(
    http: HTTPConnection, database: Connection, login: str, *, but: int | None = None
) -> None:
    """Ends the account's sessions, all but one."""
    await rows(database, "revoke_sessions", login=login, now=now_of(http), but=but)


def take_cookie(http: HTTPConnection, response: Response) -> None:
    """Tells the browser to forget the cookie."""
    settings: Settings = http.app.state.console.settings
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.console_behind_tls, httponly=True)


def _give(settings: Settings, response: Response, token: str) -> None:
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=int(settings.console_session_s),
        path="/",
        secure=settings.console_behind_tls,
        httponly=True,
        samesite="strict",
    )


def _idle_since(settings: Settings, now: datetime) -> datetime:
    return now - timedelta(seconds=settings.console_idle_s)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
