"""Passkeys: made by their owner, good for both factors, worth nothing to anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baqylau.console.signin.ceremonies import is_copy
from baqylau.platform.settings import Settings
from tests.console.authenticator import USER_PRESENT, Authenticator, encoded
from tests.console.signing_in import PASSWORD, Browser, House, house

OPTIONS = "/api/signin/passkey/options"


@pytest.fixture
def home(fresh_database: str) -> Iterator[House]:
    with house(fresh_database) as built:
        yield built


def options_of(browser: Browser, path: str = OPTIONS, **body: str) -> dict[str, Any]:
    answer = browser.post(path, **body)
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = answer.json()["options"]
    return options


def with_passkey(home: House, browser: Browser, name: str = "key", **proof: str) -> Authenticator:
    """A passkey for whoever is signed in there."""
    made = Authenticator(home.settings.console_origin)
    options = options_of(browser, "/api/me/passkeys/options", **(proof or {"password": PASSWORD}))
    answer = browser.post("/api/me/passkeys", name=name, credential=made.make(options))
    assert answer.status_code == 201, answer.text
    return made


def enter(browser: Browser, key: Authenticator) -> Any:
    return browser.post("/api/signin/passkey", credential=key.show(options_of(browser)))


@pytest.mark.services
def test_passkey_opens_everything(home: House) -> None:
    """A passkey made at one browser signs in at another without login or password, and counts as both factors."""
    browser = home.signed_in("dana")
    key = with_passkey(home, browser, "desk")
    session = browser.get("/api/session").json()
    assert (session["passkeys"], session["totp"], session["stage"]) == (1, False, "full")
    other = home.browser("10.0.0.2")
    assert enter(other, key).json() == {"stage": "full"}
    assert other.get("/api/session").json()["login"] == "dana"
    assert other.get("/api/incidents").status_code == 200
    (kept,) = other.get("/api/me/passkeys").json()
    assert (kept["name"], kept["synced"], kept["used_at"] is not None) == ("desk", False, True)
    assert {one["method"] for one in other.get("/api/sessions").json()} == {"password", "passkey"}


@pytest.mark.services
def test_first_passkey_is_asked_for_from_then_on(home: House) -> None:
    """With the first passkey other sessions end, and a password alone opens nothing any more."""
    browser, other = home.signed_in("dana"), home.browser()
    other.sign_in("dana")
    key = with_passkey(home, browser)
    assert other.get("/api/session").status_code == 401
    assert browser.stage() == "full"
    assert other.sign_in("dana").json() == {"stage": "second_factor"}
    assert other.get("/api/incidents").status_code == 401
    assert other.post("/api/signin/totp", code="000000").status_code == 401
    assert enter(other, key).json() == {"stage": "full"}
    assert other.get("/api/incidents").status_code == 200


@pytest.mark.services
def test_passkey_is_enough_where_a_factor_is_required(fresh_database: str) -> None:
    """Where a second factor is required, a passkey set up right after the password is one."""
    with house(fresh_database, second_factor_required=True) as home:
        home.add("dana")
        browser = home.browser()
        assert browser.sign_in("dana").json() == {"stage": "enrol"}
        made = Authenticator(home.settings.console_origin)
        options = options_of(browser, "/api/me/passkeys/options")
        credential = made.make(options)
        assert browser.post("/api/me/passkeys", name="k", credential=credential).status_code == 201
        assert browser.stage() == "full"


@pytest.mark.services
def test_an_open_browser_is_not_enough_to_add_one(home: House) -> None:
    """Making and removing a passkey needs the password, or the code where there is an application."""
    browser = home.signed_in("dana")
    for proof in ({}, {"password": "wrong"}, {"code": "000000"}):
        answer = browser.post("/api/me/passkeys/options", **proof)
        assert (answer.status_code, answer.json()["because"]) == (422, "password"), proof
    with_passkey(home, browser)
    ((number,),) = home.do("SELECT passkey_id FROM passkeys")
    at = f"/api/me/passkeys/{number}/remove"
    assert browser.post(at).status_code == 422
    home.wall.forward(minutes=20)
    proposal = browser.post("/api/me/totp", password=PASSWORD).json()
    assert browser.post("/api/me/totp/confirm", code=home.code(proposal["secret"])).status_code == 200
    home.wall.forward(minutes=1)
    assert browser.post(at, password=PASSWORD).json()["because"] == "code"
    home.wall.forward(minutes=1)
    assert browser.post(at, code=home.code(proposal["secret"])).status_code == 204
    assert home.do("SELECT 1 FROM passkeys") == []


@pytest.mark.services
def test_new_application_is_not_slipped_in_beside_a_passkey(home: House) -> None:
    """Whoever has only a passkey is asked for the password before an application becomes another factor."""
    browser = home.signed_in("dana")
    with_passkey(home, browser)
    assert browser.post("/api/me/totp").json()["because"] == "password"


@pytest.mark.services
def test_challenge_is_good_once_and_not_for_long(home: House) -> None:
    """An answer is taken once; the same again, one to an old challenge and one to a made-up one are refused."""
    key = with_passkey(home, home.signed_in("dana"))
    browser = home.browser()
    answer = key.show(options_of(browser))
    assert browser.post("/api/signin/passkey", credential=answer).status_code == 200
    assert browser.post("/api/signin/passkey", credential=answer).status_code == 401
    late = key.show(options_of(browser))
    home.wall.forward(minutes=5)
    assert browser.post("/api/signin/passkey", credential=late).status_code == 401
    made_up = key.show({"challenge": encoded(b"x" * 32)})
    assert browser.post("/api/signin/passkey", credential=made_up).status_code == 401
    assert enter(browser, key).status_code == 200


@pytest.mark.services
@pytest.mark.parametrize("wrong", ["origin", "party", "verified", "key", "handle", "kind"])
def test_answers_that_prove_nothing(home: House, wrong: str) -> None:
    """Another site, another domain, an unverified user, another key, another's handle, another ceremony: refused."""
    key = with_passkey(home, home.signed_in("dana"))
    browser = home.browser()
    options = options_of(browser)
    if wrong == "origin":
        key.origin = "http://127.0.0.1:8080"
    if wrong == "party":
        key.party = "example.org"
    if wrong == "verified":
        key.flags = USER_PRESENT
    if wrong == "key":
        key.key = Authenticator("").key
    if wrong == "handle":
        key.handle = b"somebody else"
    answer = key.show(options)
    if wrong == "kind":
        answer["response"]["clientDataJSON"] = key.make(options | {"user": {"id": ""}})["response"][
            "clientDataJSON"
        ]
    refused = browser.post("/api/signin/passkey", credential=answer)
    assert refused.status_code == 401
    assert "set-cookie" not in refused.headers
    assert home.do("SELECT act FROM ledger_entries ORDER BY seq DESC LIMIT 1") == [("refused",)]


