"""A place that fails again and again is told nothing more, and its person hears of it."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from troth_site import queue
from troth_site.actions import audit
from troth_site.actions.bridges import claiming, notices, problems
from troth_site.models import Channel, Membership, Person

MOST_FAILURES = 5
AT_ONCE = frozenset({"gone", "sealed"})
"""What does not get better by waiting for four more letters."""
PAGE = "/settings/channels/"
LOOK_AFTER_PEOPLE = ("manager", "owner")


def note_failure(channel: int, error: str, *, now: datetime) -> None:
    """Count a letter that was given up; after five in a row pause the place and tell whose it is."""
    Channel.objects.filter(pk=channel).update(failures=F("failures") + 1, error=error)
    row = Channel.objects.select_related("person").get(pk=channel)
    if row.paused_at is not None or (row.failures < MOST_FAILURES and error not in AT_ONCE):
        return
    Channel.objects.filter(pk=channel).update(paused_at=now)
    claiming.waiting(channel).filter(claimed_at=None).update(given_up_at=now, error="paused")
    people = _whose(row)
    notices.notify(
        event="channel", relationship=None, subject=f"channel {channel} {now:%Y-%m-%dT%H:%M:%S}", path=PAGE, to=people,
        data={"subject": row.name, "reason": error},
    )  # fmt: skip
    audit.record("channel.paused", by=None, organisation=row.organisation_id, subject=f"channel {channel}")
    for person in people:
        queue.enqueue("bridges.mail_pause", channel=channel, person=person)


def _whose(row: Channel) -> list[int]:
    if row.organisation_id is None:
        return [row.person_id]
    seats = Membership.objects.filter(organisation=row.organisation_id, role__in=LOOK_AFTER_PEOPLE, active=True)
    return list(seats.order_by("pk").values_list("person", flat=True))


def mail_pause(*, channel: int, person: int) -> None:
    """Write to a person that a place of theirs, or of their organisation, is paused."""
    row = Channel.objects.filter(pk=channel).exclude(paused_at=None).first()
    receiver = Person.objects.filter(pk=person, is_active=True).first()
    if row is None or receiver is None:
        return
    with translation.override(receiver.language or settings.LANGUAGE_CODE):
        about = {"name": row.name, "why": problems.said(row.error), "address": settings.TROTH_ORIGIN + PAGE}
        said = _(
            "Troth could not tell you anything at “%(name)s” several times in a row, and has stopped trying.\n\n"
            "%(why)s\n\nWhat happened meanwhile stands on the page of your notifications. Here you can mend it:\n\n"
            "%(address)s\n"
        )
        send_mail(_("Troth no longer tells you of things at “%(name)s”") % about, said % about, None, [receiver.email])
