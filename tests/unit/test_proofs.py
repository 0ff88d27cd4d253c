"""Proofs over the tree: the published ones, an oracle's, and none that is false."""

from __future__ import annotations

import warnings
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.test_merkle import INPUTS, ROOTS

from blendfund.storage.proof.merkle import Frontier
from blendfund.storage.proof.proofs import (
    consistency,
    consistent,
    included,
    inclusion,
    roots,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blendfund.storage.proof.proofs import Span

# Published proofs of Certificate Transparency (RFC 6962), from the tests of the Merkle tree
# of google/certificate-transparency: leaf (from 1) and size, then the path.
INCLUSION = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (3, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (2, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
CONSISTENCY = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


def published() -> list[bytes]:
    return [sha256(b"\x00" + bytes.fromhex(one)).digest() for one in INPUTS.split("|")]


def numbered(count: int) -> list[bytes]:
    return [sha256(b"\x00" + bytes([i])).digest() for i in range(count)]


def path(leaves: Sequence[bytes], spans: list[Span]) -> list[bytes]:
    found = roots(leaves, spans)
    return [found[span] for span in spans]


def root(leaves: Sequence[bytes]) -> bytes:
    tree = Frontier()
    tree.extend(leaves)
    return tree.root()


@pytest.mark.parametrize("place", INCLUSION)
def test_the_published_inclusion_proofs_come_out(place: tuple[int, int]) -> None:
    number, size = place
    leaves = published()[:size]
    found = path(leaves, inclusion(number - 1, size))
    assert tuple(one.hex() for one in found) == INCLUSION[place]
    whole = bytes.fromhex(ROOTS[size - 1])
    assert included(leaves[number - 1], number - 1, size, found, whole)


@pytest.mark.parametrize("sizes", CONSISTENCY)
def test_the_published_consistency_proofs_come_out(sizes: tuple[int, int]) -> None:
    first, second = sizes
    found = path(published()[:second], consistency(first, second))
    assert tuple(one.hex() for one in found) == CONSISTENCY[sizes]
    old, new = (bytes.fromhex(ROOTS[size - 1]) for size in sizes)
    assert consistent(first, second, found, old, new)


def oracle(count: int) -> Any:
    from pymerkle import InmemoryTree

    tree = InmemoryTree(algorithm="sha256")
    for number in range(count):
        tree.append_entry(bytes([number]))
    return tree


def test_an_independent_tree_accepts_and_makes_the_same_proofs() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        tree = oracle(24)
        for size in range(1, 25):
            leaves = numbered(size)
            for index in range(size):
                theirs = tree.prove_inclusion(index + 1, size)
                # Its path begins with the leaf itself, which RFC 9162 leaves out.
                assert list(theirs.path)[1:] == path(leaves, inclusion(index, size))
            for first in range(1, size):
                ours = path(leaves, consistency(first, size))
                # Its own proofs of growth are cut otherwise: its roots judge ours.
                states = (tree.get_state(first), tree.get_state(size))
                assert consistent(first, size, ours, *states)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_every_proof_holds_and_holds_for_nothing_else(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    leaves = numbered(size)
    new, old = root(leaves), root(leaves[:first])
    found = path(leaves, inclusion(index, size))
    grown = path(leaves, consistency(first, size))
    assert included(leaves[index], index, size, found, new)
    assert consistent(first, size, grown, old, new)
    assert len(found) <= size.bit_length()
    assert len(grown) <= 2 * size.bit_length()
    other = sha256(b"other").digest()
    assert not included(other, index, size, found, new)
    assert not included(leaves[index], index, size, [*found, other], new)
    assert not included(leaves[index], size, size, found, new)
    assert not consistent(first, size, grown, other, new)
    assert not consistent(first, size, grown, old, other)
    assert not consistent(first, size, [*grown, other], old, new)
    assert not consistent(0, size, grown, old, new)
    if found:
        wrong = [other, *found[1:]]
        assert not included(leaves[index], index, size, wrong, new)
        assert not included(leaves[index], index, size, found[:-1], new)
    if grown:
        assert not consistent(first, size, grown[:-1], old, new)
        assert not consistent(first, size, [], old, new)


def test_an_empty_or_equal_tree_needs_no_proof() -> None:
    assert consistency(0, 5) == consistency(5, 5) == inclusion(0, 1) == []
    assert roots([], []) == {}