@pytest.mark.services
def test_copied_key_is_noticed(home: House) -> None:
    """A key whose counter has not gone on is refused, and the ledger says that there may be a copy of it."""
    key = with_passkey(home, home.signed_in("dana"))
    browser = home.browser()
    assert enter(browser, key).status_code == 200
    key.count -= 2
    assert enter(browser, key).status_code == 401
    ((detail,),) = home.do("SELECT detail FROM ledger_entries ORDER BY seq DESC LIMIT 1")
    assert '"why":"copy"' in detail
    key.count += 10
    assert enter(browser, key).status_code == 200


@pytest.mark.services
def test_a_key_that_does_not_count_works(home: House) -> None:
    """Keys that live in an account of their maker say 0 for ever, which is no copy."""
    browser = home.signed_in("dana")
    key = Authenticator(home.settings.console_origin, counts=False)
    options = options_of(browser, "/api/me/passkeys/options", password=PASSWORD)
    assert browser.post("/api/me/passkeys", name="k", credential=key.make(options)).status_code == 201
    other = home.browser()
    assert [enter(other, key).status_code for _ in range(2)] == [200, 200]


@pytest.mark.services
def test_removed_disabled_and_unknown_keys_open_nothing(home: House) -> None:
    """A removed passkey, one of a disabled account and one never registered get the same answer."""
    removed, disabled = home.signed_in("dana"), home.signed_in("former")
    keys = [with_passkey(home, removed), with_passkey(home, disabled), Authenticator("http://localhost:8080")]
    ((number,),) = home.do("SELECT passkey_id FROM passkeys WHERE login = 'dana'")
    assert disabled.post(f"/api/me/passkeys/{number}/remove", password=PASSWORD).status_code == 404
    assert removed.post(f"/api/me/passkeys/{number}/remove", password=PASSWORD).status_code == 204
    home.do("UPDATE accounts SET disabled_at = now() WHERE login = 'former'")
    answers = [enter(home.browser(), key) for key in keys]
    assert {(one.status_code, one.text) for one in answers} == {(401, answers[0].text)}


