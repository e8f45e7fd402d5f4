"""The live push, over a real socket protocol and a real database."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from baqylau.console.live.log import KEPT, Log
from baqylau.console.live.sight import Sight
from baqylau.console.live.spots import Spot, Wearer, presence, row_of
from baqylau.observations.kinds import Position
from baqylau.register.place import Circle
from baqylau.rules.shapes import shape_of
from baqylau.rules.thresholds import DEFAULT, Thresholds
from tests.console.conftest import Desk
from tests.console.signing_in import Browser, house
from tests.console.test_incidents import raise_incidents, strap
from tests.console.test_positions import give_fixes, give_order
from tests.console.test_watch import order_whole
from tests.incidents.worlds import NOW

ALL = Sight(None, None, True, True, True)


def greet(desk: Desk, socket: WebSocketTestSession, login: str = "erlan", after: int | None = None) -> Any:
    socket.send_json({"after": after, "token": desk.tokens[login]})
    hello = socket.receive_json()
    assert hello["type"] == "hello"
    return hello


def next_of(socket: WebSocketTestSession, kind: str) -> Any:
    """The next message of that kind; others are passed over."""
    while True:
        message = socket.receive_json()
        if message["type"] == kind:
            return message


def wearer(person: int = 1, *, positions: bool = True, office: int = 3, officer: str | None = None) -> Wearer:
    home = shape_of(Circle(type="Point", coordinates=(76.9, 43.2), radius_m=100))
    return Wearer(person, person, 0, office, officer, positions, (home,))


@pytest.mark.services
def test_new_incident_is_pushed_at_once(desk: Desk) -> None:
    """An incident raised after the greeting arrives with its finding, without a further question."""
    with desk.client.websocket_connect("/api/live") as socket:
        greet(desk, socket)
        assert next_of(socket, "positions")["whole"] is True
        raise_incidents(desk, strap(desk))
        pushed = next_of(socket, "incident")
        assert pushed["incident"]["kind"] == "strap_opened"
        assert pushed["incident"]["person"]["name_cyrillic"] == "Азамат 0"


@pytest.mark.services
def test_a_client_that_returns_gets_what_it_missed(desk: Desk) -> None:
    """With its last number a client hears of the incident raised while it was away; with a strange one it resyncs."""
    with desk.client.websocket_connect("/api/live") as socket:
        seq = greet(desk, socket)["seq"]
    raise_incidents(desk, strap(desk))
    with desk.client.websocket_connect("/api/live") as socket:
        greet(desk, socket, after=seq)
        assert next_of(socket, "incident")["seq"] > seq
    with desk.client.websocket_connect("/api/live") as socket:
        greet(desk, socket, after=1)
        assert socket.receive_json()["type"] == "resync"
        assert next_of(socket, "positions")["whole"] is True


@pytest.mark.services
def test_positions_only_as_far_as_ordered(desk: Desk) -> None:
    """Who has an exclusion zone is shown by position; under a curfew alone neither place nor accuracy leaves."""
    zone, curfew = desk.world.people[0], desk.world.people[1]
    give_order(desk, zone, "exclusion")
    give_order(desk, curfew, "curfew")
    give_fixes(desk, 0, 3, first=NOW)
    give_fixes(desk, 1, 3, first=NOW)
    with desk.client.websocket_connect("/api/live") as socket:
        greet(desk, socket)
        rows: dict[int, Any] = {}
        while rows.get(zone, [None] * 6)[4] != "position" or rows[curfew][3] is None:
            rows |= {row[0]: row[1:] for row in next_of(socket, "positions")["rows"]}
        assert rows[zone][0] == pytest.approx(43.2002)
        assert rows[zone][4] == "position"
        assert rows[curfew][:3] == [None, None, None]
        assert rows[curfew][5] is None
        assert rows[curfew][4] in ("home", "away", "unknown")


@pytest.mark.services
def test_the_live_map_takes_new_thresholds(desk: Desk) -> None:
    """Whose last fix is too old to tell is at home once an administrator lets fixes count for longer."""
    person = desk.world.people[0]
    order_whole(desk, person, "curfew")
    desk.do("UPDATE activations SET from_at = from_at - interval '1 day'")
    give_fixes(desk, 0, 1, first=NOW - 5_400_000)
    with desk.client.websocket_connect("/api/live") as socket:
        greet(desk, socket)
        assert next_of(socket, "positions")["rows"][0][5] == "unknown"
        desk.do(
            "INSERT INTO threshold_versions (valid_from, values, written_by, reason)"
            " VALUES (now(), '{\"silent_s\": 7200, \"silent_escalated_s\": 9000}', 'admin', 'tried')"
        )
        assert next_of(socket, "positions")["rows"][0][5] == "home"


@pytest.mark.services
def test_newly_visible_fix_is_pushed(desk: Desk) -> None:
    """A fix that becomes visible after the greeting is pushed within a tick, and the beat says how fresh data are."""
    person = desk.world.people[0]
    give_order(desk, person, "exclusion")
    with desk.client.websocket_connect("/api/live") as socket:
        greet(desk, socket)
        assert next_of(socket, "positions")["whole"] is True
        give_fixes(desk, 0, 1, first=NOW + 1000)
        moved = next_of(socket, "positions")
        assert (moved["whole"], moved["rows"][0][0]) == (False, person)
        assert next_of(socket, "beat")["newest_visible_age_s"] is not None


@pytest.mark.services
@pytest.mark.parametrize(("login", "code"), [("talgat", 4403), ("nobody", 4401)])
def test_refused(desk: Desk, login: str, code: int) -> None:
    """A role without incidents, and a token that nobody has, are shown the door with the reason as a code."""
    with desk.client.websocket_connect("/api/live") as socket:
        socket.send_json({"after": None, "token": desk.tokens.get(login, "nobody's")})
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == code


def opened(browser: Browser, **headers: str) -> Any:
    """The first answer to a socket opened with this browser's cookie; the code where it is closed."""
    try:
        with browser.client.websocket_connect("ws://localhost:8080/api/live", headers=headers) as socket:
            socket.send_json({"after": None})
            return socket.receive_json()["type"]
    except WebSocketDisconnect as closed:
        return closed.code


