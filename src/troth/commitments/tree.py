"""The daily root over many chains, and the proof that one head is under it."""

from collections.abc import Iterable
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    """Hash one leaf of a Merkle tree (RFC 6962 section 2.1: SHA-256 of 0x00 and the data).

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\x00" + data).digest()


def tree_root(leaves: Iterable[bytes]) -> bytes:
    r"""Return the root over a day's heads, which both sides can exchange or have time-stamped.

    Args:
        leaves: The data of the leaves, for a daily root the head of every chain as bytes, in a stated order.

    Source: RFC 6962 section 2.1 (Merkle Tree Hash); the empty list has the hash of nothing.

    >>> tree_root([b"", b"\x00"]).hex()[:16]
    'fac54203e7cc696c'
    """
    level = [leaf_hash(leaf) for leaf in leaves]
    if not level:
        return sha256(b"").digest()
    # Pairing neighbours and carrying an odd last one up gives the standard's tree: its split at the largest power of
    # two below n fills every subtree but the last.
    while len(level) > 1:
        paired = [sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[2 * len(paired) :]
    return level[0]
