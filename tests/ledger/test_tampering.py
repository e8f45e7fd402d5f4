"""Whatever a superuser with the triggers switched off does to the ledger, it is found and named."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from baqylau.ledger.checkpoint import NotACheckpoint, read
from baqylau.ledger.heads import LedgerDamaged
from tests.ledger.conftest import KEY, Book

pytestmark = pytest.mark.services


@pytest.fixture
def ten(book: Book) -> Book:
    """Ten entries."""
    book.write(*range(1, 11))
    return book


def test_nothing_is_wrong_with_what_was_left_alone(ten: Book) -> None:
    """A ledger that grew between checkpoints fits all of them."""
    first = ten.checkpoint()
    ten.write(11, 12, 13)
    second = ten.checkpoint()
    assert first != second
    assert ten.faults(first, second) == []


@pytest.mark.parametrize(
    "change",
    [
        "account = 'berik'",
        "role = 'supervisor'",
        "office_id = NULL",
        "happened_at = happened_at - interval '1 hour'",
        "act = 'write'",
        "object_kind = 'track'",
        "object_id = '9'",
        "person_id = 9",
        "purpose = NULL",
        "detail = '{\"points\":1}'",
        "leaf_hash = sha256('x')",
    ],
)
def test_a_changed_entry_is_named(ten: Book, change: str) -> None:
    """A change of any column of one entry is found, and it is that entry that is named."""
    ten.tamper(f"UPDATE ledger_entries SET {change} WHERE seq = 4")
    assert ten.named() == [("changed", 4, 4)]


def test_each_of_several_changes_is_named(ten: Book) -> None:
    """Two entries that were changed are both named."""
    ten.tamper("UPDATE ledger_entries SET person_id = 99 WHERE seq IN (2, 7)")
    assert ten.named() == [("changed", 2, 2), ("changed", 7, 7)]


def test_a_missing_entry_is_named(ten: Book) -> None:
    """Entries that were taken out of the middle are named."""
    ten.tamper("DELETE FROM ledger_entries WHERE seq IN (4, 5, 8)")
    assert ten.named() == [("missing", 4, 5), ("missing", 8, 8)]


def test_a_missing_end_is_named(ten: Book) -> None:
    """Entries that were cut off the end are named by the recorded end, or by a checkpoint if that was changed too."""
    note = ten.checkpoint()
    ten.tamper("DELETE FROM ledger_entries WHERE seq > 8")
    assert ten.named() == [("missing", 9, 10)]
    ten.rewrite_hashes(1)
    assert ten.named() == []
    assert ten.named(note) == [("missing", 9, 10)]


def test_moved_entries_are_named_with_their_origin(ten: Book) -> None:
    """Two entries that changed places are named, and where they came from."""
    ten.tamper("UPDATE ledger_entries SET seq = 100 WHERE seq = 3")
    ten.tamper("UPDATE ledger_entries SET seq = 3 WHERE seq = 6")
    ten.tamper("UPDATE ledger_entries SET seq = 6 WHERE seq = 100")
    assert ten.named() == [("moved", 3, 3), ("moved", 6, 6)]
    assert ten.faults()[0].words == "entry 3 was written as entry 6 and moved here"


def test_closing_the_gap_is_found(ten: Book) -> None:
    """An entry taken out with all later ones moved up shows as moved entries and a missing end."""
    ten.tamper("DELETE FROM ledger_entries WHERE seq = 7")
    for seq in (8, 9, 10):
        ten.tamper(f"UPDATE ledger_entries SET seq = {seq - 1} WHERE seq = {seq}")
    assert ten.named() == [("moved", 7, 7), ("moved", 8, 8), ("moved", 9, 9), ("missing", 10, 10)]


def test_an_entry_with_a_fresh_leaf_breaks_the_chain(ten: Book) -> None:
    """Who changes an entry and its leaf hash is found by the chain, at that entry."""
    ten.tamper("UPDATE ledger_entries SET person_id = 99 WHERE seq = 4")
    with_leaf = [row for row in ten.faults() if row.first == 4]
    assert with_leaf
    ten.rewrite_hashes(4)
    ten.tamper("UPDATE ledger_entries SET chain_hash = sha256(chain_hash) WHERE seq = 4")
    assert ten.named()[0] == ("changed", 3, 4)


def test_a_ledger_rewritten_to_its_end_no_longer_fits_the_checkpoints(ten: Book) -> None:
    """Who rewrites an entry and all hashes after it is found by a checkpoint, between the one that fits and it."""
    notes = [ten.checkpoint()]
    for people in ((11, 12, 13), (14, 15), (16,)):
        ten.write(*people)
        notes.append(ten.checkpoint())
    ten.tamper("UPDATE ledger_entries SET person_id = 99 WHERE seq = 14")
    ten.rewrite_hashes(14)
    assert ten.named() == []
    assert ten.named(*notes) == [("rewritten", 14, 15)]


def test_an_entry_put_in_is_found(ten: Book) -> None:
    """An entry added behind the ledger's back is beyond its recorded end."""
    columns = "happened_at, account, role, act, object_kind, detail, leaf_hash, chain_hash"
    ten.tamper(
        f"INSERT INTO ledger_entries (seq, {columns}) SELECT 11, {columns} FROM ledger_entries WHERE seq = 10"
    )
    assert ("added", 11, 11) in ten.named()