@pytest.mark.services
def test_a_cookie_opens_the_socket(fresh_database: str) -> None:
    """A page signed in with a password hears by its cookie alone; without the second factor it does not."""
    with house(fresh_database) as home:
        home.add("dana")
        browser, own = home.browser(), home.settings.console_origin
        assert opened(browser, Origin=own) == 4401
        browser.sign_in("dana")
        assert opened(browser, Origin=own) == "hello"
        secret = home.enrol(browser)
        assert opened(browser, Origin=own) == "hello"
        browser.sign_in("dana")
        assert opened(browser, Origin=own) == 4401
        browser.post("/api/signin/totp", code=home.code(secret))
        assert opened(browser, Origin=own) == "hello"
        browser.post("/api/signout")
        assert opened(browser, Origin=own) == 4401


@pytest.mark.services
def test_a_page_of_another_site_opens_no_socket(fresh_database: str) -> None:
    """Another site's page has our cookie and not our origin: it is shown the door, and so is who names no origin."""
    with house(fresh_database) as home:
        browser = home.signed_in("dana")
        assert opened(browser, Origin="https://evil.example") == 4403
        assert opened(browser, Origin="http://localhost:8081") == 4403
        assert opened(browser) == 4403
        assert opened(browser, Origin=home.settings.console_origin) == "hello"


