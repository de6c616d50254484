"""Heads of ledgers that a side has seen: later copies must still contain them."""

from django.db import transaction
from django.utils import timezone

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import SeenHead


def remember_head(*, by: Actor, relationship: int, seq: int, head: str) -> None:
    """Keep the head of a verified chain for the person's side; the same head is kept once.

    Args:
        by: Who saw it.
        relationship: Whose ledger.
        seq: Number of the entry the head belongs to; 0, an empty ledger, is not worth keeping.
        head: Hash of that entry, hexadecimal.
    """
    row = access.relationship(by, relationship)
    if seq < 1:
        return
    ours = row.buyer_id if access.side_of(by, row) == "buyer" else row.factory_id
    with transaction.atomic():
        _seen, is_new = SeenHead.objects.get_or_create(
            relationship=row,
            organisation_id=ours,
            seq=seq,
            defaults={"head_hash": bytes.fromhex(head), "seen_at": timezone.now()},
        )
        if is_new:
            audit.record(
                "ledger.head_seen", by=by, organisation=ours, relationship=row, data={"seq": seq, "head": head}
            )
