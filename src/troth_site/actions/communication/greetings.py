"""Reminding people of a partner's feast three days ahead, by that partner's own calendar; late where a night failed."""

from datetime import date

from django.db import transaction

from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.queries.communication.greetings import EVENT, Reminder, reminders, told_of


def remind(*, today: date) -> int:
    """Remind everybody of their partners' feasts of the next three days, each once, and return of how many feasts.

    A feast that a partner does not keep reminds nobody; asked twice in a night, nobody is told twice.
    """
    near = [reminder for reminder in reminders(today=today) if reminder.to]
    told = told_of(map(_subject, near)) if near else set()
    found = [reminder for reminder in near if (reminder.relationship, _subject(reminder)) not in told]
    if not found:
        return 0
    with transaction.atomic():
        for reminder in found:
            _tell(reminder)
        audit.record("greetings.reminded", by=None, data={"day": today.isoformat(), "feasts": len(found)})
    return len(found)


def _subject(reminder: Reminder) -> str:
    return f"feast {reminder.partner} {reminder.feast.day} {reminder.feast.holiday.key}"[:120]


def _tell(reminder: Reminder) -> None:
    holiday = reminder.feast.holiday
    notices.notify(
        event=EVENT,
        relationship=reminder.relationship,
        subject=_subject(reminder),
        path=f"/partners/{reminder.relationship}/calendar/",
        to=reminder.to,
        data={
            "partner": reminder.partner_name,
            "subject": holiday.local_name or holiday.name,
            "day": reminder.feast.day.isoformat(),
            "key": holiday.key,
        },
    )
