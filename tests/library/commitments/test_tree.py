"""The daily root: vectors of RFC 6962 and the certificate-transparency reference tree."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.commitments.tree import leaf_hash, tree_root

REFERENCE_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
REFERENCE_ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("vector", vectors("a18"), ids=lambda vector: vector["id"])
def test_leaf_hash_matches_the_vector(vector):
    assert leaf_hash(bytes.fromhex(vector["inputs"]["data_hex"])).hex() == vector["expected"]["hex"]


@pytest.mark.parametrize("vector", vectors("a19"), ids=lambda vector: vector["id"])
def test_tree_root_matches_the_vector(vector):
    assert tree_root(map(bytes.fromhex, vector["inputs"]["leaves_hex"])).hex() == vector["expected"]["hex"]


@pytest.mark.parametrize(("size", "root"), REFERENCE_ROOTS.items())
def test_tree_root_matches_the_reference_tree_of_certificate_transparency(size, root):
    assert tree_root(map(bytes.fromhex, REFERENCE_LEAVES[:size])).hex() == root


def root_by_definition(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root_by_definition(leaves[:split]), root_by_definition(leaves[split:]))


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40))
def test_tree_root_equals_the_recursive_definition(leaves):
    assert tree_root(leaves) == root_by_definition(leaves)
