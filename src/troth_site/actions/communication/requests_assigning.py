"""Naming another contact: what a missed target for answers asks for."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth_site import access
from troth_site.access import ROLE_MAY, Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.models import ContactRole, Membership, ReplyRequest
from troth_site.models.choices import Topic


class ContactRefused(Exception):
    """Nobody can be named like this; the message says why."""


def name_contact(*, by: Actor, relationship: int, topic: str, person: int) -> None:
    """Name who answers for a topic on one's own side; the open questions of the topic go to them, and they are told.

    Who was named before becomes the deputy where there is none.

    Raises:
        ContactRefused: The person does not sit in one's own organisation, or may not answer there.
    """
    seen = access.relationship(by, relationship, "settle")
    if topic not in Topic.values:
        raise ContactRefused(gettext_noop("Choose what the contact is for."))
    now = timezone.now()
    with transaction.atomic():
        row = ledger.lock(seen.pk)
        side = access.side_of(by, row)
        if not _may_answer(getattr(row, f"{side}_id"), person):
            raise ContactRefused(gettext_noop("Choose somebody of your own organisation who may answer."))
        role = ContactRole.objects.select_for_update().filter(relationship=row, side=side, topic=topic).first()
        before = role.person_id if role is not None else None
        if before == person:
            return
        role = role or ContactRole(relationship=row, side=side, topic=topic)
        if role.deputy_id in (None, person):
            role.deputy_id = before
        role.person_id, role.named_at, role.named_by_id = person, now, by.person
        role.save()
        waiting = ReplyRequest.objects.filter(
            relationship=row, thread__topic=topic, answered_at=None, withdrawn_at=None
        ).exclude(side=side)
        moved = list(waiting.values_list("pk", "what"))
        waiting.update(assigned_to=person)
        audit.record(
            "contact.named", by=by, organisation=getattr(row, f"{side}_id"), relationship=row,
            subject=f"contact {topic}", data={"person": person, "before": before, "requests": len(moved)},
        )  # fmt: skip
        live.tell(row.pk, "contact", f"contact {topic}")
        for pk, what in moved:
            notices.notify(
                event="escalated", relationship=row.pk, subject=f"request {pk} to {person}", path=f"/requests/{pk}/",
                to=[person] if person != by.person else [], data={"subject": what},
            )  # fmt: skip


def _may_answer(organisation: int, person: int) -> bool:
    roles = [role for role, verbs in ROLE_MAY.items() if "answer" in verbs]
    seats = Membership.objects.filter(organisation=organisation, person=person, active=True, role__in=roles)
    return seats.filter(person__is_active=True).exists()
