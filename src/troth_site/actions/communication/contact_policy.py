"""After how many weeks of writing alone one's own house wants to be told to call."""

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.communication.channel_mix import LONGEST_WEEKS
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import ContactPolicy


class PolicyRefused(Exception):
    """A policy cannot be; the message says what lacks."""


def set_weeks(*, by: Actor, organisation: int, weeks: int) -> None:
    """Say after how many weeks of writing alone one's own people are told to call; no partner is bound by it.

    Raises:
        PolicyRefused: It is not 1 to 104 weeks.
    """
    row = access.organisation(by, organisation, "people")
    if not 1 <= weeks <= LONGEST_WEEKS:
        raise PolicyRefused(gettext_noop("Choose 1 to 104 weeks."))
    with transaction.atomic():
        ContactPolicy.objects.update_or_create(
            organisation=row,
            defaults={"chat_only_weeks": weeks, "written_at": timezone.now(), "written_by_id": by.person},
        )
        data = {"weeks": weeks}
        audit.record("contact.policy", by=by, organisation=row.pk, subject=f"organisation {row.pk}", data=data)
