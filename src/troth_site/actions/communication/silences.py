"""Reminding people of partners with whom all is well, and quiet."""

from datetime import date, timedelta

from django.db import transaction

from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.models import Relationship
from troth_site.queries.communication import silences


def remind_of_quiet(*, today: date) -> int:
    """Tell whoever looks after a relationship that all is well and it has been quiet for one cadence; once a silence.

    Both sides are told alike. Returns how many relationships are concerned.
    """
    reminded = 0
    for row in silences.kept_in_touch(before=today - timedelta(days=7)):
        found = silences.silence(row, today=today)
        if found is None or found.quiet is None:
            continue
        _remind(row, found)
        reminded += 1
    return reminded


def _remind(row: Relationship, found: silences.Silence) -> None:
    with transaction.atomic():
        owners = {row.owner_buyer_id: row.factory.name, row.owner_factory_id: row.buyer.name}
        for person, partner in owners.items():
            if person is not None:
                notices.notify(
                    event="quiet", relationship=row.pk, subject=f"quiet {row.pk} {found.last_contact}",
                    path=f"/partners/{row.pk}/?show=pace", to=[person], data={"partner": partner},
                )  # fmt: skip
        audit.record("silence.told", by=None, relationship=row, data={"days": found.gap.gap_days})
