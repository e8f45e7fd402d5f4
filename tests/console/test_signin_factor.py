"""The second factor: set up, asked for, never good twice; lost, and given back by two."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from baqylau.console.signin import totp
from tests.console.signing_in import PASSWORD, House, house


@pytest.fixture
def home(fresh_database: str) -> Iterator[House]:
    with house(fresh_database) as built:
        yield built


# RFC 6238 appendix B, SHA-1; the last six of its eight digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_VECTORS = [
    (59, "287082"),
    (1_111_111_109, "081804"),
    (1_111_111_111, "050471"),
    (1_234_567_890, "005924"),
    (2_000_000_000, "279037"),
    (20_000_000_000, "353130"),
]


@pytest.mark.parametrize(("time_s", "code"), RFC_VECTORS)
def test_codes_are_those_of_the_rfc(time_s: int, code: str) -> None:
    """Each vector of RFC 6238 is right at its time and half a minute around it, and wrong a minute away."""
    step = time_s // 30
    assert totp.step_of(RFC_SECRET, code, time_s * 1000) == step
    assert totp.step_of(RFC_SECRET, f"{code[:3]} {code[3:]}", time_s * 1000) == step
    assert totp.step_of(RFC_SECRET, code, (time_s + 30) * 1000) == step
    assert totp.step_of(RFC_SECRET, code, (time_s + 60) * 1000) is None
    assert totp.step_of(RFC_SECRET, code, time_s * 1000, after_step=step) is None
    for wrong in ("", "12345", "abcdef", "٠٠٥٩٢٤", code + "0"):
        assert totp.step_of(RFC_SECRET, wrong, time_s * 1000) is None


def test_uri_and_picture() -> None:
    """The URI is what authenticator applications read, and its QR code is an SVG without a style of its own."""
    uri = totp.uri_of(RFC_SECRET, "a.seitova")
    assert uri.startswith("otpauth://totp/Baqylau:a.seitova?")
    assert f"secret={RFC_SECRET}" in uri
    picture = totp.qr_of(uri)
    assert picture.startswith("<svg ")
    assert "style=" not in picture


@pytest.mark.services
def test_code_is_asked_for_once_it_is_set_up(home: House) -> None:
    """From the first confirmed code on the password alone opens nothing; the right code opens all."""
    browser, other = home.signed_in("dana"), home.browser()
    other.sign_in("dana")
    secret = home.enrol(browser)
    assert browser.get("/api/session").json()["totp"] is True
    assert other.get("/api/session").status_code == 401
    assert other.sign_in("dana").json() == {"stage": "second_factor"}
    for method, path in (
        ("GET", "/api/incidents"),
        ("GET", "/api/sessions"),
        ("POST", "/api/me/totp"),
        ("PUT", "/api/me/password"),
    ):
        answer = other.ask(method, path, json={"new": "x"} if method == "PUT" else {})
        assert (answer.status_code, answer.json()["because"]) == (401, "second_factor"), path
    before = dict(other.client.cookies)
    assert other.post("/api/signin/totp", code=home.code(secret)).json() == {"stage": "full"}
    assert other.get("/api/incidents").status_code == 200
    assert dict(other.client.cookies) != before


@pytest.mark.services
def test_code_works_once(home: House) -> None:
    """A code that was taken is refused to whoever saw it being typed; the next one is taken."""
    secret = home.enrol(home.signed_in("dana"))
    first, second = home.browser(), home.browser()
    first.sign_in("dana")
    second.sign_in("dana")
    code = home.code(secret)
    assert first.post("/api/signin/totp", code=code).status_code == 200
    assert second.post("/api/signin/totp", code=code).status_code == 401
    home.wall.forward(seconds=30)
    assert second.post("/api/signin/totp", code=home.code(secret)).status_code == 200


@pytest.mark.services
def test_codes_are_not_guessed(home: House) -> None:
    """Wrong codes are slowed like wrong passwords, and a right password in between forgives nothing."""
    secret = home.enrol(home.signed_in("dana"))
    browser = home.browser()
    codes = []
    for _ in range(3):
        assert browser.sign_in("dana").status_code == 200
        codes += [browser.post("/api/signin/totp", code="000000").status_code for _ in range(2)]
        if 429 in codes:
            break
    assert codes == [401] * 5 + [429]
    assert home.browser().sign_in("dana").status_code == 429
    home.wall.forward(minutes=1)
    assert browser.post("/api/signin/totp", code=home.code(secret)).status_code == 200


@pytest.mark.services
def test_factor_is_replaced_only_with_the_old_one(home: House) -> None:
    """A session left open cannot change the second factor without a code of it; until confirmed the old one holds."""
    browser = home.signed_in("dana")
    secret = home.enrol(browser)
    assert browser.post("/api/me/totp").status_code == 422
    proposal = browser.post("/api/me/totp", code=home.code(secret)).json()
    assert proposal["secret"] != secret
    assert proposal["qr_svg"].startswith("<svg")
    assert browser.post("/api/me/totp/confirm", code="000000").status_code == 422
    home.wall.forward(minutes=1)
    other = home.browser()
    other.sign_in("dana")
    assert other.post("/api/signin/totp", code=home.code(secret)).status_code == 200
    home.wall.forward(minutes=1)
    assert browser.post("/api/me/totp/confirm", code=home.code(proposal["secret"])).status_code == 200
    home.wall.forward(minutes=20)
    assert browser.post("/api/me/totp/confirm", code="000000").status_code == 409


@pytest.mark.services
def test_required_factor_comes_first(fresh_database: str) -> None:
    """Where the installation requires a second factor, whoever has none can do nothing but set one up."""
    with house(fresh_database, second_factor_required=True) as home:
        home.add("dana")
        browser = home.browser()
        assert browser.sign_in("dana").json() == {"stage": "enrol"}
        assert browser.get("/api/incidents").json()["because"] == "enrol"
        home.enrol(browser)
        assert browser.get("/api/incidents").status_code == 200


@pytest.mark.services
def test_lost_factor_needs_two(home: House) -> None:
    """One administrator asks, another grants; neither the same one, nor the account itself, nor a latecomer."""
    home.enrol(home.signed_in("dana"))
    first, second = home.signed_in("admin-1", "administrator"), home.signed_in("admin-2", "administrator")
    supervisor = home.signed_in("erlan", "supervisor")
    assert supervisor.post("/api/accounts/dana/factor-reset", reason="x").status_code == 403
    assert first.post("/api/accounts/dana/factor-reset", reason=" ").status_code == 422
    assert first.post("/api/accounts/erlan/factor-reset", reason="x").status_code == 409
    asked = first.post("/api/accounts/dana/factor-reset", reason="telefon lost, seen in person").json()
    grant = f"/api/factor-resets/{asked['reset_id']}/grant"
    assert first.post(grant).json()["because"] == "same"
    assert home.browser().sign_in("dana").json() == {"stage": "second_factor"}
    assert second.post(grant).json()["granted_by"] == "admin-2"
    assert second.post(grant).status_code == 409
    assert home.browser().sign_in("dana").json() == {"stage": "full"}
    assert [one["granted_by"] for one in first.get("/api/factor-resets").json()] == ["admin-2"]

    home.enrol(first)
    assert first.post("/api/accounts/admin-1/factor-reset", reason="x").status_code == 403
    late = second.post("/api/accounts/admin-1/factor-reset", reason="x").json()
    third = home.browser()
    home.add("admin-3", "administrator")
    home.wall.forward(hours=25)
    third.sign_in("admin-3")
    assert third.post(f"/api/factor-resets/{late['reset_id']}/grant").status_code == 409


@pytest.mark.services
def test_invitation_to_first_sign_in(home: House) -> None:
    """A new account signs in with its one-time password, must change it, and only then may do anything."""
    admin = home.signed_in("admin-1", "administrator")
    made = admin.post("/api/accounts", login="dana", role="operator", office="almaty", language="kk")
    assert made.status_code == 201
    password = made.json()["one_time_password"]
    browser = home.browser()
    assert browser.sign_in("dana", password).json() == {"stage": "new_password"}
    assert browser.get("/api/incidents").json()["because"] == "new_password"
    assert browser.put("/api/me/password", new=password).json()["because"] == "same"
    assert browser.put("/api/me/password", new=PASSWORD).json() == {"stage": "full"}
    assert browser.get("/api/incidents").status_code == 200
    assert home.browser().sign_in("dana", password).status_code == 401
    renewed = admin.post("/api/accounts/dana/password").json()
    assert browser.get("/api/session").status_code == 401
    home.wall.forward(days=3)
    assert home.browser().sign_in("dana", renewed["one_time_password"]).status_code == 401


@pytest.mark.services
def test_administrators_keep_to_their_offices(home: House) -> None:
    """An administrator of a region sees and makes accounts there and below, and never another administrator."""
    admin = home.signed_in("admin-1", "administrator", "almaty")
    for login, office in (("below", "almaty-1"), ("beside", "atyrau"), ("above", None)):
        home.add(login, "operator", office)
    assert [one["login"] for one in admin.get("/api/accounts").json()["items"]] == ["admin-1", "below"]
    for login in ("beside", "above", "nobody"):
        assert admin.get(f"/api/accounts/{login}").status_code == 404
        assert admin.post(f"/api/accounts/{login}/disable").status_code == 404
        assert admin.put(f"/api/accounts/{login}", role="officer", office="almaty").status_code == 404
    for role, office, status in (
        ("operator", "atyrau", 422),
        ("operator", "nowhere", 422),
        ("operator", None, 403),
        ("administrator", "almaty", 403),
        ("minister", "almaty", 422),
        ("operator", "almaty-1", 201),
    ):
        answer = admin.post("/api/accounts", login="new", role=role, office=office)
        assert answer.status_code == status, (role, office)
    assert admin.post("/api/accounts", login="new", role="operator", office="almaty").status_code == 409
    assert admin.post("/api/accounts/admin-1/password").status_code == 403


@pytest.mark.services
def test_what_an_administrator_takes_is_gone_at_once(home: House) -> None:
    """A changed role, a disabled account and ended sessions tell at the next request."""
    admin, browser = home.signed_in("admin-1", "administrator"), home.signed_in("dana")
    assert admin.put("/api/accounts/dana", role="technician", office=None).json()["role"] == "technician"
    assert browser.get("/api/session").status_code == 401
    browser.sign_in("dana")
    assert browser.get("/api/incidents").status_code == 403
    assert admin.ask("DELETE", "/api/accounts/dana/sessions").status_code == 204
    assert browser.get("/api/session").status_code == 401
    browser.sign_in("dana")
    assert admin.post("/api/accounts/dana/disable").json()["disabled_at"]
    assert browser.get("/api/session").status_code == 401
    assert browser.sign_in("dana").status_code == 401
    assert admin.post("/api/accounts/dana/enable").json()["disabled_at"] is None
    assert browser.sign_in("dana").status_code == 200


@pytest.mark.services
def test_signing_in_is_in_the_ledger(home: House) -> None:
    """Who signed in, failed at the code, signed out and made an account stands in the ledger, without a secret."""
    admin = home.signed_in("admin-1", "administrator")
    secret = home.enrol(admin)
    other = home.browser()
    other.sign_in("admin-1")
    other.post("/api/signin/totp", code="000000")
    other.post("/api/signin/totp", code=home.code(secret))
    made = other.post("/api/accounts", login="dana", role="operator").json()
    other.post("/api/signout")
    entries = home.do("SELECT act, object_kind, detail FROM ledger_entries ORDER BY seq")
    assert [one[:2] for one in entries] == [
        ("sign-in", "session"),
        ("write", "second_factor"),
        ("write", "second_factor"),
        ("sign-in", "session"),
        ("refused", "session"),
        ("sign-in", "session"),
        ("write", "account"),
        ("sign-out", "session"),
    ]
    for hidden in (secret, PASSWORD, made["one_time_password"]):
        assert hidden not in str(entries)
