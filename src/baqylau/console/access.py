"""Who may do what: bearer tokens, and roles and offices as one table. What is not permitted here is denied.

A route names the permission it needs:

    @router.get("/api/people")
    async def people(account: Annotated[Account, require("people.read")], database: Database) -> ...:

and keeps to the account's offices with the SQL function `sees_office(%(account_office)s, people.office_id)`,
true for an account without an office (the whole republic) and for its own office and those below it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from fastapi import APIRouter, Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from baqylau.console.database import Database
from baqylau.console.problems import Problem

Role = Literal["operator", "officer", "supervisor", "technician", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)

WATCH: frozenset[Role] = frozenset({"operator", "officer", "supervisor"})
DECIDE: frozenset[Role] = frozenset({"officer", "supervisor"})
EQUIP: frozenset[Role] = frozenset({"technician", "administrator"})
ALL: frozenset[Role] = frozenset(ROLES)

PERMISSIONS: dict[str, frozenset[Role]] = {
    "self.read": ALL,
    "incidents.read": WATCH,
    "incidents.act": WATCH,  # which action a role may take stands in the table of incident states
    "findings.read": WATCH,
    "positions.read": WATCH,
    "track.read": DECIDE,
    "people.read": WATCH,
    "people.write": DECIDE,
    "orders.read": WATCH,
    "orders.write": DECIDE,
    "places.read": WATCH,
    "places.write": DECIDE,
    "devices.read": ALL,
    "devices.write": EQUIP,
    "activations.read": WATCH | EQUIP,
    "activations.write": DECIDE | EQUIP,
    "offices.read": ALL,
    "offices.write": frozenset({"administrator"}),
    "quarantine.read": EQUIP | {"supervisor"},
    "metrics.read": EQUIP | {"supervisor"},
}

PUBLIC = frozenset({"/", "/page/{name}", "/healthz", "/api/openapi.json"})
"""Paths that answer without a token: they say nothing about any person."""

_bearer = HTTPBearer(auto_error=False, description="The token that `baqylau account add` printed once.")


@dataclass(frozen=True, slots=True)
class Account:
    """Who asks. office_id None: the whole republic."""

    login: str
    role: Role
    office_id: int | None
    language: str

    def may(self, permission: str) -> bool:
        """False for a permission or a role that the table does not name."""
        return self.role in PERMISSIONS.get(permission, frozenset())


def new_token() -> str:
    """256 random bits, in letters that survive copying."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is kept of a token.

    A token is 256 random bits: there is nothing to guess, so one SHA-256 hides it as well as a slow hash
    would, and costs each request a microsecond. Passwords that people choose will need argon2.
    """
    return hashlib.sha256(token.encode()).digest()


async def account_of(
    request: Request,
    database: Database,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Account:
    """The account whose token the request carries; 401 where there is none or it is disabled."""
    if credentials is None:
        raise Problem(401, "this needs a bearer token: Authorization: Bearer <token>")
    cursor = await database.execute(
        "SELECT login, role, office_id, language FROM accounts WHERE token_hash = %s AND disabled_at IS NULL",
        (token_hash(credentials.credentials),),
    )
    row = await cursor.fetchone()
    if row is None:
        raise Problem(401, "the token is unknown or its account is disabled")
    request.state.account = Account(**row)
    return Account(**row)


class _Permission:
    """A dependency that lets an account through if its role carries `permission`."""

    def __init__(self, permission: str) -> None:
        if permission not in PERMISSIONS:
            raise ValueError(f"no such permission in the table: {permission}")
        self.permission = permission

    def __call__(self, account: Annotated[Account, Depends(account_of)]) -> Account:
        if not account.may(self.permission):
            raise Problem(403, f"the role {account.role} does not carry {self.permission}")
        return account


def require(permission: str) -> Any:
    """`Annotated[Account, require("people.read")]`: the account that asks, 401 or 403 otherwise."""
    return Depends(_Permission(permission))


def permission_of(route: APIRoute) -> str | None:
    """The permission a route asks for, None if it asks for none."""
    return _found(route.dependant)


def _found(dependant: Dependant) -> str | None:
    if isinstance(dependant.call, _Permission):
        return dependant.call.permission
    return next((found for one in dependant.dependencies if (found := _found(one))), None)


def routes_of(routers: Iterable[APIRouter]) -> list[APIRoute]:
    """The routers' routes. Raises RuntimeError for one whose permission cannot be read."""
    found = [route for router in routers for route in router.routes]
    for route in found:
        if not isinstance(route, APIRoute):
            raise RuntimeError(f"{route} is no plain route: what it asks for cannot be checked")
    return [route for route in found if isinstance(route, APIRoute)]


def refuse_open_routes(routers: Iterable[APIRouter]) -> None:
    """A route that neither asks for a permission nor is listed as public is a mistake: nothing starts."""
    for route in routes_of(routers):
        if route.path not in PUBLIC and permission_of(route) is None:
            raise RuntimeError(f"{route.path} asks for no permission and is not listed as public")
