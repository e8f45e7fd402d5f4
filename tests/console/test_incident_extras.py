"""Shelving, calls, a person's escalation and undo, through the API."""

from __future__ import annotations

from typing import Any

import pytest

from baqylau.platform.instants import to_datetime
from tests.console.conftest import ACCOUNTS, Desk
from tests.console.test_incidents import raise_incidents, strap
from tests.incidents.worlds import NOW

pytestmark = pytest.mark.services


def the_incident(desk: Desk) -> int:
    raise_incidents(desk, strap(desk))
    (brief,) = desk.get("/api/incidents").json()["incidents"]
    return int(brief["incident_id"])


def step(desk: Desk, incident: int, action: str, status: int = 200, login: str = "erlan", **body: Any) -> Any:
    answer = desk.post(f"/api/incidents/{incident}/{action}", login, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_shelved_and_back(desk: Desk) -> None:
    """A shelved incident says until when, by whom and why; it comes back on demand and its history keeps both."""
    incident = the_incident(desk)
    until = to_datetime(NOW + 3_600_000).isoformat()
    shelved = step(desk, incident, "shelve", version=1, until=until, note="strap is being changed")
    assert (shelved["shelved_by"], shelved["shelved_reason"]) == ("erlan", "strap is being changed")
    assert "unshelve" in shelved["steps"]
    back = step(desk, incident, "unshelve", version=2)
    assert back["shelved_until"] is None
    assert [one["action"] for one in back["history"]] == ["create", "shelve", "unshelve"]
    step(desk, incident, "shelve", 422, version=3, until=to_datetime(NOW - 1).isoformat(), note="too late")


def test_call_outcome_is_kept(desk: Desk) -> None:
    """What came of a call stands in the history as fields, not as words alone."""
    incident = the_incident(desk)
    whole = step(desk, incident, "call", version=1, call={"outcome": "no_answer", "whom": "wearer"})
    assert whole["history"][-1]["detail"]["call"] == {"outcome": "no_answer", "whom": "wearer"}


def test_a_person_escalates(desk: Desk) -> None:
    """A person raises the level at once; the version they saw is asked for as with every step."""
    incident = the_incident(desk)
    assert step(desk, incident, "escalate", version=1)["escalation"] == 1
    step(desk, incident, "escalate", 409, version=1)


def test_undo_restores_what_was(desk: Desk) -> None:
    """One's own last step is taken back; another's is not; the history shows both lines."""
    incident = the_incident(desk)
    taken = step(desk, incident, "acknowledge", version=1)
    assert taken["undo_until"] is not None
    step(desk, incident, "undo", 403, login="dana", version=2)
    back = step(desk, incident, "undo", version=2)
    assert (back["state"], back["owner"], back["version"]) == ("open", None, 3)
    assert [one["action"] for one in back["history"]] == ["create", "acknowledge", "undo"]
    step(desk, incident, "undo", 409, version=3)


def test_undone_closing_gives_way_to_a_new_incident(desk: Desk) -> None:
    """A closing is not taken back once a new incident of the same cause is open."""
    incident = the_incident(desk)
    step(desk, incident, "acknowledge", version=1)
    step(desk, incident, "close", version=2, disposition="technical", note="strap replaced")
    desk.do(
        "INSERT INTO incidents (person_id, cause, kind, severity, priority, state, began_at, decided_at, visible_at)"
        " SELECT person_id, cause, kind, severity, priority, 'open', began_at, decided_at, visible_at FROM incidents"
    )
    step(desk, incident, "undo", 409, version=3)


def test_owners_are_those_who_would_see_it(desk: Desk) -> None:
    """The list for a hand-over holds all whom the hand-over takes but the owner, and nobody else."""
    incident = the_incident(desk)
    step(desk, incident, "acknowledge", login="dana", version=1)
    listed = {one["login"] for one in desk.get(f"/api/incidents/{incident}/owners", "dana").json()}
    assert listed == {"aigul", "erlan"}
    for login in ACCOUNTS.keys() - {"dana"}:
        body = {"version": 2, "new_owner": login}
        answer = desk.post(f"/api/incidents/{incident}/hand_over", "dana", json=body)
        assert (answer.status_code == 200) == (login in listed), (login, answer.text)
        desk.do("UPDATE incidents SET owner = 'dana', version = 2")
    assert desk.get(f"/api/incidents/{incident}/owners", "berik").status_code == 404