@pytest.mark.services
def test_passkeys_are_named_and_their_own(home: House) -> None:
    """A passkey is renamed by its owner alone, is registered once, and is asked of nobody twice."""
    browser, other = home.signed_in("dana"), home.signed_in("erlan", "supervisor")
    key = with_passkey(home, browser, " phone ")
    ((number,),) = home.do("SELECT passkey_id FROM passkeys")
    assert browser.put(f"/api/me/passkeys/{number}", name="telefon").json()["name"] == "telefon"
    assert browser.put(f"/api/me/passkeys/{number}", name=" ").status_code == 422
    assert other.put(f"/api/me/passkeys/{number}", name="mine").status_code == 404
    assert other.get("/api/me/passkeys").json() == []
    options = options_of(browser, "/api/me/passkeys/options", password=PASSWORD)
    assert [one["id"] for one in options["excludeCredentials"]] == [encoded(key.credential_id)]
    again = browser.post("/api/me/passkeys", name="again", credential=key.make(options))
    assert again.status_code == 409


@pytest.mark.services
def test_a_challenge_is_for_its_ceremony_and_account(home: House) -> None:
    """What was asked to register a key signs nobody in, and what was asked of one account registers for no other."""
    browser, other = home.signed_in("dana"), home.signed_in("erlan", "supervisor")
    key = with_passkey(home, browser)
    mine = options_of(browser, "/api/me/passkeys/options", password=PASSWORD)
    assert browser.post("/api/signin/passkey", credential=key.show(mine)).status_code == 401
    credential = Authenticator(home.settings.console_origin).make(mine)
    refused = other.post("/api/me/passkeys", name="k", credential=credential)
    assert (refused.status_code, refused.json()["because"]) == (422, "credential")


@pytest.mark.services
def test_guessing_with_a_key_is_slowed_and_does_not_lock_out(home: House) -> None:
    """Five wrong answers of one key slow it down; wrong passwords do not keep the owner of a passkey out."""
    key = with_passkey(home, home.signed_in("dana"))
    for number in range(6):
        home.browser(f"10.5.{number}.1").sign_in("dana", "wrong")
    assert home.browser().sign_in("dana").status_code == 429
    assert enter(home.browser(), key).status_code == 200
    bad = Authenticator(key.origin, credential_id=key.credential_id, handle=key.handle)
    codes = [enter(home.browser(f"10.6.{number}.1"), bad).status_code for number in range(6)]
    assert codes == [401] * 5 + [429]
    home.wall.forward(minutes=1)
    assert enter(home.browser(), key).status_code == 200


@pytest.mark.services
def test_challenges_do_not_pile_up(home: House) -> None:
    """One address gets only so many unanswered challenges, which are forgotten when they are old."""
    browser = home.browser()
    assert {browser.post(OPTIONS).status_code for _ in range(200)} == {200}
    assert browser.post(OPTIONS).status_code == 429
    assert home.browser("10.8.0.1").post(OPTIONS).status_code == 200
    home.wall.forward(minutes=5)
    assert browser.post(OPTIONS).status_code == 200
    assert home.do("SELECT count(*) FROM passkey_challenges") == [(1,)]


@pytest.mark.services
def test_needs_our_own_page(home: House) -> None:
    """A page of another site can neither ask for a challenge nor answer one."""
    browser = home.browser()
    browser.headers = {}
    assert browser.post(OPTIONS).status_code == 403
    key = Authenticator(home.settings.console_origin)
    credential = key.show({"challenge": "AAAA"})
    assert browser.post("/api/signin/passkey", credential=credential).status_code == 403


