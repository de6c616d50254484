"""When a regular inspection is due next: worked out anew after every look and every night, and kept as a promise."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from troth.basis.text import gettext_noop
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.quality import promises
from troth_site.models import InspectionProgramme, Relationship
from troth_site.models.quality.choices import ProgrammeState
from troth_site.queries.communication import messages_readers
from troth_site.queries.communication.calendars import due_proposal
from troth_site.queries.partner_page.open_promises import OPEN
from troth_site.queries.quality import programme_facts

SIDES = ("buyer", "factory")
MOVED = gettext_noop("The interval changed with what is known of quality.")


def look_at(relationship: int, *, by: Actor | None, today: date) -> None:
    """Work out anew when each programme of a partnership is due; one question where there is none.

    Args:
        relationship: Its key.
        by: By whose act; None where the days alone did.
        today: Day as of which.
    """
    if not _agreed(relationship):
        return
    with transaction.atomic():
        locked = ledger.lock(relationship)
        known = programme_facts.partner_facts(locked, today=today)
        rows = InspectionProgramme.objects.select_for_update(of=("self",)).filter(pk__in=_agreed(relationship))
        for row in rows.select_related("product", "promise", "relationship").order_by("pk"):
            _work_out(_At(locked, by, today), row, programme_facts.next_look_of(row, known, today=today))


def look_at_all(*, today: date) -> None:
    """Look at every partnership with regular inspections; every night, because flags and calendars change."""
    rows = InspectionProgramme.objects.filter(state=ProgrammeState.AGREED).order_by("relationship")
    for pk in rows.values_list("relationship", flat=True).distinct():
        look_at(pk, by=None, today=today)


def give_up(locked: Relationship, row: InspectionProgramme, *, by: Actor, today: date, reason: str) -> None:
    """Take the promise of the next look back inside an act; one whose day has passed stays broken."""
    promise = row.promise
    if promise is None or promise.state not in OPEN:
        return
    if promise.due_on is not None and promise.due_on < today:
        promises.break_off(locked, promise, by=by, on=today, reason=reason)
    else:
        promises.take_back(locked, promise, by=by, on=today, reason=reason)


@dataclass(frozen=True, slots=True)
class _At:
    """In which locked record, by whose act, on which day."""

    locked: Relationship
    by: Actor | None
    today: date


def _agreed(relationship: int) -> list[int]:
    rows = InspectionProgramme.objects.filter(relationship=relationship, state=ProgrammeState.AGREED)
    return list(rows.values_list("pk", flat=True))


def _work_out(at: _At, row: InspectionProgramme, found: programme_facts.NextLook) -> None:
    before = (row.interval, row.due_on, row.counted_from)
    began = row.counted_from or row.agreed_on or at.today
    if found.last is not None and found.last.on > began:
        _looked(at, row, found.last)
    row.interval, row.counted_from = found.interval.length, row.counted_from or began
    due = _not_passed(at, row, found.due.proposed) if found.due else None
    if row.due_on is None or row.due_on >= at.today:
        _move(at, row, due)
    if before != (row.interval, row.due_on, row.counted_from):
        row.save(update_fields=["interval", "due_on", "counted_from", "promise"])
        audit.record("programme.worked_out", by=at.by, relationship=at.locked, subject=f"programme {row.pk}")
        live.tell(at.locked.pk, "inspection", f"programme {row.pk}")
    if row.due_on is not None and row.due_on < at.today:
        _warn(at, row)


def _looked(at: _At, row: InspectionProgramme, last: programme_facts.Look) -> None:
    """Close the promise of the look that was made; the next one is counted from its day."""
    if row.promise is not None and row.promise.state in OPEN:
        promises.done(at.locked, row.promise, by=at.by, on=last.on, told=last.lot)
    row.promise, row.due_on, row.counted_from = None, None, last.on


def _not_passed(at: _At, row: InspectionProgramme, due: date) -> date:
    """Return a day that can still be kept: a shorter interval makes nobody late on the day on which it shortens."""
    return due if due >= at.today else due_proposal(row.relationship.factory_id, at.today).proposed


def _move(at: _At, row: InspectionProgramme, due: date | None) -> None:
    if due == row.due_on:
        return
    if row.promise is not None and row.promise.state in OPEN:
        promises.take_back(at.locked, row.promise, by=at.by, on=at.today, reason=MOVED)
    row.promise, row.due_on = None, due
    if due is not None:
        side = row.inspector_for if row.inspector_for in SIDES else "buyer"
        name = row.product.name if row.product else row.family
        what = f"{gettext_noop('Regular inspection')} · {name}"
        promised = promises.NewPromise(side=side, kind="look", what=what, due_on=due)
        row.promise = promises.make(at.locked, promised, by=at.by, on=at.today)


def _warn(at: _At, row: InspectionProgramme) -> None:
    """Tell both sides and whoever inspects, once for each day that passed."""
    people = [one for side in SIDES for one in messages_readers.people_for(at.locked, side=side, topic="quality")]
    notices.notify(
        event="look-overdue", relationship=at.locked.pk, subject=f"programme {row.pk} due {row.due_on}",
        path=f"/partners/{at.locked.pk}/quality/programme/",
        to=people + ([row.inspector_id] if row.inspector_id and row.inspector_for == "third" else []),
        data={"subject": row.product.name if row.product else row.family, "due": str(row.due_on)},
    )  # fmt: skip