def test_an_emptied_ledger_is_found(ten: Book) -> None:
    """A ledger without entries is no empty ledger."""
    note = ten.checkpoint()
    ten.tamper("DELETE FROM ledger_entries")
    assert ten.named() == [("missing", 1, 10)]
    ten.tamper("UPDATE ledger_head SET size = 0, chain_hash = decode(repeat('00', 32), 'hex')")
    assert ten.named() == []
    assert ten.named(note) == [("missing", 1, 10)]


def test_what_does_not_fit_is_not_signed(ten: Book) -> None:
    """No checkpoint is taken over entries that do not fit, and the refusal names them."""
    ten.checkpoint()
    ten.write(11, 12)
    ten.tamper("UPDATE ledger_entries SET person_id = 99 WHERE seq = 12")
    with pytest.raises(LedgerDamaged, match="entry 12 is not what was written"):
        ten.checkpoint()


def test_a_checkpoint_goes_on_from_the_last_one(ten: Book) -> None:
    """A checkpoint that is taken again is the same; one with more entries has the root that the whole tree has."""
    assert ten.checkpoint(now_ms=1) == ten.checkpoint(now_ms=2)
    ten.write(*range(11, 20))
    stepwise = read(ten.checkpoint(), KEY.public_key())
    ten.tamper("DELETE FROM ledger_checkpoints")
    assert read(ten.checkpoint(), KEY.public_key()) == stepwise


def test_a_checkpoint_by_another_key_is_not_built_upon(ten: Book) -> None:
    """With a key that is new the whole ledger is checked again and signed with the new key."""
    ten.checkpoint(Ed25519PrivateKey.generate())
    ten.write(11)
    assert read(ten.checkpoint(), KEY.public_key()).size == 11


def test_a_stored_frontier_that_was_changed_is_not_built_upon(ten: Book) -> None:
    """A frontier that does not give the root of its checkpoint is thrown away and made anew."""
    ten.checkpoint()
    ten.tamper("UPDATE ledger_checkpoints SET frontier = decode(repeat('ab', 64), 'hex')")
    ten.write(11)
    note = ten.checkpoint()
    assert ten.faults(note) == []


def test_a_forged_checkpoint_is_refused(ten: Book) -> None:
    """A checkpoint that was changed after it was signed is no checkpoint."""
    note = ten.checkpoint()
    with pytest.raises(NotACheckpoint):
        ten.faults(note.replace("\n10\n", "\n9\n"))
