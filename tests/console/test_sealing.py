"""Secrets of second factors at rest: sealed, bound to their account, and those of earlier versions sealed at start."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.console.signin.sealing import FILE, Seal, SealBroken, is_sealed, seal_of
from baqylau.platform.key_file import KeyUnusable
from baqylau.platform.settings import Settings
from tests.console.signing_in import house, restarted

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@given(st.binary(min_size=32, max_size=32), st.text(max_size=64), st.text("ABCDEFGH234567", max_size=64))
def test_what_is_closed_opens_again(key: bytes, login: str, secret: str) -> None:
    """The same key and account open what was closed; it looks different each time, and the secret is not in it."""
    if any("\ud800" <= one <= "\udfff" for one in login):
        return
    seal = Seal(key)
    sealed = seal.closed(login, secret)
    assert is_sealed(sealed)
    assert not is_sealed(secret)
    assert seal.opened(login, sealed) == secret
    assert seal.closed(login, secret) != sealed
    assert len(secret) < 8 or secret not in sealed


def test_another_key_account_or_letter_opens_nothing() -> None:
    """Sealed for one account it opens for no other, with no other key, and not after a change."""
    seal = Seal(b"k" * 32)
    sealed = seal.closed("dana", SECRET)
    for other, login, text in (
        (seal, "erlan", sealed),
        (Seal(b"x" * 32), "dana", sealed),
        (seal, "dana", sealed[:-8] + "AAAAAAA="),
        (seal, "dana", "sealed:?"),
        (seal, "dana", "sealed:"),
        (seal, "dana", SECRET),
    ):
        with pytest.raises(SealBroken):
            other.opened(login, text)


def test_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """The file is made when it is missing, holds 32 random bytes, and is refused when others can read it."""
    folder = tmp_path / "new"
    sealed = seal_of(Settings(data_folder=folder)).closed("dana", SECRET)
    path = folder / FILE
    assert path.stat().st_mode & 0o777 == 0o600
    given_key = path.read_text().strip()
    assert Seal(bytes.fromhex(given_key)).opened("dana", sealed) == SECRET
    assert seal_of(Settings(sign_in_key=given_key)).opened("dana", sealed) == SECRET
    (tmp_path / FILE).write_text(given_key)
    (tmp_path / FILE).chmod(0o644)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        seal_of(Settings(data_folder=tmp_path))
    (tmp_path / FILE).chmod(0o600)
    (tmp_path / FILE).write_text("no key")
    with pytest.raises(KeyUnusable, match="64 hexadecimal"):
        seal_of(Settings(data_folder=tmp_path))


@pytest.mark.services
def test_nothing_in_the_table_makes_codes(fresh_database: str) -> None:
    """The secret stands in the table neither while it is proposed nor when it counts."""
    with house(fresh_database) as home:
        browser = home.signed_in("dana")
        proposed = browser.post("/api/me/totp").json()["secret"]
        assert proposed not in str(home.do("SELECT t::text FROM totp_secrets AS t"))
        browser.post("/api/me/totp/confirm", code=home.code(proposed))
        ((secret, pending),) = home.do("SELECT secret, pending FROM totp_secrets")
        assert is_sealed(secret)
        assert proposed not in secret
        assert pending is None


@pytest.mark.services
def test_secrets_of_earlier_versions_are_sealed_at_start(fresh_database: str) -> None:
    """A secret kept as it was is sealed when the console starts, and its codes are right as before."""
    with house(fresh_database) as home:
        home.add("dana")
        home.add("erlan")
        home.do("INSERT INTO totp_secrets (login, secret) VALUES ('dana', %s)", SECRET)
        home.do("INSERT INTO totp_secrets (login, pending, pending_at) VALUES ('erlan', %s, now())", SECRET)
    with restarted(home.world, home.wall) as home:
        kept = home.do("SELECT secret, pending FROM totp_secrets ORDER BY login")
        assert SECRET not in str(kept)
        assert [(bool(secret), bool(pending)) for secret, pending in kept] == [(True, False), (False, True)]
        browser = home.browser()
        browser.sign_in("dana")
        assert browser.post("/api/signin/totp", code=home.code(SECRET)).json() == {"stage": "full"}


@pytest.mark.services
def test_a_lost_key_is_said(fresh_database: str) -> None:
    """With another key codes are not called wrong: the answer says which file is missing and what else helps."""
    with house(fresh_database) as home:
        secret = home.enrol(home.signed_in("dana"))
    with restarted(home.world, home.wall, sign_in_key="1" * 64) as home:
        browser = home.browser()
        browser.sign_in("dana")
        answer = browser.post("/api/signin/totp", code=home.code(secret))
        assert (answer.status_code, answer.json()["because"]) == (503, "seal")
        assert FILE in answer.json()["detail"]
