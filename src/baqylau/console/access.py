"""Who may do what: roles, offices and caseloads as one table. What is not permitted here is denied.

A route names the permission it needs:

    @router.get("/api/people")
    async def people(account: Annotated[Account, require("people.read")], database: Database) -> ...:

and keeps to the account's people with `sees_person(%(account_office)s, people.office_id, people.officer_id)`
in its SQL: true for an account without an office (the whole republic), or for its own office and those below it,
and for an officer only where the person is in the officer's own caseload. The caseload is a setting of the
transaction (`baqylau.caseload`) which `require` sets on the request's connection; a connection from elsewhere
(a socket's, a long answer's) calls `look_as` first, or sees nobody.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Depends
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.signin.sessions import Session, Stage, now_of, of_cookie, refuse_foreign
from baqylau.platform.postgres import load_queries

Language = Literal["kk", "ru", "en"]
Role = Literal["operator", "officer", "supervisor", "technician", "prosecutor", "auditor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)

WATCH: frozenset[Role] = frozenset({"operator", "officer", "supervisor"})
READ: frozenset[Role] = WATCH | {"prosecutor"}
DECIDE: frozenset[Role] = frozenset({"officer", "supervisor"})
TRAIL: frozenset[Role] = DECIDE | {"prosecutor"}
EQUIP: frozenset[Role] = frozenset({"technician"})
ADMINISTER: frozenset[Role] = frozenset({"administrator"})
INSPECT: frozenset[Role] = frozenset({"prosecutor", "auditor"})
ALL: frozenset[Role] = frozenset(ROLES)

PERMISSIONS: dict[str, frozenset[Role]] = {
    "self.read": ALL,
    "self.write": ALL,
    "incidents.read": READ,
    "incidents.act": WATCH,  # which action a role may take stands in the table of incident states
    "findings.read": READ,
    "positions.read": READ,
    "track.read": TRAIL,
    "people.read": READ,
    "people.write": DECIDE,
    "contacts.read": WATCH,
    "documents.read": READ,
    "documents.withdrawn": TRAIL,
    "documents.write": DECIDE,
    "notes.write": WATCH,
    "orders.read": READ,
    "orders.write": DECIDE,
    "tests.ask": DECIDE,
    "places.read": READ,
    "places.write": DECIDE,
    "devices.read": ALL,
    "devices.write": EQUIP,
    "commands.read": READ | EQUIP,
    "commands.give": WATCH | EQUIP,
    "activations.read": READ | EQUIP,
    "activations.write": DECIDE | EQUIP,
    "offices.read": ALL,
    "offices.write": ADMINISTER,
    "protections.read": READ,
    "protections.write": DECIDE,
    "coverage.read": READ,
    "coverage.decide": frozenset({"supervisor"}),
    "quarantine.read": EQUIP | {"supervisor"},
    "metrics.read": EQUIP | ADMINISTER | {"supervisor", "auditor"},
    "figures.read": READ | {"auditor"},
    "ledger.read": INSPECT | {"supervisor"},
    "thresholds.read": ADMINISTER | {"supervisor"},
    "thresholds.write": ADMINISTER,
    "channels.read": ADMINISTER,
    "channels.write": ADMINISTER,
    "accounts.read": ADMINISTER,
    "accounts.write": ADMINISTER,
}

BOUND_TO_CASELOAD: frozenset[Role] = frozenset({"officer"})
"""Roles that see only the people whose officer in the register signs in as them."""

PUBLIC = frozenset(
    {
        "/",
        "/page/{name}",
        "/healthz",
        "/api/openapi.json",
        "/api/signin",
        "/api/signin/ways",
        "/api/signin/directory",
        "/api/signin/directory/return",
        "/api/signin/passkey",
        "/api/signin/passkey/options",
    }
)
"""Paths that answer without a token: they say nothing about any person."""

FULLY: frozenset[Stage] = frozenset({"full"})
ANY_STAGE: frozenset[Stage] = frozenset(get_args(Stage))

_SQL = load_queries("baqylau.console.signin", "signin.sql")


class _Bearer(HTTPBearer):
    """Also for sockets, whose requests FastAPI gives under another name."""

    async def __call__(self, http: HTTPConnection) -> HTTPAuthorizationCredentials | None:
        scheme, _, token = http.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        return HTTPAuthorizationCredentials(scheme=scheme, credentials=token.strip())


_bearer = _Bearer(
    auto_error=False,
    description="For other systems: the token that `baqylau account add` printed once. Browsers sign in "
    "with POST /api/signin and carry a session cookie; what they change needs the header `X-Baqylau: 1`.",
)


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks. office_id None: the whole republic."""

    login: str
    role: Role
    office_id: int | None
    language: Language

    def may(self, permission: str) -> bool:
        """False for a permission or a role that the table does not name."""
        return self.role in PERMISSIONS.get(permission, frozenset())

    @property
    def caseload(self) -> str:
        """What `baqylau.caseload` is for this account: an officer's login, or '*' for all of the office."""
        return self.login if self.role in BOUND_TO_CASELOAD else "*"


@dataclass(frozen=True, slots=True)
class Asking:
    """An account, and the session it asks in; none with a token."""

    account: Account
    session: Session | None

    @property
    def stage(self) -> Stage:
        return "full" if self.session is None else self.session.stage


def new_token() -> str:
    """256 random bits, in letters that survive copying."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is kept of a token.

    A token is 256 random bits: there is nothing to guess, so one SHA-256 hides it as well as a slow hash
    would, and costs each request a microsecond. Passwords that people choose get argon2.
    """
    return hashlib.sha256(token.encode()).digest()


