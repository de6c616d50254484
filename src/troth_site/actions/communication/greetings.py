"""Reminding people of a partner's feast three days ahead, from that partner's own calendar."""

from datetime import date

from django.db import transaction

from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.queries.communication.greetings import EVENT, Reminder, reminders


def remind(*, today: date) -> int:
    """Remind everybody of their partners' feasts that are three days ahead, each once, and return how many feasts.

    A feast that a partner does not keep reminds nobody; asked twice in a night, nobody is told twice.
    """
    found = [reminder for reminder in reminders(today=today) if reminder.to]
    if not found:
        return 0
    with transaction.atomic():
        for reminder in found:
            _tell(reminder)
        audit.record("greetings.reminded", by=None, data={"day": today.isoformat(), "feasts": len(found)})
    return len(found)


def _tell(reminder: Reminder) -> None:
    holiday = reminder.feast.holiday
    notices.notify(
        event=EVENT,
        relationship=reminder.relationship,
        subject=f"feast {reminder.partner} {reminder.feast.day} {holiday.key}"[:120],
        path=f"/partners/{reminder.relationship}/calendar/",
        to=reminder.to,
        data={
            "partner": reminder.partner_name,
            "subject": holiday.local_name or holiday.name,
            "day": reminder.feast.day.isoformat(),
            "key": holiday.key,
        },
    )
