"""Signed checkpoints and the key that signs them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from baqylau.ledger.checkpoint import Checkpoint, NotACheckpoint, public_text, read, read_public, signed
from baqylau.ledger.keys import FILE, KeyUnusable, signing_key
from baqylau.ledger.merkle import root_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
POINT = Checkpoint(1843, root_of([bytes(32)]))
NOTE = signed(POINT, 1_790_000_000_123, KEY)


def test_a_checkpoint_says_what_was_signed() -> None:
    """Size and root come back from the text, which is the signed note of C2SP."""
    assert read(NOTE, KEY.public_key()) == POINT
    origin, size, root, taken, empty, mark, end = NOTE.split("\n")
    assert (origin, size, taken, empty, end) == ("baqylau/ledger", "1843", "2026-09-21T14:13:20.123Z", "", "")
    assert len(root) == 44
    assert mark.startswith("— baqylau/ledger ")


@pytest.mark.parametrize(
    "changed",
    [
        NOTE.replace("1843", "1844"),
        NOTE.replace(".123Z", ".124Z"),
        NOTE.replace("baqylau/ledger", "elsewhere"),
        NOTE.replace("\n\n", "\n"),
        NOTE + "\n",
        NOTE[:-2],
        "",
        "1843",
    ],
)
def test_a_changed_checkpoint_is_refused(changed: str) -> None:
    """A text that is not as it was signed is no checkpoint."""
    with pytest.raises(NotACheckpoint):
        read(changed, KEY.public_key())


def test_another_key_does_not_do() -> None:
    """A checkpoint by another key is refused."""
    with pytest.raises(NotACheckpoint, match="not by this key"):
        read(NOTE, Ed25519PrivateKey.generate().public_key())


def test_the_public_key_can_be_handed_out() -> None:
    """The public key survives its text; a text that is changed is refused."""
    text = public_text(KEY.public_key())
    assert read(NOTE, read_public(text + "\n")) == POINT
    for wrong in ("", "baqylau/ledger+00000000+AAAA", text.replace("baqylau", "other"), text[:-4]):
        with pytest.raises(NotACheckpoint):
            read_public(wrong)


def test_the_key_is_made_once_and_kept_close(tmp_path: Path) -> None:
    """The key file is there after the first use, for its owner alone, and stays the same."""
    first = signing_key(tmp_path).public_key().public_bytes_raw()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert signing_key(tmp_path).public_key().public_bytes_raw() == first
    assert [one.name for one in tmp_path.iterdir()] == [FILE]


def test_a_key_that_others_read_is_not_used(tmp_path: Path) -> None:
    """A key file with wide permissions, or one that holds no key, is refused with what to do."""
    signing_key(tmp_path)
    (tmp_path / FILE).chmod(0o644)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        signing_key(tmp_path)
    (tmp_path / FILE).write_text("nothing")
    (tmp_path / FILE).chmod(0o600)
    with pytest.raises(KeyUnusable, match="no private key"):
        signing_key(tmp_path)
    with pytest.raises(KeyUnusable, match="No such file"):
        signing_key(tmp_path / "nowhere")
