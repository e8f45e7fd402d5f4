"""Nobody gets in by oversight."""

from __future__ import annotations

import re

import pytest
from fastapi import APIRouter

from baqylau.console.access import (
    PERMISSIONS,
    PUBLIC,
    ROLES,
    Account,
    permission_of,
    refuse_open_routes,
    routes_of,
)
from baqylau.console.app import ROUTERS
from tests.console.conftest import Desk
from tests.console.test_incidents import raise_incidents, strap
from tests.incidents.worlds import NOW

pytestmark = pytest.mark.services


def routes(desk: Desk) -> set[tuple[str, str]]:
    """Those of the code and those that the OpenAPI document tells the world of."""
    found = {(method, route.path) for route in routes_of(ROUTERS) for method in route.methods or ()}
    for path, methods in desk.get("/api/openapi.json", login=None).json()["paths"].items():
        found |= {(method.upper(), path) for method in methods}
    return {(method, re.sub(r"\{[^}]*\}", "1", path)) for method, path in found if path not in PUBLIC}


def test_everybody_hears_what_the_servers_clock_shows(desk: Desk) -> None:
    """A role that sees no live data writes its times by the server's clock all the same."""
    session = desk.get("/api/session", "talgat").json()
    assert (session["now_ms"], session["clock_speed"]) == (NOW, 1.0)


def test_every_route_wants_a_token(desk: Desk) -> None:
    """Each route that is not listed as public answers 401 without a token, and with a wrong one."""
    walked = routes(desk)
    assert len(walked) > 10
    for method, path in walked:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic ZTpl"}):
            answer = desk.client.request(method, path, headers=headers)
            assert answer.status_code == 401, (method, path)
            assert answer.headers["content-type"] == "application/problem+json"


def test_public_paths_say_nothing_of_people(desk: Desk) -> None:
    """What answers without a token: the page's files, the OpenAPI document, the health of two parts."""
    assert desk.get("/", login=None).status_code == 200
    assert desk.get("/api/openapi.json", login=None).json()["info"]["title"] == "Baqylau"
    assert set(desk.get("/healthz", login=None).json()) == {"database", "stream"}


def test_open_route_stops_the_start() -> None:
    """A route without a permission is refused when the console is put together."""

    careless_router = APIRouter()

    @careless_router.get("/api/everything")
    async def careless() -> str:
        return "everything"

    with pytest.raises(RuntimeError, match="asks for no permission"):
        refuse_open_routes([careless_router])


def test_disabled_account_is_out(desk: Desk) -> None:
    """A disabled account's token is worth nothing."""
    assert desk.get("/api/me", "dana").status_code == 200
    desk.do("UPDATE accounts SET disabled_at = now() WHERE login = 'dana'")
    assert desk.get("/api/me", "dana").status_code == 401


def test_token_itself_is_not_stored(desk: Desk) -> None:
    """The table holds a hash of 32 bytes and the token nowhere."""
    ((kept,),) = desk.do("SELECT token_hash FROM accounts WHERE login = 'dana'")
    assert len(kept) == 32
    assert desk.tokens["dana"].encode() not in kept


def test_unknown_permission_is_denied() -> None:
    """A role or a permission that the table does not name gives nothing."""
    assert not Account("x", "officer", None, "kk").may("everything")
    assert not Account("x", "minister", None, "kk").may("incidents.read")  # type: ignore[arg-type]


def test_table_names_only_roles_that_exist() -> None:
    """Every permission is carried by some role, and by none that accounts cannot have."""
    for roles in PERMISSIONS.values():
        assert roles
        assert roles <= set(ROLES)


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("talgat", "/api/incidents", 403),
        ("admin", "/api/positions/last", 403),
        ("dana", "/api/quarantine", 403),
        ("talgat", "/api/quarantine", 200),
        ("dana", "/api/people/1/track?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z", 403),
        ("dana", "/api/incidents", 200),
    ],
)
def test_roles_are_kept_apart(desk: Desk, login: str, path: str, status: int) -> None:
    """A technician sees devices and frames but no people's incidents; an operator no trail; and so on."""
    assert desk.get(path, login).status_code == status


def test_routes_carry_the_permission_of_the_table() -> None:
    """Every protected route names a permission of the table."""
    for route in routes_of(ROUTERS):
        assert (route.path in PUBLIC) == (permission_of(route) is None)
        assert route.path in PUBLIC or permission_of(route) in PERMISSIONS


def test_a_token_can_have_an_end(desk: Desk) -> None:
    """A token opens until its end by the real time and not after; one without an end holds."""
    desk.do("UPDATE accounts SET token_expires_at = now() + interval '1 day' WHERE login = 'dana'")
    assert desk.get("/api/me", "dana").status_code == 200
    desk.do("UPDATE accounts SET token_expires_at = now() - interval '1 second' WHERE login = 'dana'")
    assert desk.get("/api/me", "dana").status_code == 401
    assert desk.get("/api/me", "erlan").status_code == 200


def test_figures_and_reports_are_the_auditors_too(desk: Desk) -> None:
    """An auditor, and a prosecutor, read figures of the watch and reports; what they get names no person."""
    span = {"from": "2026-06-19T00:00:00Z", "to": "2026-06-22T00:00:00Z"}
    raise_incidents(desk, strap(desk))
    for login in ("marat", "sabit", "dana", "erlan"):
        for path in (
            "/api/shift",
            *(f"/api/reports/{one}" for one in ("compliance", "incidents", "devices")),
        ):
            answer = desk.get(path, login, params=span)
            assert answer.status_code == 200, (login, path)
            assert not any(name in answer.text for name in ("Azamat", "Азамат", "90010133"))
    for login in ("talgat", "admin"):
        assert desk.get("/api/shift", login, params=span).status_code == 403