async def look_as(database: Connection, account: Account) -> None:
    """Until its transaction ends, `sees_person` on this connection answers for this account."""
    await database.execute("SELECT set_config('baqylau.caseload', %s, true)", (account.caseload,))


async def asking(http: HTTPConnection, database: Connection) -> Asking:
    """Who asks, by bearer token or by session cookie; `database` answers for that account from here on.

    For sockets too: whoever keeps one open asks again from time to time, which finds a session that was
    revoked and keeps one alive that is looked at. Raises Problem 401, and 403 for what another site sent.
    """
    credentials = await _bearer(http)
    if credentials is not None:
        found = await _of_token(http, database, credentials.credentials)
    else:
        found = await _of_session(http, database)
    await look_as(database, found.account)
    http.state.account = found.account
    return found


async def _of_token(http: HTTPConnection, database: Connection, token: str) -> Asking:
    values = {"token_hash": token_hash(token), "now": now_of(http)}
    cursor = await database.execute(_SQL["account_of_token"], values)
    row = await cursor.fetchone()
    if row is None:
        raise Problem(401, "token_unknown")
    return Asking(Account(**row), None)


async def _of_session(http: HTTPConnection, database: Connection) -> Asking:
    found = await of_cookie(http, database)
    if found is None:
        raise Problem(401, "sign_in_first")
    refuse_foreign(http)
    who, session = found
    return Asking(Account(**who), session)


async def _asking(
    http: HTTPConnection,
    database: Database,
    _: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Asking:
    return await asking(http, database)


class Permission:
    """What a dependency of a route asks for: that the role carries `permission` at this stage of signing in."""

    def __init__(self, permission: str, stages: frozenset[Stage]) -> None:
        if permission not in PERMISSIONS:
            raise ValueError(f"no such permission in the table: {permission}")
        self.permission = permission
        self.stages = stages

    def check(self, found: Asking) -> Account:
        """Raises Problem 401 or 403."""
        if found.stage not in self.stages:
            raise Problem(401, _NEXT[found.stage], more={"because": found.stage})
        if not found.account.may(self.permission):
            raise Problem(403, "role_may_not", role=found.account.role, said=self.permission)
        return found.account


_NEXT: dict[Stage, str] = {
    "second_factor": "second_factor_missing",
    "new_password": "password_is_one_time",
    "enrol": "enrol_first",
    "full": "signed_in_already",
}


class _Lets(Permission):
    """The account that asks."""

    def __call__(self, found: Annotated[Asking, Depends(_asking)]) -> Account:
        return self.check(found)


class _Whole(Permission):
    """The account with the session it asks in."""

    def __call__(self, found: Annotated[Asking, Depends(_asking)]) -> Asking:
        self.check(found)
        return found


class _OwnSession(_Whole):
    """The same, refused to tokens, which have no session."""

    def __call__(self, found: Annotated[Asking, Depends(_asking)]) -> Asking:
        self.check(found)
        if found.session is None:
            raise Problem(403, "token_cannot")
        return found


def require(permission: str, stages: frozenset[Stage] = FULLY) -> Any:
    """`Annotated[Account, require("people.read")]`: the account that asks, 401 or 403 otherwise."""
    return Depends(_Lets(permission, stages))


def require_asking(permission: str, stages: frozenset[Stage] = FULLY) -> Any:
    """`Annotated[Asking, require_asking("self.read")]`: like `require`, with the session."""
    return Depends(_Whole(permission, stages))


def require_session(permission: str, stages: frozenset[Stage] = FULLY) -> Any:
    """`Annotated[Asking, require_session("self.write")]`: like `require`, and refused to bearer tokens."""
    return Depends(_OwnSession(permission, stages))


def permission_of(route: APIRoute | APIWebSocketRoute) -> str | None:
    """The permission a route asks for, None if it asks for none."""
    return _found(route.dependant)


def _found(dependant: Dependant) -> str | None:
    dependency: object = dependant.call
    if isinstance(dependency, Permission):
        return dependency.permission
    return next((found for one in dependant.dependencies if (found := _found(one))), None)


def routes_of(routers: Iterable[APIRouter]) -> list[APIRoute]:
    """The routers' routes, sockets left out. Raises RuntimeError for one whose permission cannot be read."""
    return [route for route in _checkable(routers) if isinstance(route, APIRoute)]


def sockets_of(routers: Iterable[APIRouter]) -> list[APIWebSocketRoute]:
    """The routers' sockets. Raises RuntimeError for a route whose permission cannot be read."""
    return [route for route in _checkable(routers) if isinstance(route, APIWebSocketRoute)]


def _checkable(routers: Iterable[APIRouter]) -> list[APIRoute | APIWebSocketRoute]:
    found: list[APIRoute | APIWebSocketRoute] = []
    for route in (route for router in routers for route in router.routes):
        if not isinstance(route, APIRoute | APIWebSocketRoute):
            raise RuntimeError(f"{route} is no plain route: what it asks for cannot be checked")
        found.append(route)
    return found


def refuse_open_routes(routers: Iterable[APIRouter]) -> None:
    """A route that neither asks for a permission nor is listed as public is a mistake: nothing starts."""
    for route in _checkable(routers):
        if route.path not in PUBLIC and permission_of(route) is None:
            raise RuntimeError(f"{route.path} asks for no permission and is not listed as public")
