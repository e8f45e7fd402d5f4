"""The tree of RFC 6962, held against the published test data of certificate transparency and against itself."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

# The eight leaves and their roots, as certificate transparency's reference implementations test them.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(one)) for one in DATA]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]

sizes = st.integers(1, 80)


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def changed(hash_: bytes) -> bytes:
    return hashlib.sha256(hash_).digest()


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    """Each prefix of the published leaves has its published root."""
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int, proof: list[str]) -> None:
    """Inclusion proofs are those that the reference gives, and they hold."""
    found = inclusion_proof(LEAVES[:size], index)
    assert [one.hex() for one in found] == proof
    assert is_included(LEAVES[index], index, size, found, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("earlier", "size", "proof"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(earlier: int, size: int, proof: list[str]) -> None:
    """Consistency proofs are those that the reference gives, and they hold."""
    found = consistency_proof(LEAVES[:size], earlier)
    assert [one.hex() for one in found] == proof
    assert is_consistent(earlier, bytes.fromhex(ROOTS[earlier]), size, bytes.fromhex(ROOTS[size]), found)


@given(sizes, st.data())
def test_every_leaf_is_shown_to_be_in_its_place_only(size: int, data: st.DataObject) -> None:
    """An inclusion proof holds for its leaf in its place, and for no other leaf, place, root or shorter proof."""
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(leaves, index), root_of(leaves)
    assert is_included(leaves[index], index, size, proof, root)
    assert not is_included(changed(leaves[index]), index, size, proof, root)
    assert not is_included(leaves[index], index, size, proof, changed(root))
    assert not is_included(leaves[index], size, size, proof, root)
    if size > 1:
        other = data.draw(st.integers(0, size - 1).filter(lambda one: one != index))
        assert not is_included(leaves[index], other, size, proof, root)
        assert not is_included(leaves[index], index, size, proof[:-1], root)
        assert not is_included(leaves[index], index, size, [*proof, root], root)


@given(sizes, st.data())
def test_only_a_tree_that_grew_is_consistent(size: int, data: st.DataObject) -> None:
    """A consistency proof holds for the tree that was there before, and not for one with another leaf."""
    leaves = leaves_of(size)
    earlier = data.draw(st.integers(1, size))
    at = data.draw(st.integers(0, earlier - 1))
    proof, root = consistency_proof(leaves, earlier), root_of(leaves)
    rewritten = [changed(one) if number == at else one for number, one in enumerate(leaves)]
    assert is_consistent(earlier, root_of(leaves[:earlier]), size, root, proof)
    assert not is_consistent(earlier, root_of(rewritten[:earlier]), size, root, proof)
    assert not is_consistent(earlier, root_of(leaves[:earlier]), size, root_of(rewritten), proof)
    forged = consistency_proof(rewritten, earlier)
    assert not is_consistent(earlier, root_of(leaves[:earlier]), size, root_of(rewritten), forged)


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_tree_taken_up_again_is_the_same(first: int, more: int) -> None:
    """A frontier that was packed away grows on to the root that the whole tree has."""
    leaves = leaves_of(first + more)
    tree = Frontier()
    for leaf in leaves[:first]:
        tree.add(leaf)
    again = Frontier.unpacked(tree.size, tree.packed())
    assert again.root() == tree.root()
    for leaf in leaves[first:]:
        again.add(leaf)
    assert again.root() == root_of(leaves)


def test_what_makes_no_tree_is_refused() -> None:
    """A frontier that does not fit its size, a leaf and an earlier tree that are not there: refused."""
    with pytest.raises(ValueError, match="do not make a tree"):
        Frontier.unpacked(3, EMPTY_ROOT)
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(IndexError):
        consistency_proof(LEAVES, 0)
    assert not is_consistent(3, EMPTY_ROOT, 8, EMPTY_ROOT, [])
    assert not is_consistent(9, EMPTY_ROOT, 8, EMPTY_ROOT, [])
