"""Signing in through an agency's directory: a real provider on a loopback port, and tokens not to be believed."""

from __future__ import annotations

import hmac
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from baqylau.console.signin.directory import TokenRefused, claims_of, read_visitor
from baqylau.platform.settings import Settings
from tests.console.authenticator import encoded
from tests.console.signing_in import Browser, House, house

USERS: dict[str, dict[str, Any]] = {
    "s-1": {"preferred_username": "Dana", "email": "dana@agency.example", "email_verified": True},
    "s-2": {"preferred_username": "dana"},
    "s-3": {"preferred_username": "dana", "amr": ["pwd", "mfa"]},
    "s-4": {"preferred_username": "nobody"},
    "s-5": {"nickname": "dana"},
}
CLIENT = "baqylau"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider of its own, as a process: what it uses inside is its business."""
    port = free_port()
    users = [
        one for sub, claims in USERS.items() for one in ("--user-claims", json.dumps({"sub": sub} | claims))
    ]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", *users]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        assert process.poll() is None, "the provider ended"
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the provider does not listen")


@contextmanager
def agency(url: str, issuer: str, **settings: Any) -> Iterator[House]:
    """A console with this directory, and the account dana without a password."""
    given = {"directory_issuer": issuer, "directory_name": "Agency", "directory_client_secret": "s"}
    with house(url, **given | settings) as home:
        home.wall.at_ms = time.time_ns() // 1_000_000  # the provider's tokens are of today
        home.add("dana")
        home.do("DELETE FROM passwords")
        yield home


def sent(browser: Browser) -> str:
    """Where the console sends the browser."""
    answer = browser.post("/api/signin/directory")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["url"])


def signed_in_there(url: str, subject: str) -> str:
    """Where the directory sends the browser back to, once this user has signed in there."""
    answer = httpx2.post(url, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def back(browser: Browser, location: str) -> httpx2.Response:
    at = urlsplit(location)
    return browser.ask("GET", f"{at.path}?{at.query}", headers={"X-Baqylau": ""}, follow_redirects=False)


def through(browser: Browser, subject: str) -> str:
    """The whole way; where it ends."""
    answer = back(browser, signed_in_there(sent(browser), subject))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_who_the_directory_knows_gets_in_with_our_role(fresh_database: str, issuer: str) -> None:
    """A user whose claim is a login here is signed in as that account, with the role it has here."""
    with agency(fresh_database, issuer) as home:
        browser = home.browser()
        assert browser.get("/api/signin/ways").json()["directory"] == "Agency"
        assert through(browser, "s-1") == "/"
        session = browser.get("/api/session").json()
        assert (session["login"], session["role"], session["stage"]) == ("dana", "operator", "full")
        assert session["password"] is False
        assert browser.get("/api/incidents").status_code == 200
        assert [one["method"] for one in browser.get("/api/sessions").json()] == ["directory"]
        ((detail,),) = home.do("SELECT detail FROM ledger_entries WHERE act = 'sign-in'")
        assert json.loads(detail)["factor"] == "directory"


def test_what_the_directory_is_asked(fresh_database: str, issuer: str) -> None:
    """The browser carries state, nonce and a PKCE challenge there, and neither secret nor verifier."""
    with agency(fresh_database, issuer) as home:
        asked = parse_qs(urlsplit(sent(home.browser())).query)
        assert asked["response_type"] == ["code"]
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["redirect_uri"] == ["http://localhost:8080/api/signin/directory/return"]
        assert {len(asked[name][0]) for name in ("state", "nonce", "code_challenge")} == {43}
        ((verifier,),) = home.do("SELECT verifier FROM directory_visits")
        assert verifier not in str(asked)


@pytest.mark.parametrize("subject", ["s-4", "s-5"])
def test_unknown_is_denied(fresh_database: str, issuer: str, subject: str) -> None:
    """Whom no account here is for, and who brings no login, gets no session, and no account is made."""
    with agency(fresh_database, issuer) as home:
        browser = home.browser()
        assert through(browser, subject) == "/#/signin?because=unknown"
        assert browser.get("/api/session").status_code == 401
        assert home.do("SELECT count(*) FROM accounts") == [(1,)]


def test_disabled_account_is_out(fresh_database: str, issuer: str) -> None:
    """The directory does not bring back an account that was disabled here."""
    with agency(fresh_database, issuer) as home:
        home.do("UPDATE accounts SET disabled_at = now()")
        assert through(home.browser(), "s-1") == "/#/signin?because=unknown"


def test_a_login_given_to_somebody_else_is_not_them(fresh_database: str, issuer: str) -> None:
    """Once one user of the directory came as dana, another with the same name there is refused, and it is recorded."""
    with agency(fresh_database, issuer) as home:
        assert through(home.browser(), "s-1") == "/"
        other = home.browser()
        assert through(other, "s-2") == "/#/signin?because=other"
        assert other.get("/api/session").status_code == 401
        assert home.do("SELECT act FROM ledger_entries ORDER BY seq DESC LIMIT 1") == [("refused",)]
        assert through(home.browser(), "s-1") == "/"


def test_our_second_factor_unless_theirs(fresh_database: str, issuer: str) -> None:
    """Who has a second factor here is asked for it, unless the directory says by amr that it asked for two."""
    with agency(fresh_database, issuer) as home:
        browser = home.browser()
        assert through(browser, "s-3") == "/"
        home.enrol(browser)
        assert browser.stage() == "full"
        again = home.browser()
        assert through(again, "s-3") == "/"
        assert again.stage() == "full"
        home.do("DELETE FROM directory_subjects")
        weak = home.browser()
        assert through(weak, "s-2") == "/"
        assert weak.stage() == "second_factor"
        assert weak.get("/api/incidents").status_code == 401


def test_required_factor_may_be_theirs(fresh_database: str, issuer: str) -> None:
    """Where a second factor is required, two factors at the directory are enough; one is not."""
    with agency(fresh_database, issuer, second_factor_required=True) as home:
        strong, weak = home.browser(), home.browser()
        assert through(strong, "s-3") == "/"
        assert strong.stage() == "full"
        home.do("DELETE FROM directory_subjects")
        assert through(weak, "s-2") == "/"
        assert weak.stage() == "enrol"


def test_one_time_password_is_not_asked_of_who_did_not_use_it(fresh_database: str, issuer: str) -> None:
    """A one-time password that lies unused does not stop who comes through the directory."""
    with agency(fresh_database, issuer) as home:
        admin = home.signed_in("admin", "administrator")
        admin.post("/api/accounts/dana/password")
        browser = home.browser()
        assert through(browser, "s-1") == "/"
        assert browser.stage() == "full"


def test_the_way_back_is_for_one_browser_once_and_soon(fresh_database: str, issuer: str) -> None:
    """Another browser, the same answer again, a made-up state, and one too late are all refused."""
    with agency(fresh_database, issuer) as home:
        browser, thief = home.browser(), home.browser()
        location = signed_in_there(sent(browser), "s-1")
        stale = "/#/signin?because=stale"
        assert back(thief, location).headers["location"] == stale
        assert back(browser, location).headers["location"] == "/"
        assert back(browser, location).headers["location"] == stale
        assert back(browser, "/api/signin/directory/return?code=x&state=y").headers["location"] == stale
        late = signed_in_there(sent(browser), "s-1")
        home.wall.forward(minutes=10)
        assert back(browser, late).headers["location"] == stale


def test_refused_there_is_refused_here(fresh_database: str, issuer: str) -> None:
    """Who says no at the directory, or brings a code that it does not know, comes back to the sign-in screen."""
    with agency(fresh_database, issuer) as home:
        browser = home.browser()
        denied = httpx2.post(sent(browser), data={"action": "deny"}).headers["location"]
        state = parse_qs(urlsplit(sent(browser)).query)["state"][0]
        assert "error=access_denied" in denied
        wrong = f"/api/signin/directory/return?code=wrong&state={state}"
        assert back(browser, wrong).headers["location"] == "/#/signin?because=failed"
        state = parse_qs(urlsplit(sent(browser)).query)["state"][0]
        refused = f"/api/signin/directory/return?error=access_denied&state={state}"
        assert back(browser, refused).headers["location"] == "/#/signin?because=denied"
        state = parse_qs(urlsplit(sent(browser)).query)["state"][0]
        mixed = f"/api/signin/directory/return?code=x&iss=https://other.example&state={state}"
        assert back(browser, mixed).headers["location"] == "/#/signin?because=stale"


@pytest.mark.parametrize("wrong", ["nobody", "slash"])
def test_a_directory_that_is_away_is_said(fresh_database: str, issuer: str, wrong: str) -> None:
    """When the directory does not answer, or calls itself otherwise, the answer says so and other ways stay open."""
    with agency(
        fresh_database, f"http://127.0.0.1:{free_port()}" if wrong == "nobody" else f"{issuer}/"
    ) as home:
        refused = home.browser().post("/api/signin/directory")
        assert (refused.status_code, refused.json()["because"]) == (424, "away")


def test_without_a_directory_there_is_none(fresh_database: str) -> None:
    """A console that was given no directory offers none."""
    with house(fresh_database) as home:
        assert home.browser().get("/api/signin/ways").json()["directory"] is None
        assert home.browser().post("/api/signin/directory").status_code == 404


# ---- tokens

SETTINGS = Settings(directory_issuer="https://directory.example", directory_client_id=CLIENT)
NOW_S = 1_800_000_000
KEY = ECKey.generate_key("P-256", {"kid": "one"})
GOOD: dict[str, Any] = {
    "iss": "https://directory.example",
    "aud": CLIENT,
    "sub": "s-1",
    "nonce": "n",
    "iat": NOW_S,
    "exp": NOW_S + 300,
}


def keys_of(*keys: ECKey | RSAKey) -> dict[str, Any]:
    return {"keys": [key.as_dict(private=False) for key in keys]}


def signed(claims: dict[str, Any], key: Any = KEY, alg: str = "ES256", kid: str = "one") -> dict[str, Any]:
    return {"id_token": jwt.encode({"alg": alg, "kid": kid}, claims, key)}


def test_a_good_token_is_believed() -> None:
    """Signed by the issuer, for us, for this visit and in time: its claims are taken, a minute of drift included."""
    for drift_s in (-60, 0, 300):
        assert claims_of(signed(GOOD), keys_of(KEY), SETTINGS, "n", NOW_S + drift_s)["sub"] == "s-1"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://other.example"},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"azp": "another"},
        {"nonce": "other"},
        {"nonce": None},
        {"exp": NOW_S - 61},
        {"exp": None},
        {"sub": None},
        {"iat": None},
        {"at_hash": "wrong"},
    ],
    ids=str,
)
def test_other_tokens_are_not(change: dict[str, Any]) -> None:
    """Of another issuer, for another client or visit, too old, or without what must be in it: refused."""
    claims = {name: value for name, value in (GOOD | change).items() if value is not None}
    with pytest.raises(TokenRefused):
        claims_of(signed(claims) | {"access_token": "a"}, keys_of(KEY), SETTINGS, "n", NOW_S)


def _with_public_key_as_secret() -> dict[str, Any]:
    parts = [encoded(json.dumps(one).encode()) for one in ({"alg": "HS256", "kid": "one"}, GOOD)]
    mac = hmac.new(KEY.as_pem(private=False), ".".join(parts).encode(), "sha256").digest()
    return {"id_token": ".".join([*parts, encoded(mac)])}


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize(
    "made",
    [
        lambda: signed(GOOD, ECKey.generate_key("P-256", {"kid": "one"})),
        lambda: signed(GOOD, ECKey.generate_key("P-256", {"kid": "two"}), kid="two"),
        lambda: {"id_token": "e30.e30."},
        lambda: {"id_token": "eyJhbGciOiJub25lIn0.e30."},
        lambda: {"id_token": "x"},
        lambda: {"access_token": "a"},
        _with_public_key_as_secret,
    ],
    ids=["other key", "unknown key", "no header", "none", "no token", "missing", "confused"],
)
def test_signatures_that_prove_nothing(made: Callable[[], dict[str, Any]]) -> None:
    """Signed by another key, by none, or by the public key taken for a secret: refused."""
    with pytest.raises(TokenRefused):
        claims_of(made(), keys_of(KEY), SETTINGS, "n", NOW_S)


def test_no_keys_no_belief() -> None:
    """Where the issuer publishes no keys, or something else, nothing is believed."""
    published: tuple[dict[str, Any], ...] = ({}, {"keys": []}, {"keys": "x"}, {"keys": [{"kty": "?"}]})
    for keys in published:
        with pytest.raises(TokenRefused):
            claims_of(signed(GOOD), keys, SETTINGS, "n", NOW_S)


def test_keys_are_a_set_of_which_one_fits() -> None:
    """While the issuer renews its keys, both the old and the new one are believed."""
    old = RSAKey.generate_key(2048, {"kid": "old"})
    for made in (signed(GOOD), signed(GOOD, old, "RS256", "old")):
        assert claims_of(made, keys_of(old, KEY), SETTINGS, "n", NOW_S)["sub"] == "s-1"


@pytest.mark.parametrize(
    ("claims", "login", "two"),
    [
        ({"preferred_username": " A.Seitova "}, "a.seitova", False),
        ({}, None, False),
        ({"preferred_username": 7}, None, False),
        ({"preferred_username": "a\0"}, None, False),
        ({"preferred_username": "a", "amr": ["mfa"]}, "a", True),
        ({"preferred_username": "a", "amr": ["pwd"]}, "a", False),
        ({"preferred_username": "a", "acr": "gold"}, "a", True),
        ({"preferred_username": "a", "acr": None}, "a", False),
    ],
)
def test_what_claims_say(claims: dict[str, Any], login: str | None, two: bool) -> None:
    """The login is the named claim in small letters; two factors are believed only by a value of the settings."""
    settings = SETTINGS.model_copy(update={"directory_factor_acr": ("gold",)})
    visitor = read_visitor({"sub": "s"} | claims, settings)
    assert (visitor.login, visitor.two_factors) == (login, two)


def test_a_mailbox_is_a_login_only_when_verified() -> None:
    """An e-mail address that anybody may have typed at the directory opens nothing."""
    settings = SETTINGS.model_copy(update={"directory_login_claim": "email"})
    for verified, login in ((True, "a@b.kz"), (False, None), ("true", None), (None, None)):
        claims = {"sub": "s", "email": "a@b.kz", "email_verified": verified}
        assert read_visitor(claims, settings).login == login
