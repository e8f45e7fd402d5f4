"""Incidents through the API: what an officer sees and does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from baqylau.incidents.store import take_in
from baqylau.rules.finding import Finding
from tests.console.conftest import Desk
from tests.incidents.worlds import MINUTE, NOW, found, run

pytestmark = pytest.mark.services


def raise_incidents(desk: Desk, *findings: Finding) -> None:
    """Stores findings and takes them in, as the monitor does in one transaction."""

    async def work(connection: Any) -> None:
        for one in findings:
            await connection.execute(
                "INSERT INTO findings (finding_id, person_id, condition, kind, severity, began_at, decided_at, late,"
                " because, visible_at) VALUES (%s, %s, %s, %s, %s, to_timestamp(%s), to_timestamp(%s), false,"
                ' \'[{"fact": "open"}]\', to_timestamp(%s))',
                (one.finding_id, one.person_id, one.condition, one.kind, one.severity, one.began_ms / 1e3,
                 one.decided_ms / 1e3, NOW / 1e3),
            )  # fmt: skip
        await take_in(connection, findings, NOW)

    run(work, desk.world.url)


def strap(desk: Desk, place: int = 0) -> Finding:
    return found("strap_opened", desk.world.people[place])


def test_incident_with_its_grounds_and_history(desk: Desk) -> None:
    """One incident shows who, what, the finding with its grounds, its history and the steps open to the account."""
    raise_incidents(desk, strap(desk))
    (brief,) = desk.get("/api/incidents").json()["incidents"]
    answer = desk.get(f"/api/incidents/{brief['incident_id']}")
    whole = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert whole["person"]["name_cyrillic"] == "Азамат 0"
    assert "iin" not in answer.text
    assert whole["because"][0]["because"] == [{"fact": "open"}]
    assert [one["action"] for one in whole["history"]] == ["create"]
    assert set(whole["steps"]) == {"acknowledge", "note", "call", "shelve", "escalate"}
    assert (whole["began_at"], whole["priority"]) == ("2026-06-20T23:59:00Z", 1)


def test_most_urgent_first_page_by_page(desk: Desk) -> None:
    """Pages follow one another without a gap or a repeat, the most urgent first."""
    raise_incidents(
        desk, *[found(kind, person) for kind in ("jamming", "sos") for person in desk.world.people]
    )
    seen, after = [], None
    while True:
        page = desk.get("/api/incidents", params={"limit": 5} | ({"after": after} if after else {})).json()
        seen += page["incidents"]
        after = page["next"]
        if after is None:
            break
    numbers = [one["incident_id"] for one in seen]
    assert len(numbers) == len(set(numbers)) == 12
    assert [one["kind"] for one in seen] == ["sos"] * 6 + ["jamming"] * 6


def test_filters(desk: Desk) -> None:
    """State, priority, person and cause narrow the list."""
    first, second = desk.world.people[:2]
    raise_incidents(desk, found("sos", first), found("battery_low", first), found("device_silent", second))
    for query, kinds in (
        ("priority=1", ["sos"]),
        (f"person_id={second}", ["device_silent"]),
        ("state=pending", ["device_silent"]),
        ("cause=battery", ["battery_low"]),
        ("state=closed", []),
    ):
        found_kinds = [one["kind"] for one in desk.get(f"/api/incidents?{query}").json()["incidents"]]
        assert found_kinds == kinds, query


def test_road_to_closed(desk: Desk) -> None:
    """An operator acknowledges, an officer takes it in hand and closes it with disposition and reason."""
    raise_incidents(desk, strap(desk))
    number = desk.get("/api/incidents").json()["incidents"][0]["incident_id"]
    at = f"/api/incidents/{number}"
    steps = [
        ("dana", "acknowledge", {"version": 1}, "acknowledged"),
        ("aigul", "take", {"version": 2}, "in_hand"),
        ("aigul", "note", {"version": 3, "note": "звонила, дома"}, "in_hand"),
        ("aigul", "close", {"version": 4, "note": "ремешок заменён", "disposition": "technical"}, "closed"),
    ]
    for login, action, body, state in steps:
        answer = desk.post(f"{at}/{action}", login, json=body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["state"] == state
    whole = desk.get(at).json()
    assert [(one["actor"], one["action"]) for one in whole["history"]] == [
        ("system", "create"),
        ("dana", "acknowledge"),
        ("aigul", "take"),
        ("aigul", "note"),
        ("aigul", "close"),
    ]
    assert (whole["disposition"], whole["reason"], whole["owner"]) == (
        "technical",
        "ремешок заменён",
        "aigul",
    )


def test_stale_version_gets_the_current_one(desk: Desk) -> None:
    """A step on an older version is refused with 409 and the incident as it is now; If-Match works as well."""
    raise_incidents(desk, strap(desk))
    number = desk.get("/api/incidents").json()["incidents"][0]["incident_id"]
    raise_incidents(desk, found("case_opened", desk.world.people[0]))
    answer = desk.post(f"/api/incidents/{number}/acknowledge", json={}, headers={"If-Match": '"1"'})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["because"] == "stale"
    assert (problem["current"]["version"], problem["current"]["grounds"]) == (2, 2)
    answer = desk.post(f"/api/incidents/{number}/acknowledge", json={}, headers={"If-Match": '"2"'})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"')


def test_two_officers_race(desk: Desk) -> None:
    """Of many who take the same step on the same version at once exactly one succeeds; the others get 409."""
    raise_incidents(desk, strap(desk))
    number = desk.get("/api/incidents").json()["incidents"][0]["incident_id"]
    racers = 6
    start = Barrier(racers)

    def race(login: str) -> int:
        start.wait()
        return desk.post(f"/api/incidents/{number}/acknowledge", login, json={"version": 1}).status_code

    with ThreadPoolExecutor(racers) as threads:
        codes = sorted(threads.map(race, ["dana", "aigul", "erlan"] * 2))
    assert codes == [200] + [409] * (racers - 1)
    history = desk.get(f"/api/incidents/{number}").json()["history"]
    assert [one["action"] for one in history] == ["create", "acknowledge"]


@pytest.mark.parametrize(
    ("login", "action", "body", "status", "word"),
    [
        ("dana", "acknowledge", {}, 428, "version"),
        ("dana", "close", {"version": 1, "note": "x", "disposition": "technical"}, 409, "no step"),
        ("dana", "erase", {"version": 1}, 422, "action"),
        ("dana", "note", {"version": 1}, 422, "note in words"),
        ("dana", "note", {"version": 1, "nota": "x"}, 422, "nota"),
        ("berik", "acknowledge", {"version": 1}, 404, "may see"),
        ("talgat", "acknowledge", {"version": 1}, 403, "technician"),
    ],
)
def test_refusals_say_why(
    desk: Desk, login: str, action: str, body: dict[str, Any], status: int, word: str
) -> None:
    """Each wrong step is refused with a problem that names what is wrong, and changes nothing."""
    raise_incidents(desk, strap(desk))
    number = desk.get("/api/incidents").json()["incidents"][0]["incident_id"]
    answer = desk.post(f"/api/incidents/{number}/{action}", login, json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert word in answer.json()["detail"]
    assert desk.get(f"/api/incidents/{number}").json()["version"] == 1


def test_handing_over(desk: Desk) -> None:
    """An incident goes only to an account that exists, watches, and may see the person."""
    raise_incidents(desk, strap(desk))
    number = desk.get("/api/incidents").json()["incidents"][0]["incident_id"]
    desk.post(f"/api/incidents/{number}/acknowledge", "dana", json={"version": 1})
    for nobody in ("nobody", "talgat", "berik"):
        answer = desk.post(
            f"/api/incidents/{number}/hand_over", "dana", json={"version": 2, "new_owner": nobody}
        )
        assert answer.status_code == 422, nobody
    answer = desk.post(
        f"/api/incidents/{number}/hand_over", "dana", json={"version": 2, "new_owner": "aigul"}
    )
    assert answer.json()["owner"] == "aigul"


def test_offices_are_kept_apart(desk: Desk) -> None:
    """An officer of another region sees neither the incident nor the finding."""
    raise_incidents(desk, strap(desk))
    number = desk.get("/api/incidents").json()["incidents"][0]["incident_id"]
    assert desk.get("/api/incidents", "berik").json()["incidents"] == []
    assert desk.get(f"/api/incidents/{number}", "berik").status_code == 404
    assert desk.get("/api/findings", "berik").json()["findings"] == []
    assert len(desk.get("/api/incidents", "aigul").json()["incidents"]) == 1


def test_findings_page_by_page(desk: Desk) -> None:
    """Findings come with their grounds, filtered by kind and time, page after page."""
    many = [
        found("jamming", person, began=NOW - minute * MINUTE)
        for minute, person in enumerate(desk.world.people)
    ]
    raise_incidents(desk, *many, found("sos", desk.world.people[0]))
    seen, after = [], None
    while True:
        params = {"limit": "4", "kind": "jamming"} | ({"after": after} if after else {})
        page = desk.get("/api/findings", params=params).json()
        seen += [one["finding_id"] for one in page["findings"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(one.finding_id for one in many)
    assert desk.get("/api/findings?to=2026-06-20T23:57:00Z").json()["next"] is None
    assert desk.get(f"/api/findings/{seen[0]}").json()["because"] == [{"fact": "open"}]
    assert desk.get("/api/findings?after=whatever").status_code == 422
