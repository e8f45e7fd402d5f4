"""Papers as PDF: the track for a court and the wearer's sheet, made quickly, recorded, and for whom they are meant."""

from __future__ import annotations

import time

import psycopg
import pytest

from baqylau.console.routes.papers import steps_of
from baqylau.platform.instants import to_datetime
from baqylau.register.fitting import Done, Fitting, FittingStep, Heard
from baqylau.register.fitting_store import StoredFitting
from tests.console.conftest import Desk
from tests.console.test_replay import HOUR, fix, span
from tests.console.test_watch import order_whole
from tests.incidents.worlds import NOW

pytestmark = pytest.mark.services
DAY = 24 * HOUR


def a_month(desk: Desk) -> int:
    """43,200 fixes of the first person, who walks about; when they begin."""
    begins = NOW - 29 * DAY
    with psycopg.connect(desk.world.url) as connection:
        connection.execute(
            "INSERT INTO fixes (device_id, happened_at, source, ordinal, valid, archived, received_at, visible_at,"
            " frame_id, lat, lon, accuracy_m)"
            " SELECT %s, t, 1, 0, n %% 997 > 0, false, t + interval '1 s', t + interval '1 s', 1,"
            " 43.2 + 0.01 * sin(n / 300.0), 76.9 + 0.02 * cos(n / 170.0), 5"
            " FROM generate_series(0, 43199) AS n, LATERAL (SELECT %s::timestamptz + n * interval '1 min' AS t)",
            (desk.world.devices[0], to_datetime(begins)),
        )
    return begins


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_track_for_a_court(desk: Desk, language: str) -> None:
    """The paper is a PDF in the language asked for, offered as a file, and an export of the track in the ledger."""
    person = desk.world.people[0]
    order_whole(desk, person, "exclusion", "curfew")
    fix(desk, NOW - HOUR)
    fix(desk, NOW - HOUR + 60_000, accuracy=900)
    params = span(NOW - 2 * HOUR, NOW) | {"format": "pdf", "language": language}
    answer = desk.get(f"/api/people/{person}/track/export", params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].endswith('.pdf"')
    assert f"/Lang ({language})".encode() in answer.content
    assert desk.do("SELECT act, object_kind, purpose FROM ledger_entries ORDER BY seq DESC LIMIT 1") == [
        ("export", "track", "scheduled_check")
    ]
    again = desk.get(f"/api/people/{person}/track/export", params=params)
    assert again.content == answer.content


def test_track_for_a_court_needs_positions_and_purpose(desk: Desk) -> None:
    """Under a curfew alone there is no such paper, without a purpose neither, and none for an operator."""
    person = desk.world.people[0]
    order_whole(desk, person, "curfew")
    at = f"/api/people/{person}/track/export"
    params = span(NOW - HOUR, NOW) | {"format": "pdf"}
    assert desk.get(at, params=params).status_code == 403
    assert desk.get(at, params=params, headers={"X-Purpose": ""}).status_code == 428
    assert desk.get(at, "dana", params=params).status_code == 403


def test_a_month_on_paper(desk: Desk) -> None:
    """A month of minutes becomes a paper in seconds, of a size that can be sent."""
    person = desk.world.people[0]
    order_whole(desk, person, "exclusion")
    begins = a_month(desk)
    params = span(begins, begins + 30 * DAY)
    begun_s, used_s = time.perf_counter(), time.process_time()
    answer = desk.get(f"/api/people/{person}/track/export", params=params | {"format": "pdf"})
    print(  # noqa: T201
        f"43,200 points on paper: {time.perf_counter() - begun_s:.1f} s, of processor"
        f" {time.process_time() - used_s:.1f} s, {len(answer.content) // 1024} KiB"
    )
    assert answer.status_code == 200, answer.text
    assert len(answer.content) < 3_000_000
    assert time.process_time() - used_s < 20


