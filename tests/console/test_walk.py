"""A walk over the whole of the API, for each role: what it may not do is refused, route by route and row by row."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from baqylau.console.access import PUBLIC, ROLES
from tests.console.conftest import ACCOUNTS, Desk
from tests.console.test_incidents import raise_incidents
from tests.console.test_positions import give_fixes
from tests.incidents.worlds import found

pytestmark = pytest.mark.services

PURPOSE = {"X-Purpose": "scheduled_check"}
NAMES = ("Azamat", "Азамат", "90010133")  # how each person of the world is called, and how each IIN begins

OWN = r"/api/(me|session|sessions|signout|signin/totp|sessions/1|me/.*|basemap|basemap/.*)"
"""What everybody has: the own account, and the map's background."""

GIVEN: dict[str, str] = {
    "prosecutor": "GET /api/(people|people/1(?!/contact).*|incidents|incidents/1|findings|findings/1|positions/last"
    "|orders/1|places|places/1|devices|devices/(1|states|1/life|1/commands|1/battery|1/calibrations)|commands/1"
    "|activations|activations/1.*|offices|officers|ledger.*|watch.*|shift|reports/1)",
    "auditor": "GET (/metrics|/api/(devices|devices/(1|1/battery|1/calibrations|states)|offices"
    "|officers|ledger.*|people/1/looks|shift|reports/1))",
    "administrator": "(GET /metrics|GET /api/(devices|devices/(1|1/battery|1/calibrations|states)|offices|officers)"
    "|[A-Z]+ /api/(accounts|factor-resets|administration).*|P[A-Z]+ /api/(offices.*|officers))",
    "technician": "(GET /metrics|GET /api/commands/1|GET /api/quarantine.*|GET /api/(offices|officers)"
    "|[A-Z]+ /api/(devices|activations).*)",
}
"""All that these roles are given, as patterns over "METHOD path" with 1 for each parameter."""


@dataclass(frozen=True)
class Way:
    method: str
    path: str

    def at(self, **ids: Any) -> str:
        """The path with these ids; 1 for a parameter that has none here."""
        return re.sub(r"\{(\w+)[^}]*\}", lambda name: str(ids.get(name[1], 1)), self.path)

    @property
    def parameters(self) -> set[str]:
        return set(re.findall(r"\{(\w+)", self.path))


def ways(desk: Desk) -> list[Way]:
    """What the OpenAPI document tells the world of, but for what is open to all."""
    paths = desk.get("/api/openapi.json", login=None).json()["paths"]
    found = [Way(method.upper(), path) for path, methods in paths.items() for method in methods]
    return [one for one in found if one.path not in PUBLIC]


def of_role(role: str) -> str:
    """The account with that role whose offices are the widest."""
    return {"officer": "aigul"}.get(role) or next(
        login for login, (has, _) in ACCOUNTS.items() if has == role
    )


def refused(desk: Desk, way: Way, login: str) -> bool:
    """Refused for its role, not because a token has no session."""
    answer = desk.ask(way.method, way.at(), login, headers=PURPOSE)
    assert answer.status_code < 500, (way, login, answer.text)
    return answer.status_code == 403 and "does not carry" in answer.json()["detail"]


@pytest.mark.parametrize("role", sorted(GIVEN))
def test_nothing_beyond_what_the_role_is_given(desk: Desk, role: str) -> None:
    """Each route of the API that is not on the role's list is refused to it, and each on the list is not."""
    walked = ways(desk)
    assert len(walked) > 50
    for way in walked:
        given = re.fullmatch(OWN, way.at()) or re.fullmatch(GIVEN[role], f"{way.method} {way.at()}")
        assert refused(desk, way, of_role(role)) == (given is None), (role, way)


@pytest.mark.parametrize("role", ["operator", "officer", "supervisor"])
def test_who_watches_does_not_administer(desk: Desk, role: str) -> None:
    """Accounts, offices and devices are changed by others; and an operator writes nothing of the register."""
    registers = r"/api/(people|orders|places|activations)"
    for way in ways(desk):
        administers = re.match(r"/api/(accounts|factor-resets|administration)", way.path) is not None
        administers = administers and (role, way.method, way.path) != (
            "supervisor",
            "GET",
            "/api/administration/thresholds",
        )
        changes = way.method != "GET" and re.match(r"/api/(offices|officers|devices)", way.path) is not None
        changes = changes and not way.path.endswith("/commands")
        writes = role == "operator" and way.method != "GET" and re.match(registers, way.path) is not None
        if administers or changes or (writes and not re.search(r"/try|/notes", way.path)):
            assert refused(desk, way, of_role(role)), (role, way)


