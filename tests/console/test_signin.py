"""Signing in with a password: what gets in, what does not, and how fast one may guess."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.console.signin import passwords
from baqylau.console.signin.throttle import OF_ADDRESS, OF_LOGIN, Pace, wait_s
from tests.console.signing_in import PASSWORD, House, house


@pytest.fixture
def home(fresh_database: str) -> Iterator[House]:
    with house(fresh_database) as built:
        yield built


@pytest.mark.services
def test_password_opens_and_signing_out_closes(home: House) -> None:
    """A right password gives a session that carries the role's rights until its owner signs out."""
    home.add("dana", "operator", "almaty-1")
    browser = home.browser()
    assert browser.get("/api/session").status_code == 401
    assert browser.sign_in(" Dana ").json() == {"stage": "full"}
    session = browser.get("/api/session").json()
    assert (session["login"], session["role"], session["method"]) == ("dana", "operator", "session")
    assert session["office"]["code"] == "almaty-1"
    assert "incidents.act" in session["permissions"]
    assert "track.read" not in session["permissions"]
    assert browser.get("/api/incidents").status_code == 200
    kept = dict(browser.client.cookies)
    assert browser.post("/api/signout").status_code == 204
    assert not browser.client.cookies
    browser.client.cookies.update(kept)
    assert browser.get("/api/incidents").status_code == 401


@pytest.mark.services
def test_cookie_is_the_browsers_alone(home: House) -> None:
    """The cookie is HttpOnly and SameSite=Strict for the whole path, and the database has only its hash."""
    home.add("dana")
    answer = home.browser().sign_in("dana")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    token = cookie.split("=", 1)[1].split(";")[0]
    ((row,),) = home.do("SELECT s::text FROM sessions AS s")
    assert token not in row
    assert len(token) == 43


@pytest.mark.services
def test_behind_tls_the_cookie_is_for_tls(fresh_database: str) -> None:
    """With an https address the cookie is Secure and bound to the host, and browsers are told to stay with TLS."""
    with house(fresh_database, console_url="https://console.example") as home:
        home.add("dana")
        browser = home.browser()
        answer = browser.sign_in("dana")
        assert answer.headers["set-cookie"].startswith("__Host-baqylau=")
        assert "Secure" in answer.headers["set-cookie"]
        assert answer.headers["strict-transport-security"]
        assert browser.stage() == "full"


@pytest.mark.services
def test_wrong_says_nothing(home: House) -> None:
    """Wrong password, unknown, disabled and password-less account, and a zero byte all get the same answer."""
    home.add("dana")
    home.add("former")
    home.do("UPDATE accounts SET disabled_at = now() WHERE login = 'former'")
    home.add("robot")
    home.do("DELETE FROM passwords WHERE login = 'robot'")
    browser = home.browser()
    answers = [browser.sign_in("dana", "wrong wrong wrong"), browser.sign_in("dana", "")]
    answers += [browser.sign_in(login) for login in ("nobody", "former", "robot", "da\0na", "")]
    assert {(one.status_code, one.text) for one in answers} == {(401, answers[0].text)}
    assert not any("set-cookie" in one.headers for one in answers)


@pytest.mark.services
def test_unknown_takes_as_long_as_wrong(home: House) -> None:
    """The work behind an answer does not tell whether there is such an account: both lie within a third."""
    home.add("dana")

    def work_s(login: str, number: int) -> float:
        # Of the processor, all threads: what else the machine does must not decide.
        began = time.process_time()
        home.browser(f"10.{number}.0.1").sign_in(login, "wrong wrong wrong")
        return time.process_time() - began

    home.browser().sign_in("warm-up")
    works = [(work_s("dana", number), work_s("nobody", number)) for number in range(5)]
    wrong, unknown = (min(each) for each in zip(*works, strict=True))
    assert abs(wrong - unknown) < max(wrong, unknown) / 3


@pytest.mark.services
def test_guessing_is_slowed(home: House) -> None:
    """After five failures even the right password waits, whether the account exists or not; then it gets in."""
    home.add("dana")
    for login in ("dana", "nobody"):
        for number in range(5):
            assert home.browser(f"10.1.{number}.1").sign_in(login, "wrong").status_code == 401
        refused = home.browser("10.2.0.1").sign_in(login)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "15")
    home.wall.forward(seconds=15)
    assert home.browser().sign_in("dana").status_code == 200
    assert home.browser().sign_in("dana", "wrong").status_code == 401


@pytest.mark.services
def test_one_address_is_slowed_over_all_logins(home: House) -> None:
    """Whoever tries one password on many logins from one address is slowed; other addresses are not."""
    home.add("dana")
    codes = [home.browser().sign_in(f"login{number}", "wrong").status_code for number in range(31)]
    assert codes == [401] * 30 + [429]
    assert home.browser().sign_in("dana").status_code == 429
    assert home.browser("10.9.0.1").sign_in("dana").status_code == 200


@pytest.mark.services
def test_many_guesses_at_once_are_many(home: House) -> None:
    """Guesses made at the same moment are counted like guesses one after another."""
    home.add("dana")
    browsers = [home.browser(f"10.3.{number}.1") for number in range(12)]
    with ThreadPoolExecutor(12) as threads:
        codes = list(threads.map(lambda one: one.sign_in("dana", "wrong").status_code, browsers))
    assert sorted(codes) == [401] * 5 + [429] * 7


