"""Choosing among the answers of several people: one stands, all stay seen."""

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.models import FieldEntry
from troth_site.models.quality.choices import InspectionState


class ChoiceRefused(Exception):
    """The answer cannot be chosen any more; the text says why."""


def choose(*, by: Actor, entry: int) -> None:
    """Let one person's answer stand where several answered differently.

    Raises:
        ChoiceRefused: The inspection was handed in: what was judged stays as it was.
        access.NotThere: The answer is of no inspection of this person.
    """
    found = FieldEntry.objects.filter(pk=entry).values_list("inspection", flat=True).first()
    if found is None:
        raise access.NotThere
    seen = access.inspection(by, found, "answer")
    with transaction.atomic():
        row = FieldEntry.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=entry)
        if row.inspection.state in (InspectionState.HANDED_IN, InspectionState.REPORTED):
            raise ChoiceRefused(
                gettext_noop("It was handed in with both answers. Ask for a new version of the report.")
            )
        if row.chosen_at is not None:
            return
        others = FieldEntry.objects.filter(inspection=row.inspection_id, field=row.field, chosen_at__isnull=False)
        others.update(chosen_at=None, chosen_by=None)
        row.chosen_by_id, row.chosen_at = by.person, timezone.now()
        row.save(update_fields=["chosen_by", "chosen_at"])
        audit.record("inspection.chosen", by=by, relationship=seen.relationship, subject=f"inspection {seen.pk}")
        live.tell(seen.relationship_id, "inspection", f"inspection {seen.pk}")