def test_every_role_is_walked() -> None:
    """No role is without an account in these tests."""
    assert {role for role, _ in ACCOUNTS.values()} == set(ROLES)


def test_prosecutor_changes_nothing(desk: Desk) -> None:
    """Whatever is no reading is refused to a prosecutor, but for the own password, factor and sessions."""
    for way in ways(desk):
        if way.method != "GET" and not re.fullmatch(OWN, way.at()):
            assert refused(desk, way, "sabit"), way


@pytest.fixture
def furnished(desk: Desk) -> dict[str, Any]:
    """Ids of one of each thing that belongs to the first person, whose officer is aigul."""
    person = desk.world.people[0]
    made = desk.post(f"/api/people/{person}/orders", "aigul", json=_order("1"), headers=PURPOSE)
    assert made.status_code == 201, made.text
    give_fixes(desk, 0, 5)
    finding = found("strap_opened", person)
    raise_incidents(desk, finding)
    ((order, place),) = desk.do(
        "SELECT order_id, place_id FROM orders JOIN places USING (person_id) WHERE person_id = %s LIMIT 1",
        person,
    )
    ((incident,),) = desk.do("SELECT incident_id FROM incidents")
    ((activation,),) = desk.do("SELECT activation_id FROM activations WHERE person_id = %s", person)
    _photographed(desk, activation)
    asked = {"kind": "document", "name": "x"}
    kept = desk.post(f"/api/people/{person}/documents", "aigul", params=asked, content=b"%PDF-1.7\n%%EOF")
    assert kept.status_code == 201, kept.text
    return {
        "person_id": person,
        "order_id": order,
        "place_id": place,
        "incident_id": incident,
        "finding_id": finding.finding_id,
        "activation_id": activation,
        "document_id": kept.json()["document_id"],
    }


def _photographed(desk: Desk, activation: int) -> None:
    """The device of this activation is being fitted, and there is a photo of it."""
    desk.do(
        "INSERT INTO fittings (activation_id, begun_at, begun_by) VALUES (%s, now(), 'talgat')", activation
    )
    desk.do(
        "INSERT INTO fitting_photos VALUES (%s, sha256('picture'::bytea), 'image/jpeg', 'picture'::bytea)",
        activation,
    )
    desk.do(
        "INSERT INTO fitting_steps (activation_id, step, done_at, done_by, detail) VALUES (%s, 'photo', now(), "
        "'talgat', jsonb_build_object('sha256', encode(sha256('picture'::bytea), 'hex')))",
        activation,
    )


@pytest.mark.parametrize("stranger", ["gulnar", "berik"])
def test_rows_of_others_are_not_there(desk: Desk, furnished: dict[str, Any], stranger: str) -> None:
    """To an officer of the same office with another caseload, and to one of another office, whatever belongs to
    this person is not found on any route that reads it; the officer in charge finds it."""
    span = {"from": "2026-06-20T00:00:00Z", "to": "2026-06-22T00:00:00Z"}
    walked = [
        one for one in ways(desk)
        if one.method == "GET" and one.parameters and one.parameters <= furnished.keys()
        and not refused(desk, one, "aigul")
    ]  # fmt: skip
    assert len(walked) >= 8
    for way in walked:
        path = way.at(**furnished)
        mine = desk.get(path, "aigul", params=span, headers=PURPOSE)
        assert mine.status_code not in (401, 403, 404), (path, mine.text)
        theirs = desk.get(path, stranger, params=span, headers=PURPOSE)
        assert theirs.status_code == 404, (path, theirs.text)


@pytest.mark.parametrize("stranger", ["gulnar", "berik", "talgat", "admin", "marat"])
def test_lists_name_nobody_to_strangers(desk: Desk, furnished: dict[str, Any], stranger: str) -> None:
    """No list of the API names a person to whom it must not: officers without them in their caseload, and
    technician, administrator and auditor, who see no persons at all."""
    assert furnished
    named = 0
    for way in ways(desk):
        if way.method != "GET" or way.parameters:
            continue
        theirs = desk.get(way.path, stranger, headers=PURPOSE).text
        assert not any(name in theirs for name in NAMES), (way, theirs[:300])
        named += any(name in desk.get(way.path, "aigul", headers=PURPOSE).text for name in NAMES)
    assert named >= 3


