"""The audit trail: record() is its only writer."""

from typing import Any

from django.utils import timezone

from troth_site.access import Actor
from troth_site.models import AuditEntry, Relationship


def record(
    verb: str,
    *,
    by: Actor | None,
    organisation: int | None = None,
    relationship: Relationship | None = None,
    subject: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Add an entry to the audit trail, in the transaction of the act itself.

    Args:
        verb: Stable dotted verb, such as "import.applied".
        by: Who acted; None where numbers alone did: an action opened by an alarm, a flag raised at night.
        organisation: Organisation whose trail this belongs to.
        relationship: Relationship concerned, if any.
        subject: Kind and key of the row acted on, such as "batch 12".
        data: What changed, as JSON; no secrets and no personal data of third people.
    """
    AuditEntry.objects.create(
        at=timezone.now(),
        verb=verb,
        person_id=by.person if by else None,
        as_operator=by is not None and by.as_operator,
        organisation_id=organisation or (relationship.buyer_id if relationship else None),
        relationship=relationship,
        subject=subject,
        data=data or {},
    )
