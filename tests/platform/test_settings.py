"""Settings come from the environment, travel to child processes unchanged, and are documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from baqylau.platform.settings import Listener, Settings, SettingsProblem, load_settings, reference

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def test_the_reference_page_is_not_stale() -> None:
    """The page in the repository is what `baqylau settings --reference` prints now (`make settings` renews it)."""
    assert REFERENCE.read_text(encoding="utf-8") == reference()


def test_every_setting_is_described() -> None:
    """No field is without a sentence for operators."""
    assert all(field.description for field in Settings.model_fields.values())


def test_a_child_process_gets_equal_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables made from settings, read again, give the same settings."""
    settings = Settings(
        data_folder=Path("/tmp/somewhere"),
        database_url="postgresql://a:b@h/d",
        listeners=(
            Listener(protocol="egts", port=7000),
            Listener(protocol="osmand", transport="tcp", port=0),
        ),
        partitions=3,
        clock_speed=60.0,
        clock_origin_real_ms=1_700_000_000_000,
        notification_urls=("json://localhost/x", "mailto://a"),
        default_language="kk",
    )
    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)
    assert load_settings() == settings


def test_defaults_are_left_to_the_child() -> None:
    """Settings as they come need no variables."""
    assert Settings().as_environment() == {}


def test_a_bad_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says which variable is wrong, down to the element of a list."""
    monkeypatch.setenv("BAQYLAU_PARTITIONS", "none")
    monkeypatch.setenv("BAQYLAU_LISTENERS", '[{"protocol": "egts", "port": 70000}]')
    with pytest.raises(SettingsProblem) as caught:
        load_settings()
    assert "BAQYLAU_PARTITIONS:" in str(caught.value)
    assert "BAQYLAU_LISTENERS[0][port]:" in str(caught.value)


def test_a_list_that_is_no_json_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A half-written list gives a message that says how lists are written."""
    monkeypatch.setenv("BAQYLAU_LISTENERS", "[{")
    with pytest.raises(SettingsProblem, match="JSON"):
        load_settings()


def test_a_certificate_needs_its_key() -> None:
    """A port cannot be half set up for TLS."""
    with pytest.raises(ValueError, match="go together"):
        Listener(protocol="egts", port=1, certificate=Path("c.pem"))


def test_secrets_are_not_shown() -> None:
    """Neither the printed settings nor their repr holds a password, token or notification address."""
    settings = Settings(
        database_url="postgresql://a:hidden@h/d",
        nats_url="nats://hidden@h",
        notification_urls=("tgram://hidden",),
    )
    assert "hidden" not in str(settings.shown())
    assert "hidden" not in repr(settings)
