"""The language of the installation in what channels are told."""

from __future__ import annotations

from baqylau.incidents.notify import channels_from
from baqylau.incidents.spoken import chosen_in, speaking


def test_channels_of_the_settings_speak_it() -> None:
    """A channel without a language of its own is told in the one chosen; without a choice in that of the settings."""
    settled = channels_from(["json://a", "json://b"], "ru")
    assert {one.language for one in speaking(settled, "kk").values()} == {"kk"}
    assert speaking(settled, None) == settled


def test_what_is_no_language_counts_as_none() -> None:
    """A stored word that this program has no texts for leaves the language of the settings in force."""
    assert chosen_in({"values": {"language": "de"}}) is None
    assert chosen_in({"values": {"silent_s": 1800}}) is None
    assert chosen_in(None) is None
    assert chosen_in({"values": {"language": "kk"}}) == "kk"