@pytest.mark.services
def test_sessions_end_by_themselves(home: House) -> None:
    """A session ends half an hour after its last request, and thirteen hours after it began in any case."""
    browser = home.signed_in("dana")
    home.wall.forward(minutes=29)
    assert browser.stage() == "full"
    home.wall.forward(minutes=29)
    assert browser.stage() == "full"
    home.wall.forward(minutes=31)
    assert browser.get("/api/session").status_code == 401
    assert browser.sign_in("dana").status_code == 200
    for _ in range(31):
        home.wall.forward(minutes=25)
        assert browser.stage() == "full"
    home.wall.forward(minutes=25)
    assert browser.get("/api/session").status_code == 401


@pytest.mark.services
def test_own_sessions_are_listed_and_ended(home: House) -> None:
    """Everybody sees the own sessions, where from and when, ends one or all others, and nobody else's."""
    office, phone, other = home.signed_in("dana"), home.browser("10.7.0.7"), home.signed_in("erlan")
    phone.sign_in("dana")
    found = office.get("/api/sessions").json()
    assert {(one["address"], one["this"]) for one in found} == {("10.0.0.1", True), ("10.7.0.7", False)}
    away = next(one["session_id"] for one in found if not one["this"])
    assert other.ask("DELETE", f"/api/sessions/{away}").status_code == 404
    assert office.ask("DELETE", f"/api/sessions/{away}").status_code == 204
    assert phone.get("/api/session").status_code == 401
    phone.sign_in("dana")
    assert office.ask("DELETE", "/api/sessions").status_code == 204
    assert phone.get("/api/session").status_code == 401
    assert office.stage() == "full"


@pytest.mark.services
def test_changes_need_the_header(home: House) -> None:
    """With a cookie nothing changes without our header, which no other site's page can send; reading may."""
    home.add("dana")
    browser = home.browser()
    browser.headers = {}
    assert browser.sign_in("dana").status_code == 403
    browser.headers = {"X-Baqylau": "1"}
    assert browser.sign_in("dana").status_code == 200
    browser.headers = {}
    assert browser.get("/api/session").status_code == 200
    for method, path in (("POST", "/api/signout"), ("DELETE", "/api/sessions"), ("PUT", "/api/me/password")):
        answer = browser.ask(method, path, json={"new": "x"})
        assert (answer.status_code, answer.json()["because"]) == (403, "header")
    assert browser.get("/api/session").status_code == 200


@pytest.mark.services
def test_password_is_changed_by_its_owner(home: House) -> None:
    """A new password needs the old one, is neither short nor the same, and ends the other sessions."""
    browser, other = home.signed_in("dana"), home.browser()
    other.sign_in("dana")
    new = "жазда күн ысиды"
    for current, wanted, because in (
        (None, new, "current"),
        ("wrong wrong wrong", new, "current"),
        (PASSWORD, "short", "weak"),
        (PASSWORD, "dana dana", "weak"),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "weak"),
        (PASSWORD, PASSWORD, "same"),
    ):
        answer = browser.put("/api/me/password", current=current, new=wanted)
        assert (answer.status_code, answer.json()["because"]) == (422, because)
    assert other.stage() == "full"
    assert browser.put("/api/me/password", current=PASSWORD, new=new).json() == {"stage": "full"}
    assert browser.stage() == "full"
    assert other.get("/api/session").status_code == 401
    assert other.sign_in("dana").status_code == 401
    assert other.sign_in("dana", new).status_code == 200


@pytest.mark.services
def test_no_password_in_what_is_kept(home: House) -> None:
    """A password typed as the login is kept nowhere, and the password itself only as argon2id."""
    home.add("dana")
    home.browser().sign_in("my secret password", "x")
    tries = home.do("SELECT t::text FROM sign_in_tries AS t")
    assert "secret" not in str(tries)
    ((kept,),) = home.do("SELECT hash FROM passwords")
    assert kept.startswith("$argon2id$v=19$m=65536,")


@pytest.mark.services
@pytest.mark.parametrize("path", ["/", "/healthz", "/api/incidents", "/nowhere", "/api/openapi.json"])
def test_every_answer_has_the_headers(home: House, path: str) -> None:
    """No answer may be framed, sniffed, kept or given a script that is not ours."""
    answer = home.browser().get(path)
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in answer.headers["permissions-policy"]


@given(st.integers(0, 10_000), st.floats(0, 1e6))
def test_waits_grow_and_end(failures: int, since_last_s: float) -> None:
    """A wait is never negative, never longer than the longest, and one failure more never shortens it."""
    for pace in (OF_LOGIN, OF_ADDRESS, Pace(0, OF_LOGIN.window, 1, 10)):
        wait = wait_s(pace, failures, since_last_s)
        assert 0 <= wait <= pace.longest_wait_s
        assert wait_s(pace, failures + 1, since_last_s) >= wait
        assert wait_s(pace, failures, since_last_s + pace.longest_wait_s) == 0


def test_passwords_are_told_apart() -> None:
    """A hash knows its password; it does not know another, and damage to it is not a match."""
    kept = passwords.hashed("дұрыс құпиясөз")
    assert passwords.is_right("дұрыс құпиясөз", kept)
    assert not passwords.is_right("бұрыс құпиясөз", kept)
    assert not passwords.is_right("дұрыс құпиясөз", None)
    assert not passwords.is_right("x", "not a hash")


def test_one_time_passwords_differ() -> None:
    """Each is another, and can be read out: four groups of four letters and digits."""
    made = {passwords.one_time() for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) == 19 and one.count("-") == 3 for one in made)
