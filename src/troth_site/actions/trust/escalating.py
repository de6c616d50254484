"""Flags nobody acknowledged in time: they go to the manager of the organisation that judges by them, once."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from troth.basis.working_time import WorkCalendar, add_business_hours
from troth_site import queue
from troth_site.actions import audit
from troth_site.models import Membership, Organisation, Person, RedFlag, Relationship

ACKNOWLEDGE_WITHIN_HOURS = 24
WORKING_HOURS = (time(9), time(18))


def acknowledge_by(row: Relationship, side: str, *, as_of: date) -> datetime:
    """Return until when the side that judges by a flag has to acknowledge it: 24 business hours of its own place.

    The hours run from the moment the flag appears here, however long ago the record says it should have been raised.
    """
    judge = _judge(row, side)
    calendar = WorkCalendar(hours=WORKING_HOURS, zone=ZoneInfo(judge.zone or "UTC"))
    now = timezone.now()
    start = now if as_of >= now.date() else datetime.combine(as_of, time(0), tzinfo=UTC)
    return add_business_hours(start, hours=ACKNOWLEDGE_WITHIN_HOURS, calendar=calendar)


def escalate_flags(*, now: datetime, by_mail: bool = True) -> int:
    """Hand every open flag whose time has passed to a manager, and return how many were handed on.

    Safe to run again and beside itself: a flag is escalated once. Where an organisation has no manager the flag waits.

    Args:
        now: The moment to measure from.
        by_mail: Whether the manager is written to; the demonstration's people are not.
    """
    waiting = RedFlag.objects.filter(
        closed_on=None, acknowledged_on=None, escalated_on=None, acknowledge_by__lte=now
    ).order_by("acknowledge_by", "pk")
    return sum(_escalate(pk, now, by_mail=by_mail) for pk in waiting.values_list("pk", flat=True))


def _escalate(pk: int, now: datetime, *, by_mail: bool) -> bool:
    with transaction.atomic():
        row = RedFlag.objects.select_for_update().get(pk=pk)
        if row.escalated_on is not None or row.acknowledged_on is not None or row.closed_on is not None:
            return False
        relationship = Relationship.objects.select_related("buyer", "factory").get(pk=row.relationship_id)
        judge = _judge(relationship, row.side)
        manager = _manager(judge.pk)
        if manager is None:
            return False
        row.escalated_on, row.escalated_to_id = timezone.localdate(now), manager
        row.save(update_fields=["escalated_on", "escalated_to"])
        audit.record(
            "flag.escalated", by=None, organisation=judge.pk, relationship=relationship, subject=f"flag {row.pk}",
            data={"person": manager},
        )  # fmt: skip
        if by_mail:
            queue.enqueue("trust.mail_escalation", flag=row.pk)
    return True


def mail_escalation(*, flag: int) -> None:
    """Write to the manager to whom a flag was handed, in their language; a flag settled since needs no letter."""
    row = RedFlag.objects.select_related("relationship__buyer", "relationship__factory", "escalated_to").get(pk=flag)
    receiver = row.escalated_to
    if receiver is None or not receiver.is_active or row.acknowledged_on is not None or row.closed_on is not None:
        return
    flagged = row.relationship.factory if row.side == "factory" else row.relationship.buyer
    judge = _judge(row.relationship, row.side)
    until = timezone.localtime(row.acknowledge_by, ZoneInfo(receiver.zone or judge.zone or "UTC"))
    with translation.override(receiver.language or settings.LANGUAGE_CODE):
        send_mail(
            _("A red flag about %(partner)s waits for you") % {"partner": flagged.name},
            _(
                "Nobody at %(ours)s acknowledged this red flag within 24 business hours, by %(until)s. It is now "
                "yours to look at.\n\n%(address)s\n"
            )
            % {
                "ours": judge.name,
                "until": f"{until:%Y-%m-%d %H:%M %Z}",
                "address": f"{settings.TROTH_ORIGIN}/flags/{row.pk}/",
            },
            None,
            [receiver.email],
        )


def _judge(row: Relationship, side: str) -> Organisation:
    """Return the organisation that relies on what a side promises."""
    return row.buyer if side == "factory" else row.factory


def _manager(organisation: int) -> int | None:
    """Return who is answerable for an organisation: its manager, else its owner; of several the first seated."""
    seats = Membership.objects.filter(
        organisation=organisation, active=True, role__in=["manager", "owner"],
        person__is_active=True, person__is_operator=False,
    ).annotate(place=Case(When(role="manager", then=Value(0)), default=Value(1)))  # fmt: skip
    found: Person | None = next((seat.person for seat in seats.select_related("person").order_by("place", "pk")), None)
    return None if found is None else found.pk
