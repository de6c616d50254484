"""The audit trail: record() is its only writer."""

import json
from typing import Any

from django.utils import timezone

from troth_site.access import Actor
from troth_site.actions import bulk
from troth_site.models import AuditEntry, Relationship

_COLUMNS = ("at", "verb", "person_id", "as_operator", "organisation_id", "relationship_id", "subject", "data")


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
    row = (
        timezone.now(),
        verb,
        by.person if by else None,
        by is not None and by.as_operator,
        organisation or (relationship.buyer_id if relationship else None),
        relationship.pk if relationship else None,
        subject,
        json.dumps(data or {}),
    )
    bulk.insert(AuditEntry, _COLUMNS, [row])
