"""Weekly statuses: the day agreed by both, each due one a promise of its side, each told one kept or late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.spans import Span
from troth.basis.text import gettext_noop
from troth.commitments.evidence import weight
from troth.commitments.outcomes import Outcome, Side
from troth.communication.status_form import due_days
from troth.orders.duties import outcome_of_duty
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.trust import judging
from troth_site.models import Commitment, Relationship, StatusPlan, StatusReport
from troth_site.queries.communication.calendars import places, work_calendars_of
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.communication.statuses import watched_orders
from troth_site.queries.orders import latest_outcome

WHAT = gettext_noop("Send the weekly status")
KIND = "status"
OF_BUYER = gettext_noop("Approvals, payments, forecast")
AHEAD_DAYS = 7
# The site itself sees when a status comes: nobody has to confirm it.
QUALITY = "system_observed"
SIDES: tuple[Side, Side] = ("factory", "buyer")


class StatusRefused(Exception):
    """The status cannot be told or planned like this; the message says why."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A status that is to be told: by which side, on which order, by which day of its own calendar."""

    side: Side
    order: int | None
    due_on: date


def propose_day(*, by: Actor, relationship: int, weekday: int, now: datetime | None = None) -> None:
    """Propose the weekday on which both sides report; it holds once the other side agrees.

    Raises:
        StatusRefused: It is no day of the week.
    """
    if not 0 <= weekday <= 6:
        raise StatusRefused(gettext_noop("Choose a day of the week."))
    row = access.relationship(by, relationship, "record")
    side = access.side_of(by, row)
    with transaction.atomic():
        known = StatusPlan.objects.select_for_update().filter(relationship=row, ended_at=None).first()
        if known is not None and known.weekday == weekday and (known.agreed_at or known.side == side):
            return
        if known is not None and known.weekday == weekday:
            raise StatusRefused(gettext_noop("The other side has proposed this day already: agree to it."))
        StatusPlan.objects.update_or_create(
            relationship=row,
            defaults={
                "weekday": weekday, "side": side, "proposed_by_id": by.person, "proposed_at": now or timezone.now(),
                "agreed_by": None, "agreed_at": None, "ended_at": None,
            },
        )  # fmt: skip
        _note(by, row, "status.proposed", {"weekday": weekday})


def agree(*, by: Actor, relationship: int, now: datetime | None = None) -> None:
    """Agree to the day the other side proposed; from then on a status is due each week on both sides.

    Raises:
        StatusRefused: Nothing waits for this side's word.
    """
    moment = now or timezone.now()
    row = access.relationship(by, relationship, "record")
    with transaction.atomic():
        plan = StatusPlan.objects.select_for_update().filter(relationship=row, ended_at=None, agreed_at=None).first()
        if plan is None or plan.side == access.side_of(by, row):
            raise StatusRefused(gettext_noop("Nothing waits for your side’s word here."))
        plan.agreed_by_id, plan.agreed_at = by.person, moment
        plan.save(update_fields=["agreed_by", "agreed_at"])
        _note(by, row, "status.agreed", {"weekday": plan.weekday})
        _make(plan, row, by=by, now=moment)


def end(*, by: Actor, relationship: int, now: datetime | None = None) -> None:
    """End the weekly statuses; what is due already stays due."""
    row = access.relationship(by, relationship, "record")
    with transaction.atomic():
        if StatusPlan.objects.filter(relationship=row, ended_at=None).update(ended_at=now or timezone.now()):
            _note(by, row, "status.ended", {})


def make_due(*, now: datetime) -> int:
    """Make the statuses due within a week, of every relationship that agreed to a day; every night.

    Returns:
        How many were made.
    """
    made = 0
    plans = StatusPlan.objects.filter(ended_at=None, agreed_at__isnull=False, relationship__hidden=False)
    for pk in list(plans.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            plan = StatusPlan.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=pk)
            made += _make(plan, plan.relationship, by=None, now=now)
    return made


