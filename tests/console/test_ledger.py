"""Whatever a request shows or changes of people is in the ledger, with who and why; nothing escapes by oversight."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from baqylau.console.access import PUBLIC, Account, require, routes_of
from baqylau.console.app import ROUTERS
from baqylau.console.database import Database
from baqylau.console.recording import (
    Impersonal,
    Opens,
    Record,
    Records,
    RecordsItself,
    declared,
    impersonal,
    opens,
    records,
    refuse_unrecorded_routes,
    whom_of,
)
from baqylau.register.iin import composed_iin
from tests.console.conftest import Desk, FixedClock
from tests.console.test_incidents import raise_incidents, strap
from tests.console.test_positions import SPAN, give_fixes, give_order
from tests.incidents.worlds import NOW
from tests.ledger.conftest import Book

pytestmark = pytest.mark.services

WITHOUT = {"X-Purpose": ""}

# Reads that are about no supervised person. A new one is added here knowingly, or records.
IMPERSONAL = {
    "/api/offices",
    "/api/officers",
    "/api/devices",
    "/api/devices/{device_id}",
    "/api/devices/states",
    "/api/devices/{device_id}/calibrations",
    "/api/devices/{device_id}/battery",
    "/api/quarantine/refused",
    "/api/commands/{command_id}",
    "/api/me",
    "/metrics",
    "/api/ledger/checkpoint",
    "/api/session",
    "/api/sessions",
    "/api/me/passkeys",
    "/api/shift",
    "/api/shift/successors",
    "/api/administration/thresholds",
    "/api/administration/channels",
    "/api/administration/language",
    "/api/basemap",
    "/api/basemap/kz.pmtiles",
    "/api/basemap/streets.pmtiles",
}

# What has no one moment to record and calls the ledger itself; each has a test of its own.
BY_HAND = {
    "/api/live",
    "/api/signin/totp",
    "/api/signout",
    "/api/me/password",
    "/api/me/totp",
    "/api/me/totp/confirm",
    "/api/me/passkeys",
    "/api/me/passkeys/options",
    "/api/me/passkeys/{passkey_id}/remove",
}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """People whose IINs can be read: those of the world only look like some."""
    serials = (composed_iin(date(1990, 1, 1), male=True, serial=serial) for serial in range(100))
    for person, iin in zip(desk.world.people, filter(None, serials), strict=False):
        desk.do("UPDATE people SET iin = %s WHERE person_id = %s", iin, person)
    return desk


@dataclass(frozen=True)
class Line:
    """What matters of an entry."""

    account: str
    act: str
    kind: str
    object_id: str | None
    person_id: int | None
    purpose: str | None
    text: str

    @property
    def detail(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found


def ledger(desk: Desk) -> list[Line]:
    found = desk.do(
        "SELECT account, act, object_kind, object_id, person_id, purpose, detail FROM ledger_entries ORDER BY seq"
    )
    return [Line(*row) for row in found]


def last(desk: Desk) -> Line:
    return ledger(desk)[-1]


def settled(desk: Desk, order: Callable[..., None] = give_order) -> dict[str, Any]:
    """One of everything, and how paths name it."""
    person = desk.world.people[0]
    order(desk, person, "curfew", "exclusion")
    give_fixes(desk, 0, 5)
    raise_incidents(desk, strap(desk))
    ids: dict[str, Any] = {"person_id": person, "code": "almaty", "login": "dana", "name": "compliance"}
    for kind in ("order", "place", "activation", "incident", "device"):
        ((ids[f"{kind}_id"],),) = desk.do(f"SELECT min({kind}_id) FROM {kind}s")
    ((ids["finding_id"],),) = desk.do("SELECT finding_id FROM findings")
    ((ids["quarantine_id"],),) = desk.do(
        "INSERT INTO quarantine (received_at, protocol, transport, peer, reason, raw)"
        " VALUES (now(), 'egts', 'tcp', '127.0.0.1:1', 'wrong checksum', 'ab') RETURNING quarantine_id"
    )
    ((ids["document_id"],),) = desk.do(
        "INSERT INTO documents (person_id, kind, name, media_type, content, sha256, uploaded_by, uploaded_at)"
        " VALUES (%s, 'document', 'x', 'application/pdf', 'x', sha256('x'), 'dana', now()) RETURNING document_id",
        person,
    )
    return ids


def test_every_route_says_what_it_records() -> None:
    """Each route records, or is on the list of those that are about nobody; and none stays on it by mistake."""
    said = [(route.path, declared(route)) for route in routes_of(ROUTERS) if route.path not in PUBLIC]
    assert all(one for _, one in said)
    assert {path for path, one in said if isinstance(one, Impersonal)} <= IMPERSONAL
    assert {path for path, one in said if isinstance(one, RecordsItself)} <= BY_HAND
    opening = {path for path, one in said if isinstance(one, Opens)}
    assert {"/api/people/{person_id}", "/api/people/{person_id}/track", "/api/orders/{order_id}"} <= opening


def test_every_read_of_people_leaves_an_entry(desk: Desk) -> None:
    """Each route that reads is asked, and whatever answers with personal data leaves one entry of who, what and why."""
    ids = settled(desk)
    walked = 0
    for route in routes_of(ROUTERS):
        said = declared(route)
        if (
            not isinstance(route, APIRoute)
            or "GET" not in (route.methods or ())
            or not isinstance(said, Records)
        ):
            continue
        before = len(ledger(desk))
        query = SPAN if "/track" in route.path or "/reports" in route.path else {}
        answers = [
            desk.get(route.path.format(**ids), login, params=query) for login in ("erlan", "talgat", "admin")
        ]
        if route.path.endswith("/looks") or route.path == "/api/ledger":
            answers.append(desk.get(route.path.format(**ids), "sabit"))
        good = [one for one in answers if one.status_code == 200]
        entries = [one for one in ledger(desk)[before:] if one.act != "refused"]
        assert len(entries) == len(good), route.path
        for entry in entries:
            assert (entry.act, entry.kind) == (said.deed, said.kind)
            assert entry.detail["route"] == f"GET {route.path}"
            assert entry.purpose == "scheduled_check"
        if good:
            walked += 1
            needs = {
                name
                for name in ("{person_id}", "{order_id}", "{finding_id}", "{incident_id}")
                if name in route.path
            }
            assert not needs or entries[0].person_id == ids["person_id"], route.path
    assert walked >= 14


def test_a_list_records_its_query_and_how_many(desk: Desk) -> None:
    """Of a list the query and the number of people are kept, not each; words that name somebody are withheld."""
    desk.get("/api/people?search=Азамат&limit=4")
    assert last(desk).detail == {
        "people": 4,
        "query": {"limit": "4", "search": "withheld"},
        "route": "GET /api/people",
        "whom": whom_of(desk.world.people[:4]),
    }
    assert last(desk).person_id is None
    assert "Азамат" not in str(ledger(desk))


def test_strange_queries_are_recorded_and_do_not_fail(desk: Desk) -> None:
    """Query names that no route has, in whatever letters, neither fail a read nor get lost without a trace."""
    assert desk.get("/api/people?limit=4&%C2%A8%CB=1&a%07b=2&x=%01").status_code == 200
    assert last(desk).detail["query"] == {"limit": "4", "x": "\x01", "unreadable": "2"}
    assert desk.get("/api/quarantine?protocol=%00").status_code == 422


def test_a_list_of_one_names_whom(desk: Desk) -> None:
    """A search that finds one person is a look at that person."""
    ((iin,),) = desk.do("SELECT iin FROM people WHERE person_id = %s", desk.world.people[2])
    desk.get(f"/api/people?search={iin}")
    assert last(desk).person_id == desk.world.people[2]
    assert iin not in str(ledger(desk))


def test_opening_a_person_needs_a_purpose(desk: Desk) -> None:
    """Without a purpose the answer says which there are; nothing is shown and nothing recorded."""
    person = desk.world.people[0]
    give_order(desk, person, "exclusion")
    for path in ("", "/orders", "/conditions", "/track?from=2026-06-20T00:00:00Z&to=2026-06-21T00:00:00Z"):
        answer = desk.get(f"/api/people/{person}{path}", headers=WITHOUT)
        assert answer.status_code == 428
        assert set(answer.json()["purposes"]) > {
            "incident:N",
            "scheduled_check",
            "court_request",
            "other:words",
        }
    assert desk.get(f"/api/findings?person_id={person}", headers=WITHOUT).status_code == 428
    assert desk.get(f"/api/positions/last?person_id={person}", headers=WITHOUT).status_code == 428
    assert desk.get("/api/positions/last", headers=WITHOUT).status_code == 200
    assert [one.kind for one in ledger(desk)] == ["position"]


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("incident:12", "incident:12", None),
        ("court_request", "court_request", None),
        ("other:%D0%B7%D0%B2%D0%BE%D0%BD%D0%BE%D0%BA", "other", "звонок"),
    ],
)
def test_the_purpose_is_kept(desk: Desk, given: str, code: str, words: str | None) -> None:
    """A purpose in the header or in the query is in the entry; the words of `other` are in its detail."""
    path = f"/api/people/{desk.world.people[0]}"
    assert desk.get(path, headers={"X-Purpose": given}).status_code == 200
    assert desk.get(f"{path}?purpose={given}", headers=WITHOUT).status_code == 200
    for entry in ledger(desk):
        assert (entry.purpose, entry.detail.get("words")) == (code, words)
        assert "query" not in entry.detail


def test_a_screen_that_asks_again_is_one_look(desk: Desk) -> None:
    """The same look repeated within ten minutes is one entry with a count; after that it is an entry again."""
    clock: Any = desk.client.app.state.console.clock  # type: ignore[attr-defined]
    path = f"/api/people/{desk.world.people[0]}"
    for second in range(0, 1260, 60):
        desk.client.app.state.console.clock = FixedClock(NOW + second * 1000)  # type: ignore[attr-defined]
        assert desk.get(path).status_code == 200
    desk.client.app.state.console.clock = clock  # type: ignore[attr-defined]
    assert len(ledger(desk)) == 3
    assert desk.do("SELECT times FROM ledger_repeats ORDER BY seq") == [(9,), (9,)]
    shown = desk.get("/api/ledger", "marat").json()["entries"]
    assert [one["repeats"] for one in shown if one["object_kind"] == "person"] == [0, 9, 9]
    assert Book(desk.world.url).faults() == []


def test_no_first_look_is_lost(desk: Desk) -> None:
    """Another person, account, purpose, question or role, and another list of as many people, is another look."""
    one, other = desk.world.people[:2]
    asked: list[tuple[str, str, str]] = [
        (f"/api/people/{one}", "erlan", "complaint"),
        (f"/api/people/{other}", "erlan", "complaint"),
        (f"/api/people/{one}", "aigul", "complaint"),
        (f"/api/people/{one}", "erlan", "court_request"),
        (f"/api/people/{one}", "erlan", "other:a"),
        (f"/api/people/{one}", "erlan", "other:b"),
        (f"/api/incidents?person_id={one}", "erlan", "complaint"),
        (f"/api/incidents?person_id={one}&limit=5", "erlan", "complaint"),
        ("/api/people?limit=2", "erlan", "complaint"),
    ]
    for _ in range(2):
        for path, login, purpose in asked:
            assert desk.get(path, login, headers={"X-Purpose": purpose}).status_code == 200
    assert len(ledger(desk)) == len(asked)
    desk.do("UPDATE people SET office_id = %s WHERE person_id = %s", desk.world.offices["kz"], one)
    desk.do("UPDATE accounts SET role = 'operator' WHERE login = 'erlan'")
    desk.get(f"/api/people/{other}", headers={"X-Purpose": "complaint"})
    assert (last(desk).person_id, len(ledger(desk))) == (other, len(asked) + 1)


def test_another_list_of_as_many_is_another_look(desk: Desk) -> None:
    """Lists of the same length are told apart by who is on them, in whatever order."""
    people = list(desk.world.people)
    assert whom_of(people[:3]) != whom_of(people[1:4])
    assert whom_of(people[:3]) == whom_of(reversed(people[:3]))
    desk.get("/api/people?limit=6", "aigul")
    desk.do("UPDATE people SET officer_id = NULL WHERE person_id = %s", people[0])
    desk.get("/api/people?limit=6", "aigul")
    desk.do(
        "UPDATE people SET officer_id = CASE WHEN person_id = %s THEN NULL ELSE"
        " (SELECT officer_id FROM officers WHERE account = 'aigul') END",
        people[1],
    )
    desk.get("/api/people?limit=6", "aigul")
    assert [one.detail["people"] for one in ledger(desk)] == [6, 5, 5]


def test_neither_decisions_nor_exports_nor_refusals_are_gathered(desk: Desk) -> None:
    """What was decided, taken away or refused is an entry each time, however often."""
    for _ in range(3):
        desk.get("/api/reports/incidents", params=SPAN | {"format": "csv"})
        desk.get(f"/api/people/{desk.world.people[0]}", "berik")
    assert [one.act for one in ledger(desk)] == ["export", "refused"] * 3


def test_a_report_taken_away_needs_a_purpose(desk: Desk) -> None:
    """A report on the screen needs no purpose; as a file it does, and the purpose is kept."""
    for format, status in (("json", 200), ("csv", 428), ("xlsx", 428)):
        query = SPAN | {"format": format}
        assert desk.get("/api/reports/incidents", params=query, headers=WITHOUT).status_code == status
    answer = desk.get("/api/reports/incidents", params=SPAN | {"format": "xlsx"})
    assert answer.status_code == 200
    assert (last(desk).act, last(desk).kind, last(desk).purpose) == ("export", "report", "scheduled_check")


def test_a_wrong_purpose_is_refused(desk: Desk) -> None:
    """What is no purpose is refused with the list, also where none would be needed."""
    for path in (f"/api/people/{desk.world.people[0]}", "/api/incidents"):
        answer = desk.get(path, headers={"X-Purpose": "curiosity"})
        assert answer.status_code == 400
        assert "complaint" in answer.json()["purposes"]
    assert ledger(desk) == []


def test_an_open_incident_is_purpose_enough_for_those_on_duty(desk: Desk) -> None:
    """Operator and officer need no purpose while an incident of the person is open; a supervisor does, as later all."""
    path = f"/api/people/{desk.world.people[0]}"
    assert desk.get(path, "dana", headers=WITHOUT).status_code == 428
    raise_incidents(desk, strap(desk))
    ((number,),) = desk.do("SELECT incident_id FROM incidents")
    assert desk.get(path, "dana", headers=WITHOUT).status_code == 200
    assert desk.get(path, "aigul", headers=WITHOUT).status_code == 200
    assert {one.purpose for one in ledger(desk)} == {f"incident:{number}"}
    assert desk.get(path, "erlan", headers=WITHOUT).status_code == 428
    assert desk.get(path, "berik", headers=WITHOUT).status_code == 428
    other = f"/api/people/{desk.world.people[1]}"
    assert desk.get(other, "dana", headers=WITHOUT).status_code == 428


def test_decisions_and_changes_are_recorded(desk: Desk) -> None:
    """A step of an incident and a change of the register are entries with what they were about."""
    raise_incidents(desk, strap(desk))
    ((number,),) = desk.do("SELECT incident_id FROM incidents")
    desk.post(f"/api/incidents/{number}/acknowledge", "dana", json={"version": 1})
    entry = last(desk)
    assert (entry.account, entry.act, entry.kind, entry.object_id) == (
        "dana",
        "decision",
        "incident",
        str(number),
    )
    assert entry.person_id == desk.world.people[0]
    assert entry.detail["path"]["action"] == "acknowledge"
    body = {"identity": "356307042449999", "protocol": "teltonika", "kind": "tracker"}
    made = desk.post("/api/devices", "talgat", json=body).json()
    assert (last(desk).act, last(desk).kind, last(desk).object_id) == (
        "write",
        "device",
        str(made["device_id"]),
    )


def test_what_fails_leaves_no_entry_as_if_it_had_happened(desk: Desk) -> None:
    """A step that was refused is recorded as refused; a request that cannot be read is not recorded."""
    raise_incidents(desk, strap(desk))
    ((number,),) = desk.do("SELECT incident_id FROM incidents")
    assert desk.post(f"/api/incidents/{number}/acknowledge", "dana", json={"version": 7}).status_code == 409
    assert (last(desk).act, last(desk).person_id) == ("refused", desk.world.people[0])
    assert last(desk).detail["refused"] == 409
    count = len(ledger(desk))
    for path in (
        "/api/incidents?limit=0",
        "/api/incidents/x",
        f"/api/people/{2**70}",
        "/api/findings/x",
        "/api/orders/0",
    ):
        assert desk.get(path).status_code in {404, 422}, path
    assert desk.post(f"/api/incidents/{number}/acknowledge", "dana", json={"version": "x"}).status_code == 422
    assert len(ledger(desk)) == count


def test_who_tried_to_see_what_is_not_theirs_is_recorded(desk: Desk) -> None:
    """A person outside the caseload is not found, and that it was tried stays."""
    person = desk.world.people[0]
    assert desk.get(f"/api/people/{person}", "berik").status_code == 404
    entry = last(desk)
    assert (entry.account, entry.act, entry.person_id) == ("berik", "refused", person)
    assert entry.detail["refused"] == 404


def test_the_ledger_fits_itself_after_all_that(desk: Desk) -> None:
    """What requests left in the ledger passes its verification."""
    settled(desk)
    for number in range(6):
        desk.get("/api/people", headers={"X-Purpose": f"incident:{number + 1}"})
        desk.get("/api/incidents", "dana", headers={"X-Purpose": f"incident:{number + 1}"})
    assert len(ledger(desk)) == 12
    assert Book(desk.world.url).faults() == []


def test_looks_at_a_person_can_be_read_by_those_who_watch(desk: Desk) -> None:
    """Prosecutor and auditor read who looked at whom and why; an officer and a technician do not."""
    person = desk.world.people[0]
    desk.get(f"/api/people/{person}", "aigul", headers={"X-Purpose": "complaint"})
    desk.get(f"/api/people/{desk.world.people[1]}", "aigul")
    for login in ("sabit", "marat", "erlan"):
        page = desk.get(f"/api/people/{person}/looks", login).json()
        first = page["entries"][-1]
        assert (first["account"], first["person_id"], first["purpose"]) == ("aigul", person, "complaint")
        assert {one["person_id"] for one in page["entries"]} == {person}
    assert desk.get(f"/api/people/{person}/looks", "aigul").status_code == 403
    assert desk.get("/api/ledger", "talgat").status_code == 403
    assert "Азамат" not in desk.get("/api/ledger", "marat").text


def test_the_ledger_is_read_page_by_page_and_chosen_from(desk: Desk) -> None:
    """Pages follow one another, the newest first; every filter narrows."""
    for person in desk.world.people:
        desk.get(f"/api/people/{person}", "dana", headers={"X-Purpose": "other:x"})
    desk.get("/api/incidents", "aigul")
    whole = desk.get("/api/ledger", "marat").json()["entries"]
    seen, after = [], None
    while after != 0:
        place: dict[str, Any] = {"after": after} if after else {}
        page = desk.get("/api/ledger", "marat", params={"limit": 3, "actor": "dana"} | place).json()
        seen += page["entries"]
        after = page["next"] or 0
    assert seen == [one for one in whole if one["account"] == "dana"]
    chosen: tuple[tuple[dict[str, Any], int], ...] = (
        ({"kind": "incident"}, 1),
        ({"person_id": desk.world.people[3]}, 1),
        ({"reason": "other"}, 6),
        ({"act": "export"}, 0),
        ({"to": "2026-01-01T00:00:00Z"}, 0),
        ({"actor": "aigul", "from": "2026-01-01T00:00:00Z"}, 1),
    )
    for query, count in chosen:
        assert len(desk.get("/api/ledger", "marat", params=query).json()["entries"]) == count, query


def test_a_prosecutor_reads_the_own_region(desk: Desk) -> None:
    """What concerns people of another region, and lists read by its staff, are not shown."""
    desk.get(f"/api/people/{desk.world.people[0]}", "aigul")
    desk.get("/api/incidents", "aigul")
    desk.get("/api/incidents", "berik")
    assert {one["account"] for one in desk.get("/api/ledger", "sabit").json()["entries"]} == {"aigul"}
    desk.do("UPDATE people SET office_id = %s", desk.world.offices["atyrau"])
    shown = desk.get("/api/ledger", "sabit").json()["entries"]
    assert {(one["account"], one["object_kind"]) for one in shown} == {
        ("aigul", "incident"),
        ("sabit", "ledger"),
    }
    assert desk.get(f"/api/people/{desk.world.people[0]}/looks", "sabit").status_code == 404


def test_the_newest_checkpoint_can_be_fetched(desk: Desk) -> None:
    """There is none at first; then it is the signed text as it was stored."""
    assert desk.get("/api/ledger/checkpoint", "sabit").status_code == 404
    desk.get("/api/incidents")
    note = Book(desk.world.url).checkpoint()
    assert desk.get("/api/ledger/checkpoint", "sabit").text == note


def test_a_route_that_declares_nothing_stops_the_start() -> None:
    """Deny by default: a route without a word about the ledger, and a change that calls itself impersonal."""
    silent, careless, good = APIRouter(), APIRouter(), APIRouter()

    @silent.get("/api/everything")
    async def everything(_account: Annotated[Account, require("people.read")]) -> str:
        return "everything"

    @careless.post("/api/change", dependencies=[impersonal("nothing to see")])
    async def change(_account: Annotated[Account, require("people.read")]) -> str:
        return "changed"

    @good.get("/api/one")
    async def one(
        _account: Annotated[Account, require("people.read")],
        _database: Database,
        _record: Annotated[Record, opens("person", "export")],
    ) -> str:
        return "one"

    with pytest.raises(RuntimeError, match="declares neither"):
        refuse_unrecorded_routes([silent])
    with pytest.raises(RuntimeError, match="must record"):
        refuse_unrecorded_routes([careless])
    refuse_unrecorded_routes([good])
    with pytest.raises(ValueError, match="knows no deed"):
        records("peek", "person")  # type: ignore[arg-type]
