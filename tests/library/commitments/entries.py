"""Chains of sealed entries, made for tests."""

from datetime import UTC, datetime, timedelta

from troth.commitments.chain import GENESIS, Entry, seal

START = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def make_entry(*, previous_hash: str = GENESIS, seq: int = 1, content: dict | None = None) -> Entry:
    content = {"order": f"PO-{seq}", "kept": seq % 2 == 0, "quantity": seq * 10} if content is None else content
    salt = f"{seq:032x}"
    moment = START + timedelta(hours=seq)
    sealed = seal(
        previous_hash=previous_hash, seq=seq, kind="order.delivered", recorded_at=moment, content=content, salt=salt
    )
    return Entry(
        seq=seq,
        kind="order.delivered",
        recorded_at=moment,
        content=content,
        salt=salt,
        content_hash=sealed.content_hash,
        previous_hash=previous_hash,
        entry_hash=sealed.entry_hash,
    )


def make_chain(length: int) -> list[Entry]:
    chain: list[Entry] = []
    for seq in range(1, length + 1):
        chain.append(make_entry(previous_hash=chain[-1].entry_hash if chain else GENESIS, seq=seq))
    return chain