def tell(
    *, by: Actor, status: int, told: Mapping[str, Any], seconds: int | None = None, now: datetime | None = None
) -> None:
    """Tell a status of one's own side, once.

    Args:
        by: Who tells it.
        status: Which one.
        told: By field; what is left blank is left out, and never becomes a zero.
        seconds: How long the form was open.
        now: The moment.

    Raises:
        NotThere: There is none for this person.
        NotAllowed: It is the other side's to tell.
        StatusRefused: It says nothing, or was told already.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, StatusReport, status, "answer")
    if access.side_of(by, seen.relationship) != seen.side:
        raise access.NotAllowed
    kept = {name: value for name, value in told.items() if value not in (None, "", {})}
    if not kept:
        raise StatusRefused(gettext_noop("Write at least one thing: a blank form tells nothing."))
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = StatusReport.objects.select_for_update(of=("self",)).select_related("commitment").get(pk=seen.pk)
        if row.sent_at is not None:
            raise StatusRefused(gettext_noop("This status was sent already. The next one is due in a week."))
        today = moment.astimezone(_zone(locked, seen.side)).date()
        row.fields, row.sent_at, row.by_id, row.seconds = (
            kept | {"filed_on": today.isoformat()},
            moment,
            by.person,
            seconds,
        )
        row.save()
        if row.commitment is not None:
            _close(by, locked, row.commitment, today)
        audit.record("status.told", by=by, relationship=locked, subject=f"status {row.pk}")
        live.tell(locked.pk, "status", f"status {row.pk}")


def _make(plan: StatusPlan, row: Relationship, *, by: Actor | None, now: datetime) -> int:
    locked = ledger.lock(row.pk)
    wanted = list(_wanted(plan, locked, now))
    known = set(
        StatusReport.objects.filter(relationship=locked, due_on__in=[each.due_on for each in wanted])
        .values_list("side", "order", "due_on")
    )  # fmt: skip
    new = [each for each in wanted if (each.side, each.order, each.due_on) not in known]
    entries = [_record(locked, each, by, now) for each in new]
    if entries:
        ledger.append(locked, entries)
        audit.record("status.due", by=by, relationship=locked, data={"statuses": len(entries)})
        live.tell(locked.pk, "status", f"statuses {locked.pk}")
    return len(entries)


def _wanted(plan: StatusPlan, row: Relationship, now: datetime) -> Iterable[_Due]:
    calendars = work_calendars_of([row.buyer_id, row.factory_id], now.date())
    for side in SIDES:
        calendar = calendars[row.buyer_id if side == "buyer" else row.factory_id]
        today = now.astimezone(calendar.zone).date()
        week = Span(today, today + timedelta(days=AHEAD_DAYS))
        orders: list[int | None] = [None] if side == "buyer" else list(watched_orders(row.pk, today))
        for due_on in due_days(week, weekday=plan.weekday, calendar=calendar):
            yield from (_Due(side, order, due_on) for order in orders)


def _record(locked: Relationship, due: _Due, by: Actor | None, now: datetime) -> NewEntry:
    report = StatusReport.objects.create(
        relationship=locked, side=due.side, order_id=due.order, due_on=due.due_on
    )  # fmt: skip
    made = Commitment.objects.create(
        relationship=locked, side=due.side, dimension="communication", kind=KIND,
        what=f"{WHAT} · {report.order.number}" if report.order else WHAT,
        due_on=due.due_on, state="accepted", accepted_by="hand", quality=1.0,
        proposed_by_id=by.person if by else None,
    )  # fmt: skip
    report.commitment = made
    report.save(update_fields=["commitment"])
    people = people_for(locked, side=due.side, topic="orders")
    notices.notify(
        event="status", relationship=locked.pk, subject=f"status {report.pk}", path=f"/statuses/{report.pk}/",
        to=people, data={"subject": report.order.number if report.order else OF_BUYER, "due": due.due_on.isoformat()},
    )  # fmt: skip
    today = now.date()
    outcome = _outcome(made, done_on=None, recorded_on=today)
    return _entry(made, "status.due", today, today, outcome, by)


def _close(by: Actor, locked: Relationship, row: Commitment, today: date) -> None:
    standing = latest_outcome(row.pk)
    outcome = _outcome(row, done_on=today, recorded_on=today)
    row.state, row.closed_on = "kept" if today <= cast(date, row.due_on) else "kept_late", today
    row.save(update_fields=["state", "closed_on"])
    ledger.append(locked, [replace(_entry(row, "status.told", today, today, outcome, by), supersedes=standing)])
    judging.judge([locked.pk], as_of=today)


def _outcome(row: Commitment, *, done_on: date | None, recorded_on: date) -> Outcome:
    return outcome_of_duty(
        due_on=cast(date, row.due_on), done_on=done_on, recorded_on=recorded_on, side=cast(Side, row.side),
        weight=weight(stake=row.stake, quality=QUALITY),
    )  # fmt: skip


def _entry(
    row: Commitment, kind: str, happened_on: date, recorded_on: date, outcome: Outcome, by: Actor | None
) -> NewEntry:
    content = {"what": row.what, "commitment": row.pk, "due": row.due_on, "outcome": outcome_content(outcome)}
    return NewEntry(
        kind=kind, side=row.side, dimension=row.dimension, commitment=row.pk, person=by.person if by else None,
        happened_on=happened_on, recorded_on=recorded_on, content=content, outcome=outcome,
    )  # fmt: skip


def _zone(row: Relationship, side: str) -> ZoneInfo:
    organisation = row.buyer_id if side == "buyer" else row.factory_id
    return ZoneInfo(places([organisation])[organisation].week.zone)


def _note(by: Actor, row: Relationship, verb: str, data: dict[str, Any]) -> None:
    audit.record(verb, by=by, relationship=row, data=data)
    live.tell(row.pk, "status", f"plan {row.pk}")
