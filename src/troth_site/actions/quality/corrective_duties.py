"""What a side owes beside its steps: to answer what was opened, to take a step on or decline it, to confirm one."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from troth.basis.text import gettext_noop
from troth.basis.working_time import add_working_days, next_working_day
from troth.quality.corrective import CONFIRM_WORKING_DAYS, Stage, Terms, due_day
from troth.quality.verdicts import DefectClass
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.quality import promises
from troth_site.models import CorrectiveAction, CorrectiveDuty, CorrectiveStep, Organisation, Relationship
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.communication.charters import agreed_by_many

KIND = "corrective_word"
OTHER = {"buyer": "factory", "factory": "buyer"}
WHAT = {
    "answer": gettext_noop("Answer the corrective action"),
    "take": gettext_noop("Take a step on, or decline it"),
    "confirm": gettext_noop("Confirm a step, or say what lacks"),
}


def owe_answer(row: CorrectiveAction, locked: Relationship, *, side: str, by: Actor | None, now: datetime) -> None:
    """Let a side owe the first word on what was opened, or came back, by the day of containment."""
    due = proposed_day(row, locked, str(Stage.CONTAINMENT), side, since=now)
    _owe(row, locked, _Owed("answer", side, due), by=by, now=now)


def owe_word(step: CorrectiveStep, locked: Relationship, *, kind: str, by: Actor, now: datetime) -> None:
    """Let a side owe its word on a step: its own that was proposed to it ("take"), or one to confirm ("confirm")."""
    side = step.side if kind == "take" else OTHER[step.side]
    calendar = work_calendar_of(_organisation(locked, side).pk, today := today_of(locked, side, now))
    due = add_working_days(today, count=CONFIRM_WORKING_DAYS, calendar=calendar)
    _owe(step.corrective, locked, _Owed(kind, side, due, step), by=by, now=now)


def kept(
    row: CorrectiveAction, locked: Relationship, *, kind: str, by: Actor, now: datetime,
    step: CorrectiveStep | None = None,
) -> None:  # fmt: skip
    """Note that the side that acts gave the word it owed, if it owed one."""
    side = access.side_of(by, locked)
    for duty in _open(row).filter(kind=kind, side=side, step=step):
        promises.done(locked, duty.commitment, by=by, on=today_of(locked, side, now))


def lift(
    row: CorrectiveAction, locked: Relationship, *, by: Actor, now: datetime, step: CorrectiveStep | None = None
) -> None:  # fmt: skip
    """Take back every word still owed about an action, or about one of its steps."""
    rows = _open(row) if step is None else _open(row).filter(step=step)
    for duty in rows:
        promises.take_back(locked, duty.commitment, by=by, on=today_of(locked, duty.side, now), reason="")


def proposed_day(
    row: CorrectiveAction, locked: Relationship, stage: str, side: str, *, since: datetime | None = None
) -> date:
    """Return the day by which a part is due, by its grade and what was agreed, on an open day of the side it is of."""
    organisation = _organisation(locked, side)
    opened = today_of(locked, side, since or row.opened_at)
    charter = agreed_by_many([locked.pk]).get(locked.pk)
    terms = charter and Terms(containment_hours=charter.containment_hours, report_days=charter.report_days)
    due = due_day(DefectClass(row.grade), stage=Stage(stage), opened=opened, terms=terms)
    return next_working_day(due, calendar=work_calendar_of(organisation.pk, due))


def today_of(locked: Relationship, side: str, now: datetime) -> date:
    """Return the day it is on a side."""
    return now.astimezone(ZoneInfo(_organisation(locked, side).zone or "UTC")).date()


@dataclass(frozen=True, slots=True)
class _Owed:
    """A word about to be owed: which, by whom, until when, about which step."""

    kind: str
    side: str
    due_on: date
    step: CorrectiveStep | None = None


def _owe(row: CorrectiveAction, locked: Relationship, owed: _Owed, *, by: Actor | None, now: datetime) -> None:
    what = f"{WHAT[owed.kind]} · {row.number}. {row.title}"
    promised = promises.NewPromise(
        side=owed.side, kind=KIND, what=what, due_on=owed.due_on, dimension="communication", grade="minor"
    )
    made = promises.make(locked, promised, by=by, on=today_of(locked, owed.side, now))
    CorrectiveDuty.objects.create(
        corrective=row, step=owed.step, kind=owed.kind, side=owed.side, round=row.reopened, commitment=made
    )


def _open(row: CorrectiveAction) -> QuerySet[CorrectiveDuty]:
    rows = CorrectiveDuty.objects.filter(corrective=row, kind__in=tuple(WHAT), commitment__state="accepted")
    return rows.select_related("commitment").order_by("pk")


def _organisation(locked: Relationship, side: str) -> Organisation:
    return locked.buyer if side == "buyer" else locked.factory
