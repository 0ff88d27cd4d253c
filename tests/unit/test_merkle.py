from __future__ import annotations

import warnings
from hashlib import sha256
from struct import pack

import pytest

from blendfund.storage.proof.merkle import EMPTY_ROOT, Frontier, leaf_hash

# Published test vectors of Certificate Transparency (RFC 6962): inputs and the roots of
# the trees over the first 1 to 8 of them (google/certificate-transparency, the tests of its
# Merkle tree).
INPUTS = "|00|10|2021|3031|40414243|5051525354555657|606162636465666768696a6b6c6d6e6f"
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def grown(leaves: int) -> Frontier:
    tree = Frontier()
    tree.extend(sha256(b"\x00" + bytes([i])).digest() for i in range(leaves))
    return tree


def test_the_published_roots_of_certificate_transparency_come_out() -> None:
    tree = Frontier()
    assert tree.root() == EMPTY_ROOT == sha256(b"").digest()
    for data, root in zip(INPUTS.split("|"), ROOTS, strict=True):
        tree.append(sha256(b"\x00" + bytes.fromhex(data)).digest())
        assert tree.root().hex() == root


def test_an_independent_tree_gives_the_same_roots() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from pymerkle import InmemoryTree

        other = InmemoryTree(algorithm="sha256")
        for leaves in range(1, 65):
            other.append_entry(bytes([leaves - 1]))
            assert grown(leaves).root() == other.get_state()


@pytest.mark.parametrize("leaves", [0, 1, 2, 3, 7, 8, 21, 64])
def test_a_stored_frontier_grows_on_as_if_never_stored(leaves: int) -> None:
    restored = Frontier(leaves, grown(leaves).stored())
    assert restored.root() == grown(leaves).root()
    assert len(restored.stored()) == 32 * leaves.bit_count()
    restored.append(sha256(b"\x00" + bytes([leaves])).digest())
    assert restored.root() == grown(leaves + 1).root()


def test_a_frontier_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="3 leaves has 2 hashes"):
        Frontier(3, bytes(32))


def test_a_leaf_covers_every_byte_in_the_layout_of_the_contract() -> None:
    stream = bytes(range(16))
    text = b"\x00blendfund-event-v1\n" + pack(">Q", 7) + stream + pack(">Q", 2)
    text += pack(">I", 3) + b"a/1" + pack(">Q", 2) + b"{}"
    assert leaf_hash(7, stream, 2, "a/1", b"{}") == sha256(text).digest()
    assert leaf_hash(7, stream, 2, "a/1", b"{}") != leaf_hash(7, stream, 2, "a/2", b"{}")
