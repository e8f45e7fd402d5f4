"""Finds every changed, missing or moved entry and names it. Pure: entries come in their order, findings go out.

Three things must fit. An entry's leaf hash fits what the entry says. Its chain hash fits the leaf hash and the
chain hash before it. The root over the leaf hashes fits every checkpoint. Who rewrites an entry with both its
hashes breaks the chain after it; who rewrites everything after it too no longer fits the checkpoints, and is
named as the stretch between the last checkpoint that fits and the first that does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from baqylau.ledger.entry import NOTHING_BEFORE, Entry, chained
from baqylau.ledger.merkle import Frontier

Wrong = Literal["changed", "missing", "moved", "added", "rewritten"]

MOST_TRIED = 1_000
"""So many entries that do not fit are tried in each other's places."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with entries `first` to `last`, in words."""

    wrong: Wrong
    first: int
    last: int
    words: str


@dataclass(slots=True)
class Verification:
    """Takes entries one by one in the order of their numbers; `faults` grows as it goes."""

    checkpoints: Mapping[int, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    seen: int = 0
    compared: int = 0
    _tree: Frontier = field(default_factory=Frontier)
    _chain: bytes = NOTHING_BEFORE
    _unfit: list[tuple[Entry, bytes, bytes]] = field(default_factory=list)
    _breaks: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    _fits_until: int = 0
    _broken: bool = False

    @classmethod
    def resumed(cls, tree: Frontier, chain: bytes) -> Verification:
        """Goes on after the entries that `tree` was grown from; chain: the chain hash of the last of them."""
        return cls(seen=tree.size, _tree=tree, _chain=chain, _fits_until=tree.size)

    @property
    def tree(self) -> Frontier:
        """Over the leaf hashes taken so far."""
        return self._tree

    def take(self, entry: Entry, leaf: bytes, chain: bytes) -> None:
        """The next entry as it is stored, with its stored hashes."""
        if entry.seq > self.seen + 1:
            self._miss(self.seen + 1, entry.seq - 1, f"; entry {entry.seq} cannot be held against it")
        if entry.leaf() != leaf:
            self._unfit.append((entry, leaf, chain))
        elif entry.seq == self.seen + 1 and chained(self._chain, leaf) != chain:
            self._breaks.append((entry.seq, leaf, chain))
        self._tree.add(leaf)
        self._chain = chain
        self.seen = entry.seq
        self._compare()

    def _miss(self, first: int, last: int, more: str = "") -> None:
        self._find("missing", first, last, f"{_entries(first, last)} missing{more}")
        self._broken = True

    def _find(self, wrong: Wrong, first: int, last: int, words: str) -> None:
        self.faults.append(Fault(wrong, first, last, words))

    def _compare(self) -> None:
        expected = self.checkpoints.get(self.seen)
        if expected is None:
            return
        self.compared += 1
        if not self._broken and self._tree.size == self.seen and self._tree.root() == expected:
            self._fits_until = self.seen
        elif not self._broken:
            self._broken = True
            first = self._fits_until + 1
            words = (
                f"{_entries(first, self.seen)} not those that the checkpoint of {self.seen} was signed over"
            )
            self._find("rewritten", first, self.seen, words)

    def finish(self, size: int, chain: bytes) -> list[Fault]:
        """All faults by entry. size, chain: where the ledger says that it ends."""
        end = max([size, *self.checkpoints])
        if end > self.seen:
            self._miss(self.seen + 1, end)
        elif self.seen > size:
            words = f"{_entries(size + 1, self.seen)} beyond the recorded end of the ledger"
            self._find("added", size + 1, self.seen, words)
        elif chain != self._chain:
            self._find(
                "changed", self.seen, self.seen, f"entry {self.seen} is not the recorded end of the ledger"
            )
        self._name_breaks(self._name_unfit())
        return sorted(self.faults, key=lambda fault: (fault.first, fault.last))

    def _name_unfit(self) -> dict[int, bytes]:
        """An entry that fits the hash of another place was moved; any other was changed.

        Returns the chain hashes of those that were moved, by the place they were written at.
        """
        chains: dict[int, bytes] = {}
        places = self._open_places()
        for entry, leaf, chain in self._unfit:
            origin = next((place for place in places if entry.leaf(place) == leaf), None)
            if origin is None:
                self._find("changed", entry.seq, entry.seq, f"entry {entry.seq} is not what was written")
            else:
                chains[origin] = chain
                words = f"entry {entry.seq} was written as entry {origin} and moved here"
                self._find("moved", entry.seq, entry.seq, words)
        return chains

    def _name_breaks(self, moved: Mapping[int, bytes]) -> None:
        """Entries that do not follow from the one before, unless that one is named and stands elsewhere."""
        for seq, leaf, chain in self._breaks:
            before = moved.get(seq - 1)
            if before is None or chained(before, leaf) != chain:
                words = f"entry {seq} does not follow from the one before it: one of the two was replaced"
                self._find("changed", max(1, seq - 1), seq, words)

    def _open_places(self) -> list[int]:
        """Numbers an entry may have come from: of those that do not fit, and of those that are missing."""
        if len(self._unfit) > MOST_TRIED:
            return []
        places = [entry.seq for entry, _, _ in self._unfit]
        for fault in self.faults:
            if fault.wrong == "missing":
                places += range(fault.first, min(fault.last, fault.first + MOST_TRIED) + 1)
        return places


def verify(
    entries: Iterable[tuple[Entry, bytes, bytes]], size: int, chain: bytes, checkpoints: Mapping[int, bytes]
) -> list[Fault]:
    """All faults of a ledger: entries with their stored hashes, its recorded end, roots by size."""
    verification = Verification(checkpoints)
    for entry, leaf, chain_hash in entries:
        verification.take(entry, leaf, chain_hash)
    return verification.finish(size, chain)


def _entries(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"