@pytest.mark.parametrize("login", ["dana", "aigul", "erlan", "sabit"])
def test_sheet_of_the_wearer(desk: Desk, login: str) -> None:
    """Whoever may read orders may print the wearer's sheet, in each language; each print is in the ledger."""
    person = desk.world.people[0]
    order_whole(desk, person, "exclusion", "curfew")
    desk.do("UPDATE offices SET phone = '+7 727 000 00 00'")
    for language in ("kk", "ru", "en"):
        answer = desk.get(f"/api/people/{person}/sheet", login, params={"language": language})
        assert answer.status_code == 200, answer.text
        assert f"/Lang ({language})".encode() in answer.content
    assert desk.do("SELECT act, person_id FROM ledger_entries ORDER BY seq DESC LIMIT 1") == [
        ("export", person)
    ]


def test_sheet_without_an_order(desk: Desk) -> None:
    """Somebody without an order in force gets a sheet that says so, in the language of the account."""
    answer = desk.get(f"/api/people/{desk.world.people[1]}/sheet")
    assert answer.status_code == 200
    assert b"/Lang (kk)" in answer.content


@pytest.mark.parametrize("login", ["talgat", "marat", "admin"])
def test_sheet_is_not_for_those_who_see_no_persons(desk: Desk, login: str) -> None:
    """Technician, auditor and administrator print nobody's sheet."""
    assert desk.get(f"/api/people/{desk.world.people[0]}/sheet", login).status_code == 403


def test_custody_sheet(desk: Desk) -> None:
    """The sheet of a fitting is a PDF in each language, opened for a purpose, and an export in the ledger."""
    person = desk.world.people[0]
    ((activation,),) = desk.do("SELECT activation_id FROM activations WHERE person_id = %s", person)
    at = f"/api/people/{person}/activations/{activation}/custody-sheet"
    for language in ("kk", "ru", "en"):
        answer = desk.get(at, params={"language": language})
        assert answer.status_code == 200, answer.text
        assert f"/Lang ({language})".encode() in answer.content
    assert desk.do("SELECT act, object_kind, person_id FROM ledger_entries ORDER BY seq DESC LIMIT 1") == [
        ("export", "activation", person)
    ]
    assert desk.get(at, headers={"X-Purpose": ""}).status_code == 428
    assert desk.get(at, "talgat").status_code == 403
    other = f"/api/people/{desk.world.people[1]}/activations/{activation}/custody-sheet"
    assert desk.get(other).status_code == 404


def test_sheet_of_a_return_once_it_is_back(desk: Desk) -> None:
    """While the device is worn there is no sheet of its return; when it is off there is."""
    person = desk.world.people[0]
    ((activation,),) = desk.do("SELECT activation_id FROM activations WHERE person_id = %s", person)
    at = f"/api/people/{person}/activations/{activation}/custody-sheet"
    assert desk.get(at, params={"occasion": "return"}).status_code == 409
    desk.do("UPDATE activations SET to_at = %s WHERE activation_id = %s", to_datetime(NOW - HOUR), activation)
    assert desk.get(at, params={"occasion": "return"}).status_code == 200


def test_custody_sheet_ticks_what_the_fitting_knows() -> None:
    """What is done and seen is ticked; a contraindication, and what nobody wrote down, is not."""
    done: dict[FittingStep, Done] = {
        "medical": Done("talgat", 1, {"result": "fit"}),
        "photo": Done("talgat", 2),
    }
    heard = Heard(contact_ms=3, clock_lag_ms=0)
    fitted = StoredFitting(Fitting("talgat", done, heard), 0)
    assert _ticked(fitted) == {"medical_check", "photo", "device_heard"}
    against = Fitting("talgat", {"medical": Done("talgat", 1, {"result": "contraindicated"})})
    assert _ticked(StoredFitting(against, 0)) == set()
    assert _ticked(None) == set()


def _ticked(stored: StoredFitting | None) -> set[str]:
    return {one.code for one in steps_of("fitting", stored) if one.done}