@pytest.mark.services
def test_another_office_hears_nothing(desk: Desk) -> None:
    """An officer of another region is sent neither the incident nor the position of a person of this one."""
    give_order(desk, desk.world.people[0], "exclusion")
    give_fixes(desk, 0, 2)
    with desk.client.websocket_connect("/api/live") as socket:
        greet(desk, socket, "berik")
        assert next_of(socket, "positions")["rows"] == []
        raise_incidents(desk, strap(desk))
        heard: list[str] = []
        while (message := socket.receive_json())["type"] != "beat" or len(heard) < 1:
            heard.append(message["type"])
    assert "incident" not in heard


@pytest.mark.services
def test_findings_are_announced(desk: Desk) -> None:
    """The database itself announces new and changed findings, whoever writes them."""
    with psycopg.connect(desk.world.url, autocommit=True) as connection:
        connection.execute("LISTEN finding_changed")
        raise_incidents(desk, strap(desk))
        desk.do("UPDATE findings SET ended_at = now()")
        payloads = [notice.payload for notice in connection.notifies(timeout=5, stop_after=2)]
    assert payloads == [strap(desk).finding_id] * 2


def test_log_forgets_and_says_so() -> None:
    """A number older than what is kept is not known any more; what is kept comes in order."""
    log = Log(100)
    for number in range(KEPT + 10):
        log.say("incident", "incident", str(number), None, None)
    assert not log.knows(100)
    assert not log.knows(log.seq + 1)
    assert [text[-2] for text in log.said_since(log.seq - 2, ALL)] == ["8", "9"]


def test_moves_are_gathered_for_the_slow() -> None:
    """A client that was told nothing for three ticks gets one row a person, the newest."""
    log, spot = Log(0), Spot(wearer(), Position(1000, 43.0, 76.0))
    log.spots[1] = spot
    for second in range(3):
        spot.fix = Position(1000 + second, 43.0 + second, 76.0)
        spot.row = row_of(spot, 5000, DEFAULT)
        log.moved([spot])
    (text,) = log.moved_since(0, ALL)
    assert text.count("[1,") == 1
    assert "45.0" in text
    assert log.moved_since(log.seq, ALL) == []


@pytest.mark.parametrize(
    ("speed_kmh", "course_deg", "expected"),
    [(40.0, 359.7, 0), (40.0, 90.4, 90), (1.0, 90.4, None), (None, 90.4, None), (40.0, None, None)],
)
def test_heading(speed_kmh: float | None, course_deg: float | None, expected: int | None) -> None:
    """A heading is said of whoever moves; the course of one who stands is noise."""
    fix = Position(1000, 43.0, 76.0, speed_kmh=speed_kmh, course_deg=course_deg)
    assert row_of(Spot(wearer(), fix), 5000, DEFAULT)[6] == expected


def test_caseload_and_office_bound_sight() -> None:
    """An officer sees the own caseload in the own office; mass incidents are everyone's."""
    sight = Sight(frozenset({3}), "aigul", True, True, True)
    assert sight.sees(3, "aigul")
    assert not sight.sees(3, "other")
    assert not sight.sees(4, "aigul")
    assert sight.sees(None, None)


@pytest.mark.parametrize(
    ("lat", "accuracy_m", "age_ms", "expected"),
    [
        (43.2, 10.0, 0, "home"),
        (43.21, 10.0, 0, "away"),
        (43.2012, 100.0, 0, "unknown"),
        (43.2, 10.0, 7_200_000, "unknown"),
    ],
)
def test_presence(lat: float, accuracy_m: float, age_ms: int, expected: str) -> None:
    """Home and away are said only of a fresh fix whose whole circle speaks for it."""
    fix = Position(NOW - age_ms, lat, 76.9, accuracy_m=accuracy_m)
    assert presence(wearer().homes, fix, NOW, DEFAULT) == expected


def test_presence_by_the_thresholds_in_force() -> None:
    """A fix that is old by the defaults still counts where silence is told later."""
    fix = Position(NOW - 7_200_000, 43.2, 76.9, accuracy_m=10.0)
    assert presence(wearer().homes, fix, NOW, Thresholds(silent_s=10_800)) == "home"