def _order(number: str = "7") -> dict[str, Any]:
    home = {"type": "Point", "coordinates": [76.93, 43.25], "radius_m": 100, "name": "home"}
    hours = [{"days": "mon-sun", "from": "22:00", "to": "06:00"}]
    return {
        "number": number,
        "court": "сот",
        "ground": "parole",
        "timezone": "Asia/Almaty",
        "valid": {"from": "2026-06-01T00:00:00+05:00", "to": "2027-07-01T00:00:00+05:00"},
        "conditions": [{"id": "night", "kind": "exclusion", "place": home, "hours": hours}],
    }


@pytest.mark.parametrize("stranger", ["gulnar", "berik"])
def test_rows_of_others_are_not_changed(desk: Desk, furnished: dict[str, Any], stranger: str) -> None:
    """What belongs to somebody else's person cannot be written, ended, acknowledged or given a device."""
    ids = furnished
    ((iin,),) = desk.do("SELECT iin FROM people WHERE person_id = %s", ids["person_id"])
    person = {"iin": iin, "name": {"cyrillic": "А", "latin": "A"}, "office": "almaty-1"}
    place = {"type": "Point", "coordinates": [76.93, 43.25], "radius_m": 100, "name": "x"}
    tries: list[tuple[str, str, dict[str, Any]]] = [
        ("PUT", f"/api/people/{ids['person_id']}", person),
        ("PUT", f"/api/people/{ids['person_id']}/contact", {"phone": "+77011234567"}),
        ("POST", f"/api/people/{ids['person_id']}/orders", _order()),
        ("POST", f"/api/people/{ids['person_id']}/notes", {"words": "x"}),
        ("POST", f"/api/people/{ids['person_id']}/documents/{ids['document_id']}/withdraw", {"reason": "x"}),
        ("POST", f"/api/orders/{ids['order_id']}/versions", _order() | {"replaces_version": 1}),
        ("POST", f"/api/orders/{ids['order_id']}/end", {}),
        ("PUT", f"/api/places/{ids['place_id']}", place),
        ("POST", "/api/activations", {"device_id": desk.world.devices[1], "person_id": ids["person_id"]}),
        ("POST", f"/api/activations/{ids['activation_id']}/end", {}),
        ("POST", f"/api/activations/{ids['activation_id']}/installed", {"lat": 43.2, "lon": 76.9}),
        ("POST", f"/api/incidents/{ids['incident_id']}/acknowledge", {"version": 1}),
        ("POST", f"/api/incidents/{ids['incident_id']}/note", {"version": 1, "note": "x"}),
    ]
    before = _stored(desk)
    for method, path, body in tries:
        answer = desk.ask(method, path, stranger, json=body, headers=PURPOSE)
        assert answer.status_code == 404, (path, answer.text)
    assert _stored(desk) == before


def _stored(desk: Desk) -> str:
    tables = (
        "people",
        "person_contacts",
        "orders",
        "order_versions",
        "places",
        "activations",
        "incidents",
        "incident_events",
        "documents",
        "person_notes",
    )
    with psycopg.connect(desk.world.url) as connection:
        return json.dumps(
            [connection.execute(f"SELECT t::text FROM {name} AS t ORDER BY 1").fetchall() for name in tables]
        )


def test_incident_is_not_handed_to_a_stranger(desk: Desk, furnished: dict[str, Any]) -> None:
    """An incident goes to no officer who could not open it."""
    at = f"/api/incidents/{furnished['incident_id']}"
    assert desk.post(f"{at}/acknowledge", "dana", json={"version": 1}, headers=PURPOSE).status_code == 200
    body = {"version": 2, "new_owner": "gulnar"}
    assert desk.post(f"{at}/hand_over", "dana", json=body, headers=PURPOSE).status_code == 422


def test_nobody_is_seen_where_the_caseload_is_not_set(desk: Desk) -> None:
    """On a connection that was not told who asks, the database shows no person: forgetting it shows nothing."""
    query = "SELECT count(*) FROM people WHERE sees_person(NULL, office_id, officer_id)"
    assert desk.do(query) == [(0,)]
    seen = desk.do("SELECT set_config('baqylau.caseload', 'aigul', true); " + query)
    assert seen == [("aigul",)]
    with psycopg.connect(desk.world.url) as connection:
        for caseload, count in (("aigul", 6), ("gulnar", 0), ("nobody", 0), ("*", 6), ("", 0)):
            connection.execute("SELECT set_config('baqylau.caseload', %s, true)", (caseload,))
            assert connection.execute(query).fetchone() == (count,)
