"""The figures of the watch from its own log, and handing it over."""

from __future__ import annotations

import pytest

from baqylau.console.routes.shift import arrivals_of, digest_of
from tests.console.conftest import Desk
from tests.console.test_incident_extras import step, the_incident
from tests.incidents.worlds import NOW

TEN = 600_000
SPAN = {"from": "2026-06-20T00:00:00Z", "to": "2026-06-22T00:00:00Z"}


@pytest.mark.services
def test_figures_from_the_log(desk: Desk) -> None:
    """Acknowledging and closing show per operator, as delays, and as false share by disposition."""
    incident = the_incident(desk)
    step(desk, incident, "acknowledge", version=1)
    step(desk, incident, "close", version=2, disposition="technical", note="strap replaced")
    figures = desk.get("/api/shift", params=SPAN).json()
    assert figures["operators"] == [{"login": "erlan", "acknowledged": 1, "closed": 1, "busiest_10min": 1}]
    assert figures["to_acknowledge_s"] == {"median": 0.0, "p95": 0.0, "n": 1}
    assert figures["false_share"] == [{"kind": "strap_opened", "closed": 1, "false": 1, "share": 1.0}]
    assert figures["top_causes"][0]["share"] == 1.0
    assert figures["arrivals"]["total"] == 1
    assert desk.get("/api/shift", "berik", params=SPAN).json()["arrivals"]["total"] == 0


@pytest.mark.services
def test_stale_after_a_day(desk: Desk) -> None:
    """What has been open for more than a day is named."""
    incident = the_incident(desk)
    desk.do("UPDATE incidents SET opened_at = opened_at - interval '25 hours'")
    figures = desk.get("/api/shift", params=SPAN).json()
    assert (figures["stale_count"], figures["stale"][0]["incident_id"]) == (1, incident)


@pytest.mark.services
def test_handed_over_and_accepted_once(desk: Desk) -> None:
    """The list is signed by its hash; only who was named accepts it, and once."""
    incident = the_incident(desk)
    made = desk.post("/api/shift/handover", json={"to": "dana", "note": "quiet"}).json()
    assert [one["incident_id"] for one in made["list"]] == [incident]
    assert len(made["sha256"]) == 64
    path = f"/api/shift/handovers/{made['handover_id']}/accept"
    assert desk.post(path).status_code == 409
    assert desk.post(path, "dana").json()["accepted_at"] is not None
    assert desk.post(path, "dana").status_code == 409
    assert len(desk.get("/api/shift/handovers", "dana").json()["handovers"]) == 1
    assert desk.get("/api/shift/handovers", "aigul").json()["handovers"] == []
    assert desk.post("/api/shift/handover", json={"to": "talgat"}).status_code == 422


@pytest.mark.services
def test_successors_watch_above_and_below(desk: Desk) -> None:
    """The watch can be handed to who watches in the offices above and below, not beside, and not to oneself."""
    assert {one["login"] for one in desk.get("/api/shift/successors", "aigul").json()} == {
        "dana",
        "erlan",
        "gulnar",
    }
    assert {one["login"] for one in desk.get("/api/shift/successors").json()} == {
        "dana",
        "aigul",
        "berik",
        "gulnar",
    }


def test_floods_are_joined() -> None:
    """Slots of more than ten that touch are one flood; ten are none."""
    slots = [(0, 11), (1, 30), (2, 10), (3, 12)]
    found = arrivals_of([{"time_ms": NOW + slot * TEN, "incidents": n} for slot, n in slots])
    assert [(one.from_ms - NOW, one.incidents) for one in found.floods] == [(0, 41), (3 * TEN, 12)]
    assert found.total == 63


def test_the_hash_depends_on_every_word() -> None:
    """Another note gives another hash; the order of keys does not."""
    assert digest_of({"a": 1, "b": "x"}) == digest_of({"b": "x", "a": 1})
    assert digest_of({"a": 1, "b": "x"}) != digest_of({"a": 1, "b": "y"})