@pytest.mark.services
def test_reset_by_two_forgets_passkeys(home: House) -> None:
    """A reset of second factors that two administrators agreed on takes the passkeys away too."""
    key = with_passkey(home, home.signed_in("dana"))
    first, second = home.signed_in("admin-1", "administrator"), home.signed_in("admin-2", "administrator")
    asked = first.post("/api/accounts/dana/factor-reset", reason="lost, seen in person").json()
    assert second.post(f"/api/factor-resets/{asked['reset_id']}/grant").status_code == 200
    assert enter(home.browser(), key).status_code == 401
    assert home.browser().sign_in("dana").json() == {"stage": "full"}


@pytest.mark.services
def test_signing_in_with_a_key_is_in_the_ledger(home: House) -> None:
    """Making, using and removing a passkey are entries; neither key nor challenge stands in them."""
    browser = home.signed_in("dana")
    key = with_passkey(home, browser)
    enter(home.browser(), key)
    ((number,),) = home.do("SELECT passkey_id FROM passkeys")
    browser.post(f"/api/me/passkeys/{number}/remove", password=PASSWORD)
    entries = home.do("SELECT act, object_kind, detail FROM ledger_entries ORDER BY seq")
    assert [one[:2] for one in entries] == [
        ("sign-in", "session"),
        ("write", "passkey"),
        ("write", "passkey"),
        ("sign-in", "session"),
        ("write", "passkey"),
    ]
    assert encoded(key.credential_id) not in str(entries)


@pytest.mark.parametrize(
    ("url", "domain", "party"),
    [
        (None, None, "localhost"),
        ("https://console.example", None, "console.example"),
        ("https://console.agency.example", "agency.example", "agency.example"),
        ("http://127.0.0.1:8080", None, None),
        ("https://[::1]", None, None),
    ],
)
def test_domain_of_passkeys(url: str | None, domain: str | None, party: str | None) -> None:
    """Passkeys are bound to the console's name; where it has only an address there are none."""
    assert Settings(console_url=url, passkey_domain=domain).passkey_party == party


@pytest.mark.services
def test_at_an_address_there_are_none(fresh_database: str) -> None:
    """A console that is reached by an address says so before anybody tries."""
    with house(fresh_database, console_url="http://127.0.0.1:8080") as home:
        browser = home.browser()
        assert browser.get("/api/signin/ways").json() == {
            "passkeys_at": None, "directory": None, "language": None,
        }  # fmt: skip

        assert browser.post(OPTIONS).json()["because"] == "address"


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_only_a_counter_that_stands_or_goes_back_is_a_copy(kept: int, shown: int) -> None:
    """A counter that goes on is no copy; one that stands still or goes back is, unless it never counted."""
    assert is_copy(kept, shown) == (shown <= kept and (kept, shown) != (0, 0))


@pytest.mark.services
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_answers_are_refused_not_failed(home: House, data: st.DataObject) -> None:
    """Whatever is cut out of, or put into, an authenticator's answer, the console refuses it and does not fail."""
    if not home.do("SELECT 1 FROM accounts WHERE login = 'dana'"):
        home.add("dana")
    browser = home.browser(f"10.{data.draw(st.integers(1, 250))}.{data.draw(st.integers(0, 250))}.1")
    home.wall.forward(days=2)
    assert browser.sign_in("dana").status_code == 200
    key = Authenticator(home.settings.console_origin)
    options = options_of(browser, "/api/me/passkeys/options", password=PASSWORD)
    credential = key.make(options)
    part = data.draw(st.sampled_from(["clientDataJSON", "attestationObject"]))
    raw = bytearray(credential["response"][part].encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    cut = data.draw(st.integers(0, 40))
    raw[at : at + cut] = data.draw(st.text("abcXYZ019-_", max_size=40)).encode()
    credential["response"][part] = raw.decode()
    answer = browser.post("/api/me/passkeys", name="k", credential=credential)
    assert answer.status_code in (201, 409, 422), answer.text
    home.do("DELETE FROM passkeys")
