"""Letters that stand in no thread: kept for the house that knows their writer, for nobody else."""

from datetime import datetime

from django.db import transaction

from troth.communication.mail import Mail
from troth_site.actions import audit
from troth_site.actions.communication.mail import reading
from troth_site.models import Membership, OutgoingMail, Person, UnplacedMail
from troth_site.models.choices import UnplacedWhy

LONGEST_TEXT = 20_000
MOST_WAITING = 200
"""Letters of one house that wait to be looked after; beyond that they are dropped and counted."""


def keep(mail: Mail, sender: Person, letter: OutgoingMail | None, *, why: UnplacedWhy | None, now: datetime) -> bool:
    """Keep a letter for the house of its writer, and tell whether there is one to keep it for."""
    house = _house(sender, letter)
    if house is None or UnplacedMail.objects.filter(organisation=house, settled_at=None).count() >= MOST_WAITING:
        return False
    with transaction.atomic():
        row, is_new = UnplacedMail.objects.get_or_create(
            organisation_id=house, mail_id=reading.kept_id(mail.message_id),
            defaults={
                "person": sender, "subject": reading.cleaned(mail.subject)[:300], "sent_at": mail.sent,
                "text": reading.cleaned(mail.text)[:LONGEST_TEXT], "received_at": now,
                "why": why or UnplacedWhy.NO_TOKEN,
            },
        )  # fmt: skip
        if is_new:
            audit.record("mail.unplaced", by=None, organisation=house, subject=f"unplaced mail {row.pk}",
                         data={"why": row.why})  # fmt: skip
    return True


def _house(sender: Person, letter: OutgoingMail | None) -> int | None:
    """Return the one house in which the writer sits; of several the one that the answered letter was sent to."""
    houses = list(Membership.objects.filter(person=sender, active=True).values_list("organisation", flat=True))
    if len(houses) == 1:
        return houses[0]
    if letter is None or letter.message is None or letter.person_id != sender.pk:
        return None
    row = letter.message.relationship
    return next((house for house in (row.buyer_id, row.factory_id) if house in houses), None)
