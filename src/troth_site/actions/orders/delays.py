"""Delays that somebody else caused: named by either side, counted once the other side has accepted them."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.commitments.attribution import Delay
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.orders.changed import LineRefused, open_line, restate
from troth_site.models import OrderDelay


def record_delay(*, by: Actor, line: int, delay: Delay) -> None:
    """Record days of a line's lateness that the buyer, the carrier or force majeure caused.

    Args:
        by: Who says so.
        line: The line.
        delay: The library's own shape, with its number of days; unless accepted, the days stay with the promisor.

    Raises:
        LineRefused: It gives no day or no reason, or a side would excuse itself.
    """
    if not delay.days or not delay.reason.strip():
        raise LineRefused(_("Give at least one day and the reason for it."))
    with transaction.atomic():
        row, commitment, relationship = open_line(by, line)
        if delay.accepted and access.side_of(by, relationship) == commitment.side:
            raise LineRefused(_("The other side accepts a delay; nobody excuses themselves."))
        OrderDelay.objects.create(
            line=row, cause=delay.cause, days=delay.days, reason=delay.reason, accepted=delay.accepted,
            recorded_on=delay.recorded_on, person_id=by.person,
        )  # fmt: skip
        content = {
            "order": row.order.number, "key": row.key, "cause": delay.cause, "days": delay.days,
            "reason": delay.reason, "accepted": delay.accepted,
        }  # fmt: skip
        restate(by, relationship, row, kind="delivery.delay", recorded=delay.recorded_on, content=content)
        audit.record("delay.recorded", by=by, relationship=relationship, subject=f"line {commitment.pk}")


def accept_delay(*, by: Actor, line: int, delay: int, on: date | None = None) -> None:
    """Accept a delay the other side named: from now on its days are no longer the promisor's.

    Raises:
        LineRefused: It is one's own line that would be excused.
        access.NotThere: The line has no such delay.
    """
    today = on or timezone.localdate()
    with transaction.atomic():
        row, commitment, relationship = open_line(by, line)
        named = OrderDelay.objects.select_for_update().filter(pk=delay, line=row).first()
        if named is None:
            raise access.NotThere
        if access.side_of(by, relationship) == commitment.side:
            raise LineRefused(_("The other side accepts a delay; nobody excuses themselves."))
        if named.accepted:
            return
        named.accepted, named.recorded_on = True, today
        named.save(update_fields=["accepted", "recorded_on"])
        content = {"order": row.order.number, "key": row.key, "cause": named.cause, "days": named.days,
                   "reason": named.reason, "accepted": True}  # fmt: skip
        restate(by, relationship, row, kind="delivery.delay_accepted", recorded=today, content=content)
        audit.record("delay.accepted", by=by, relationship=relationship, subject=f"line {commitment.pk}")
