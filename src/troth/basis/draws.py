"""Random draws that nobody can foresee and everybody can check: a secret promised beforehand, shown afterwards.

The one who draws publishes a commitment to a secret. The other side adds a word of its own, which the first could not
know. Both together are the seed; whoever holds it draws the same numbers again, by hand with any SHA-256.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count


class ImpossibleDraw(ValueError):
    """More is to be drawn than there is, or there is nothing to draw from, or no seed."""


def commitment(*, secret: str, nonce: str, subject: str) -> str:
    """Return what is published before a draw: a hash that binds the secret and tells nothing of it.

    Args:
        secret: Random text, at least 16 characters to keep it from being guessed.
        nonce: Random text that keeps equal secrets from giving equal hashes.
        subject: What the draw is for, such as "inspection 214, cartons".

    Returns:
        SHA-256 of the three, joined by "|", in UTF-8, as 64 hexadecimal digits.

    Source: hash commitment, as in Goldreich, Foundations of Cryptography I, 4.4; `domain.md` d.4.

    >>> commitment(secret="9f2c4e17a0b35d68", nonce="6d1b", subject="AUDITPLAN-2026Q3")[:8]
    '1da95b52'
    """
    return sha256("|".join((secret, nonce, subject)).encode()).hexdigest()


def joint_seed(*words: str) -> str:
    """Return the seed of a draw to which each side added a word.

    Args:
        words: One of each side, in the agreed order.

    Raises:
        ImpossibleDraw: There is none, or one is empty.

    Source: SHA-256 of the words joined by "|".

    >>> joint_seed("ours", "theirs")[:8]
    'e2b28d57'
    """
    if not words or not all(words):
        raise ImpossibleDraw("Each side adds a word to the seed.")
    return sha256("|".join(words).encode()).hexdigest()


def ticket(seed: str, *, turn: int, total: int) -> int:
    """Return one number of a draw.

    Args:
        seed: Any text.
        turn: Which number, from 1.
        total: How many there are to draw from, 1 or more.

    Returns:
        A number from 1 to the total; the same may come again in another turn.

    Raises:
        ImpossibleDraw: There is nothing to draw from.

    Source: Rivest, Reference implementation of the sampling for election audits (2011): SHA-256 of "seed,turn" modulo
    the total, plus 1.

    >>> [ticket("1", turn=turn, total=1000) for turn in (1, 2, 3)]
    [97, 89, 163]
    """
    if total < 1:
        raise ImpossibleDraw(f"There is nothing to draw from: {total}.")
    return int.from_bytes(sha256(f"{seed},{turn}".encode()).digest()) % total + 1


def draw(seed: str, *, total: int, wanted: int) -> tuple[int, ...]:
    """Draw different numbers, in the order in which they come.

    Args:
        seed: Any text.
        total: How many there are, numbered from 1.
        wanted: How many to draw, at most all.

    Raises:
        ImpossibleDraw: More are wanted than there are.

    Source: as for `ticket`; a number that came before is passed over, so a longer draw begins as a shorter one.

    >>> draw("1", total=1000, wanted=3)
    (97, 89, 163)
    """
    if not 0 <= wanted <= total:
        raise ImpossibleDraw(f"{wanted} different ones cannot be drawn from {total}.")
    taken: dict[int, None] = {}
    tickets = _tickets(seed, total)
    while len(taken) < wanted:
        taken.setdefault(next(tickets))
    return tuple(taken)


def _tickets(seed: str, total: int) -> Iterator[int]:
    return (ticket(seed, turn=turn, total=total) for turn in count(1))
